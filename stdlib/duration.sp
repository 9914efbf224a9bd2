// What durations can do. Written into a text, a quantity says in which unit.

/// In milliseconds.
@example(1s.milliseconds() == 1000)
fn milliseconds(self: Duration): Number

/// In seconds.
@example(1m30s.seconds() == 90)
fn seconds(self: Duration): Number

/// In minutes.
@example(90s.minutes() == 1.5)
fn minutes(self: Duration): Number

/// In hours.
@example(90m.hours() == 1.5)
fn hours(self: Duration): Number

/// In days.
@example(48h.days() == 2)
fn days(self: Duration): Number

/// As it is written in source.
@example(90m.text() == "1h30m")
fn text(self: Duration): String

/// The smaller of two.
@example(1s.min(2s) == 1s)
fn min(self: Duration, other: Duration): Duration

/// The greater of two.
@example(1s.max(2s) == 2s)
fn max(self: Duration, other: Duration): Duration
