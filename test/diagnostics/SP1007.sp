import "../../etc/shop.sp" { Shop }
