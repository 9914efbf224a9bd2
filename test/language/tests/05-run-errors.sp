// run tests
// rule: 11.6
// What stands in the block of `expect error` is compiled on its own; the pattern is for the code and the message.
import std.service { Service }
system Shop { param tier: Int = 1, web: Service { name = "web", replicas = tier } }
overlay big on Shop { tier = 60 }
overlay twice on Shop { more: Service { name = "web" } }
policy "a spare" on Service { require it.replicas > 1 else "too few" }
test "errors" {
  expect error { Shop with { teir = 2 } }
  expect error matching /SP2103|no.* slot/ { Shop with { teir = 2 } }
//                      ^^^^^^^^^^^^^^^^^^ error[SP6003]: expected an error matching /SP2103|no.* slot/, and found SP2102: `Shop` has no `teir`
  expect error matching /^SP\d+: .*1\.\.50/ { Shop with big }
  expect error matching /same object/ { Shop with twice, { tier = 2 } }
  expect error matching /a spare.*too few/ {
    let g = Shop
    expect g.web.replicas == 1
  }
  expect error { expect 1 > 2 }
  let tier = 2
  expect error { Shop with { tier = tier } }
//^^^^^^^^^^^^ error[SP6002]: expected an error, and nothing is wrong
  let good = Shop with { tier = tier }
  expect good.web.replicas == 2
  expect error { expect error { Shop with { tier = 2 } } }
  expect error matching /nothing is wrong/ { expect error { Shop with { tier = 2 } } }
}
test "and after it all is as before" { let g = Shop with { tier = 2 }, expect g.web.replicas == 2 }
// --- file: std:service.sp
kind Service by service { @key name: String, replicas: Int in 1..50 = 1 }
