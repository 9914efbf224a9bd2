// rule: 12.7
// What is wrong with TOML is said at its value, in all the ways that a table is written.
import "./hosts.toml" as hosts: Hosts
//                       ^^^^^ warning[SP2005]: `hosts` is imported and never used
type Hosts { domain: Hostname, since: Date, wait: Duration, limits: Limits, host: [Host by name] }
type Limits { memory: Size, share: Percent }
type Host { name: String, port: Port, tags: [String] = [], labels: {String: String} = {} }
// --- file: hosts.toml
domain = 7
//       ^ error[SP2101]: expected Hostname, found 7
since = 1979-05-27T07:32:00Z
//      ^^^^^^^^^^^^^^^^^^^^ error[SP2101]: expected Date, found "1979-05-27T07:32:00Z"
wait = 30
//     ^^ error[SP2101]: expected Duration, found 30
limits = { memory = "much", share = 2027-01-31 }
//                  ^^^^^^ error[SP2101]: expected Size, found "much"
//                                  ^^^^^^^^^^ error[SP2101]: expected Percent, found 2027-01-31
[[host]]
name = "a1"
port = 0x1_0000_0
//     ^^^^^^^^^^ error[SP2110]: 0x1_0000_0 is no Port: it must be in 1..65535
prot = 1
^^^^ error[SP2102]: `Host` has no `prot`
[[host]]
^ error[SP2105]: `Host` needs a `port`
name = "b2"
tags = ["x", 5]
//           ^ error[SP2101]: expected String, found 5
labels.a.b = "c"
//     ^^^^^^^^^ error[SP2101]: expected String, found a record
