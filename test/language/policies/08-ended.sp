// environment: prod
// rule: 11.4
// An exemption that has ended fails with its text, wherever the policy is broken still; one for what is kept says nothing.
import std.file { File }
system Site {
  motd: File { path = "/etc/motd", mode = 0o644 }
  more: File { path = "/etc/more", mode = 0o600 }
}
environment prod = Site
environment dev = Site
policy "private" on File as f { require f.mode == 0o600 else "${f} is open" }
exempt "private" for "prod/motd" until 2026-06-29 because "see ticket 7"
//                                     ^^^^^^^^^^ error[SP5004]: prod/motd was exempt from "private" until 2026-06-29: see ticket 7
exempt "private" for "dev/motd" until 2027-06-30 because "another environment"
exempt "private" for "prod/more" until 2020-01-01 because "nothing to exempt"
