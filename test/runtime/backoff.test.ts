// How long is waited: properties of the delays, whatever the draw.

import fc from "fast-check";
import { expect, test } from "vitest";
import { fullJitter, nextDelay, retryOf } from "../../runtime/backoff.ts";
import type { Outcome } from "../../runtime/driver.ts";
import { Breaker } from "../../runtime/host/breaker.ts";
import { FakeClock } from "../support/fake-clock.ts";

const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 1, max: 10_000 });
const failure = fc.constantFrom<Outcome>(
  { kind: "retryable", why: "" },
  { kind: "conflict", why: "" },
  { kind: "denied", why: "" },
  { kind: "invalid", why: "" },
  { kind: "undecided", why: "" },
);

test("a delay is never nothing, never more than the longest, and grows no faster than twofold", () => {
  fc.assert(
    fc.property(failure, attempts, draw, (outcome, count, random) => {
      const delay = nextDelay(outcome, count, () => random);
      expect(delay).toBeGreaterThan(0);
      expect(delay).toBeLessThanOrEqual(5 * 60_000);
      const ceiling = (number: number): number => nextDelay(outcome, number, () => 1 - Number.EPSILON);
      expect(ceiling(count + 1)).toBeLessThanOrEqual(2 * ceiling(count) + 1e-6);
      expect(ceiling(count + 1)).toBeGreaterThanOrEqual(ceiling(count));
    }),
  );
});

test("the jitter is full: a draw decides between a tenth of the ceiling and all of it", () => {
  fc.assert(
    fc.property(attempts, draw, draw, (count, a, b) => {
      const [less, more] = [a, b].toSorted((x, y) => x - y) as [number, number];
      const delay = (random: number): number => fullJitter(500, count, () => random);
      expect(delay(less)).toBeLessThanOrEqual(delay(more));
      expect(delay(0)).toBeCloseTo(delay(1) / 10, 6);
    }),
  );
});

test("a target's own word is never undercut, and refusals are not asked about every second", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), attempts, draw, (wait, count, random) => {
      expect(nextDelay({ kind: "throttled", wait, why: "" }, count, () => random)).toBeGreaterThanOrEqual(
        wait,
      );
    }),
  );
  expect(nextDelay({ kind: "denied", why: "" }, 1, () => 0.5)).toBeGreaterThan(
    nextDelay({ kind: "retryable", why: "" }, 1, () => 0.5),
  );
  expect(nextDelay({ kind: "done", outputs: {}, version: null }, 3, () => 0.5)).toBe(0);
});

test("`retry` sets the first and the longest wait; what is no number says nothing", () => {
  fc.assert(
    fc.property(
      attempts,
      draw,
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 1e6 }),
      (count, random, first, longest) => {
        const delay = nextDelay(
          { kind: "retryable", why: "" },
          count,
          () => random,
          retryOf({ first, longest }),
        );
        expect(delay).toBeGreaterThan(0);
        expect(delay).toBeLessThanOrEqual(Math.max(first, longest));
      },
    ),
  );
  const plain = retryOf(null);
  for (const odd of [{ first: -1 }, { longest: "1s" }, { first: 0, longest: null }])
    expect(retryOf(odd)).toEqual(plain);
});

test("a breaker opens at each failure for longer, and a good look does not make up for a hanging effect", () => {
  const clock = new FakeClock();
  const breaker = new Breaker(clock, () => 0.999_999);
  const lefts: number[] = [];
  for (let failures = 0; failures < 4; failures++) {
    breaker.failed("effect", `death ${failures}`);
    // What ends together with it is one failure.
    breaker.failed("effect", `death ${failures}`);
    lefts.push(Math.round(breaker.open()?.left ?? 0));
    clock.advance(breaker.open()?.left ?? 0);
    expect(breaker.open()).toBeNull();
    breaker.went("look");
  }
  expect(lefts).toEqual([1000, 2000, 4000, 8000]);
  breaker.went("effect");
  breaker.failed("look", "late");
  expect(Math.round(breaker.open()?.left ?? 0)).toBe(1000);
  clock.advance(1_000);
  breaker.went("look");
  breaker.failed("look", "late again");
  expect(Math.round(breaker.open()?.left ?? 0)).toBe(1000);
});
