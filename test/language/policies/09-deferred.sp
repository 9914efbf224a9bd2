// environment: prod
// rules: 11.1
// What is known only after apply cannot be judged before; `known` asks first.
import std.service { Service, Database }
system Shop {
  db: Database { name = "db" }
  web: Service { name = "web", label = db.url }
  other: Service { name = "other", label = "x" }
}
environment prod = Shop
policy "guarded" on Service as s { require not known(s.label) or s.label == "x" }
policy "blind" on Service as s { require s.label != "y" }
//                                               ^^ error[SP3003]: `db.url` is known only after apply, and a value in `!=` must be known before
// --- file: std:service.sp
kind Service by service { @key name: String, label: String = "" }
kind Database by database { @key name: String, output url: String }
