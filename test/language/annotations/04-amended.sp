// rule: 5.22
// An overlay writes annotations as it writes fields: the last one counts.
import std.file { File }
system Site {
  a: File { path = "/a", @protect, @every(10s), @wave(1) }
}
overlay one on Site { a { @protect(false), @every(1m) } }
overlay two on Site { a { @wave(2), @drift("report") } }
environment dev = Site with one, two
// --- expect
{ "a": { "meta": { "protect": false, "every": 60000, "wave": 2, "drift": "report" } } }
