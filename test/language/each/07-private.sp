// rule: 3.10
// What is private to a file is out of sight for overlays of others, but not for `each`: hardening cannot be evaded by a name.
import "./shop.sp" { Shop }
import std.file { File }
overlay hardened on Shop { each File { mode = 0o600 } }
environment prod = Shop with hardened
// --- file: shop.sp
import std.file { File }
system Shop {
  _key: File { path = "/srv/key" }
  open: File { path = "/srv/open" }
}
// --- expect
{ "_key": { "mode": 384 }, "open": { "mode": 384 } }
