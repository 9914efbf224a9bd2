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
  /** The calls that have not ended: who waits for each, and when it will have returned. */
  readonly #open = new Map<(timed: Timed<never>) => void, Promise<void>>();

  constructor(clock: Clock, limit: number, outer: AbortSignal) {
    this.#clock = clock;
    this.#outer = outer;
    this.#cancelLimit = clock.timer(limit, this.#abort);
    outer.addEventListener("abort", this.#abort, { once: true });
  }

  /** To be called before any call of this deadline can have ended: when the last of them has, it is over. */
  call<T>(call: (signal: AbortSignal) => Promise<T>): Promise<Timed<T>> {
    return new Promise((resolve) => {
      const work = begin(call, this.#controller.signal).then(
        (value) => {
          this.#over(resolve);
          resolve({ kind: "value", value });
        },
        (error: unknown) => {
          this.#over(resolve);
          resolve({ kind: "threw", why: wordsOf(error) });
        },
      );
      this.#open.set(resolve, work);
      if (this.#outer.aborted) this.#passed();
    });
  }

  #passed(): void {
    if (this.#controller.signal.aborted) return;
    this.#controller.abort();
    this.#cancelGrace = this.#clock.timer(GRACE, () => {
      for (const [resolve, settled] of this.#open) {
        this.#over(resolve);
        resolve({ kind: "late", settled });
      }
    });
  }

  /** Once for a call that was late, and once more when it has returned. */
  #over(resolve: (timed: Timed<never>) => void): void {
    this.#open.delete(resolve);
    if (this.#open.size > 0) return;
    this.#cancelLimit();
    this.#cancelGrace();
    this.#outer.removeEventListener("abort", this.#abort);
  }
}

/** Whoever throws before there is a promise is answered as one whose promise fails. */
function begin<T>(call: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return call(signal);
  } catch (error) {
    return Promise.reject(error);
  }
}

function nothing(): void {
  // Stands for a timer that was never set.
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
