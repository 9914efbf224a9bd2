// rule: 6.11
// `+=` and `-=` change a list; what is taken away must be there.
import std.service { Service }
system Site { web: Service { name = "web", args = ["a", "b"] } }
overlay one on Site { web { args += ["c"] } }
overlay two on Site { web { args -= ["a"] } }
overlay three on Site { web { args -= ["nothing"], env += ["x"], name += ["x"] } }
//                                                 ^^^ error[SP2104]: `+=` does not go between {String: String} and a list
//                                                               ^^^^ error[SP2104]: `+=` does not go between String and a list
environment dev = Site with one, two
environment bad = Site with three
// environment: dev
// --- file: std:service.sp
@version(1)
kind Service by service {
  @key name: String
  args: [String] = []
  env: {String: String} = {}
}
