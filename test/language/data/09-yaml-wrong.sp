// rule: 12.7
// What is wrong with YAML is said at its value; of what stands behind an anchor, where it is written.
import "./people.yaml" as people: [Person by login]
//                        ^^^^^^ warning[SP2005]: `people` is imported and never used
type Person { login: String matching /^[a-z]+$/, name: String, admin: Bool = false, version: String?, note: String? }
// --- file: people.yaml
- login: Ada
//       ^^^ error[SP2110]: "Ada" is no String: it must match /^[a-z]+$/
  name: Ada
  admin: no
//       ^^ error[SP2101]: expected Bool, found "no"
- login: bob
//^ error[SP2105]: `Person` needs a `name`
  nmae: Bob
//^^^^ error[SP2102]: `Person` has no `nmae`
  version: &v 1.10
//            ^^^^ error[SP2101]: expected String?, found 1.10
- {login: eve, name: Eve, version: *v, note: ~}
//                                           ^ error[SP2101]: expected String?, found null
- login: dan
  name:
//^^^^ error[SP2101]: expected String, found null
- 5
//^ error[SP2101]: expected Person, found 5
