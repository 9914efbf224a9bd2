// rule: 4.21
// The key of an entry is its name, in each way of writing one; a constructor needs it as little as a block.
type Port2 { name: String, port: Port = 80 }
let ports: [Port2 by name] = { http = { port = 80 }, ssh = Port2 { port = 22 }, dns = { name = "dns", port = 53 } }
let wrong: [Port2 by name] = { http = { port = 80, name = "https" } }
//                                                 ^^^^^^^^^^^^^^ error[SP2202]: `name` is the key of this entry, and its name gives it
let key = "k"
let computed: [Port2 by name] = { [key] = { name = "x" } }
//                                          ^^^^^^^^^^ error[SP2202]: `name` is the key of this entry, and its name gives it
let made: [Port2 by name] = { [n] = { port = 1 } for n in ["a", "b"] }
system Site { param open: [Port2 by name] = ports }
overlay o on Site { open { http { name = "x" } } }
//                                ^^^^^^^^^^ error[SP2202]: `name` is the key of this entry, and its name gives it
