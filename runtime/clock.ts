// The two clocks, as a port. Nothing else in the runtime asks what time it is or waits.
//
// *Wall* time is what people, windows and certificates mean; it may jump. *Monotonic* time is for durations, deadlines and
// backoffs; it never goes back, and may stand still while the machine sleeps. Leases and suspends use the greater elapsed
// of both. In tests both are simulated, so that no test sleeps.

/** Milliseconds since 1970 (UTC). */
export type WallTime = number;
/** Milliseconds since some moment of this process's own. */
export type MonotonicTime = number;

export interface Clock {
  wall(): WallTime;
  monotonic(): MonotonicTime;
  /** Calls `wake` once after at least `delay` milliseconds of monotonic time; the returned function prevents that. */
  timer(delay: number, wake: () => void): () => void;
}

/** The process's own clock. Not `performance`, which takes milliseconds to load. */
export function monotonicNow(): MonotonicTime {
  const time = process.hrtime();
  return time[0] * 1_000 + time[1] / 1e6;
}

/** Resolves after `delay` milliseconds, or as soon as the signal aborts. It never rejects: the caller looks at the signal. */
export function pause(clock: Clock, delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.timer(delay, done);
    signal?.addEventListener("abort", done, { once: true });
  });
}
