let numbers = [1_000, 0o644, 0xff, 0b11, 1.5, 1e3, 1h30m, 250ms, 512MiB, 0.25cpu, 250mcpu, 25%, 2027-01-31]
let words = [true, false, null, "a", "a\n\u{1F600}\${x}", r"a\n", r"""
  raw ${x}
  """, """
  a
    b ${x}
  """]
let dollars = "a$b $ ${x} ${"in ${y}"}"
let precedence = a ?? b or c and not d == e + f * -g.h
let comparison = a < b
let ranges = [1..3, lo..hi + 1, f(1..n)]
let grouped = (a + b) * c
let access = a.b?.c(1, n = 2)[0].kind.in["k"]
let chosen = if a then b else if c then d
let matched = match x {
  "edge" | "far" => 1
  -1 => 2, null => 3
  Http as h => h.port
  rds.Tcp => 4
  _ => 5
}
let lambdas = xs.map(x => x + 1).fold(0, (a, b) => a + b).each(() => 1)
let list = [...xs, 1, ...f(ys)]
let comprehension = [f(x) for x in xs if x > 1]
let pairs = [k for k, v in m]
let map = { [k] = v for k, v in m if v, ...rest, ["x y"] = 1, "a b" = 2, plain, Upper = 3 }
let made = Person { name = "x" }
let far = rds.Spec { size = 1 }
let kinds = resources(Service)
let pattern = s.matches(/^[/a-z]+\/$/)
let patterns = [/a/, /b/]
let divided = a / b / c
let objective = { adjust = slot(web.replicas), range = 2..20 }
let links = { by = on, with = as, of = where, to = until }
let escaped = a.remove.match.if
