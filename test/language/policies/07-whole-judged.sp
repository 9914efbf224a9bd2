// environment: prod
// rules: 11.2, 11.3
// A policy over the whole graph sees its resources, with address, kind and target, its edges and its environment.
import std.service { Service, Database, Ssh }
system Shop {
  host: Ssh { address = "10.0.0.1" }
  web: Service { name = "web", env = { A = db.url }, @on(host) }
  db: Database { name = "db", @after(log) }
  log: Service { name = "log" }
}
environment prod = Shop
//          ^^^^ error[SP5002]: prod breaks the policy "nothing": db log web; db>log, web>db; prod
//          ^^^^ error[SP5002]: prod breaks the policy "kinds": std.service.Database@local, std.service.Service@local, std.service.Service@host
//          ^^^^ warning[SP5003]: prod breaks the policy "two": `resources(Service).length() < 2` does not hold
policy "nothing" {
  let all = resources().map(r => r.address).join(" ")
  let waits = edges.map(e => "${e.from}>${e.to}").join(", ")
  require all == "" else "${all}; ${waits}; ${environment}"
}
policy "kinds" {
  require resources().all(r => r.kind == "x")
    else resources().map(r => "${r.kind}@${r.target}").join(", ")
}
policy "two" warn { require resources(Service).length() < 2 }
policy "known" { require resources(Service).filter(s => not known(s.env)).map(s => "${s}").join(" ") == "web" }
policy "exempted" { require false else "no" }
exempt "exempted" for "prod" until 2027-01-01 because "it is ${"only"} a test"
//                    ^^^^^^ info[SP5006]: prod is exempt from "exempted" until 2027-01-01: it is only a test
// --- file: std:service.sp
target kind Ssh by ssh { address: String }
kind Service by service { @key name: String, replicas: Int in 1..50 = 1, env: {String: String} = {} }
kind Database by database { @key name: String, output url: String }
