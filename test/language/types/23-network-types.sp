// rule: 4.37
// The types of the prelude for the network let in what they say, and nothing else.
system Site {
  param ips: [Ip] = ["192.0.2.7", "::", "::1", "2001:db8::1", "fe80::1:2:3:4", "::ffff:192.0.2.7", "1:2:3:4:5:6:7:8"]
  param networks: [Cidr] = ["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::/0"]
  param four: Ipv4 = "192.0.2.7"
  param six: Ipv6 = "2001:db8::1"
  param mac: Mac = "52:54:00:ab:cd:ef"
  param hosts: [Hostname] = ["a", "db-1.example.com", "example.com.", "1.example"]
  param urls: [Url] = ["https://example.com/x?y#z", "postgres://u:p@h:5432/db", "http://[::1]:80/"]
  param emails: [Email] = ["ada@example.com", "a.b+c@mail.example.org"]
  output versions = [ip.version() for ip in ips]
}
environment dev = Site
// --- expect
{"outputs":{"versions":[4,6,6,6,6,6,6]}}
