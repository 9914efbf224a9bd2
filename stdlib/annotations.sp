// What annotations inside a resource take by name: `@retry(first = 1s)`, `@batch(size = 2)`.

/// When an action that failed is tried again: the wait doubles with each attempt. What is left out is the agent's own.
type Retry {
  /// Before the second attempt.
  first: Duration? in 1ms..
  /// Never longer than this.
  longest: Duration? in 1ms..
}

/// How many of a group are changed at once. The others wait until those are seen to be as wanted.
type Batch {
  /// Resources with the same word are one group; without it, all that stand beside each other, `web.a` and `web.b`.
  group: String?
  /// So many at once,
  size: Int? in 1..
  /// or such a part of them.
  share: Percent? in 1%..100%
}
