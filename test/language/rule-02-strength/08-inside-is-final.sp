// Rule 2: a final leaf also stops `remove` of what it is in, and of the resource.
// rules: 6.3, 6.5
// environment: worse
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
overlay whole on Shop { remove job, web { remove env, remove replicas } }
//                             ^^^ error[SP2210]: `job` is final by `the body`, and cannot be removed
//                                               ^^^ error[SP2210]: `web.env` is final by `finals`, and cannot be removed
//                                                           ^^^^^^^^ error[SP2210]: `web.replicas` is final by `the body`, and cannot be removed
environment worse = Shop with finals, whole
