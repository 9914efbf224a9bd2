// rule: 1.4
// A system cannot ask for which environment it is compiled.
system Site {
  output a = environment
//           ^^^^^^^^^^^ error[SP2001]: nothing here is named `environment`
  output b = if env == "prod" then 1 else 2
//              ^^^ error[SP2008]: `env` is a function, and a value is wanted here
  output c = setpoint.environment
//           ^^^^^^^^ error[SP2001]: nothing here is named `setpoint`
}
overlay o on Site { a = environment.name }
//                      ^^^^^^^^^^^ error[SP2001]: nothing here is named `environment`
