// rule: 4.37
system Site {
  param ips: [Ip] = ["256.1.1.1", "1.2.3", "1:2:3", ":::", "1::2::3", "12345::", "fe80::1:2:3:4:5:6:7:8", "", "1.2.3.4/8"]
//                   ^^^^^^^^^^^ error[SP2110]: "256.1.1.1" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
//                                ^^^^^^^ error[SP2110]: "1.2.3" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
//                                         ^^^^^^^ error[SP2110]: "1:2:3" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
//                                                  ^^^^^ error[SP2110]: ":::" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
//                                                         ^^^^^^^^^ error[SP2110]: "1::2::3" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
//                                                                    ^^^^^^^^^ error[SP2110]: "12345::" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
//                                                                               ^^^^^^^^^^^^^^^^^^^^^^^ error[SP2110]: "fe80::1:2:3:4:5:6:7:8" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
//                                                                                                        ^^ error[SP2110]: "" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
//                                                                                                            ^^^^^^^^^^^ error[SP2110]: "1.2.3.4/8" is no Ip: it must look like "192.0.2.7" or "2001:db8::1"
  param networks: [Cidr] = ["10.0.0.0/33", "10.0.0.0", "::/129", "10.0.0/8"]
//                          ^^^^^^^^^^^^^ error[SP2110]: "10.0.0.0/33" is no Cidr: it must look like "10.0.0.0/16" or "2001:db8::/32"
//                                         ^^^^^^^^^^ error[SP2110]: "10.0.0.0" is no Cidr: it must look like "10.0.0.0/16" or "2001:db8::/32"
//                                                     ^^^^^^^^ error[SP2110]: "::/129" is no Cidr: it must look like "10.0.0.0/16" or "2001:db8::/32"
//                                                               ^^^^^^^^^^ error[SP2110]: "10.0.0/8" is no Cidr: it must look like "10.0.0.0/16" or "2001:db8::/32"
  param four: Ipv4 = "::1"
//                   ^^^^^ error[SP2110]: "::1" is no Ipv4: it must look like "192.0.2.7"
  param six: Ipv6 = "192.0.2.7"
//                  ^^^^^^^^^^^ error[SP2110]: "192.0.2.7" is no Ipv6: it must look like "2001:db8::1"
  param mac: Mac = "52:54:00:ab:cd"
//                 ^^^^^^^^^^^^^^^^ error[SP2110]: "52:54:00:ab:cd" is no Mac: it must look like "52:54:00:ab:cd:ef"
  param hosts: [Hostname] = ["-a", "a_b", "a..b", ""]
//                           ^^^^ error[SP2110]: "-a" is no Hostname: it must look like "db-1.example.com"
//                                 ^^^^^ error[SP2110]: "a_b" is no Hostname: it must look like "db-1.example.com"
//                                        ^^^^^^ error[SP2110]: "a..b" is no Hostname: it must look like "db-1.example.com"
//                                                ^^ error[SP2110]: "" is no Hostname: it must look like "db-1.example.com"
  param urls: [Url] = ["example.com", "//x", "http:// x"]
//                     ^^^^^^^^^^^^^ error[SP2110]: "example.com" is no Url: it must look like "https://example.com/healthz"
//                                    ^^^^^ error[SP2110]: "//x" is no Url: it must look like "https://example.com/healthz"
//                                           ^^^^^^^^^^^ error[SP2110]: "http:// x" is no Url: it must look like "https://example.com/healthz"
  param emails: [Email] = ["ada", "a@b", "a b@c.de"]
//                         ^^^^^ error[SP2110]: "ada" is no Email: it must look like "ada@example.com"
//                                ^^^^^ error[SP2110]: "a@b" is no Email: it must look like "ada@example.com"
//                                       ^^^^^^^^^^ error[SP2110]: "a b@c.de" is no Email: it must look like "ada@example.com"
}
