// DNS zones: typed records in, zone files out. What an address is, the types know.
import std.file { Directory, File }

/// The address of a host, and what else it is called.
type Host {
  name:    String matching /^[a-z][a-z0-9-]*$/
  address: Ipv4
  aliases: [String] = []
}

type Zone {
  name:  Hostname
  mail:  [String] = []
  ttl:   Duration in 1m..7d = 1h
  hosts: [Host by name]
}

let network: Cidr = "10.20.0.0/16"

/// The network of a site: one of 256.
fn site(number: Int in 0..255): Cidr = network.subnet(8, number)

system Names {
  param serial: Int in 1..
  param zones:  [Zone by name] = {
    "example.com" = {
      mail  = ["mx1", "mx2"]
      hosts = {
        mx1 = { address = site(0).host(10) }
        mx2 = { address = site(1).host(10) }
        www = { address = site(0).host(80), aliases = ["shop", "blog"] }
      }
    }
    "example.net" = { ttl = 5m, hosts = { www = { address = site(2).host(80) } } }
  }

  root: Directory { path = "/etc/zones" }

  zone: File for z in zones {
    path    = "${root.path}/${z.name}.zone"
    content = [head(z.name, z.ttl, serial), ...z.mail.map(m => "@ MX 10 ${m}"), ...lines(z.hosts)].join(
      "\n"
    )
  }
}

fn head(name: String, ttl: Duration, serial: Int): String = "\$ORIGIN ${name}.\n\$TTL ${ttl.seconds()}\n@ SOA ns hostmaster ${serial} 3600 600 604800 300"

fn lines(hosts: [Host by name]): [String] = hosts.values().flatMap(h => [
  "${h.name} A ${h.address}"
  ...h.aliases.map(a => "${a} CNAME ${h.name}")
])

overlay internal on Names {
  zones { "example.com" { ttl = 1m, hosts { lab = { address = site(9).host(1) } } } }
}

environment public = Names with { serial = 2026112801 }
environment office = public with internal
