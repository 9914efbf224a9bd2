// Rule 2: a normal definition above a `final` is an error that shows both, and a final leaf also stops `remove` and `replace` of
// what it is in. A `default` loses quietly, and another `final` is as strong.
// rules: 6.3, 6.5
// environment: bad
type Limits { cpu: Int = 1, mem: Int = cpu * 2 }
kind Service by service {
  @key name: String
  replicas: Int in 1..100 = 1
  limits: Limits = {}
  env: {String: String} = {}
  tables: {String: Limits} = {}
  args: [String] = []
}
system Shop {
  param zones: Int = 1
  web: Service { name = "web", final replicas = 2, env = { A = "1" }, args = ["a"], tables = { t = { final cpu = 3 } } }
  job: Service { name = "job", limits = { final cpu = 5 } }
}
overlay finals on Shop { final zones = 3, web { env { final A = "2" }, final args += ["b"] } }
overlay fine on Shop { web { default replicas = 9, env { default A = "9", B = "3" }, default args = [] } }
overlay wrong on Shop {
  zones = 5
//^^^^^ error[SP2210]: `zones` is final by `finals`, and cannot be changed
  web {
    replicas = 7
//  ^^^^^^^^ error[SP2210]: `web.replicas` is final by `the body`, and cannot be changed
    env { A = "3" }
//        ^ error[SP2210]: `web.env.A` is final by `finals`, and cannot be changed
    args -= ["a"]
//  ^^^^ error[SP2210]: `web.args` is final by `finals`, and cannot be changed
    tables { remove t }
//                  ^ error[SP2210]: `web.tables.t` is final by `the body`, and cannot be removed
  }
  job { replace limits = { mem = 1 } }
//              ^^^^^^ error[SP2210]: `job.limits` is final by `the body`, and cannot be replaced
}
environment bad = Shop with finals, fine, wrong
environment good = Shop with finals, fine, { final zones = 4, web { final replicas = 8 } }
// --- expect: good
{ "web": { "replicas": 8, "env": { "A": "2", "B": "3" }, "args": ["a", "b"], "tables": { "t": { "cpu": 3, "mem": 6 } } } }
