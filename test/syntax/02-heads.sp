// In a head the first `{` outside parentheses opens the body; an opening bracket stands on its head's line.
system S {
  a: Service if x == Level { port = 1 }
  b: Service if f(Level { n = 1 }) { port = 1 }
  c: Service for x in xs by x.id if x.on { port = x }
  d: Service for k, x in { a = 1 } { port = x }
//                       ^ error[SP1201]: expected a value, found `{`
  e: Service
  {
//^ error[SP1109]: an opening `{` stands on the line of its head
    port = 1
  }
  f: Service
}
let m = match Level { "low" => 1, _ => 2 }
let n = match (Level { n = 1 }) { Level as l => l.n, _ => 2 }
overlay o on S with x, { a { port = 2 } } { each Service where it.port > Level { port = 2 } }
