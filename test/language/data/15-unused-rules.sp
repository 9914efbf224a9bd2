// rules: 12.3, 4.10
// Rules that have to be run hold of data too that nothing reads.
import "./hours.json" as hours: [Hours]
//                       ^^^^^ warning[SP2005]: `hours` is imported and never used
type Even = Int where it.mod(2) == 0
type Hours { from: Int, to: Even, assert from < to else "ends before it begins" }
system Empty {}
environment dev = Empty
// --- file: hours.json
[
  { "from": 1, "to": 4 },
  { "from": 1, "to": 5 },
//                   ^ error[SP2110]: 5 is no Even: it must be so: it.mod(2) == 0
  { "from": 9, "to": 4 }
//^^^^^^^^^^^^^^^^^^^^^^ error[SP3010]: `hours[2]`: ends before it begins
]
