import std.file { File }
system Site { param tier: Int = 1, let half = tier / 2, index: File { path = "/a", content = "${half}" } }
policy "p" on File as f {
  let read = f.path
  let spare = f.mode
//    ^^^^^ SP7001: nothing uses `spare`
  require read != "" else "${f}"
}
test "t" {
  let site = Site with { let doubled = tier * 2, let idle = 3, tier = doubled }
//                                                   ^^^^ SP7001: nothing uses `idle`
  let other = Site
//    ^^^^^ SP7001: nothing uses `other`
  expect site.index.path == "/a"
  expect error { let wrong = Site with { teir = 1 } }
}
system Mall { site: Site with { let tiers = 4, let none = 1, tier = tiers } }
//                                                 ^^^^ SP7001: nothing uses `none`
