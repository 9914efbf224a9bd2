// rule: 8.19
// What decides which resources there are cannot need them.
import std.file { File }
system Site {
  let names = keys.keys()
//            ^^^^^^^^^^^ error[SP3001]: `names` needs itself: names → keys → names
  keys: File for n in names { path = "/${n}" }
}
environment dev = Site
