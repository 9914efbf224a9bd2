// rules: 2.30, 8.16
// A pattern is a value for functions: in a call, in a `let`, as a parameter of a function.
// environment: dev
import std.file { File }
let version: Regex = /^v[0-9]+$/
let all = [version, /^latest$/]
fn isTag(text: String, pattern: Regex): Bool = text.matches(pattern)
fn tags(): Regex = version
system Site {
  param tag: String = "v12"
  let own: Regex = /^v1/
  a: File { path = "/a", content = "${tag.matches(version)} ${tag.matches(own)} ${tag.matches(/^x/)}" }
  b: File { path = "/b", content = "${["v1", "x", "v2"].filter(t => isTag(t, tags())).join(",")}" }
  c: File { path = "/c", content = "${all.any(p => "latest".matches(p))}" }
}
environment dev = Site
// --- expect
{ "a": { "content": "true true false" }, "b": { "content": "v1,v2" }, "c": { "content": "true" } }
