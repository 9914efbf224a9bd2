// How long to wait before the next attempt: exponential, with full jitter, never less than the target asked for.

import type { JsonObject } from "../compiler/json.ts";
import type { Outcome } from "./driver.ts";

const FIRST = 500;
const LONGEST = 5 * 60_000;
/** What a person has to mend first is not asked about every second. */
const FIRST_WHEN_REFUSED = 5_000;

/** How a resource wants to be tried again, in milliseconds; what it does not say is the agent's own. */
export interface Retry {
  readonly first: number | null;
  readonly longest: number;
}

export const DEFAULT_RETRY: Retry = { first: null, longest: LONGEST };

/** `retry` of a resource's meta: `{ first, longest }`. What is no number above nought says nothing. */
export function retryOf(retry: JsonObject | null | undefined): Retry {
  const number = (name: string): number | null => {
    const value = retry?.[name];
    return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null;
  };
  const first = number("first");
  const longest = number("longest") ?? LONGEST;
  return { first, longest: Math.max(longest, first ?? 0) };
}

/** `attempts` counts those made, so it is at least 1. `random` is in [0, 1). */
export function nextDelay(
  outcome: Outcome,
  attempts: number,
  random: () => number,
  { first, longest }: Retry = DEFAULT_RETRY,
): number {
  switch (outcome.kind) {
    case "done":
      return 0;
    case "throttled":
      return outcome.wait + fullJitter(first ?? FIRST, attempts, random, longest);
    case "retryable":
    case "conflict":
    case "undecided":
      return fullJitter(first ?? FIRST, attempts, random, longest);
    case "denied":
    case "invalid":
      return fullJitter(first ?? FIRST_WHEN_REFUSED, attempts, random, longest);
  }
}

/** Between nothing and a ceiling that doubles with each attempt. */
export function fullJitter(
  first: number,
  attempts: number,
  random: () => number,
  longest: number = LONGEST,
): number {
  const ceiling = Math.min(longest, first * 2 ** Math.min(attempts - 1, 20));
  // At least a tenth, so that a run of small draws does not become a busy loop.
  return ceiling * (0.1 + 0.9 * random());
}
