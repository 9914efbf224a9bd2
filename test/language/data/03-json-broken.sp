// rule: 12.4
// Strict JSON: what is not data is said at its place.
import "./a.json" as a: [Int]
//                   ^ warning[SP2005]: `a` is imported and never used
import "./b.json" as b: {String: Int}
//                   ^ warning[SP2005]: `b` is imported and never used
import "./c.json" as c: [Int]
//                   ^ warning[SP2005]: `c` is imported and never used
import "./d.json" as d: Int
//                   ^ warning[SP2005]: `d` is imported and never used
import "./e.xml" as e: [Int]
//                  ^ warning[SP2005]: `e` is imported and never used
import "./g.json" as g: [Int]
//                   ^ warning[SP2005]: `g` is imported and never used
import "./missing.json" as h: Int
//     ^^^^^^^^^^^^^^^^ error[SP1001]: there is no file `missing.json`
// --- file: a.json
[1, 2,]
//    ^ error[SP1009]: `a.json` cannot be read as JSON: a `,` stands before the end
// --- file: b.json
{ "x": 1, "x": 2 }
//        ^ error[SP1009]: `b.json` cannot be read as JSON: the name "x" stands here twice
// --- file: c.json
[1 2]
// ^ error[SP1009]: `c.json` cannot be read as JSON: a `,` or `]` is missing here
// --- file: d.json
  9007199254740993
//^ error[SP1009]: `d.json` cannot be read as JSON: integers are exact up to 9007199254740991
// --- file: e.xml
  <a/>
//^ error[SP1009]: `e.xml` cannot be read as data: `.xml` is no format of data
// --- file: g.json
  [01]
//  ^ error[SP1009]: `g.json` cannot be read as JSON: a `,` or `]` is missing here
