// In production: only what differs.

import "../hello.sp" { Site }

overlay production on Site {
  domain = "hello.example.com"
  port   = 80

  headers {
    cache = "max-age=3600"
    remove debug
  }

  config {
    mode = 0o600
    @protect
  }

  remove robots
}

environment prod = Site with production
