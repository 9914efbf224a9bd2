// Rule 6: what an overlay itself declares is matched by its `each`, as long as that asks nothing of what is below.
// rules: 6.16, 6.33
kind Service by service { @key name: String, replicas: Int = 1, note: String = "", level: "low" | "high" = "low" }
system Shop { web: Service { name = "web", replicas = 5 } }
overlay adds on Shop {
  more: Service { name = "more", replicas = 5 }
  each Service { level = "high" }
  each Service where it.replicas > 3 { note = "big" }
}
overlay above on Shop { each Service where it.replicas > 3 { note = super + "ger" } }
environment prod = Shop with adds, above
// --- expect: prod
{ "web": { "level": "high", "note": "bigger" }, "more": { "level": "high", "note": "ger" } }
