// rule: 8.6
// A list or a map among the members of a union is asked for as its type is written.
type Args = String | [String] | {String: String} | null
fn words(args: Args): [String] = match args {
  null => []
  String as one => one.split(" ")
  [String] as many => many
  {String: String} as named => named.toList((v, k) => "${k}=${v}")
}
system Site {
  output all = [words(null), words("a b"), words(["c"]), words({ d = "e" })]
}
environment dev = Site
// --- expect
{ "outputs": { "all": [[], ["a", "b"], ["c"], ["d=e"]] } }
