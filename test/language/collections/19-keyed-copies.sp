// rules: 4.20, 4.21
// What is copied into a keyed list is called as the entry is called, and what reads the key follows.
type Listener { name: String, port: Port = 80, url: String = "http://${name}:${port}" }
let other: Listener = { name = "other", port = 81 }
let known: [Listener by name] = { http = { port = 82 } }
system Site {
  param all: [Listener by name] = {
    a = other
    b = known.http
    c = { ...other, port = 83 }
    d = Listener { ...known.http }
    e = if true then other else other
    ...known
    ["f${1}"] = other
  }
  param made: [Listener by name] = { ["${x}-${n.port}"] = n for x, n in known }
  output listed = all
  output copied = made
  output urls = [x.url for x in all]
  output name = all.a.name
}
overlay more on Site {
  all { a { port = 90 }, g = other }
}
environment dev = Site with more
// --- expect
{ "outputs": {
    "listed": [
      { "name": "a", "port": 90, "url": "http://a:90" },
      { "name": "b", "port": 82, "url": "http://b:82" },
      { "name": "c", "port": 83, "url": "http://other:81" },
      { "name": "d", "port": 82, "url": "http://http:82" },
      { "name": "e", "port": 81, "url": "http://e:81" },
      { "name": "http", "port": 82, "url": "http://http:82" },
      { "name": "f1", "port": 81, "url": "http://f1:81" },
      { "name": "g", "port": 81, "url": "http://g:81" }
    ],
    "copied": [{ "name": "http-82", "port": 82, "url": "http://http-82:82" }],
    "urls": [
      "http://a:90", "http://b:82", "http://other:81", "http://http:82", "http://e:81", "http://http:82",
      "http://f1:81", "http://g:81"
    ],
    "name": "a"
} }
