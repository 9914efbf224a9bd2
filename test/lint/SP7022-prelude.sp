type Port = Int in 1..9
//   ^^^^ SP7022: `Port` hides the name that every other file means by it
type Dock = Int in 1..9
system Site { param port: Port = 1, param dock: Dock = 1, output sum = port + dock }
