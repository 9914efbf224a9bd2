// What CPUs can do. Written into a text, a quantity says in which unit.

/// In thousandths.
@example(0.25cpu.millis() == 250)
fn millis(self: Cpu): Number

/// In whole CPUs.
@example(250mcpu.cores() == 0.25)
fn cores(self: Cpu): Number

/// As it is written in source.
@example(0.25cpu.text() == "250mcpu")
fn text(self: Cpu): String

/// The smaller of two.
@example(1cpu.min(2cpu) == 1cpu)
fn min(self: Cpu, other: Cpu): Cpu

/// The greater of two.
@example(1cpu.max(2cpu) == 2cpu)
fn max(self: Cpu, other: Cpu): Cpu
