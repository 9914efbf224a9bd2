// What strings can do. A position counts characters from 0, and `to` stands behind the last one.

/// In capitals.
@example("shop".upper() == "SHOP")
fn upper(self: String): String

/// In small letters.
@example("Shop".lower() == "shop")
fn lower(self: String): String

/// Without blanks around it.
@example("  a ".trim() == "a")
fn trim(self: String): String

/// Without blanks before it.
@example("  a ".trimStart() == "a ")
fn trimStart(self: String): String

/// Without blanks behind it.
@example("  a ".trimEnd() == "  a")
fn trimEnd(self: String): String

/// How many characters it has.
@example("héllo".length() == 5)
fn length(self: String): Int

/// Whether it has none.
@example("".isEmpty())
fn isEmpty(self: String): Bool

/// Whether it begins so.
@example("/srv/shop".startsWith("/srv/"))
fn startsWith(self: String, prefix: String): Bool

/// Whether it ends so.
@example("app.toml".endsWith(".toml"))
fn endsWith(self: String, suffix: String): Bool

/// Whether it has this part.
@example("a-b".contains("-"))
fn contains(self: String, part: String): Bool

/// Whether a pattern is found in it; `^` and `$` ask for all of it.
@example("v1.2".matches(/^v[0-9]/))
@example(not "v1.2".matches(/^[0-9]+$/))
fn matches(self: String, pattern: Regex): Bool

/// Without what it begins with.
@example("v1.2".removePrefix("v") == "1.2")
fn removePrefix(self: String, prefix: String): String

/// Without what it ends with.
@example("app.toml".removeSuffix(".toml") == "app")
fn removeSuffix(self: String, suffix: String): String

/// With another part wherever this one stands.
@example("a.b.c".replace(".", "-") == "a-b-c")
fn replace(self: String, part: String, by: String): String

/// The parts between the separators; with an empty separator, the characters.
@example("a,b".split(",") == ["a", "b"])
fn split(self: String, separator: String): [String]

/// The lines, without their ends.
@example("a\nb\n".lines() == ["a", "b"])
fn lines(self: String): [String]

/// The characters one by one.
@example("ab".characters() == ["a", "b"])
fn characters(self: String): [String]

/// The part from one position to another; from the end, when it is negative.
@example("hello".slice(1, 3) == "el")
@example("hello".slice(-2) == "lo")
fn slice(self: String, from: Int, to: Int?): String

/// Where the part first stands.
@example("a-b".indexOf("-") == 1)
@example(("a-b".indexOf("x") ?? -1) == -1)
fn indexOf(self: String, part: String): Int?

/// Several times over.
@example("ab".repeat(2) == "abab")
fn repeat(self: String, times: Int in 0..): String

/// As wide as this, filled up before it.
@example("7".padStart(3, "0") == "007")
fn padStart(self: String, width: Int, fill: String = " "): String

/// As wide as this, filled up behind it.
@example("7".padEnd(3, ".") == "7..")
fn padEnd(self: String, width: Int, fill: String = " "): String

/// The integer that it is, if it is one.
@example("42".toInt() == 42)
@example(("x".toInt() ?? 0) == 0)
fn toInt(self: String): Int?

/// The number that it is, if it is one.
@example("1.5".toNumber() == 1.5)
fn toNumber(self: String): Number?

/// Its UTF-8 bytes in base64.
@example("hi".base64() == "aGk=")
fn base64(self: String): String

/// The text whose bytes these are in base64, if they are any.
@example("aGk=".fromBase64() == "hi")
fn fromBase64(self: String): String?

/// Its UTF-8 bytes in hex.
@example("hi".hex() == "6869")
fn hex(self: String): String

/// The text whose bytes these are in hex, if they are any.
@example("6869".fromHex() == "hi")
fn fromHex(self: String): String?

/// With everything escaped that stands for something in a URL.
@example("a b".urlEncode() == "a%20b")
fn urlEncode(self: String): String

/// The SHA-256 of its UTF-8 bytes, in hex.
@example("".sha256().startsWith("e3b0c442"))
fn sha256(self: String): String
