// rule: 5.22
// Values with names: each known, each once, each of its type.
import std.service { Service }
system Shop {
  a: Service { name = "a", @retry }
//                         ^^^^^^ error[SP2106]: `@retry` cannot be used so: it takes at least one value
  b: Service { name = "b", @retry(1s) }
//                                ^^ error[SP2106]: `@retry` cannot be used so: its values have names
  c: Service { name = "c", @retry(frist = 1s, longest = 0s) }
//                                ^^^^^ error[SP2106]: `@retry` cannot be used so: it takes no `frist`
//                                                      ^^ error[SP2110]: 0s is no Duration: it must be in 1ms..
  d: Service { name = "d", @retry(first = 1s, first = 2s) }
//                                            ^^^^^ error[SP2112]: `first` is written twice in one block
  e: Service { name = "e", @batch(size = 2, share = 25%) }
//                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[SP2106]: `@batch` cannot be used so: a group is changed so many at once or such a part of it, not both
  f: Service { name = "f", @batch(group = "x") }
//                         ^^^^^^^^^^^^^^^^^^^ error[SP2106]: `@batch` cannot be used so: it says neither how many at once nor which part
  g: Service { name = "g", @batch(size = 0) }
//                                       ^ error[SP2110]: 0 is no Int: it must be in 1..
  h: Service { name = "h", @batch(share = 200%) }
//                                        ^^^^ error[SP2110]: 200% is no Percent: it must be in 1%..100%
  i: Service { name = "i", @batch(group = e.url, size = 1) }
//                                        ^^^^^ error[SP3003]: `e.url` is known only after apply, and `@batch` must be known before
  j: Service { name = "j", @bach(size = 1) }
//                          ^^^^ error[SP2111]: there is no annotation `@bach` here
}
// --- file: std:service.sp
target kind Ssh by ssh { address: String, user: String = "root" }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
