// A matrix of regions and stages: three regions in each of two stages, six environments in three declarations.
import std.file { File }

system Edge {
  param stage:  "test" | "live"
  param region: String
  param zone:   String
  param peers:  [String] = []
  param cache:  Size = 64MiB

  edge: File {
    path    = "/srv/edge/${stage}-${region}.json"
    content = json({ stage, region, zone, peers, cache = cache.mebibytes() })
  }

  output endpoint = "https://${region}.${stage}.example.com"
}

let regions = { eu = "eu-west-1", us = "us-east-1", ap = "ap-south-1" }

overlay place(name: String, in_zone: String) on Edge { region = name, zone = in_zone }
overlay testing on Edge { stage = "test", cache = 16MiB }
overlay living on Edge { stage = "live", cache = super * 8 }
overlay meshed(others: [String]) on Edge { peers = others }

environment test for r, z in regions = Edge with place(r, z), testing
environment live for r, z in regions = Edge with place(r, z), living
environment hub = live.eu with meshed([live.us.endpoint, live.ap.endpoint]), { region = "hub" }
