import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  advance,
  coveringSuspend,
  covers,
  isOver,
  type Moment,
  passed,
  remaining,
  type Scope,
  type Suspend,
  takeUp,
} from "../../runtime/permit/suspend.ts";
import { address } from "../support/graphs.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);

function suspend(lasts: number | null, scope: Scope = { kind: "environment", environment: "prod" }): Suspend {
  return { scope, reason: "audit", who: "ada", at: START, lasts, elapsed: 0, seen: START };
}

const moment = (wall: number, monotonic: number): Moment => ({ wall: START + wall, monotonic });

describe("what it covers", () => {
  const item = { environment: "prod", address: address("shop.db"), target: "main" };
  test.each<[Scope, boolean]>([
    [{ kind: "environment", environment: "prod" }, true],
    [{ kind: "environment", environment: "staging" }, false],
    [{ kind: "target", target: "main" }, true],
    [{ kind: "target", target: "other" }, false],
    [{ kind: "address", environment: "prod", address: address("shop.db") }, true],
    [{ kind: "address", environment: "prod", address: address("shop") }, true],
    [{ kind: "address", environment: "prod", address: address("sho") }, false],
    [{ kind: "address", environment: "staging", address: address("shop.db") }, false],
  ])("%j: %s", (scope, expected) => expect(covers(scope, item)).toBe(expected));

  test("of several, the one that lasts longest is named; one that is over covers nothing", () => {
    const short = suspend(HOUR);
    const long = suspend(DAY, { kind: "target", target: "main" });
    expect(coveringSuspend([short, long], item)).toBe(long);
    expect(coveringSuspend([long, suspend(null)], item)).toMatchObject({ lasts: null });
    expect(coveringSuspend([{ ...short, elapsed: HOUR }], item)).toBe(null);
  });
});

describe("how long it lasts", () => {
  test("thirty days, through restarts and a wall clock that is set back", () => {
    let running = suspend(30 * DAY);
    // Ten days in one process; in the midst of it the wall clock is set back by a year.
    let before = moment(0, 0);
    for (let day = 1; day <= 10; day++) {
      const wall = day * DAY - (day > 5 ? 365 * DAY : 0);
      const now = moment(wall, day * DAY);
      running = advance(running, before, now);
      before = now;
    }
    expect(remaining(running)).toBe(20 * DAY);
    // The process is down for two days, and its monotonic clock begins anew.
    running = takeUp(running, before.wall + 2 * DAY);
    expect(remaining(running)).toBe(18 * DAY);
    // Down once more, and the clock is set back meanwhile: that takes nothing away and adds nothing.
    running = takeUp(running, before.wall - 100 * DAY);
    expect(remaining(running)).toBe(18 * DAY);
    let late = { wall: running.seen, monotonic: 7 };
    for (let hour = 0; hour < 18 * 24; hour++) {
      expect(isOver(running)).toBe(false);
      const now = { wall: late.wall + HOUR, monotonic: late.monotonic + HOUR };
      running = advance(running, late, now);
      late = now;
    }
    expect(isOver(running)).toBe(true);
  });

  test("a jump of the wall clock is not time that has passed", () => {
    expect(passed(moment(0, 0), moment(40 * DAY, 60_000))).toBe(60_000);
    expect(passed(moment(0, 0), moment(-DAY, 60_000))).toBe(60_000);
    expect(passed(moment(0, 0), moment(61_000, 60_000))).toBe(61_000);
  });

  test("it is never over before its time has passed on the monotonic clock, and always soon after", () => {
    const step = fc.record({
      monotonic: fc.integer({ min: 1, max: 60_000 }),
      jump: fc.oneof(fc.constant(0), fc.integer({ min: -40 * DAY, max: 40 * DAY })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), fc.integer({ min: 1, max: HOUR }), (steps, lasts) => {
        let running = suspend(lasts);
        let now = moment(0, 0);
        for (const { monotonic, jump } of steps) {
          const next = { wall: now.wall + monotonic + jump, monotonic: now.monotonic + monotonic };
          running = advance(running, now, next);
          now = next;
          expect(isOver(running) || now.monotonic < lasts).toBe(true);
          // What two clocks may come apart without its being a jump, per look.
          expect(!isOver(running) || now.monotonic + 5_000 * steps.length >= lasts).toBe(true);
        }
      }),
    );
  });

  test("without an end it lasts until it is resumed", () => {
    expect(isOver({ ...suspend(null), elapsed: 1000 * DAY })).toBe(false);
  });
});
