// rule: 6.27
// Types are checked on the merged result.
import std.file { File }
system Site {
  param base: Int = 0o600
  a: File { path = "/a", mode = base }
}
overlay x on Site { base = 0o7000, a { mode = super + 0o1000 } }
//                                            ^^^^^^^^^^^^^^ error[SP2110]: 4096 is no FileMode: it must be in 0..0o7777
environment dev = Site with x
