// rule: 8.6
// Records are told apart by their literal fields, values by what they are; the name stands for the narrowed value.
type Http { type: "http", path: String = "/" }
type Tcp { type: "tcp", port: Port }
system Site {
  param probes: [Http | Tcp] = [Http { path = "/x" }, { type = "tcp", port = 5 }, Tcp { port = 6 }]
  param mixed: [String | Int | Bool] = ["a", 2, true]
  output probes2 = [match p { Http as h => h.path, Tcp as t => "${t.port}" } for p in probes]
  output mixed2 = [match m { String as s => s.upper(), Int as i => "${i + 1}", Bool => "bool" } for m in mixed]
  output written = json(probes)
}
environment dev = Site
// --- expect
{ "outputs": { "probes2": ["/x", "5", "6"], "mixed2": ["A", "3", "bool"], "written": "[\n  {\n    \"type\": \"http\",\n    \"path\": \"/x\"\n  },\n  {\n    \"type\": \"tcp\",\n    \"port\": 5\n  },\n  {\n    \"type\": \"tcp\",\n    \"port\": 6\n  }\n]\n" } }
