// Many programs, each read by the compiler and by the reference: the first on which they differ, as small as it gets.

import fc from "fast-check";
import { compare, type Verdict } from "./compare.ts";
import { draws } from "./dice.ts";
import { programOf } from "./programs.ts";

export interface Hunt {
  readonly seed: number;
  readonly runs: number;
}

export interface Hunted {
  /** How many environments came to which verdict. */
  readonly counts: Readonly<Record<Verdict["kind"], number>>;
  /** A program on which they differ, and how. */
  readonly difference: string | null;
}

/** What a body and the overlays of a program say. */
const EDITS = 24;

export function hunt({ seed, runs }: Hunt): Hunted {
  const counts = { same: 0, "both refuse": 0, unknown: 0, different: 0 };
  const property = fc.property(draws(EDITS), (draw) => {
    for (const verdict of compare(programOf(draw))) {
      counts[verdict.kind]++;
      if (verdict.kind === "different") return false;
    }
    return true;
  });
  const { failed, counterexample } = fc.check(property, { seed, numRuns: runs });
  if (!failed || counterexample === null) return { counts, difference: null };
  const text = programOf(counterexample[0]);
  const [difference] = compare(text).filter((verdict) => verdict.kind === "different");
  if (difference === undefined) return { counts, difference: `it is not the same twice:\n${text}` };
  const { environment, expected, found } = difference;
  return {
    counts,
    difference: `${text}--- ${environment}, by the rules\n${expected}\n--- by the compiler\n${found}`,
  };
}
