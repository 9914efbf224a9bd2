// What the block of an environment says: settings for the agent that keeps it. None of them is seen by a system.
//
// They are what the repository asks for. The agent's own `setpoint.toml` grants, and of the two the stricter counts. The settings of
// a version count from the next one on, so that no commit relaxes its own gate.

/// The settings of one environment.
type Environment {
  delivery: Delivery = {}
  /// Where resources live that are on no other target; without it, on the machine of the agent.
  target: Target = {}
}

/// When versions come, and what holds their changes back.
type Delivery {
  /// Where versions come from; where it says nothing, the agent looks where it is told to.
  source: Source = {}
  /// When changes may start; where it says nothing, whenever there is something to do.
  window: Window = {}
  limits: Limits = {}
}

/// Of what the next version is made: one of the three, or nothing.
type Source {
  /// The newest commit of a branch.
  branch: String? of 1..255
  /// Tags that match: the highest semantic version among them, `v*`.
  tags: String? of 1..255
  /// This commit and no other.
  commit: String? matching /^[0-9a-f]{40}$/

  assert [branch, tags, commit].filter(x => (x ?? "") != "").length() <= 1
    else "give only one of `branch`, `tags` and `commit`"
}

/// When changes may start, by the clock of a place. What has begun is finished.
type Window {
  /// A time zone, by its name in the IANA database.
  zone: Zone = "UTC"
  /// When what a commit asks for may start; without it, at any time.
  intended: [Hours]?
  /// When repairs may start; without it, at any time.
  corrective: [Hours]?
}

/// `Europe/Berlin`, `UTC`.
@example("Europe/Berlin")
@example("America/Argentina/Buenos_Aires")
type Zone = String matching /^(UTC|[A-Z][A-Za-z]+(\/[A-Za-z0-9_+-]+){1,2})$/

/// Days and hours, of at least five minutes. An end that is not after the beginning is on the next day.
@example("mon-fri 22:00-04:00")
@example("sat 08:00-12:00")
@example("00:00-24:00")
type Hours = Timespan where minutesOf(it) >= 5

/// As hours are written, however long they last.
@example("mon-fri 22:00-04:00")
type Timespan = String matching /^((mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))? )?([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/

/// How long the hours last, in minutes.
@example(minutesOf("mon-fri 22:00-04:00") == 360)
@example(minutesOf("00:00-24:00") == 1440)
@example(minutesOf("12:00-12:00") == 0)
fn minutesOf(hours: String): Int = lasting(hours.slice(hours.length() - 11).split("-").map(clock))

/// The minutes between a beginning and an end. An end that is not after the beginning is on the next day.
@example(lasting([720, 780]) == 60)
@example(lasting([1320, 240]) == 360)
fn lasting(ends: [Int]): Int = if ends[1] > ends[0]
  then ends[1] - ends[0]
  else (ends[1] - ends[0] + 1440).mod(1440)

/// Minutes after midnight.
@example(clock("04:30") == 270)
fn clock(time: String): Int = (time.slice(0, 2).toInt() ?? 0) * 60 + (time.slice(3).toInt() ?? 0)

/// What is too much at once, and waits until a person has approved it.
type Limits {
  /// Deletes and replaces of more than this part of the resources in an hour,
  share: Percent? in 0%..100%
  /// where there are at least so many resources.
  from: Int? in 0..
  /// More than this part of a target's resources gone or changed at once,
  surprise: Percent? in 0%..100%
  /// and at least so many of them.
  surpriseFrom: Int? in 0..
  /// Whether the last resource of a target or of the environment waits.
  last: Bool?
}

/// A place that the agent's configuration knows by a name. Its connection is granted there, never by a commit.
type Target {
  /// `edge` of `[targets.edge]`.
  name: String? matching /^[A-Za-z_][A-Za-z0-9_-]*$/
  /// What connects to it.
  driver: String of 1.. = "local"

  assert (name ?? "") != "" or driver == "local" else "a target has a `name`"
}
