// rule: 4.42
import std.file { File }
system Inner { param n: Int = 1 }
system Site {
  a: File { path = "/a" }
  inner: Inner
  param maybe: String?
  output b = "${a}"
//              ^ error[SP2109]: File cannot be written into a string
  output c = "${inner}"
//              ^^^^^ error[SP2109]: Inner cannot be written into a string
  output d = "${[1]} ${{ x = 1 }} ${{ x = 1 }.x}"
//              ^^^ error[SP2109]: [Int] cannot be written into a string
//                     ^^^^^^^^^ error[SP2109]: a record cannot be written into a string
  output e = "${1h} ${1MiB} ${1cpu} ${25%}"
//              ^^ error[SP2109]: Duration cannot be written into a string
//                    ^^^^ error[SP2109]: Size cannot be written into a string
//                            ^^^^ error[SP2109]: Cpu cannot be written into a string
//                                    ^^^ error[SP2109]: Percent cannot be written into a string
  output f = "${maybe}"
//              ^^^^^ error[SP2109]: String? cannot be written into a string
  output g = "${null}"
//              ^^^^ error[SP2109]: null cannot be written into a string
  output h = "${(1h).text()} ${true} ${1.5} ${2027-01-31} ${-1}"
}
