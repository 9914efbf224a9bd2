// rule: 3.4
// `it` is the resource or the entry that is being written, and nothing elsewhere.
import std.service { Service }
system Site {
  web: Service { name = "web", note = "runs ${it.name}", ports = { http = { port = 80, probe = it.port + 1 } } }
  output a = it
//           ^^ error[SP2006]: there is no `it` here
  output b = [it for x in [1]]
//            ^^ error[SP2006]: there is no `it` here
}
// --- file: std:service.sp
type PortEntry { name: String, port: Port, probe: Int = 0 }
@version(1)
kind Service by service {
  @key name: String
  note: String = ""
  ports: [PortEntry by name] = {}
}
