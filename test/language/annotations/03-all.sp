// rule: 5.21
// Every annotation that stands in the block of a resource.
import std.file { File }
system Site {
  a: File { path = "/a" }
  b: File {
    path = "/b"
    @after(a)
    @protect
    @keep
    @adopt("if-unowned")
    @ignore(mode)
    @every(10s)
    @timeout(2m)
    @wave(3)
    @drift("report")
  }
}
environment dev = Site
// --- expect
{"a":{"mode":420,"path":"/a"},"b":{"mode":420,"path":"/b"}}
