// rule: 11.4
// An exemption names a policy that there is, an environment, and (of a policy on resources) an address in it.
import std.service { Service }
system Shop { web: Service { name = "web" } }
environment prod = Shop
environment regions for r in ["eu", "us"] = Shop
policy "a spare" on Service as s { require s.replicas > 1 }
policy "few" { require resources().length() < 10 }
let why = "moving"
exempt "a spare" for "prod/web" until 2027-01-31 because "it moves in January"
exempt "a spare" for "regions.eu/web" until 2027-01-31 because "see ${why}"
exempt "few" for "prod" until 2027-01-31 because why
exempt "a spear" for "prod/web" until 2027-01-31 because "x"
//     ^^^^^^^^^ error[SP5001]: there is no policy "a spear"
exempt "another" for "prod/web" until 2027-01-31 because "x"
//     ^^^^^^^^^ error[SP5001]: there is no policy "another"
exempt "a spare" for "pord/web" until 2027-01-31 because "x"
//                   ^^^^^^^^^^ error[SP4003]: there is no environment `pord`
exempt "a spare" for "regions/web" until 2027-01-31 because "x"
//                   ^^^^^^^^^^^^^ error[SP4003]: there is no environment `regions`
exempt "a spare" for "prod" until 2027-01-31 because "x"
//                   ^^^^^^ error[SP2114]: this cannot be declared so: this policy judges resources, and `environment/address` names one
exempt "a spare" for "prod/a..b" until 2027-01-31 because "x"
//                   ^^^^^^^^^^^ error[SP2114]: this cannot be declared so: this policy judges resources, and `environment/address` names one
exempt "few" for "prod/web" until 2027-01-31 because 1
//               ^^^^^^^^^^ error[SP2114]: this cannot be declared so: this policy judges an environment as a whole, and no single resource
//                                                   ^ error[SP2101]: expected String, found 1
// --- file: std:service.sp
target kind Ssh by ssh { address: String }
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  env: {String: String} = {}
  token: Secret<String>?
  kind: String = "web"
  output url: String
}
kind Database by database { @key name: String, size: Int = 1 }
