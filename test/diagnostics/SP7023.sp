@holdsData
kind Database by database { @key name: String }

system Shop { db: Database { name = "shop" } }

environment dev = Shop
