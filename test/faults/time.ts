// Simulated time: two clocks and timers, moved by one loop that decides everything that a real machine leaves to chance.
//
// In:  timers of the agent and of the targets. Out: the same order of events for the same seed. Of the timers that are due at
// one instant a seeded choice goes first; between two of them every promise that can go on has gone on, because the loop
// lets Node's own turn end. A *life* is one run of an agent: when it ends, its timers and its waits end with it.

import type { Clock } from "../../runtime/clock.ts";
import type { Random } from "./random.ts";

interface Timer {
  readonly due: number;
  readonly tie: number;
  readonly wake: () => void;
  readonly life: Life | null;
}

export class SimulatedTime {
  readonly #random: Random;
  readonly #timers = new Set<Timer>();
  #now = 0;
  #wall: number;

  constructor(random: Random, wall: number) {
    this.#random = random;
    this.#wall = wall;
  }

  get now(): number {
    return this.#now;
  }

  get wall(): number {
    return this.#wall + this.#now;
  }

  jump(milliseconds: number): void {
    this.#wall += milliseconds;
  }

  at(delay: number, wake: () => void, life: Life | null = null): () => void {
    const timer = { due: this.#now + Math.max(0, delay), tie: this.#random.next(), wake, life };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Until `end`, or until `stop` says so. */
  async run(end: number, stop: () => boolean): Promise<void> {
    await turn();
    while (!stop()) {
      const next = this.#next();
      if (next === null || next.due > end) {
        this.#now = Math.max(this.#now, end);
        return;
      }
      this.#now = next.due;
      this.#timers.delete(next);
      if (next.life?.over === true) continue;
      next.wake();
      await turn();
    }
  }

  #next(): Timer | null {
    let next: Timer | null = null;
    for (const timer of this.#timers) {
      if (next === null || timer.due < next.due || (timer.due === next.due && timer.tie < next.tie))
        next = timer;
    }
    return next;
  }
}

/** Every microtask that can run has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Thrown where a life ends in the midst of something, and by whatever a dead one still touches. */
export class Crash extends Error {}

/** One run of an agent, from its start to its end, however that comes. */
export class Life {
  readonly number: number;
  readonly clock: Clock;
  readonly #time: SimulatedTime;
  over = false;

  constructor(time: SimulatedTime, number: number) {
    this.number = number;
    this.#time = time;
    // A process has a monotonic clock of its own origin.
    const origin = time.now - number * 1_000_003;
    this.clock = {
      wall: () => time.wall,
      monotonic: () => time.now - origin,
      timer: (delay, wake) => time.at(delay, wake, this),
    };
  }

  /** Never resolves once the life is over. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#time.at(milliseconds, resolve, this);
    });
  }

  check(): void {
    if (this.over) throw new Crash("this agent is no more");
  }
}
