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
