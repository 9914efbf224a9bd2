// What maps and keyed lists can do. A function that goes over one gets the value, and the key behind it.

/// A key and its value.
type Entry<T> {
  key:   String
  value: T
}

/// How many keys it has.
@example({ a = 1 }.length() == 1)
fn length<T>(self: {String: T}): Int

/// Whether it has none.
@example(not { a = 1 }.isEmpty())
fn isEmpty<T>(self: {String: T}): Bool

/// The keys, in their order.
@example({ b = 1, a = 2 }.keys() == ["b", "a"])
fn keys<T>(self: {String: T}): [String]

/// The values, in their order.
@example({ b = 1, a = 2 }.values() == [1, 2])
fn values<T>(self: {String: T}): [T]

/// Whether it has this key.
@example({ a = 1 }.has("a"))
fn has<T>(self: {String: T}, key: String): Bool

/// The value of this key, if there is one.
@example({ a = 1 }.get("a") == 1)
@example(({ a = 1 }.get("b") ?? 0) == 0)
fn get<T>(self: {String: T}, key: String): T?

/// What the function makes of each value.
@example({ a = 1 }.map(v => v + 1)["a"] == 2)
fn map<T, U>(self: {String: T}, f: (T, String) => U): {String: U}

/// The entries for which the function says yes.
@example({ a = 1, b = 2 }.filter((v, k) => k == "b").keys() == ["b"])
fn filter<T>(self: {String: T}, f: (T, String) => Bool): {String: T}

/// What the function makes of each, as a list.
@example({ a = 1 }.toList((v, k) => "${k}${v}") == ["a1"])
fn toList<T, U>(self: {String: T}, f: (T, String) => U): [U]

/// The keys with their values.
@example({ a = 1 }.entries().map(e => e.key) == ["a"])
fn entries<T>(self: {String: T}): [Entry<T>]

/// With those of another map, which win.
@example({ a = 1 }.merge({ b = 2 }).length() == 2)
fn merge<T>(self: {String: T}, other: {String: T}): {String: T}

/// Without this key.
@example({ a = 1, b = 2 }.without("a").keys() == ["b"])
fn without<T>(self: {String: T}, key: String): {String: T}
