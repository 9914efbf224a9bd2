// rule: 11.2
// A policy without `on` judges the graph as a whole: its resources, its edges, its environment.
import std.service { Service }
import std.service as services
system Shop { web: Service { name = "web" } }
policy "one database" {
  let databases = resources(services.Database)
  require databases.length() <= 1 else "there are ${databases.length()}: ${databases.map(d => "${d}").join(", ")}"
  require databases.all(d => d.size > 1 and d.address != "x")
}
policy "nothing hangs on the web" {
  require not edges.any(e => e.to == "web") else "${edges.filter(e => e.to == "web").map(e => e.from).join(", ")}"
  require resources().length() < 100 and resources().all(r => r.target == "local" or r.kind == "x")
  require resources(Service).filter(s => s.replicas > 1).length() < 10 or environment == "dev"
}
policy "wrong" {
  require resources(Servcie).length() == 0
//                  ^^^^^^^ error[SP2007]: there is no type, kind or system named `Servcie`
  require resources(Shop).length() == 0
//                  ^^^^ error[SP2008]: `Shop` is a system, and a kind of resources is wanted here
  require resources("Service").length() == 0
//                  ^^^^^^^^^ error[SP2106]: `resources` cannot be used so: it takes the name of a kind
  require resources(Service, Service).length() == 0
//                 ^^^^^^^^^^^^^^^^^^ error[SP2106]: `resources` cannot be used so: it takes one kind and gets 2
  require known()
//             ^^ error[SP2106]: `known` cannot be used so: it takes one value and gets none
  require edges.any(e => e.form == "x")
//                         ^^^^ error[SP2102]: `a record` has no `form`
  require environment == 1
//                    ^^ error[SP2104]: `==` does not go between String and 1
  require it.replicas == 1
//        ^^ error[SP2006]: there is no `it` here
}
policy "empty" { let x = 1 }
//     ^^^^^^^ error[SP2114]: this cannot be declared so: it requires nothing
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
