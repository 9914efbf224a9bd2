// run tests
// rules: 11.5, 11.7
// An expectation shows where it does not hold; whatever stands in a test is compiled as a whole, on its own.
import std.service { Service }
system Shop {
  param release: String
  param tier: Int = 1
  web: Service { name = "web", replicas = tier, env = { R = release } }
//                                        ^^^^ error[SP5002]: test/web breaks the policy "few": web runs 31 in test
  output size = tier * 2
}
overlay production on Shop { release = "1", tier = 2 }
environment base = Shop with production
environment prod = base with { tier = super * 3 }
environment many for r in ["eu", "us"] = Shop with production, { release = r }
policy "few" on Service as s { require s.replicas < 20 else "${s} runs ${s.replicas} in ${environment}" }
exempt "few" for "prod/web" until 2026-12-31 because "it is needed"
test "values" {
  let g = Shop with production, { release = "9.9.9" }
  expect g.web.replicas == 2 and g.size == 4 and g.web.env.R == "9.9.9"
  expect g.web.replicas == 6
//       ^^^^^^^^^^^^^^^^^^^ error[SP6001]: expected `g.web.replicas == 6`
  expect prod.web.replicas == 6 and prod.web.env.R == "1"
  expect many.eu.web.env.R == "eu" and many.us.web.env.R == "us"
  let more = prod with { tier = super + 1 }
  expect more.web.replicas == 7
  expect known(g.web.name) and not known(g.web.url)
}
test "whole" {
  let g = Shop with { tier = 2 }
//        ^^^^^^^^^^^^^^^^^^^^^^ error[SP4004]: `Shop` needs `release`, and `test` does not give it
  expect g.web.replicas == 2
}
test "policies" {
  let exempted = prod with { tier = 30 }
  expect exempted.web.replicas == 30
  let denied = Shop with production, { tier = 31 }
}
test "alone" { expect base.web.replicas == 2 }
// --- file: std:service.sp
kind Service by service { @key name: String, replicas: Int in 1..50 = 1, env: {String: String} = {}, output url: String }
