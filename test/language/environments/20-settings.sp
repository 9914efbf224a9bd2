// rule: 7.3
// The block of an environment is one of `std.environment`: when versions come, what holds them back, where resources live.
import std.service { Service }
system Shop { web: Service { name = "web" } }
let office = ["mon-fri 09:00-17:00"]
environment prod = Shop {
  delivery {
    source { branch = "main" }
    window { zone = "Europe/Berlin", intended = office, corrective = ["00:00-24:00"] }
    limits { share = 10%, from = 5, surprise = 30%, last = true }
  }
  target { name = "edge", driver = "ssh" }
}
environment staging = prod { delivery { window { intended = [...(super ?? []), "sat 08:00-12:00"] }, final limits.share = 5% } }
environment wrong = Shop {
  delivry { source { branch = "main" } }
//^^^^^^^ error[SP2102]: `Environment` has no `delivry`
  delivery {
    source { brunch = "main", commit = "abc" }
//           ^^^^^^ error[SP2102]: `Source` has no `brunch`
//                                     ^^^^^ error[SP2110]: "abc" is no String: it must match /^[0-9a-f]{40}$/
    window { zone = "Berlin", intended = ["fri 22:00-22:01", "today"] }
//                  ^^^^^^^^ error[SP2110]: "Berlin" is no Zone: it must look like "Europe/Berlin" or "America/Argentina/Buenos_Aires"
//                                                           ^^^^^^^ error[SP2110]: "today" is no Hours: it must look like "mon-fri 22:00-04:00"
    limits { share = 110%, from = -1, last = "no" }
//                   ^^^^ error[SP2110]: 110% is no Percent: it must be in 0%..100%
//                                           ^^^^ error[SP2101]: expected Bool?, found "no"
  }
  target = "edge"
//         ^^^^^^ error[SP2101]: expected Target, found "edge"
  web { name = "x" }
//^^^ error[SP2102]: `Environment` has no `web`
  @protect
//^^^^^^^^ error[SP2115]: `@protect` stands inside a resource's block only
}
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  output url: String
}
