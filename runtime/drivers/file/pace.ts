// How long synchronous work may hold the event loop: about five milliseconds at a time.
//
// The real clock, and not the runtime's: it measures the work itself, and decides nothing.

import { monotonicNow } from "../../clock.ts";

const SLICE = 5;

export interface Pace {
  /** Whether the slice is used up: then `rest` before going on. */
  due(): boolean;
  rest(): Promise<void>;
}

export function startPace(): Pace {
  let began = monotonicNow();
  return {
    due: () => monotonicNow() - began > SLICE,
    rest: () =>
      new Promise((resolve) => {
        setImmediate(() => {
          began = monotonicNow();
          resolve();
        });
      }),
  };
}
