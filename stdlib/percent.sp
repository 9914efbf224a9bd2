// What percentages can do. Written into a text, a quantity says in which unit.

/// The number before the sign.
@example(25%.number() == 25)
fn number(self: Percent): Number

/// As it is written in source.
@example(25%.text() == "25%")
fn text(self: Percent): String

/// The smaller of two.
@example(5%.min(25%) == 5%)
fn min(self: Percent, other: Percent): Percent

/// The greater of two.
@example(5%.max(25%) == 25%)
fn max(self: Percent, other: Percent): Percent
