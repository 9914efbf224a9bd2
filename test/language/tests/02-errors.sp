// What is wrong in the block of `expect error` is what is expected, and is reported to nobody.
// rule: 11.6
import std.service { Service }
system Shop { param tier: Int = 1, web: Service { name = "web", replicas = tier } }
overlay big on Shop { tier = 60 }
test "errors" {
  expect error { Shop with { teir = 2 } }
  expect error matching /no.* slot/ {
    let x = Shop with { repliacs = 1 }
    expect x.nothing == 1
    x.web.nothing
  }
  expect error matching /50/ { Shop with big }
  expect error matching /(?=a)/ { Shop with big }
//                      ^^^^^^^ error[SP2113]: this pattern is refused: a pattern has no look-around and no named groups
  expect error { expect error { Shop with { teir = 2 } } }
}
test "errors" { expect true }
//   ^^^^^^^^ error[SP2002]: `errors` is declared twice
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  level: "low" | "high" = "low"
  output url: String
}
