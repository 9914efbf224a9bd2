// The smallest package that has something to do, and an agent's configuration that lets it.

export const HELLO = `import std.file { File }

system Hello {
  hello: File {
    path    = "/srv/hello.txt"
    content = "Hello\\n"
  }
}

environment prod = Hello
`;

/** The world is the folder \`world\` beside the configuration. */
export const CONFIG = `[targets.local]
driver = "local"
base = "world"
roots = ["/srv"]
poll = "100ms"
`;

export const AGENT = `${CONFIG}
[store]
repository = "."
poll = "50ms"

[environments.prod]
`;
