// rule: 5.4
// The block of an instance is an overlay on it, at any depth.
import std.file { File }
system A { param n: Int = 1, f: File { path = "/a/${n}", mode = 0o600 } }
system B { a: A { n = 2 } , param m: Int = 7 }
system C { b: B { m = 8, a { n = super + 1, f { mode = 0o640 } } } }
overlay o on C { b { a { n = super * 10 } } }
environment dev = C with o
// --- expect
{"b.a.f":{"mode":416,"path":"/a/30"}}
