// rules: 1.2, 8.20
// A text that would be longer than the machine can hold is never made.
import std.file { File }
system Site {
  let s0 = "xxxxxxxxxx"
  let s1 = "${s0}${s0}${s0}${s0}${s0}${s0}${s0}${s0}${s0}${s0}"
  let s2 = "${s1}${s1}${s1}${s1}${s1}${s1}${s1}${s1}${s1}${s1}"
  let s3 = "${s2}${s2}${s2}${s2}${s2}${s2}${s2}${s2}${s2}${s2}"
  let s4 = "${s3}${s3}${s3}${s3}${s3}${s3}${s3}${s3}${s3}${s3}"
  let s5 = "${s4}${s4}${s4}${s4}${s4}${s4}${s4}${s4}${s4}${s4}"
  let s6 = "${s5}${s5}${s5}${s5}${s5}${s5}${s5}${s5}${s5}${s5}"
  let s7 = "${s6}${s6}${s6}${s6}${s6}${s6}${s6}${s6}${s6}${s6}"
  let s8 = "${s7}${s7}${s7}${s7}${s7}${s7}${s7}${s7}${s7}${s7}"
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[SP3009]: this package needs more than 256000000 characters
  b: File { path = "/b", content = s8 }
}
environment dev = Site
