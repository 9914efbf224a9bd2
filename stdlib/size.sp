// What sizes can do. Written into a text, a quantity says in which unit.

/// In bytes.
@example(1KiB.bytes() == 1024)
fn bytes(self: Size): Number

/// In units of 1024 bytes.
@example(1MiB.kibibytes() == 1024)
fn kibibytes(self: Size): Number

/// In units of 1024 KiB.
@example(512MiB.mebibytes() == 512)
fn mebibytes(self: Size): Number

/// In units of 1024 MiB.
@example(512MiB.gibibytes() == 0.5)
fn gibibytes(self: Size): Number

/// As it is written in source.
@example((512MiB * 2).text() == "1GiB")
fn text(self: Size): String

/// The smaller of two.
@example(1MiB.min(1GiB) == 1MiB)
fn min(self: Size, other: Size): Size

/// The greater of two.
@example(1MiB.max(1GiB) == 1GiB)
fn max(self: Size, other: Size): Size
