import std.file { File }
system Site { motd: File { path = "/etc/motd" } }
policy "nobody else reads" on File as f { require f.mode == 0o600 else "${f} is open" }
environment prod = Site
exempt "nobody else raeds" for "prod/motd" until 2027-01-31 because "it is public"
