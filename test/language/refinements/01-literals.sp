// rules: 4.7, 4.8, 4.9, 4.17
// A literal is judged where it stands; the message names the refinement that failed.
type Level = Int in 1..5
type Name = String of 2..8
type Slugged = Name matching /^[a-z]+$/
system Site {
  param a: Level = 6
//                 ^ error[SP2110]: 6 is no Level: it must be in 1..5
  param b: Name = "x"
//                ^^^ error[SP2110]: "x" is no Name: it must have 2..8 characters
  param c: Slugged = "Ab"
//                   ^^^^ error[SP2110]: "Ab" is no Slugged: it must match /^[a-z]+$/
  param d: Slugged = "a"
//                   ^^^ error[SP2110]: "a" is no Slugged: it must have 2..8 characters
  param e: Duration in 1s..10m = 11m
//                               ^^^ error[SP2110]: 11m is no Duration: it must be in 1s..10m
  param f: Size in 1MiB..1GiB = 512KiB
//                              ^^^^^^ error[SP2110]: 512KiB is no Size: it must be in 1MiB..1GiB
  param g: Percent in 0%..100% = 101%
//                               ^^^^ error[SP2110]: 101% is no Percent: it must be in 0%..100%
  param h: Date in 2027-01-01..2027-12-31 = 2028-01-01
//                                          ^^^^^^^^^^ error[SP2110]: "2028-01-01" is no Date: it must be in 2027-01-01..2027-12-31
  param i: Cpu in 100mcpu..4cpu = 8cpu
//                                ^^^^ error[SP2110]: 8cpu is no Cpu: it must be in 100mcpu..4cpu
  param j: Number in 0..1 = 1.5
//                          ^^^ error[SP2110]: 1.5 is no Number: it must be in 0..1
  param k: [Int of 1..2] = [1, 2, 3]
//                         ^^^^^^^^^ error[SP2110]: this list is no [Int of 1..2]: it must have 1..2 elements
  param l: Level? = 0
//                  ^ error[SP2110]: 0 is no Level: it must be in 1..5
//                  ^ error[SP2114]: this cannot be declared so: what has a default is never absent
}
