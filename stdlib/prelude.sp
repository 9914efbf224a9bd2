// The names that every file sees without an import: ordinary refinements, renderers and encodings, declared in the language
// itself. A function without a value is computed by the compiler.

/// An absolute path.
@example("/etc/hosts")
type Path = String matching /^\/[^\u{0}\n]*$/

/// The permission bits of a file, written in octal: `0o644`.
@example(0o644)
type FileMode = Int in 0..0o7777

/// A TCP or UDP port.
@example(8080)
type Port = Int in 1..65535

/// The name of a host, as DNS allows it.
@example("db-1.example.com")
type Hostname = String matching /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\.?$/ of 1..253

/// An IP address, version 4 or 6.
@example("192.0.2.7")
@example("2001:db8::1")
type Ip = String matching /^(((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)|([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:(:[0-9a-fA-F]{1,4}){1,6}|:((:[0-9a-fA-F]{1,4}){1,7}|:)|::([fF]{4}(:0)?:)?((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)|([0-9a-fA-F]{1,4}:){6}((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)|([0-9a-fA-F]{1,4}:){1,5}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d))$/

/// An IP address of version 4.
@example("192.0.2.7")
type Ipv4 = Ip matching /^[\d.]+$/

/// An IP address of version 6.
@example("2001:db8::1")
type Ipv6 = Ip matching /:/

/// The hardware address of a network card.
@example("52:54:00:ab:cd:ef")
type Mac = String matching /^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/

/// A network: an address and the length of its prefix.
@example("10.0.0.0/16")
@example("2001:db8::/32")
type Cidr = String matching /^(((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\/(3[0-2]|[12]?\d)|(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:(:[0-9a-fA-F]{1,4}){1,6}|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01]\d|[1-9]?\d))$/

/// An absolute URL.
@example("https://example.com/healthz")
type Url = String matching /^[a-z][a-z0-9+.-]*:\/\/[^\s\/?#]+[^\s]*$/

/// An address of electronic mail.
@example("ada@example.com")
type Email = String matching /^[^\s@]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/ of 5..254

/// A semantic version.
@example("1.4.2")
@example("2.0.0-rc.1+build.5")
type Semver = String matching /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/

/// An image of a container: registry, name, and a tag or a digest.
@example("ghcr.io/acme/shop:1.4.2")
@example("postgres:17")
type Image = String matching /^[a-z0-9]([a-z0-9._:-]*[a-z0-9])?(\/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/

/// When something happens, in the five fields of cron: minute, hour, day of month, month, day of week.
@example("*/15 3 * * 1-5")
type Cron = String matching /^(\*|[1-5]?\d(-[1-5]?\d)?)(\/[1-9]\d?)?(,(\*|[1-5]?\d(-[1-5]?\d)?)(\/[1-9]\d?)?)* (\*|(1?\d|2[0-3])(-(1?\d|2[0-3]))?)(\/[1-9]\d?)?(,(\*|(1?\d|2[0-3])(-(1?\d|2[0-3]))?)(\/[1-9]\d?)?)* (\*|([1-9]|[12]\d|3[01])(-([1-9]|[12]\d|3[01]))?)(\/[1-9]\d?)?(,(\*|([1-9]|[12]\d|3[01])(-([1-9]|[12]\d|3[01]))?)(\/[1-9]\d?)?)* (\*|([1-9]|1[0-2]|[A-Z]{3})(-([1-9]|1[0-2]|[A-Z]{3}))?)(\/[1-9]\d?)?(,(\*|([1-9]|1[0-2]|[A-Z]{3})(-([1-9]|1[0-2]|[A-Z]{3}))?)(\/[1-9]\d?)?)* (\*|([0-7]|[A-Z]{3})(-([0-7]|[A-Z]{3}))?)(\/[1-9]\d?)?(,(\*|([0-7]|[A-Z]{3})(-([0-7]|[A-Z]{3}))?)(\/[1-9]\d?)?)*$/

/// A time of day, by the clock of 24 hours.
@example("03:30")
type TimeOfDay = String matching /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/

/// A name that DNS, containers and most tools take: lower case, digits and hyphens.
@example("web-1")
type Slug = String matching /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/// The value as JSON, indented.
@example(json({ a = 1 }) == "{\n  \"a\": 1\n}\n")
fn json<T>(value: T): String

/// The value as YAML.
@example(yaml({ a = [1, 2] }) == "a:\n  - 1\n  - 2\n")
fn yaml<T>(value: T): String

/// The value as TOML.
@example(toml({ a = 1 }) == "a = 1\n")
fn toml<T>(value: T): String

/// The value as an INI file.
@example(ini({ Service = { User = "shop" } }) == "[Service]\nUser=shop\n")
fn ini<T>(value: T): String

/// The value as a file of environment variables.
@example(env({ A = "1", B = "x y" }) == "A=1\nB=\"x y\"\n")
fn env<T>(value: T): String

/// The text's UTF-8 bytes in base64.
@example(base64("hi") == "aGk=")
fn base64(value: String): String

/// The SHA-256 of the text's UTF-8 bytes, in hex.
fn sha256(value: String): String

/// The text with everything escaped that stands for something in a URL.
@example(urlEncode("a b/c") == "a%20b%2Fc")
fn urlEncode(value: String): String

/// The text without blanks around it.
@example(trim("  a ") == "a")
fn trim(value: String): String
