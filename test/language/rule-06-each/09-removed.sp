// Rules 3, 5 and 6: what is below an overlay is seen as it is there, also where an entry was removed above, below, or is said again.
// rules: 6.12, 6.15, 6.16
kind Service by service { @key name: String, note: String = "", env: {String: String} = {} }
system Shop {
  a: Service { name = "a", env = { X = "1", Y = "1" } }
  b: Service { name = "b", env = { X = "1", Y = "1" } }
}
overlay one on Shop { a { env { remove X } }, b { env { remove X, remove Y } } }
overlay two on Shop { each Service where it.env.length() < 2 { note = "${it.env.length()} then, " } }
overlay three on Shop { a { env { X = "2", Z = "2" } }, b { env { X = "2" } } }
overlay four on Shop { each Service where it.env.length() > 1 { note = super + "${it.env.length()} now, " } }
overlay five on Shop { a { env { remove Z } }, each Service { note = super + "${it.env.length()}" } }
environment prod = Shop with one, two, three, four, five
// --- expect: prod
{
  "a": { "env": { "X": "2", "Y": "1" }, "note": "2 then, 2 now, 2" },
  "b": { "env": { "X": "2" }, "note": "1 then, 1" }
}
