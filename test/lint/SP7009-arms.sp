type Http { type: "http", path: String }
type Tcp { type: "tcp", port: Port }
system Site {
  param level: "low" | "high" = "low"
  param probe: Http | Tcp = Tcp { port = 1 }
  param n: Int = 1
  param maybe: String?
  param few: Int in 1..2 = 1
  output a = match level { "low" => 1, "low" => 2, "high" => 3 }
//                                     ^^^^^^^^^^ SP7009: nothing reaches this arm: an arm above takes the same
  output b = match level { "low" => 1, "high" => 2, _ => 3 }
//                                                  ^^^^^^ SP7009: nothing reaches this arm: the arms above take everything
  output c = match level { _ => 1, "low" => 2 }
//                                 ^^^^^^^^^^ SP7009: nothing reaches this arm: `_` above takes all that is left
  output d = match probe { Http as x => x.path, Tcp => "", Http => "again" }
//                                                         ^^^^^^^^^^^^^^^ SP7009: nothing reaches this arm: the arms above take everything
  output e = match n { 1 | 1 => "one", 2 => "two", _ => "more" }
//                         ^ SP7009: nothing reaches this arm: an arm above takes the same
  output f = match maybe { String as s => s, _ => "none" }
  output g = match few { 1 => "a", 2 => "b", _ => "c" }
//                                           ^^^^^^^^ SP7009: nothing reaches this arm: the arms above take everything
  output i = match n { 1 => "one", Int => "more", _ => "never" }
//                                                ^^^^^^^^^^^^ SP7009: nothing reaches this arm: the arms above take everything
}
