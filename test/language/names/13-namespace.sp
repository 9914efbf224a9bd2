// rule: 3.14
// A module imported whole: its kinds, types and functions by their qualified names.
import std.file as files
import std.net as net
import "./lib.sp" as lib
system Site {
  param box: lib.Box<Int> = lib.Box { value = 1 }
  a: files.File { path = "/a", content = lib.line("x") }
  inner: lib.Inner { n = 2 }
  output value = lib.value + 1
  output first = net.host("10.0.0.0/24", 1)
}
overlay o on lib.Inner { n = 3 }
environment dev = Site with lib.louder
environment inner = lib.Inner with o
// environment: dev
// --- file: lib.sp
import "./main.sp" { Site }
type Box<T> { value: T }
let value = 1
fn line(text: String): String = "${text}\n"
system Inner { param n: Int = 1, output m = n }
overlay louder on Site { a { content = super } }
// --- expect
{ "a": { "content": "x\n" }, "outputs": { "value": 2, "first": "10.0.0.1" } }
