// rule: 12.11
// YAML 1.2 as data: the texts that other versions take for something else, aliases, merge keys, and blocks of text.
import "./people.yaml" as people: [Person by login]
// rule: 12.7
import "./texts.yml" as texts: {String: String}
import "./numbers.yaml" as numbers: {String: Number}
type Person { login: String, name: String, country: String, admin: Bool = false, quota: Size = 1GiB, since: Date }
system Site {
  param roster: [Person by login] = people
  output names = [p.name for p in roster]
  output countries = [p.country for p in roster]
  output admins = [p.login for p in roster if p.admin]
  output quota = roster.grace.quota == 2GiB and roster.linus.quota == 2GiB and roster.ada.quota == 1GiB
  output since = roster.ada.since
  output allTexts = texts
  output allNumbers = numbers
}
overlay more on Site { roster { grace { name = "Grace Hopper" } } }
environment dev = Site with more
// --- file: people.yaml
%YAML 1.2
---
- login: ada
  name: Ada
  country: &home no          # Norway, and no Bool
  since: 2027-01-31
- &base
  login: grace
  name: "Grace"
  country: *home
  admin: true
  quota: 2GiB
  since: "2027-02-01"
- <<: *base
  login: linus
  admin: false
  name: >-
    Linus
    Torvalds
...
// --- file: texts.yml
y: y
on: off
Yes: NO
time: 12:30:45
date: 2027-01-31
under: 1_000
"80": !!str 80
"<<": '<<'
nothing: "null"
folded: >
  one
  two
kept: |+
  # no comment
  "x"

end: ! 5
// --- file: numbers.yaml
{ hex: 0x1F, oct: 0o17, exp: 1e3, float: 1.50, plus: +7, minus: -0, dot: .5, sum: !!float 2.0 }
// --- expect
{ "outputs": {
  "names": ["Ada", "Grace Hopper", "Linus Torvalds"], "countries": ["no", "no", "no"], "admins": ["grace"],
  "quota": true, "since": "2027-01-31",
  "allTexts": { "y": "y", "on": "off", "Yes": "NO", "time": "12:30:45", "date": "2027-01-31", "under": "1_000",
    "80": "80", "<<": "<<", "nothing": "null", "folded": "one two\n", "kept": "# no comment\n\"x\"\n\n", "end": "5" },
  "allNumbers": { "hex": 31, "oct": 15, "exp": 1000, "float": 1.5, "plus": 7, "minus": 0, "dot": 0.5, "sum": 2 } } }
