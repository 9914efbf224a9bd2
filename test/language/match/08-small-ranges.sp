// rule: 8.6
// The whole numbers of a small range are covered one by one; `null` is a case like any other.
fn stage(n: Int in 1..3): String = match n { 1 => "dev", 2 | 3 => "live" }
fn missing(n: Int in 1..3): String = match n { 1 => "dev", 2 => "live" }
//                                   ^^^^^ error[SP2116]: this `match` has no arm for 3
fn wide(n: Int in 1..1000): String = match n { 1 => "one" }
//                                   ^^^^^ error[SP2116]: this `match` has no arm for Int
fn text(s: String | null): String = match s { String as t => t }
//                                  ^^^^^ error[SP2116]: this `match` has no arm for null
fn never(s: [String] | Int): Int = match s { [Int] => 1, Int as i => i, [String] => 2 }
//                                           ^^^^^ error[SP2101]: expected [String] | Int, found [Int]
