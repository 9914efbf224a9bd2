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
  return new Promise((resolve) => {
    const controller = new AbortController();
    let cancelGrace = nothing;
    const abort = (): void => {
      if (controller.signal.aborted) return;
      controller.abort();
      cancelGrace = clock.timer(GRACE, () => finish({ kind: "late", settled: work.then(nothing) }));
    };
    const cancelLimit = clock.timer(limit, abort);
    const finish = (timed: Timed<T>): void => {
      cancelLimit();
      cancelGrace();
      outer.removeEventListener("abort", abort);
      resolve(timed);
    };
    outer.addEventListener("abort", abort, { once: true });
    const work = call(controller.signal).then(
      (value) => finish({ kind: "value", value }),
      (error: unknown) => finish({ kind: "threw", why: wordsOf(error) }),
    );
    if (outer.aborted) abort();
  });
}

function nothing(): void {
  // Stands for a timer that was never set.
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
