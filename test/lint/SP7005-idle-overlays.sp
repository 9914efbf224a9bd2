import std.file { File }

system Site {
  param size: Int = 1
  motd: File { path = "/motd", content = "${size}" }
}

overlay empty on Site { }
//      ^^^^^ SP7005: `empty` amends nothing

overlay hollow on Site { motd { } }
//                       ^^^^ SP7005: `motd` amends nothing
//      ^^^^^^ SP7005: `hollow` changes nothing in prod

overlay same on Site { size = 1 }
//      ^^^^ SP7005: `same` changes nothing in dev, prod

overlay sometimes on Site { size = 2 }

overlay overruled on Site { size = 3 }
//      ^^^^^^^^^ SP7005: `overruled` changes nothing in dev

environment dev = Site with same, overruled, sometimes

environment test = Site with sometimes

environment prod = Site with empty, hollow, same

overlay twice on Site { size = 4 }

environment again = Site with twice, twice
