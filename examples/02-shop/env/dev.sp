import "../shop.sp" { Shop }

environment dev = Shop with { release = "1.5.0" }
