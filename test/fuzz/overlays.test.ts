// The part of `npm run fuzz -- overlays` that every test run does: generated programs, on which the compiler and the reference
// interpreter of test/reference must agree.

import { describe, expect, test } from "vitest";
import { hunt } from "./overlays/hunt.ts";
import { FEATURES } from "./overlays/plan.ts";

const SEED = 2026;
const RUNS = 120;
/** Milliseconds that a busy machine may take. */
const PATIENCE = 120_000;

describe("overlays, by the compiler and by the rules", () => {
  test(
    `${RUNS} programs mean the same to both`,
    () => {
      const { counts, difference } = hunt({ seed: SEED, runs: RUNS, features: new Set(FEATURES) });
      expect(difference).toBeNull();
      // Two environments each; most of the programs are right, and the reference can read them.
      expect(counts.same).toBeGreaterThan(1.5 * RUNS);
      expect(counts["both refuse"]).toBeGreaterThan(0);
    },
    PATIENCE,
  );
});
