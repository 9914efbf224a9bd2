// rules: 4.20, 4.21
// The same where a resource is written, and where a document is rendered.
import std.listening { Server, Listener }
import std.file { File }
let other: Listener = { name = "other", port = 81 }
system Site {
  web: Server { name = "web", listeners = { a = other, b = { port = 82 } } }
  many: Server for n in ["x", "y"] { name = n, listeners = { a = other, [n] = other } }
  text: File { path = "/x", content = json(web.listeners) }
}
overlay more on Site { web { listeners { c = other, a { port = 90 } } } }
environment dev = Site with more
// --- expect
{
  "web": { "listeners": [{ "name": "a", "port": 90 }, { "name": "b", "port": 82 }, { "name": "c", "port": 81 }] },
  "many.x": { "listeners": [{ "name": "a", "port": 81 }, { "name": "x", "port": 81 }] },
  "text": { "content": "[\n  {\n    \"name\": \"a\",\n    \"port\": 90\n  },\n  {\n    \"name\": \"b\",\n    \"port\": 82\n  },\n  {\n    \"name\": \"c\",\n    \"port\": 81\n  }\n]\n" }
}
// --- file: std:listening.sp
type Listener { name: String, port: Port = 80 }
kind Server by server { @key name: String, listeners: [Listener by name] = {} }
