// Rules 2 and 6: what an `each` makes final is final where its condition holds, and nowhere else.
// rules: 6.3, 6.16
// environment: bad
kind Service by service { @key name: String, replicas: Int in 1..100 = 1, level: "low" | "high" = "low", tag: String? }
system Shop { a: Service { name = "a", tag = "t" }, b: Service { name = "b", replicas = 5, tag = "t" } }
overlay hardened on Shop { each Service where it.replicas > 3 { final level = "high", final tag = "big" } }
overlay between on Shop { a { level = "low" } }
overlay fine on Shop { a { level = "high", remove tag } }
overlay wrong on Shop { b { level = "low", remove tag } }
//                                  ^^^^^ error[SP2210]: `b.level` is final by `hardened`, and cannot be changed
//                                                ^^^ error[SP2210]: `b.tag` is final by `hardened`, and cannot be removed
environment good = Shop with hardened, between, fine, { b { final tag = "own" } }
environment bad = Shop with hardened, between, fine, wrong
// --- expect: good
{ "a": { "level": "high", "tag": null }, "b": { "level": "high", "tag": "own" } }
