// rule: 3.13
import std.file { File as F, Directory as D }
//                                        ^ warning[SP2005]: `D` is imported and never used
import "./shop.sp" { Shop as Other, domain as where }
system Shop { a: F { path = "/a", content = where }, inner: Other }
environment dev = Shop
// --- file: shop.sp
let domain = "example.com"
system Shop { output d = domain }
// --- expect
{"a":{"path":"/a","content":"example.com","mode":420}}
