// rule: 12.7
// What is no TOML, where that is seen.
import "./a.toml" as a: {String: Int}
//                   ^ warning[SP2005]: `a` is imported and never used
import "./b.toml" as b: {String: Int}
//                   ^ warning[SP2005]: `b` is imported and never used
import "./c.toml" as c: {String: Int}
//                   ^ warning[SP2005]: `c` is imported and never used
import "./d.toml" as d: {String: Date}
//                   ^ warning[SP2005]: `d` is imported and never used
import "./g.toml" as g: [String]
//                   ^ warning[SP2005]: `g` is imported and never used
import "./e.toml" as e: {String: Int}
//                   ^ warning[SP2005]: `e` is imported and never used
import "./f.toml" as f: {String: Number}
//                   ^ warning[SP2005]: `f` is imported and never used
// --- file: a.toml
a = 1
b = = 2
//  ^ error[SP1009]: `a.toml` cannot be read as TOML: unexpected character, expecting string, number, datetime, boolean, inline array or inline table
// --- file: b.toml
"" = 1
a = 1
"a" = 2
^^^ error[SP1009]: `b.toml` cannot be read as TOML: the name "a" stands here twice
// --- file: c.toml
x = 1
é = 2
^ error[SP1009]: `c.toml` cannot be read as TOML: nothing begins with "é"
// --- file: d.toml
a = 2027-02-29
//  ^^^^^^^^^^ error[SP1009]: `d.toml` cannot be read as TOML: no such day
b = 1979-05-27T25:00:00Z
//  ^^^^^^^^^^^^^^^^^^^^ error[SP1009]: `d.toml` cannot be read as TOML: no such time
// --- file: g.toml
a = "x
//   ^ error[SP1009]: `g.toml` cannot be read as TOML: unterminated string
// --- file: e.toml
a = 9223372036854775807
//  ^^^^^^^^^^^^^^^^^^^ error[SP1009]: `e.toml` cannot be read as TOML: integers are exact up to 9007199254740991
// --- file: f.toml
a = nan
//  ^^^ error[SP1009]: `f.toml` cannot be read as TOML: this is no number
b = -inf
//  ^^^^ error[SP1009]: `f.toml` cannot be read as TOML: this number is too large
