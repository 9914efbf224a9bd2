// Files and folders of a target.

/// A file with exactly this content.
@version(1)
kind File by file {
  /// Where the file is.
  @key path: Path
  /// What is in it, to the byte; without it, `bytes` and `source`, only the permissions are kept.
  content: (String | Secret<String>)?
  /// What is in it, in base64: for a file that is no text.
  bytes: Base64?
  /// A file of the same target that this one is a copy of.
  source: Path?
  mode:   FileMode = 0o644
  /// The name of the owner; without it, whoever it belongs to.
  owner: String?
  group: String?
  /// The SHA-256 of what is in the file, in hex.
  output sha256: String
}

/// Bytes, written as `base64 -w0` does.
type Base64 = String matching /^[A-Za-z0-9+\/]*={0,2}$/

/// A folder.
@version(1)
kind Directory by file {
  /// Where the folder is.
  @key path: Path
  mode:  FileMode = 0o755
  owner: String?
  group: String?
  /// Remove everything below the folder that nothing declares.
  purge: Bool = false
}

/// A symbolic link.
@version(1)
kind Symlink by file {
  /// Where the link is.
  @key path: Path
  /// Where it leads: a path, or a text relative to the folder of the link.
  to:    String
  owner: String?
  group: String?
}

/// A value that a file of settings can hold under one key.
type Setting = String | Number | Bool | [String | Number | Bool]

/// Some keys of one table of a file that otherwise belongs to others. Comments, order and everything else stay.
@version(1)
kind Entries by file {
  /// The file; it is made where it is missing.
  @key path: Path
  /// The table that holds the keys: `server.tls`, the name of a section, or the top of the file.
  @key table: String = ""
  format: "json" | "toml" | "yaml" | "ini"
  /// The keys and their values. A table of its own is another `Entries`.
  values: {String: Setting} = {}
}
