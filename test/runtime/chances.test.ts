// Another chance at once, for what failed or could not be read, where something else on its target was done since: on a clock
// that stands still, so that nothing here comes of waiting.

import { afterEach, expect, test } from "vitest";
import type { Outcome } from "../../runtime/driver.ts";
import { openEngine } from "../../runtime/engine.ts";
import { type Agent, memoryAgent, thing, versionFor } from "../support/memory.ts";

const INVALID: Outcome = { kind: "invalid", why: "its folder does not exist", help: "declare it" };
const BUSY: Outcome = { kind: "retryable", why: "it is busy" };
const FOR_GOOD = Number.POSITIVE_INFINITY;

let agent: Agent;
afterEach(() => agent.close());

function fails(name: string, says: Outcome, times: number): void {
  agent.world.script({ call: "effect", name, says, does: "nothing", times });
}

function attempts(address: string): number {
  return agent.events.filter((event) => event.kind === "action-started" && event.address === address).length;
}

function waits(address: string): readonly (number | null)[] {
  return agent.events.flatMap((event) =>
    event.kind === "action-finished" && event.address === address && event.outcome !== "done"
      ? event.retryIn
      : [],
  );
}

/** So many milliseconds pass for each turn of the process until it is over. */
async function turning<T>(work: Promise<T>, milliseconds = 0): Promise<T> {
  const state = { isOver: false };
  const ended = work.finally(() => (state.isOver = true));
  while (!state.isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    agent.clock.advance(milliseconds);
  }
  return ended;
}

test("what was refused for want of something else is done in the same run, once that is there", async () => {
  agent = memoryAgent();
  fails("inner", INVALID, 1);
  const result = await agent.want({ inner: thing("inner", 1), outer: thing("outer", 1) });
  expect(result).toMatchObject({ converged: true, open: [] });
  expect(agent.done()).toEqual(["create outer", "create inner"]);
  expect(agent.clock.monotonic()).toBe(0);
});

test("a run ends where nothing helps, after one more attempt for all that was done", async () => {
  agent = memoryAgent();
  fails("inner", INVALID, FOR_GOOD);
  const result = await agent.want({ inner: thing("inner", 1), a: thing("a", 1), b: thing("b", 1) });
  expect(result).toMatchObject({
    converged: false,
    open: [
      {
        address: "inner",
        report: { status: { kind: "failing" }, reason: expect.stringMatching(/^its folder/) },
      },
    ],
  });
  expect(attempts("inner")).toBe(2);
  // Nobody tries again by the time that it would name.
  expect(waits("inner")).toEqual([null, null]);
});

test("with nothing done beside it there is no other chance, and two that fail give each other none", async () => {
  agent = memoryAgent();
  fails("a", INVALID, FOR_GOOD);
  fails("b", INVALID, FOR_GOOD);
  const result = await agent.want({ a: thing("a", 1), b: thing("b", 1) });
  expect(result.converged).toBe(false);
  expect([attempts("a"), attempts("b")]).toEqual([1, 1]);
});

test("a target that says done and does nothing has done nothing", async () => {
  agent = memoryAgent();
  agent.world.script({ call: "effect", name: "a", does: "nothing", times: FOR_GOOD });
  agent.world.script({ call: "effect", name: "b", does: "nothing", times: FOR_GOOD });
  fails("c", INVALID, FOR_GOOD);
  agent.desire({ a: thing("a", 1), b: thing("b", 1), c: thing("c", 1) });
  await agent.pass(1);
  expect([attempts("a"), attempts("b"), attempts("c")]).toEqual([1, 1, 1]);
});

test("what is done on another target is no reason", async () => {
  agent = memoryAgent();
  fails("a", INVALID, FOR_GOOD);
  const { ports, ledger } = agent;
  const elsewhere = ports.config.targets.map((target) => ({ ...target, name: "elsewhere" }));
  const config = { ...ports.config, targets: [...ports.config.targets, ...elsewhere] };
  const engine = openEngine({ ...ports, config }, ledger, "test");
  engine.desire(versionFor({ a: thing("a", 1), b: thing("b", 1, { target: "elsewhere" }) }));
  await turning(engine.converge(new AbortController().signal));
  await engine.close();
  expect([attempts("a"), attempts("b")]).toEqual([1, 1]);
});

