// rule: 8.7
// An arm that no value has is a mistake, with the name that was meant.
type Http { type: "http", path: String }
type Tcp { type: "tcp", port: Port }
type Other { type: "other" }
system Site {
  param level: "low" | "high" = "low"
  param probe: Http | Tcp = Tcp { port = 1 }
  output a = match level { "low" => 1, "hihg" => 2, "high" => 3 }
//                                     ^^^^^^ error[SP2101]: expected "low" | "high", found "hihg"
  output b = match level { "low" => 1, 2 => 2, _ => 3 }
//                                     ^ error[SP2101]: expected "low" | "high", found 2
  output c = match probe { Http => 1, Other => 2, Tcp => 3 }
//                                    ^^^^^ error[SP2101]: expected Http | Tcp, found Other
  output d = match probe { Http => 1, Nothing => 2, Tcp => 3 }
//                                    ^^^^^^^ error[SP2007]: there is no type, kind or system named `Nothing`
  output e = match probe { Http | Tcp as x => 1 }
//                                       ^ error[SP2114]: this cannot be declared so: one name cannot stand for several types
  output f = match level { "low" => 1, "high" => level.nothing() }
//                                                     ^^^^^^^ error[SP2103]: `"low" | "high"` has no method `nothing`
}
