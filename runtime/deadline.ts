// A call with a deadline: whatever a driver does, its caller gets an answer.
//
// In:  a call that takes an abort signal. Out: its value, or that it threw, or that it was late. When the deadline passes or
// the outer signal aborts, the call's own signal aborts; a call that ends soon after that still counts with what it says.
// Surprising: a late call may still be running. The caller keeps its resource and its slot taken until `settled` resolves.

import type { Clock } from "./clock.ts";

export type Timed<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "threw"; readonly why: string }
  | { readonly kind: "late"; readonly settled: Promise<void> };

/** How long a call may go on after its signal has aborted before it is given up. */
const GRACE = 1_000;

export function withDeadline<T>(
  clock: Clock,
  limit: number,
  outer: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<Timed<T>> {
  return new Deadline(clock, limit, outer).call(call);
}

/** One deadline for each limit, for calls that start in one go. */
export function deadlines(clock: Clock, outer: AbortSignal): (limit: number) => Deadline {
  const known = new Map<number, Deadline>();
  return (limit) => {
    const deadline = known.get(limit) ?? new Deadline(clock, limit, outer);
    known.set(limit, deadline);
    return deadline;
  };
}

/**
 * One deadline for calls that start together. They start in hundreds, and a timer, a signal and a listener for each of them
 * cost more than most of the calls wait.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #outer: AbortSignal;
  readonly #controller = new AbortController();
  readonly #abort = (): void => this.#passed();
  readonly #cancelLimit: () => void;
  #cancelGrace = nothing;
  /** Of the calls that have not ended: what makes each late. */
  readonly #late = new Set<() => void>();

  constructor(clock: Clock, limit: number, outer: AbortSignal) {
    this.#clock = clock;
    this.#outer = outer;
    this.#cancelLimit = clock.timer(limit, this.#abort);
    outer.addEventListener("abort", this.#abort, { once: true });
  }

  /** To be called before any call of this deadline can have ended: when the last of them has, it is over. */
  call<T>(call: (signal: AbortSignal) => Promise<T>): Promise<Timed<T>> {
    return new Promise((resolve) => {
      const finish = (timed: Timed<T>): void => {
        this.#late.delete(late);
        if (this.#late.size === 0) this.#close();
        resolve(timed);
      };
      const late = (): void => finish({ kind: "late", settled: work.then(nothing) });
      this.#late.add(late);
      const work = call(this.#controller.signal).then(
        (value) => finish({ kind: "value", value }),
        (error: unknown) => finish({ kind: "threw", why: wordsOf(error) }),
      );
      if (this.#outer.aborted) this.#passed();
    });
  }

  #passed(): void {
    if (this.#controller.signal.aborted) return;
    this.#controller.abort();
    this.#cancelGrace = this.#clock.timer(GRACE, () => {
      for (const late of this.#late) late();
    });
  }

  #close(): void {
    this.#cancelLimit();
    this.#cancelGrace();
    this.#outer.removeEventListener("abort", this.#abort);
  }
}

function nothing(): void {
  // Stands for a timer that was never set.
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
