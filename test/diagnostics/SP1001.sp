import "./shop.sp" { Shop }
