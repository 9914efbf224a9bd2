// Where secrets are: the compiler hands the place on, and only the agent reads it.

/// The environment variable of the agent.
fn env(name: String): Secret<String>

/// A file on the agent's machine.
fn file(path: Path): Secret<String>

/// A secret of a vault: `kv/shop#password`.
fn vault(path: String): Secret<String>

/// What `setpoint seal` printed: a text that only the agents of an environment can open.
fn sealed(text: String): Secret<String>
