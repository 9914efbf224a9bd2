// How long synchronous work may hold the event loop: about five milliseconds at a time.
//
// The real clock, and not the runtime's: it measures the work itself, and decides nothing.

const SLICE = 5;

export interface Pace {
  /** Whether the slice is used up: then `rest` before going on. */
  due(): boolean;
  rest(): Promise<void>;
}

export function startPace(): Pace {
  let began = performance.now();
  return {
    due: () => performance.now() - began > SLICE,
    rest: () =>
      new Promise((resolve) => {
        setImmediate(() => {
          began = performance.now();
          resolve();
        });
      }),
  };
}
