import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../compiler/json.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { TargetGrant } from "../../runtime/config.ts";
import type { Session } from "../../runtime/driver.ts";
import { MEMORY_BOX, MEMORY_KIND, memoryDriver } from "../../runtime/drivers/memory.ts";
import { MemoryWorld, type MemoryOptions } from "../../runtime/drivers/memory/world.ts";
import { CRASHED, describeDriver, readOne, readPresent, subjectOf, turn } from "./conformance.ts";
import { actContext, lookContext } from "./context.ts";

const GRANT: TargetGrant = {
  name: "memory",
  driver: "local",
  base: "/",
  roots: [],
  exec: false,
  process: false,
  poll: 1000,
  watch: true,
};

const nameOf = (spec: JsonObject): string => spec["name"] as string;

describeDriver("memory", {
  kind: MEMORY_KIND,
  open: async () => {
    const world = new MemoryWorld();
    return {
      driver: memoryDriver(world),
      grant: GRANT,
      spec: (name, variant) => ({ name, value: { variant }, size: variant }),
      tamper: (spec) => world.put(nameOf(spec), spec),
      takeAway: (spec) => world.delete(nameOf(spec)),
      usurp: (spec) => {
        world.delete(nameOf(spec));
        world.put(nameOf(spec), {}, MEMORY_BOX);
      },
      snapshot: () => world.snapshot(),
      blind: (spec) => world.script({ call: "read", name: nameOf(spec), says: "unknown" }),
      crash: async (when, subject) => {
        const does = ({ before: "nothing", during: "half", after: "whole" } as const)[when];
        world.script({ call: "create", does, says: "throw" });
        const session = await memoryDriver(world).connect(GRANT, lookContext());
        await session.create(subject, actContext(CRASHED)).catch(() => null);
      },
      leftovers: () => [],
      hangDeaf: () => world.script({ call: "create", name: "one", says: "hang-deaf" }),
      close: async () => {},
    };
  },
});

/** Monotonic time that moves only when it is told to. */
function simulatedClock(): Clock & { advance(by: number): void } {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    wall: () => now,
    monotonic: () => now,
    timer: (delay, wake) => {
      const timer = { at: now + delay, wake };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (by) => {
      now += by;
      for (const timer of [...timers].filter((timer) => timer.at <= now)) {
        timers.delete(timer);
        timer.wake();
      }
    },
  };
}

async function open(options: MemoryOptions = {}): Promise<{ world: MemoryWorld; session: Session }> {
  const world = new MemoryWorld(options);
  return { world, session: await memoryDriver(world).connect(GRANT, lookContext()) };
}

const thing = (name: string, value: number) => subjectOf(MEMORY_KIND, name, { name, value });

