import std.file { File }
system Site {
  config: File { path = "/etc/site.toml", mode = 0o600 }
}
overlay strict on Site {
  final config {
    default mode = 0o640
  }
}
