// rule: 4.37
// Times, versions, images, paths, modes and ports.
system Site {
  param crons: [Cron] = ["* * * * *", "*/15 3 * * 1-5", "0,30 0-6/2 1,15 JAN-MAR MON"]
  param times: [TimeOfDay] = ["00:00", "23:59", "03:30:15"]
  param versions: [Semver] = ["1.4.2", "2.0.0-rc.1+build.5"]
  param images: [Image] = ["postgres:17", "ghcr.io/acme/shop:1.4.2", "localhost:5000/a/b"]
  param paths: [Path] = ["/", "/srv/a b"]
  param modes: [FileMode] = [0o644, 0o7777]
  param ports: [Port] = [1, 65535]
  param slugs: [Slug] = ["web-1", "a"]
  output count = crons.length()
}
environment dev = Site
// --- expect
{"outputs":{"count":3}}
