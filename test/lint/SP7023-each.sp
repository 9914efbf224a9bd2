import std.database { Database, Store }

system Shop {
  a: Database { name = "a" }
  existing b: Store { name = "b" }
}

overlay safe on Shop { each Database { @protect } }

overlay more on Shop {
  c: Database { name = "c" }
  d: Store { name = "d" }
//^ SP7023: `d` holds data, and nothing keeps it from being destroyed
}

environment prod = Shop with safe, more
// --- file: std:database.sp
@holdsData
kind Database by database { @key name: String }
@holdsData
kind Store by database { @key name: String }
