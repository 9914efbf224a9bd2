// What numbers can do.

/// The remainder; it has the sign of the divisor.
@example(7.mod(4) == 3)
@example((-1).mod(7) == 6)
fn mod(self: Int, by: Int): Int

/// How often it goes in, without a remainder.
@example(7.div(2) == 3)
fn div(self: Int, by: Int): Int

/// The integer at or below it.
@example(1.7.floor() == 1)
fn floor(self: Number): Int

/// The integer at or above it.
@example(1.2.ceil() == 2)
fn ceil(self: Number): Int

/// The nearest integer; of two, the one farther from 0.
@example(2.5.round() == 3)
@example((-2.5).round() == -3)
fn round(self: Number): Int

/// Without its sign.
@example((-2).abs() == 2)
fn abs<Numeric>(self: Numeric): Numeric

/// The smaller of two.
@example(1.min(2) == 1)
fn min<Numeric>(self: Numeric, other: Numeric): Numeric

/// The greater of two.
@example(1.max(2) == 2)
fn max<Numeric>(self: Numeric, other: Numeric): Numeric

/// Not below the one and not above the other.
@example(15.clamp(1, 10) == 10)
fn clamp<Numeric>(self: Numeric, low: Numeric, high: Numeric): Numeric

/// Multiplied by itself so often.
@example(2.pow(10) == 1024)
fn pow(self: Int, exponent: Int in 0..1024): Int

/// As people write it.
@example(7.text() == "7")
fn text(self: Number): String

/// In hexadecimal digits.
@example(255.hex() == "ff")
fn hex(self: Int): String

/// In octal digits.
@example(0o644.octal() == "644")
fn octal(self: Int): String
