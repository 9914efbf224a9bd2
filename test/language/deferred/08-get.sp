// rule: 9.1
// Fields and elements of a deferred value are residuals as well.
import std.thing { Thing }
system Site {
  t: Thing { name = "x" }
  u: Thing { name = "u", text = "${t.box.value} ${t.list[1]} ${t.map.k}" }
}
environment dev = Site
// --- expect
{ "u": { "needs": ["t"], "text": { "$join": [
  { "$get": { "$from": "t", "output": "box" }, "path": ["value"] }, " ",
  { "$get": { "$from": "t", "output": "list" }, "path": [1] }, " ",
  { "$get": { "$from": "t", "output": "map" }, "path": ["k"] } ] } } }
// --- file: std:thing.sp
type Box { value: String }
@version(1)
kind Thing by thing {
  @key name: String
  text: String = ""
  output box: Box
  output list: [String]
  output map: {String: String}
}
