import "./shop.sp" { Shop }
import "./env/prod.sp" { production }

test "production speaks TLS, and debugs nothing" {
  let shop = Shop with production, { release = "9.9.9" }
  expect shop.replicas == 6
  expect shop.listeners.keys() == ["http"]
  expect shop.listeners["http"].tls
}

test "what is final stays so" {
  expect error matching /final/ {
    Shop with production, { listeners { http { tls = false } } }
  }
}
