// rule: 8.15
// A function is a parameter and nothing else: as a field or an element it could lead back to itself.
fn apply(f: (Int) => Int, x: Int): Int = f(x)
fn double(n: Int): Int = n * 2
type Bad { f: (Int) => Int }
//            ^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: a function is a parameter of a function and nothing else
type AlsoBad = [(Int) => Int]
//             ^^^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: a function is a parameter of a function and nothing else
fn result(): (Int) => Int = double
//           ^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: a function is a parameter of a function and nothing else
system Site {
  param p: (Int) => Int
//         ^^^^^^^^^^^^ error[SP2114]: this cannot be declared so: a function is a parameter of a function and nothing else
  let f = x => x
//        ^^^^^^ error[SP2101]: expected data, found a function
  let g = double
//        ^^^^^^ error[SP2008]: `double` is a function, and a value is wanted here
  let h = [double]
//         ^^^^^^ error[SP2008]: `double` is a function, and a value is wanted here
  output ok = apply(double, 4)
  output inline = apply(n => n + 1, 4)
  output wrong = apply("x", 4)
//                     ^^^ error[SP2101]: expected (Int) => Int, found "x"
  output arity = apply((a, b) => a, 4)
//                         ^ error[SP2106]: `=>` cannot be used so: this function takes 2 values and gets 1
  output kind = apply(n => "text", 4)
//                         ^^^^^^ error[SP2101]: expected Int, found "text"
}