describe("the script of the memory driver", () => {
  test("an effect that was done says that it was not", async () => {
    const { world, session } = await open();
    world.script({ call: "create", says: { kind: "retryable", why: "the line broke" } });
    expect(await session.create(thing("a", 1), actContext(1))).toMatchObject({ kind: "retryable" });
    expect(world.snapshot()).toEqual({ a: { name: "a", value: 1 } });
    expect(await session.settle?.({ id: 1, digest: "" }, thing("a", 1), lookContext())).toBe("done");
  });

  test("an effect that was not done says that it was", async () => {
    const { world, session } = await open();
    world.script({ call: "effect", does: "nothing" });
    expect(await session.create(thing("a", 1), actContext(1))).toMatchObject({ kind: "done" });
    expect(world.snapshot()).toEqual({});
    expect(world.effects).toEqual([]);
  });

  test("half an effect changes the first field that differs", async () => {
    const { world, session } = await open();
    world.put("a", { value: 1, other: 1 });
    const wanted = subjectOf(MEMORY_KIND, "a", { name: "a", other: 2, value: 2 });
    world.script({ call: "update", does: "half", says: { kind: "undecided", why: "cut off" } });
    await session.update(wanted, await readPresent(session, wanted), [], actContext(4));
    expect(world.snapshot()).toEqual({ a: { name: "a", value: 1, other: 2 } });
    expect(await session.settle?.({ id: 4, digest: "" }, wanted, lookContext())).toBe("part");
  });

  test("looks lag behind for as long as the clock says", async () => {
    const clock = simulatedClock();
    const { world, session } = await open({ clock });
    world.script({ call: "create", lag: 500 });
    await session.create(thing("a", 1), actContext(1));
    expect(await readOne(session, thing("a", 1))).toEqual({ kind: "gone" });
    clock.advance(500);
    expect(await readOne(session, thing("a", 1))).toMatchObject({ kind: "present" });
  });

  test("every call takes the latency of the clock", async () => {
    const clock = simulatedClock();
    const world = new MemoryWorld({ clock, latency: 20 });
    const ends: string[] = [];
    const connecting = memoryDriver(world).connect(GRANT, lookContext());
    void connecting.then(() => ends.push("connected"));
    clock.advance(19);
    await Promise.resolve();
    expect(ends).toEqual([]);
    clock.advance(1);
    await connecting;
    expect(ends).toEqual(["connected"]);
  });

  test("a hang ends undecided when its signal aborts", async () => {
    const { world, session } = await open();
    world.script({ call: "create", does: "nothing", says: "hang" });
    const controller = new AbortController();
    const outcome = session.create(thing("a", 1), actContext(1, controller.signal));
    await turn();
    controller.abort();
    expect(await outcome).toMatchObject({ kind: "undecided" });
  });

  test("a fault is for a name, after some calls, for some calls", async () => {
    const { world, session } = await open();
    const busy = { kind: "throttled", wait: 10, why: "busy" } as const;
    world.script({ call: "create", name: "b", after: 1, times: 2, does: "nothing", says: busy });
    const kinds = [];
    for (const name of ["a", "b", "b", "b", "b"])
      kinds.push((await session.create(thing(name, 1), actContext())).kind);
    expect(kinds).toEqual(["done", "done", "throttled", "throttled", "done"]);
  });

  test("an unreachable target: no connection, unknown, retryable", async () => {
    const { world, session } = await open();
    world.unreachable = "no route to the host";
    await expect(memoryDriver(world).connect(GRANT, lookContext())).rejects.toThrow("no route");
    expect(await readOne(session, thing("a", 1))).toEqual({ kind: "unknown", why: "no route to the host" });
    expect(await session.create(thing("a", 1), actContext())).toMatchObject({ kind: "retryable" });
    expect(world.effects).toEqual([]);
  });

  test("it becomes another identity at the next connection", async () => {
    const { world, session } = await open();
    world.identity = "memory:2";
    const again = await memoryDriver(world).connect(GRANT, lookContext());
    expect([session.identity, again.identity]).toEqual(["memory:1", "memory:2"]);
  });

  test("the log has every effect in order, with its intent, a stranger's without", async () => {
    const { world, session } = await open();
    await session.create(thing("a", 1), actContext(11));
    world.put("a", { value: 2 });
    const present = await readPresent(session, thing("a", 1));
    await session.update(thing("a", 1), present, [], actContext(12));
    await session.remove(thing("a", 1), null, actContext(13));
    expect(world.effects.map((effect) => [effect.call, effect.intent, effect.after?.["value"]])).toEqual([
      ["create", 11, 1],
      ["update", null, 2],
      ["update", 12, 1],
      ["remove", 13, undefined],
    ]);
  });

  test("what was made anew is another thing", async () => {
    const { session } = await open();
    const first = await session.create(thing("a", 1), actContext());
    await session.remove(thing("a", 1), null, actContext());
    const second = await session.create(thing("a", 1), actContext());
    expect(first).toMatchObject({ outputs: { id: "thing-1", url: "memory://memory:1/a" } });
    expect(second).toMatchObject({ outputs: { id: "thing-2" } });
  });
});
