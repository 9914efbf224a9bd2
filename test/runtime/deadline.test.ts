// A call with a deadline: whatever is called, whoever called it gets an answer, and a deadline that is over leaves nothing behind.

import { expect, test } from "vitest";
import { Deadline, deadlines } from "../../runtime/deadline.ts";
import { FakeClock } from "../support/fake-clock.ts";

const never = new AbortController().signal;

test("a call that throws before there is a promise is answered as one whose promise fails", async () => {
  const clock = new FakeClock();
  const timed = await new Deadline(clock, 1_000, never).call(() => {
    throw new Error("no such driver");
  });
  expect(timed).toEqual({ kind: "threw", why: "no such driver" });
  expect(clock.pending).toBe(0);
});

test("what is late is late once, and says when it has returned", async () => {
  const clock = new FakeClock();
  const deadlineOf = deadlines(clock, never);
  let end: (value: string) => void = () => {};
  const slow = deadlineOf(1_000).call(
    () =>
      new Promise<string>((resolve) => {
        end = resolve;
      }),
  );
  const quick = deadlineOf(1_000).call(async (signal) => {
    await new Promise((resolve) => {
      signal.addEventListener("abort", resolve);
    });
    return "stopped";
  });
  clock.advance(1_000);
  // Stopped within the grace, it counts with what it says.
  expect(await quick).toEqual({ kind: "value", value: "stopped" });
  clock.advance(1_000);
  const late = await slow;
  if (late.kind !== "late") throw new Error(late.kind);
  let isOver = false;
  const settled = late.settled.then(() => {
    isOver = true;
  });
  await Promise.resolve();
  expect(isOver).toBe(false);
  end("after all");
  await settled;
  expect(clock.pending).toBe(0);
});
