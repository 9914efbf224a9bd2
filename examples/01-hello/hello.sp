// A small web site, as files below /srv/hello.

import std.file { Directory, File }

/// A page, a configuration, and a word of welcome.
system Site {
  /// Who is greeted.
  param audience: String = "world"
  param domain:   Hostname = "hello.localhost"
  param port:     Port = 8080
  /// What the server says beside the page.
  param headers: {String: String} = {
    server = "setpoint"
    debug  = "on"
  }

  let greeting = "Hello, ${audience}!"

  root:   Directory { path = "/srv/hello" }
  public: Directory { path = "${root.path}/public" }

  config: File {
    path    = "${root.path}/site.toml"
    content = toml({
      title  = greeting
      server = { domain, port, root = public.path }
      headers
    })
  }

  index: File {
    path    = "${public.path}/index.html"
    content = """
      <!doctype html>
      <title>${greeting}</title>
      <h1>${greeting}</h1>
      """
  }

  robots: File {
    path    = "${public.path}/robots.txt"
    content = "User-agent: *\nDisallow: /\n"
  }

  /// Which configuration is live: known only once the file is written.
  release: File {
    path    = "${root.path}/release.json"
    content = json({ domain, config = config.sha256 })
    mode    = 0o444
  }

  motd: File {
    path    = "${root.path}/motd"
    content = "This machine serves ${url}.\n"
    @after(release)
  }

  output url = "http://${domain}:${port}"
}
