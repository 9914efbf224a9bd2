// Which overlays changed what: inherited ones, those side by side, blocks in their places, slots that are declared, replaced,
// removed and moved, and overlays that change nothing.
// explain: prod
// explain: staging
// explain: dev
// explain: staging cache
// explain: staging new.content
// explain: staging web.replicas
import std.service { Service, Database, Cloud }
import std.file { File }
system Shop {
  param tier: Int = 1
  web: Service { name = "web", replicas = 1, secret = "abc", hosts = ["a"] }
  db: Database { name = "shop" }
  old: File { path = "/old", content = "x" }
  spare: File if tier > 1 { path = "/spare" }
  nodes: File for n in ["a", "b", "c"] { path = "/nodes/${n}" }
  tiers: File { path = "/tiers", content = "${tier}" }
}
overlay base on Shop {
  tier = 2
  web { replicas = super + 1, secret = "def", hosts += ["b"], hosts2 = ["z"] }
  cache: Service { name = "cache", replicas = tier }
  remove old
  replace db: Cloud { name = "cloud" }
  nodes { remove b }
  moved "before" to web
  removed "gone" { destroy = false }
}
overlay one on Shop { web { replicas = 3, level = "high" } }
overlay two on Shop { web { level = "high" } }
overlay idle on Shop { each Service where it.replicas > 40 { level = "low" }, web { level = "high" } }
overlay none on Shop { web { } }
environment prod = Shop with base, (one, two), idle, none
environment staging = prod with { web { replicas = super * 2 }, new: File { path = "/new", content = cache.name } }
environment dev = Shop
// --- file: std:service.sp
kind Service by service {
  @key name: String
  replicas: Int in 1..50 = 1
  level: "low" | "middle" | "high" = "middle"
  secret: Secret<String>?
  hosts: [String] = []
  hosts2: [String] = []
}
kind Database by database { @key name: String }
kind Cloud by cloud { @key name: String }
