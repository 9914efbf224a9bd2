import std.file { File }
system Site { motd: File { path = "/etc/motd", mode = 0o600 } }
policy "nobody else reads" on File as f { require f.mode == 0o600 else "set the mode of ${f} to 0o600" }
environment prod = Site
exempt "nobody else reads" for "prod/motd" until 2027-01-31 because "it is public"
