// rule: 12.3
// What is wrong with data is said in the data, used or not.
import "./people.json" as people: [Person by login]
//                        ^^^^^^ warning[SP2005]: `people` is imported and never used
import "./ports.json" as ports: {String: Port}
//                       ^^^^^ warning[SP2005]: `ports` is imported and never used
type Person { login: String matching /^[a-z]+$/, name: String, admin: Bool = false }
// --- file: people.json
[
  { "login": "Ada", "name": "Ada" },
//           ^^^^^ error[SP2110]: "Ada" is no String: it must match /^[a-z]+$/
  { "login": "bob", "admin": "yes" },
//^ error[SP2105]: `Person` needs a `name`
//                           ^^^^^ error[SP2101]: expected Bool, found "yes"
  { "login": "eve", "nmae": "Eve", "name": "x" },
//                  ^^^^^^ error[SP2102]: `Person` has no `nmae`
  5
//^ error[SP2101]: expected Person, found 5
]
// --- file: ports.json
{ "http": 70000, "https": "443", "null": null }
//        ^^^^^ error[SP2110]: 70000 is no Port: it must be in 1..65535
//                        ^^^^^ error[SP2101]: expected Port, found "443"
//                                       ^^^^ error[SP2101]: expected Port, found null
