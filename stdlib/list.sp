// What lists can do. A position counts from 0. Where a type parameter is called `Ordered`, it stands for what can be sorted
// (text, numbers, quantities, dates); `Numeric` stands for what can be added up.

/// Two values side by side.
type Pair<A, B> {
  first:  A
  second: B
}

/// How many elements it has.
@example([1, 2].length() == 2)
fn length<T>(self: [T]): Int

/// Whether it has none.
@example(not [1].isEmpty())
fn isEmpty<T>(self: [T]): Bool

/// The first element, if there is one.
@example([1, 2].first() == 1)
fn first<T>(self: [T]): T?

/// The last element, if there is one.
@example([1, 2].last() == 2)
fn last<T>(self: [T]): T?

/// The element at a position, if there is one.
@example([1, 2].at(1) == 2)
@example(([1, 2].at(5) ?? 0) == 0)
fn at<T>(self: [T], index: Int): T?

/// What the function makes of each.
@example([1, 2].map(x => x * 2) == [2, 4])
fn map<T, U>(self: [T], f: (T) => U): [U]

/// What the function makes of each, one after the other.
@example([1, 2].flatMap(x => [x, x]) == [1, 1, 2, 2])
fn flatMap<T, U>(self: [T], f: (T) => [U]): [U]

/// The elements of its elements.
@example([[1], [2, 3]].flatten() == [1, 2, 3])
fn flatten<T>(self: [[T]]): [T]

/// Those for which the function says yes.
@example([1, 2, 3].filter(x => x > 1) == [2, 3])
fn filter<T>(self: [T], f: (T) => Bool): [T]

/// The first for which the function says yes.
@example([1, 2, 3].find(x => x > 1) == 2)
fn find<T>(self: [T], f: (T) => Bool): T?

/// Whether the function says yes to all.
@example([1, 2].all(x => x > 0))
fn all<T>(self: [T], f: (T) => Bool): Bool

/// Whether the function says yes to any.
@example([1, 2].any(x => x > 1))
fn any<T>(self: [T], f: (T) => Bool): Bool

/// To how many the function says yes.
@example([1, 2, 3].count(x => x > 1) == 2)
fn count<T>(self: [T], f: (T) => Bool): Int

/// Goes over all of them with a value that starts here.
@example([1, 2, 3].fold(0, (total, x) => total + x) == 6)
fn fold<T, U>(self: [T], start: U, f: (U, T) => U): U

/// Whether it has this element.
@example(["a", "b"].contains("b"))
fn contains<T>(self: [T], element: T): Bool

/// The elements as one text, with this between them.
@example(["a", "b"].join("-") == "a-b")
fn join(self: [String | Number], separator: String = ""): String

/// From the last to the first.
@example([1, 2].reverse() == [2, 1])
fn reverse<T>(self: [T]): [T]

/// Those from one position to another.
@example([1, 2, 3].slice(1) == [2, 3])
fn slice<T>(self: [T], from: Int, to: Int?): [T]

/// Each element once.
@example([1, 2, 1].unique() == [1, 2])
fn unique<Ordered>(self: [Ordered]): [Ordered]

/// In order.
@example(["b", "a"].sort() == ["a", "b"])
fn sort<Ordered>(self: [Ordered]): [Ordered]

/// In the order of what the function makes of them.
@example([1, 2].sortBy(x => -x) == [2, 1])
fn sortBy<T, Ordered>(self: [T], f: (T) => Ordered): [T]

/// All of them added up.
@example([1, 2, 3].sum() == 6)
fn sum<Numeric>(self: [Numeric]): Numeric

/// The least, if there is one.
@example([2, 1].min() == 1)
fn min<Ordered>(self: [Ordered]): Ordered?

/// The greatest, if there is one.
@example([2, 1].max() == 2)
fn max<Ordered>(self: [Ordered]): Ordered?

/// Side by side with those of another list, as long as both have some.
@example([1, 2].zip(["a", "b"]).map(p => p.second) == ["a", "b"])
fn zip<T, U>(self: [T], other: [U]): [Pair<T, U>]

/// The positions.
@example(["a", "b"].indexes() == [0, 1])
fn indexes<T>(self: [T]): [Int]

/// As a map, by a key that each has for itself.
@example(["ab", "c"].keyBy(s => s.upper()).keys() == ["AB", "C"])
fn keyBy<T>(self: [T], f: (T) => String): {String: T}

/// As a map of lists, by a key that several may share.
@example(["a", "b", "a"].groupBy(s => s)["a"].length() == 2)
fn groupBy<T>(self: [T], f: (T) => String): {String: [T]}
