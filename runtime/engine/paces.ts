// How much each target takes: at once (a semaphore), and in the course of time (a token bucket).
//
// In:  effects as they begin and end, from every environment of the agent. Out: how many more may begin now, and when the next
// one may. A target is one machine or one account whatever the number of environments on it, so its measures are shared.
// Only effects count: looks come in batches, and a target that has enough of them says "throttled".

import type { AgentConfig } from "../config.ts";
import type { Clock, MonotonicTime } from "../clock.ts";
import { type Bucket, fullBucket, type Measure, takeToken, tokenIn } from "./bucket.ts";

/** At once, where neither the driver nor the configuration says. */
const DEFAULT_SLOTS = 16;

export class Paces {
  readonly #config: AgentConfig;
  readonly #clock: Clock;
  readonly #running = new Map<string, number>();
  readonly #buckets = new Map<string, Bucket>();
  readonly #listeners = new Set<() => void>();

  constructor(config: AgentConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  /** Calls `wake` whenever a target may take more than before; answers how to end that. */
  listen(wake: () => void): () => void {
    this.#listeners.add(wake);
    return () => this.#listeners.delete(wake);
  }

  /** How many more effects the target takes now. `slots`: what its driver says. */
  free(target: string, slots: number | null): number {
    const granted = this.#grant(target)?.parallel ?? null;
    const most = Math.min(slots ?? granted ?? DEFAULT_SLOTS, granted ?? Number.POSITIVE_INFINITY);
    const free = most - (this.#running.get(target) ?? 0);
    const measure = this.#measure(target);
    if (measure === null || free <= 0) return free;
    const now = this.#clock.monotonic();
    const bucket = this.#buckets.get(target) ?? fullBucket(measure, now);
    let tokens = 0;
    for (let left = bucket; tokens < free && tokenIn(left, measure, now) === 0; tokens++)
      left = takeToken(left, measure, now);
    return tokens;
  }

  /** Milliseconds until the target takes another effect as far as its rate goes; 0: now. */
  wait(target: string): number {
    const measure = this.#measure(target);
    const bucket = this.#buckets.get(target);
    if (measure === null || bucket === undefined) return 0;
    return tokenIn(bucket, measure, this.#clock.monotonic());
  }

  began(target: string): void {
    this.#running.set(target, (this.#running.get(target) ?? 0) + 1);
    const measure = this.#measure(target);
    if (measure === null) return;
    const now: MonotonicTime = this.#clock.monotonic();
    const bucket = this.#buckets.get(target) ?? fullBucket(measure, now);
    this.#buckets.set(target, takeToken(bucket, measure, now));
  }

  ended(target: string): void {
    this.#running.set(target, Math.max(0, (this.#running.get(target) ?? 0) - 1));
    for (const wake of this.#listeners) wake();
  }

  #grant(target: string) {
    return this.#config.targets.find(({ name }) => name === target);
  }

  #measure(target: string): Measure | null {
    const rate = this.#grant(target)?.rate;
    return rate === undefined ? null : { size: rate.count, refill: rate.per / rate.count };
  }
}
