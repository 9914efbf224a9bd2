// rule: 5.21
import std.file { File }
system Site {
  a: File { path = "/a", @protect, @keep, @adopt("if-unowned"), @ignore(mode, owner), @every(10s), @timeout(2m), @drift("report"), @wave(2) }
  b: File { path = "/b", @protect }
}
overlay x on Site { b { @protect(false) } }
environment dev = Site with x
// --- expect
{
  "a": { "meta": { "protect": true, "keep": true, "adopt": "if-unowned", "ignore": ["/mode", "/owner"], "every": 10000, "timeout": 120000, "drift": "report", "wave": 2 } },
  "b": { "meta": { "protect": false } }
}
