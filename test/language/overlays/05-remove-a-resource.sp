// rule: 6.12
// A removed resource is gone, and what still needs it says so.
// environment: broken
import std.file { File }
system Site {
  a: File { path = "/srv/a" }
  b: File { path = "/srv/b", content = a.path }
//                                     ^ error[SP3007]: `a` is removed by the overlay `less`, and still needed
}
overlay less on Site { remove a }
overlay both on Site { b { content = "alone" } }
environment broken = Site with less
environment fine = Site with less, both
