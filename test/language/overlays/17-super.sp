// rule: 6.15
// `super` is what is below, with all that it mentions final.
system Site {
  param zones: Int = 2
  param replicas: Int = zones
  param list: [Int] = [zones]
  param labels: {String: String} = { a = "1" }
  output all = { replicas, list, labels }
}
overlay o on Site {
  zones = 5
  replicas = super * 3
  list = [...super, super.length()]
  labels { a = "${super}${super}" }
}
overlay p on Site { replicas = super + 1 }
environment dev = Site with o, p
// --- expect
{"outputs":{"all":{"labels":{"a":"11"},"list":[5,1],"replicas":16}}}
