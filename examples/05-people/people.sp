// Accounts from a list that others keep. The types say what may stand in it, and mistakes are shown in that file.
import std.file { Directory, File }
import "./people.yaml" as roster: [Person by login]

type Person {
  login:  String matching /^[a-z][a-z0-9-]{1,30}$/
  name:   String of 1..80
  groups: [Group of 1..]
  until:  Date?
}

type Group = "admins" | "engineering" | "research"

system Accounts {
  param people: [Person by login] = roster
  param home:   Path = "/srv/home"

  root: Directory { path = home }

  account: Directory for p in people { path = "${root.path}/${p.login}", mode = 0o750 }

  profile: File for p in people {
    path    = "${root.path}/${p.login}/profile.json"
    content = json({ name = p.name, groups = p.groups, until = p.until ?? "open end" })
  }

  admins: File {
    path    = "${root.path}/admins"
    content = people
      .values()
      .filter(p => p.groups.contains("admins"))
      .map(p => "${p.login}\n")
      .join("")
  }
}

overlay guests on Accounts {
  people { visitor = { name = "A Visitor", groups = ["research"] } }
  each Directory where it.path.endsWith("/visitor") { mode = 0o700 }
}

environment company = Accounts
environment lab = Accounts with guests
