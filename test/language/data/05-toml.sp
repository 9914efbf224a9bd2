// rule: 12.9
// TOML as data: tables in all the ways that they are written, and what its dates become.
import "./hosts.toml" as hosts: Hosts
// rule: 12.7
type Hosts { domain: String, since: Date, checked: String, opens: String, limits: Limits, host: [Host by name] }
type Limits { memory: Size, wait: Duration = 5s, share: Percent, cpu: Cpu }
type Host { name: String, port: Port, tags: [String] = [], labels: {String: String} = {} }
system Site {
  output domain = hosts.domain
  output since = hosts.since
  output later = hosts.since < 2027-02-01
  output checked = hosts.checked
  output opens = hosts.opens
  output memory = hosts.limits.memory == 512MiB and hosts.limits.wait == 1m30s and hosts.limits.share == 25%
  output cpu = hosts.limits.cpu == 250mcpu
  output ports = [h.port for h in hosts.host]
  output tags = hosts.host.a1.tags
  output labels = hosts.host.b2.labels
}
environment dev = Site
// --- file: hosts.toml
# the hosts
domain = "example.com"
since = 2027-01-31
checked = 1979-05-27T07:32:00-08:00
opens = 07:30:00

[limits]
memory = "512MiB"
wait   = "1m30s"
share  = "25%"
cpu    = '0.25cpu'

[[host]]
name = "a1"
port = 0x50
tags = [
  "web",   # the first
  """
two
lines""",
]
[[host]]
name = "b2"
port = 8_080
labels.stage = "prod"
labels."x.y" = "z"
// --- expect
{ "outputs": {
  "domain": "example.com", "since": "2027-01-31", "later": true, "checked": "1979-05-27T07:32:00-08:00",
  "opens": "07:30:00", "memory": true, "cpu": true, "ports": [80, 8080], "tags": ["web", "two\nlines"],
  "labels": { "stage": "prod", "x.y": "z" } } }
