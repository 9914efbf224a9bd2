// What dates can do. A date moves by whole days: `2027-01-31 + 1d`.

@example(2027-01-31.year() == 2027)
fn year(self: Date): Int

@example(2027-01-31.month() == 1)
fn month(self: Date): Int

@example(2027-01-31.day() == 31)
fn day(self: Date): Int

/// From 1 for Monday to 7 for Sunday.
@example(2027-01-31.weekday() == 7)
fn weekday(self: Date): Int

/// How many days later the other one is.
@example(2027-01-31.daysUntil(2027-02-02) == 2)
fn daysUntil(self: Date, other: Date): Int
