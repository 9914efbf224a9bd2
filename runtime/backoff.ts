// How long to wait before the next attempt: exponential, with full jitter, never less than the target asked for.

import type { Outcome } from "./driver.ts";

const FIRST = 500;
const LONGEST = 5 * 60_000;
/** What a person has to mend first is not asked about every second. */
const FIRST_WHEN_REFUSED = 5_000;

/** `attempts` counts those made, so it is at least 1. `random` is in [0, 1). */
export function nextDelay(outcome: Outcome, attempts: number, random: () => number): number {
  switch (outcome.kind) {
    case "done":
      return 0;
    case "throttled":
      return outcome.wait + jitter(FIRST, attempts, random);
    case "retryable":
    case "conflict":
    case "undecided":
      return jitter(FIRST, attempts, random);
    case "denied":
    case "invalid":
      return jitter(FIRST_WHEN_REFUSED, attempts, random);
  }
}

function jitter(first: number, attempts: number, random: () => number): number {
  const ceiling = Math.min(LONGEST, first * 2 ** Math.min(attempts - 1, 20));
  // At least a tenth, so that a run of small draws does not become a busy loop.
  return ceiling * (0.1 + 0.9 * random());
}
