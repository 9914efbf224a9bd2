// rule: 3.5
// An overlay sees its parameters and lets, then the slots of the system that it is on, then its own file.
import "./shop.sp" { Shop }
let local = "here"
overlay o(region: String = "eu") on Shop {
  let full = "${region}-${domain}-${local}"
  domain = full
  web { path = "/${region}" }
  title = secret1
//        ^^^^^^^ error[SP2001]: nothing here is named `secret1`
  title2 = hidden
}
// --- file: shop.sp
import std.file { File }
let secret1 = "of another file"
system Shop {
  param domain: String = "x"
  param title: String = ""
  param title2: String = ""
  let hidden = "a let of the system"
  web: File { path = "/" }
}
