// rule: 2.18
// A `$` before `{` begins an interpolation, and no other does.
system Site {
  param n: Int = 2
  output a = "$n costs $5, ${n} times, \${n} and $ {n} $$ $"
  output b = "${"inner ${"deep ${n}"}"}"
  output c = "${if n > 1 then "many" else "one"} ${{ a = 1 }.a} ${[1, 2].length()}"
  output d = "${ n }${n}"
}
environment dev = Site
// --- expect
{"outputs":{"a":"$n costs $5, 2 times, ${n} and $ {n} $$ $","b":"inner deep 2","c":"many 1 2","d":"22"}}
