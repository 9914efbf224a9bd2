// The patterns of `match`: literals, types, lists and maps as their types are written, `_`; an arm may begin with `{`.
let a = match x {
  1 | -2 => 1
  "a" => 2
  1s => 3
  null => 4
  Http | lib.Tcp => 5
  [String] as xs => xs
  {String: Int} as m => match m.a {
    1 => { b = 1 }
    {String: Int} | [Int] => 6
    _ => 7
  }
  _ => 8
}
