// rules: 8.1, 8.4, 8.5
// Arithmetic, logic, choice, text blocks, methods.
import std.file { File }
let folder = "/srv"
system Site {
  param n: Int = 7
  param who: String?
  let xs = ["a", "b"]
  let tags = "x,y,z".split(",")
  a: File {
    path    = folder + "/a"
    mode    = 0o600 + 0b100 * 2
    content = """
      n ${n} and ${n * 2 - 1}
        indented ${if n > 5 and not (n == 6) then "big" else "small"}
      ${tags.join("-").upper()} ${n.mod(4)} ${xs[1]} ${who ?? "nobody"} \u{41}
      """
  }
  output half = n / 2
  output list = [1, n, -n]
  output map = { a = n >= 7, b = 1s + 500ms, c = 2MiB }
}
environment dev = Site
// --- expect
{
  "a": { "path": "/srv/a", "mode": 392, "content": "n 7 and 13\n  indented big\nX-Y-Z 3 b nobody A" },
  "outputs": { "half": 3.5, "list": [1, 7, -7], "map": { "a": true, "b": 1500, "c": 2097152 } }
}
