// The part of the fuzzing that every test run does. All of it: `npm run fuzz`.

import { describe, expect, test } from "vitest";
import { endless, makeInput, sourceOf } from "./inputs.ts";
import { judge, shrink } from "./judge.ts";

/** How long an input takes is for `npm run fuzz`; here the machine may be busy. */
const clock = () => 0;
const SEED = 1;
const RUNS = 800;
/** Milliseconds that a busy machine may take. */
const PATIENCE = 60_000;

test(
  "inputs that nobody wrote are read without an exception, and every error has its place",
  () => {
    const source = sourceOf(SEED, 200);
    for (let index = 0; index < RUNS; index++) {
      const text = makeInput(source, SEED, index);
      const wrong = judge(text, clock);
      const shown = wrong === null ? null : `input ${index}: ${wrong}\n${shrink(text, wrong, clock)}`;
      expect(shown).toBeNull();
    }
  },
  PATIENCE,
);

describe("what has no end in one direction", () => {
  test.each(Object.entries(endless(1000)))(
    "%s",
    (_, text) => {
      expect(judge(text, clock)).toBeNull();
    },
    PATIENCE,
  );
});
