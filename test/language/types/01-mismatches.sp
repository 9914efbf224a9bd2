// rules: 4.39, 4.40
// Expected and found, at the innermost place that is wrong; one mistake, one message.
import std.file { File }
type Person { login: String matching /^[a-z]+$/, age: Int in 0..150, nick: String? }
system Site {
  param people: [Person by login] = {
    ada = { age = 36 }
    bob = { age = 200 }
//                ^^^ error[SP2110]: 200 is no Int: it must be in 0..150
    eve = { nick = "e" }
//        ^ error[SP2105]: `Person` needs a `age`
    joe = { age = 1, nik = "j" }
//                   ^^^ error[SP2102]: `Person` has no `nik`
  }
  param words: [(String of 1..2)] = ["a", 2, "ccc"]
//                                        ^ error[SP2101]: expected String, found 2
//                                           ^^^^^ error[SP2110]: "ccc" is no String: it must have 1..2 characters
  param ratio: Number = 1
  param flag: Bool = 1
//                   ^ error[SP2101]: expected Bool, found 1
  let wrong = "a" + 1
//                ^ error[SP2104]: `+` does not go between "a" and 1
  let fine = wrong + 2
  let deep = people.ada.age.upper()
//                          ^^^^^ error[SP2103]: `Int` has no method `upper`
  let call = people.ada.nick.upper()
//                           ^^^^^ error[SP2103]: `String?` has no method `upper`
  a: File { path = "relative", mode = 0o10000 }
//                 ^^^^^^^^^^ error[SP2110]: "relative" is no Path: it must look like "/etc/hosts"
//                                    ^^^^^^^ error[SP2110]: 0o10000 is no FileMode: it must be in 0..0o7777
  b: File { path = "/${people}" }
//                     ^^^^^^ error[SP2109]: [Person by login] cannot be written into a string
}
