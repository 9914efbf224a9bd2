// A call with a deadline: whatever a driver does, its caller gets an answer.
//
// In:  a call that takes an abort signal. Out: its value, or that it threw, or that it was late. When the deadline passes or
// the outer signal aborts, the call's own signal aborts; a call that ends soon after that still counts with what it says.
// Surprising: a late call may still be running. The caller keeps its resource and its slot taken until `settled` resolves.

import { type Clock, pause } from "./clock.ts";

export type Timed<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "threw"; readonly why: string }
  | { readonly kind: "late"; readonly settled: Promise<void> };

/** How long a call may go on after its signal has aborted before it is given up. */
const GRACE = 1_000;

export async function withDeadline<T>(
  clock: Clock,
  limit: number,
  outer: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<Timed<T>> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  outer.addEventListener("abort", abort, { once: true });
  const cancelLimit = clock.timer(limit, abort);
  const work: Promise<Timed<T>> = call(controller.signal).then(
    (value) => ({ kind: "value", value }),
    (error: unknown) => ({ kind: "threw", why: wordsOf(error) }),
  );
  const given = new AbortController();
  const grace = new Promise<"late">((resolve) => {
    controller.signal.addEventListener("abort", () => {
      void pause(clock, GRACE, given.signal).then(() => resolve("late"));
    });
  });
  if (outer.aborted) abort();
  const first = await Promise.race([work, grace]);
  given.abort();
  cancelLimit();
  outer.removeEventListener("abort", abort);
  return first === "late" ? { kind: "late", settled: work.then(() => undefined) } : first;
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
