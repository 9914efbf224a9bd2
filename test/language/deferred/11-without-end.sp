// rules: 1.2, 9.1
// A residual shares its parts, so a few lines make one that nobody could write down: the budget counts it as it would be written.
import std.file { File }
system Site {
  a: File { path = "/a" }
  let s0 = a.sha256
  let s1 = "${s0}${s0}"
  let s2 = "${s1}${s1}"
  let s3 = "${s2}${s2}"
  let s4 = "${s3}${s3}"
  let s5 = "${s4}${s4}"
  let s6 = "${s5}${s5}"
  let s7 = "${s6}${s6}"
  let s8 = "${s7}${s7}"
  let s9 = "${s8}${s8}"
  let s10 = "${s9}${s9}"
  let s11 = "${s10}${s10}"
  let s12 = "${s11}${s11}"
  let s13 = "${s12}${s12}"
  let s14 = "${s13}${s13}"
  let s15 = "${s14}${s14}"
  let s16 = "${s15}${s15}"
  let s17 = "${s16}${s16}"
  let s18 = "${s17}${s17}"
  let s19 = "${s18}${s18}"
  let s20 = "${s19}${s19}"
//          ^^^^^^^^^^^^^^ error[SP3009]: this package needs more than 5000000 elements
  b: File { path = "/b", content = s20 }
}
environment dev = Site
