// rule: 2.8
// A body that begins on the next line belongs to the head all the same, once that has been said.
system Site
  {
//^ error[SP1109]: an opening `{` stands on the line of its head
  param n: Int = "x"
//               ^^^ error[SP2101]: expected Int, found "x"
}
type Point
  { x: Int }
//^ error[SP1109]: an opening `{` stands on the line of its head
overlay o on Site
  { n = "y" }
//^ error[SP1109]: an opening `{` stands on the line of its head
//      ^^^ error[SP2101]: expected Int, found "y"
