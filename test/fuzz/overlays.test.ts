// The part of `npm run fuzz -- overlays` that every test run does: generated programs, on which the compiler and the reference
// interpreter of test/reference must agree.

import { expect, test } from "vitest";
import { hunt } from "./overlays/hunt.ts";

const SEED = 2026;
const RUNS = 120;
/** Milliseconds that a busy machine may take. */
const PATIENCE = 120_000;

test(
  `${RUNS} programs about overlays mean the same to the compiler and to the rules`,
  () => {
    const { counts, difference } = hunt({ seed: SEED, runs: RUNS });
    expect(difference).toBeNull();
    // Two environments each; most of the programs are right, and the reference can read them all.
    expect(counts.unknown).toBe(0);
    expect(counts.same).toBeGreaterThan(1.5 * RUNS);
    expect(counts["both refuse"]).toBeGreaterThan(0);
  },
  PATIENCE,
);
