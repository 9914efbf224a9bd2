// rule: 12.12
// CSV as data: the cells are what their fields' types say, and an empty one is nothing where the field can do without.
import "./people.csv" as people: [Person by login]
// rule: 12.8
import "./prices.csv" as prices: [Price]
type Person { login: String, name: String, admin: Bool = false, quota: Size?, since: Date, shell: "sh" | "bash" = "sh", note: String }
type Price { item: String, price: Number, count: Int | "many", mode: Int = 0, note: String? }
system Site {
  output names = [p.name for p in people]
  output admins = [p.login for p in people if p.admin]
  output shells = [p.shell for p in people]
  output quota = people.ada.quota == 2GiB
  output quotas = [p.login for p in people if p.quota == 2GiB]
  output since = people.grace.since
  output notes = [p.note for p in people]
  output allPrices = prices
}
environment dev = Site
// --- file: people.csv
login,name,admin,quota,since,shell,note
ada,"Lovelace, ""Ada""",true,2GiB,2027-01-31,bash,"two
lines"
grace,Grace,,,2027-02-01,,
linus,Linus,FALSE,2GiB,2027-02-02,bash, spaces stay 
// --- file: prices.csv
item,price,count,mode,note
007,1.50,3,0o644,""
nut,-2,many,,
// --- expect
{ "outputs": {
  "names": ["Lovelace, \"Ada\"", "Grace", "Linus"], "admins": ["ada"], "shells": ["bash", "sh", "bash"], "quota": true,
  "quotas": ["ada", "linus"], "since": "2027-02-01", "notes": ["two\nlines", "", " spaces stay "],
  "allPrices": [{ "item": "007", "price": 1.5, "count": 3, "mode": 420, "note": "" },
    { "item": "nut", "price": -2, "count": "many", "mode": 0 }] } }
