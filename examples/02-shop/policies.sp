import std.file { File }

policy "no file is writable by everybody" on File as f {
  require [0o600, 0o640, 0o644].contains(f.mode) else "${f} may be written by others"
}
