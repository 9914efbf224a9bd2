// Token buckets: a few at once, and then one now and then.
//
// In:  a bucket, its measure, and the time. Out: the bucket as it is by then, and how long the next token takes. Time is
// given, and nothing ticks: a bucket that nobody asks costs nothing.

import type { MonotonicTime } from "../clock.ts";

export interface Measure {
  /** How many a full one holds. */
  readonly size: number;
  /** Milliseconds for one more. */
  readonly refill: number;
}

export interface Bucket {
  readonly tokens: number;
  readonly at: MonotonicTime;
}

export function fullBucket({ size }: Measure, at: MonotonicTime): Bucket {
  return { tokens: size, at };
}

/** A time before the bucket's own (an entry that was dated after now) adds nothing. */
export function bucketAt(bucket: Bucket, { size, refill }: Measure, at: MonotonicTime): Bucket {
  const passed = Math.max(0, at - bucket.at);
  return { tokens: Math.min(size, bucket.tokens + passed / refill), at: Math.max(at, bucket.at) };
}

/** May go below nought: what has happened has happened. */
export function takeToken(bucket: Bucket, measure: Measure, at: MonotonicTime): Bucket {
  const now = bucketAt(bucket, measure, at);
  return { ...now, tokens: now.tokens - 1 };
}

/** Milliseconds until there is a token; 0: there is one. */
export function tokenIn(bucket: Bucket, measure: Measure, at: MonotonicTime): number {
  const { tokens } = bucketAt(bucket, measure, at);
  return tokens >= 1 ? 0 : Math.max(1, (1 - tokens) * measure.refill);
}