test("many that stand in one another, the innermost first, take two attempts each and not one run each", async () => {
  agent = memoryAgent({}, undefined, { parallel: 1 });
  const names = ["a", "b", "c", "d", "e", "f"];
  const missing = new Set(names);
  // Each is refused as long as the next one is not there.
  const takeEffectFault = agent.world.takeEffectFault.bind(agent.world);
  agent.world.takeEffectFault = (call, name) => {
    const outer = names[names.indexOf(name) + 1];
    if (outer !== undefined && missing.has(outer)) return { call: "effect", says: INVALID, does: "nothing" };
    missing.delete(name);
    return takeEffectFault(call, name);
  };
  const result = await agent.want(Object.fromEntries(names.map((name) => [name, thing(name, 1)])));
  expect(result.converged).toBe(true);
  expect(names.map(attempts)).toEqual([2, 2, 2, 2, 2, 1]);
});

test("an agent does not wait for its next attempt either, and a chance makes the wait after it no longer", async () => {
  agent = memoryAgent();
  fails("a", INVALID, FOR_GOOD);
  const things = { a: thing("a", 1), b: thing("b", 1) };
  agent.desire(things);
  await agent.pass(1);
  expect(attempts("a")).toBe(2);
  expect(waits("a")).toEqual([2750, 2750]);
  agent.world.put("b", { value: 7, size: 1 });
  await agent.pass(1);
  agent.world.clearScript();
  agent.world.delete("b");
  await agent.pass(1);
  expect(agent.report("a")?.status.kind).toBe("in-sync");
});

test("what an agent mends all day is no reason to try as often what fails for good", async () => {
  agent = memoryAgent();
  fails("a", INVALID, FOR_GOOD);
  const others = Array.from({ length: 40 }, (_, index) => `b${index}`);
  agent.desire(Object.fromEntries(["a", ...others].map((name) => [name, thing(name, 1)])));
  await agent.pass(1);
  for (const other of others) {
    agent.world.put(other, { value: 7, size: 1 });
    await agent.pass(1);
  }
  expect(agent.done().filter((done) => done.startsWith("update"))).toHaveLength(40);
  // One by the time, one chance for it and sixteen more.
  expect(attempts("a")).toBe(18);
});

test("a chance is not one of the attempts that a run makes before it gives up", async () => {
  agent = memoryAgent();
  fails("a", BUSY, 4);
  agent.desire({ a: thing("a", 1), b: thing("b", 1) });
  const converged = turning(agent.engine.converge(new AbortController().signal), 100);
  expect(await converged).toMatchObject({ converged: true });
  expect(attempts("a")).toBe(5);
});

test("a target that asked for time is given it", async () => {
  agent = memoryAgent();
  fails("a", { kind: "throttled", why: "too many", wait: 5_000 }, 1);
  agent.desire({ a: thing("a", 1), b: thing("b", 1) });
  await agent.pass(4_000);
  expect(attempts("a")).toBe(1);
  await agent.pass(3_000);
  expect(agent.report("a")?.status.kind).toBe("in-sync");
});

test("what could not be read is read again once something was put right", async () => {
  agent = memoryAgent();
  await agent.want({ folder: thing("folder", 1), inner: thing("inner", 1) });
  agent.world.put("folder", { value: 0, size: 1 });
  agent.world.put("inner", { value: 0, size: 1 });
  await agent.restart();
  agent.world.script({ call: "read", name: "inner", says: "unknown" });
  expect(await agent.converge()).toMatchObject({ converged: true });
  expect(agent.done().slice(-2)).toEqual(["update folder", "update inner"]);
});

test("what stays unreadable is looked at once more and left", async () => {
  agent = memoryAgent();
  // By a third look it could be read.
  agent.world.script({ call: "read", name: "inner", says: "unknown", times: 2 });
  const result = await agent.want({ folder: thing("folder", 1), inner: thing("inner", 1) });
  expect(result.open).toMatchObject([{ address: "inner", report: { status: { kind: "unknown" } } }]);
});

test("what was done and cannot be read since is not said to be looked at when nobody looks any more", async () => {
  agent = memoryAgent();
  agent.world.script({ call: "read", name: "copy", says: "unknown", after: 1, times: FOR_GOOD });
  const result = await agent.want({ copy: thing("copy", 1) });
  expect(result.open).toMatchObject([
    { address: "copy", report: { status: { kind: "unknown" }, reason: "copy gave no answer" } },
  ]);
});
