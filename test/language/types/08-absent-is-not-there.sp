// rule: 4.15
// What may be absent is not taken for what is there; each place says how to go on.
type Person { name: String, nick: String?, home: Home? }
type Home { street: String }
system Site {
  param p: Person = { name = "x" }
  param maybe: Int?
  output a = p.nick.upper()
//                  ^^^^^ error[SP2103]: `String?` has no method `upper`
  output b = maybe + 1
//                 ^ error[SP2104]: `+` does not go between Int? and 1
  output c = "${p.nick}"
//              ^^^^^^ error[SP2109]: String? cannot be written into a string
  output d = p.home.street
//                  ^^^^^^ error[SP2101]: expected Home, found Home?
  param e: String = p.nick
//                  ^^^^^^ error[SP2101]: expected String, found String?
  output f = [x for x in if maybe == 1 then [1]]
//                       ^^^^^^^^^^^^^^^^^^^^^^ error[SP2101]: expected a list or a map, found [Int]?
  output g = if maybe then 1 else 2
//              ^^^^^ error[SP2101]: expected Bool, found Int?
  output h = p.nick ?? "none"
  output i = p.home?.street ?? "nowhere"
}
