/// Documents the import? No: an import has no documentation.
import std.file { File, Directory as Folder }
import "../shop.sp" { Shop, production }
import "./people.yaml" as roster: [Person by login]
import "./nginx.conf" as conf: String
import std.rds as rds

/// A person
/// on the team.
@deprecated("use Member")
@example({ login = "ada" })
type Person {
  /// The name.
  @key login: String matching /^[a-z][a-z0-9-]{1,30}$/
  @sensitive
  token: Secret<String>?
  admin: Bool = false
  assert login != "root" else "no root"
  ...
}
type Member extends Person { age: Int in 0..150 }
type Pair<A, B> { a: A, b: B = a }
type Port = Int in 1..65535
type Match = Service | "none"

/// A file.
@holdsData @version(2)
@replace("create-first")
kind File by file {
  @key path: Path
  @forces @own mode: FileMode = 0o644
  @stable output sha256: String
  assert mode < 0o7777
}
target kind Ssh extends Base by ssh { @key address: String }

@deprecated("old")
system Shop {
  /// How many.
  @example(3) param replicas: Int in 1..9 = 2
  param release: Semver
  let where = "here"
  let n: Int = 3
  @sensitive output url: String = "https://${where}"
  output plain = 1
  @deprecated("x") web: Service with small(n = 1), { port = 2 } for p in people by p.login if p.admin { port = 1 }
  existing vpc: rds.Network { name = "main" }
  bare: Service
  assert replicas > 1 else "too few: ${replicas}"
  assert true
  moved "old.path" to new.path
  removed "gone" { destroy = false }
}

fn f(a: Int, b: Int = 1): Int = a + b
fn map<T, U>(xs: [T], by: (T) => U): [U]
fn none(): () => Int = () => 1

overlay production on Shop { replicas = 3 }
overlay eu(region: String, n: Int = 1) on Shop with production { web { env { REGION = region } } }
overlay hardened { each Service { secure = true } }
overlay far on shops.Shop { replicas = 3 }

environment dev = Shop
environment prod = Shop with production, eu(region = "eu-west-1"), (a, b(1)), { release = "9" } {
  delivery { source { branch = "main" } }
}
environment staging = prod with smaller
environment each_one for r in ["eu", "us"] = Shop with region(r) { target = host }
environment next = prod.eu with hard.strict

policy "an edge service keeps a spare" on Service as s where s.edge {
  let least = 2
  require s.replicas >= least else "${s} runs ${s.replicas}"
}
policy "soft" warn on rds.Instance { require it.size > 1 }
policy "whole" deny { require resources(Service).all(r => r.name != "x") }
exempt "soft" for "prod/web" until 2027-01-31 because "moving out"

test "layers add up" {
  let g = Shop with production, { release = "9.9.9" }, expect g.web.replicas == 6
  expect error matching /too (few|many)/ {
    let bad = Shop with { replicas = 0 }
    Shop with production
  }
  expect error { Shop }
  expect error == 1
  expect g matches snapshot
  expect Shop with production matches snapshot
}
