// A clock that stands still until a test moves it: wall and monotonic time, and timers that fire as time passes.
//
// `advance` fires what is due in the order in which it is due, with the time as it is then; a timer that is set while it
// runs and falls due within it fires as well. `jump` moves the wall clock alone, as an administrator would.

import type { Clock, MonotonicTime, WallTime } from "../../runtime/clock.ts";

interface Timer {
  readonly due: MonotonicTime;
  readonly order: number;
  readonly wake: () => void;
}

export class FakeClock implements Clock {
  #wall: WallTime;
  #monotonic: MonotonicTime = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(wall: WallTime = Date.UTC(2026, 0, 2, 3, 4, 5)) {
    this.#wall = wall;
  }

  wall(): WallTime {
    return this.#wall;
  }

  monotonic(): MonotonicTime {
    return this.#monotonic;
  }

  timer(delay: number, wake: () => void): () => void {
    const timer = { due: this.#monotonic + Math.max(0, delay), order: this.#order++, wake };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  advance(milliseconds: number): void {
    const end = this.#monotonic + milliseconds;
    for (let next = this.#nextUntil(end); next !== null; next = this.#nextUntil(end)) {
      this.#moveTo(next.due);
      this.#timers.delete(next);
      next.wake();
    }
    this.#moveTo(end);
  }

  jump(milliseconds: number): void {
    this.#wall += milliseconds;
  }

  #nextUntil(end: MonotonicTime): Timer | null {
    let next: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.due > end) continue;
      if (next === null || timer.due < next.due || (timer.due === next.due && timer.order < next.order))
        next = timer;
    }
    return next;
  }

  #moveTo(moment: MonotonicTime): void {
    this.#wall += moment - this.#monotonic;
    this.#monotonic = moment;
  }
}
