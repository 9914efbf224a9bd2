// rule: 4.37
// Text is no network until a type says so; and not every method is for both.
system Site {
  param network: Cidr = "10.0.0.0/33"
//                      ^^^^^^^^^^^^^ error[SP2110]: "10.0.0.0/33" is no Cidr: it must look like "10.0.0.0/16" or "2001:db8::/32"
  param ip: Ip = "256.1.1.1"
//               ^^^^^^^^^^^ error[SP2110]: "256.1.1.1" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
  param text: String = "10.0.0.0/16"
  output a = text.subnet(4, 1)
//                ^^^^^^ error[SP2103]: `String` has no method `subnet`
  output b = ip.subnet(4, 1)
//              ^^^^^^ error[SP2103]: `Ip` has no method `subnet`
  output c = network.host("1")
//                        ^^^ error[SP2101]: expected Int, found "1"
}
