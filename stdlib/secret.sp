// Where secrets are: the compiler hands the place on, and only the agent reads it.

/// The environment variable of the agent.
fn env(name: String): Secret<String>

/// A file on the agent's machine.
fn file(path: Path): Secret<String>

/// A secret of a vault: `kv/shop#password`.
fn vault(path: String): Secret<String>
