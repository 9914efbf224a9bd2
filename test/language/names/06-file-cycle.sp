// rule: 3.15
// Files may import each other, as long as no value needs itself.
import "./other.sp" { Other, twice }
fn once(n: Int): Int = n + 1
system Site { other: Other, output a = twice(1) }
environment dev = Site
// --- file: other.sp
import "./main.sp" { once }
fn twice(n: Int): Int = once(once(n))
system Other { param n: Int = once(1) }
// --- expect
{ "outputs": { "a": 3 } }
