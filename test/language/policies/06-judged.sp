// environment: prod
// rules: 11.1, 11.3, 11.4
// A policy judges each resource of its kind; the field at fault is shown, or the resource that has it by default.
import std.service { Service, Database }
system Shop {
  param size: Int = 1
  let spare = size
  web: Service { name = "web" }
//^^^ error[SP5002]: prod/web breaks the policy "a spare": web runs 1
  api: Service { name = "api", replicas = spare + 1, env = { A = db.url } }
  edge: Service for k in ["a", "b"] { name = k, replicas = size }
//                                                         ^^^^ error[SP5002]: prod/edge.b breaks the policy "a spare": edge.b runs 1
  db: Database { name = "db" }
}
overlay small on Shop { api { replicas = 1 } }
//                                       ^ error[SP5002]: prod/api breaks the policy "a spare": api runs 1
overlay wide on Shop { edge { a { replicas = 3 } } }
environment prod = Shop with small, wide
policy "a spare" on Service as s where s.kind == "web" { require s.replicas >= 2 else "${s} runs ${s.replicas}" }
policy "named" warn on Service {
  let long = it.name.length()
  require long > 3 and not known(it.env)
}
exempt "named" for "prod/web" until 2026-06-30 because "its last day"
//                 ^^^^^^^^^^ info[SP5006]: prod/web is exempt from "named" until 2026-06-30: its last day
exempt "named" for "prod/api" until 2026-06-29 because "yesterday was its last"
//                                  ^^^^^^^^^^ warning[SP5005]: prod/api was exempt from "named" until 2026-06-29: yesterday was its last
exempt "named" for "prod/edge.a" until 2027-01-01 because "a"
//                 ^^^^^^^^^^^^^ info[SP5006]: prod/edge.a is exempt from "named" until 2027-01-01: a
exempt "named" for "prod/edge.b" until 2026-01-01 because "old"
exempt "named" for "prod/edge.b" until 2027-01-01 because "b"
//                 ^^^^^^^^^^^^^ info[SP5006]: prod/edge.b is exempt from "named" until 2027-01-01: b
// --- file: std:service.sp
kind Service by service { @key name: String, replicas: Int in 1..50 = 1, env: {String: String} = {}, kind: String = "web" }
kind Database by database { @key name: String, output url: String }
