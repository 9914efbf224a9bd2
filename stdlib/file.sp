// Files and folders of a target.

/// A file with exactly this content.
@version(1)
kind File by file {
  /// Where the file is.
  @key path: Path
  /// What is in it; without it, only the permissions are kept.
  content: String?
  mode: FileMode = 0o644
  /// The name of the owner; without it, whoever it belongs to.
  owner: String?
  group: String?
  /// The SHA-256 of what is in the file, in hex.
  output sha256: String
}

/// A folder.
@version(1)
kind Directory by file {
  /// Where the folder is.
  @key path: Path
  mode: FileMode = 0o755
  owner: String?
  group: String?
  /// Remove what is in the folder and not declared.
  purge: Bool = false
}
