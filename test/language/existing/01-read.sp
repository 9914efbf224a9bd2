// rule: 5.24
// `existing` is read and not managed: what was given is known, all else is what the target says.
import std.file { File }
system Site {
  existing hosts: File { path = "/etc/hosts" }
  copy: File { path = "/srv/hosts", content = "mode ${hosts.mode} of ${hosts.path}" }
}
environment dev = Site
// --- expect
{
  "hosts": { "path": "/etc/hosts", "mode": null, "needs": [] },
  "copy": { "content": { "$join": ["mode ", { "$from": "hosts", "output": "mode" }, " of /etc/hosts"] }, "needs": ["hosts"] }
}
