// Whether a target is worth trying now: one that keeps failing is one unreachable thing with one probe, and not an error for
// each of its resources.
//
// In:  what happened on a target: a call that had to be given up, a process that ended, a call that went well. Out: until when
// it is left alone. The first look after that time is the probe.
// Surprising: a look that goes well does not make up for an effect that did not. Who hangs in every effect and answers every
// look would otherwise be tried again at full speed.

import type { Clock, MonotonicTime } from "../clock.ts";
import { fullJitter } from "../backoff.ts";

const FIRST = 1_000;

export type Doing = "look" | "effect";

export class Breaker {
  readonly #clock: Clock;
  readonly #random: () => number;
  #failures = 0;
  #last: Doing = "look";
  #why = "";
  #until: MonotonicTime = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  failed(doing: Doing, why: string): void {
    // Calls that end together with their process are one failure.
    if (this.open() !== null && this.#why === why) return;
    this.#failures++;
    this.#last = doing;
    this.#why = why;
    this.#until = this.#clock.monotonic() + fullJitter(FIRST, this.#failures, this.#random);
  }

  went(doing: Doing): void {
    if (this.#failures > 0 && (doing === "effect" || this.#last === "look")) this.#failures = 0;
  }

  /** Why nothing is tried now and for how long, or null: it may be tried. */
  open(): { readonly why: string; readonly left: number } | null {
    const left = this.#until - this.#clock.monotonic();
    return left > 0 ? { why: this.#why, left } : null;
  }
}
