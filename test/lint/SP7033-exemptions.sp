import std.file { File }
system Site {
  open: File { path = "/srv/open" }
  closed: File { path = "/srv/closed", mode = 0o600 }
}
policy "nobody else reads" warn on File as f { require f.mode == 0o600 else "${f} is open" }
policy "few" warn { require resources(File).length() < 2 else "too many" }
policy "many" { require resources(File).length() > 1 else "too few" }
environment prod = Site
environment dev = Site with { open.mode = 0o600 }
exempt "nobody else reads" for "prod/open" until 2099-01-31 because "it is public"
exempt "nobody else reads" for "prod/closed" until 2099-01-31 because "it is public"
//                             ^^^^^^^^^^^^^ SP7033: prod/closed does not break "nobody else reads", so it needs no exemption
exempt "nobody else reads" for "prod/gone" until 2099-01-31 because "it was public"
//                             ^^^^^^^^^^^ SP7033: prod/gone does not break "nobody else reads", so it needs no exemption
exempt "nobody else reads" for "dev/open" until 2099-01-31 because "it is public"
//                             ^^^^^^^^^^ SP7033: dev/open does not break "nobody else reads", so it needs no exemption
exempt "few" for "prod" until 2099-01-31 because "we are moving"
exempt "many" for "prod" until 2099-01-31 because "we are moving"
//                ^^^^^^ SP7033: prod does not break "many", so it needs no exemption
