// Decisions by chance that shrink: a program is made from rows of numbers, and where a row is at its end it says 0, which is
// the simplest choice everywhere. A shorter row and a smaller number make a simpler program.

import fc from "fast-check";

/** A number below `sides`. */
export type Dice = (sides: number) => number;

export interface Draw {
  /** What there is: environments, overlays, how they stand. */
  readonly shape: readonly number[];
  /** One row for each thing that a body or an overlay says. */
  readonly edits: readonly (readonly number[])[];
}

export function diceOf(numbers: readonly number[]): Dice {
  let at = 0;
  return (sides) => (numbers[at++] ?? 0) % sides;
}

export function pick<T>(dice: Dice, from: readonly T[]): T {
  const picked = from[dice(from.length)];
  if (picked === undefined) throw new Error("there is nothing to choose from");
  return picked;
}

const number = fc.nat({ max: 5039 });

export function draws(edits: number): fc.Arbitrary<Draw> {
  return fc.record({
    shape: fc.array(number, { maxLength: 24, size: "max" }),
    edits: fc.array(fc.array(number, { maxLength: 24, size: "max" }), { maxLength: edits, size: "max" }),
  });
}
