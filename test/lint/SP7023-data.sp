import std.database { Database, Cache }

system Shop {
  a: Database { name = "a" }
//^ SP7023: `a` holds data, and nothing keeps it from being destroyed
  b: Database { name = "b", @protect }
  c: Database { name = "c", @protect(false) }
  d: Database { name = "d" }
  e: Cache { name = "e" }
}

overlay safe on Shop { d { @protect } }

environment prod = Shop with safe
// --- file: std:database.sp
@holdsData
kind Database by database { @key name: String }
kind Cache by database { @key name: String }
