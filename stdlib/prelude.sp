// The names that every file sees without an import: ordinary refinements, declared in the language itself.

/// An absolute path.
type Path = String matching /^\/.*/

/// The permission bits of a file, written in octal: `0o644`.
type FileMode = Int in 0..0o7777

/// A TCP or UDP port.
type Port = Int in 1..65535

/// The name of a host, as DNS allows it.
type Hostname = String matching /^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/

/// A semantic version: `1.4.2`, `2.0.0-rc.1`.
type Semver = String matching /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]{1,64})?$/
