// The process's own clock, as the commands hand it to the runtime.

import { expect, test } from "vitest";
import { realClock } from "../../cli/host.ts";

test("a wait for nothing only lets others go first, and one that is called off never ends", async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    const callOff = realClock.timer(0, () => order.push("called off"));
    realClock.timer(0, () => order.push("a wait for nothing"));
    callOff();
    void Promise.resolve().then(() => order.push("what follows at once"));
    setImmediate(() => order.push("the end of this turn"));
    realClock.timer(1, resolve);
  });
  expect(order).toEqual(["what follows at once", "a wait for nothing", "the end of this turn"]);
});

test("nobody is woken before its time, however short the fraction", async () => {
  const waits = Array.from({ length: 300 }, (_, index) => 1 + index / 17);
  const early = await Promise.all(
    waits.map(
      (delay) =>
        new Promise<number>((resolve) => {
          const start = realClock.monotonic();
          realClock.timer(delay, () => resolve(Math.min(0, realClock.monotonic() - start - delay)));
        }),
    ),
  );
  expect(early.filter((by) => by < 0)).toEqual([]);
});

test("what is to come in months is not called at once", async () => {
  const order: string[] = [];
  const callOff = realClock.timer(60 * 86_400_000, () => order.push("in months"));
  await new Promise<void>((resolve) => realClock.timer(20, resolve));
  callOff();
  expect(order).toEqual([]);
});
