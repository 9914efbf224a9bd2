import std.file { Directory, File }

system Site {
  param leaf: String = "x"
  root: Directory { path = "/srv/site" }
  keys: Directory { path = "${root.path}/keys" }
  page: File { path = "/srv/site/index.html" }
//                    ^^^^^^^^^^^^^^^^^^^^^^ SP7016: this path lies in that of `root`
  list: File { path = "${keys.path}/list", content = "see /srv/site" }
  conf: File { path = "/etc/site", content = toml({ root = "/srv/site", near = "/srv/sites" }) }
//                                                         ^^^^^^^^^^^ SP7016: this is the path of `root` again
  named: File { path = "/srv/site/${leaf}" }
//                     ^^^^^^^^^^^^^^^^^^^ SP7016: this path lies in that of `root`
}
