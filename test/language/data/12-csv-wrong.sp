// rule: 12.12
// What is wrong with CSV: in a cell, in the first row once and not in every row, or in the shape of the rows.
import "./cells.csv" as a: [Price]
//                      ^ warning[SP2005]: `a` is imported and never used
import "./header.csv" as b: [Price]
//                       ^ warning[SP2005]: `b` is imported and never used
import "./ragged.csv" as c: [Price]
//                       ^ warning[SP2005]: `c` is imported and never used
import "./names.csv" as d: [Price]
//                      ^ warning[SP2005]: `d` is imported and never used
import "./semicolon.csv" as e: [Price]
//                          ^ warning[SP2005]: `e` is imported and never used
import "./quotes.csv" as f: [Price]
//                       ^ warning[SP2005]: `f` is imported and never used
import "./map.csv" as h: {String: Int}
//                    ^ warning[SP2005]: `h` is imported and never used
type Price { item: String, price: Number, count: Int in 0..9, since: Date?, tags: [String] = [] }
// --- file: cells.csv
item,price,count,since,tags
nut,"1,5",10,,
//  ^^^^^ error[SP2101]: expected Number, found "1,5"
//        ^^ error[SP2110]: 10 is no Int: it must be in 0..9
bolt,,07,yesterday,a;b
//   ^ error[SP2101]: expected Number, found ""
//    ^^ error[SP2101]: expected Int, found "07"
//       ^^^^^^^^^ error[SP2101]: expected Date?, found "yesterday"
//                 ^^^ error[SP2101]: expected [String], found "a;b"
// --- file: header.csv
item,prize,count
^ error[SP2105]: `Price` needs a `price`
//   ^^^^^ error[SP2102]: `Price` has no `prize`
nut,1,1
bolt,2,2
// --- file: ragged.csv
item,price,count
nut,1
//   ^ error[SP1009]: `ragged.csv` cannot be read as CSV: this row has 2 cells, and the first one names 3
bolt,1,2,3
//       ^ error[SP1009]: `ragged.csv` cannot be read as CSV: this row has 4 cells, and the first one names 3

^ error[SP1009]: `ragged.csv` cannot be read as CSV: this line is empty
screw,1,2
// --- file: names.csv
item,,item
//   ^ error[SP1009]: `names.csv` cannot be read as CSV: a column has no name
//    ^^^^ error[SP1009]: `names.csv` cannot be read as CSV: the name "item" stands here twice
// --- file: semicolon.csv
item;price;count
^^^^^^^^^^^^^^^^ error[SP1009]: `semicolon.csv` cannot be read as CSV: commas stand between the cells, and here is none
nut;1;2
// --- file: quotes.csv
item,price,count
nu"t,1,2
//^ error[SP1009]: `quotes.csv` cannot be read as CSV: a quote stands inside a cell
"bolt"s,1,2
//    ^ error[SP1009]: `quotes.csv` cannot be read as CSV: a `,` is missing here
"screw,1,2
^ error[SP1009]: `quotes.csv` cannot be read as CSV: this quote is not closed
// --- file: map.csv
a,b
^^^ error[SP2101]: expected {String: Int}, found a list
1,2
