import { afterEach, describe, expect, test } from "vitest";
import type { Item } from "../../runtime/item.ts";
import type { Approval } from "../../runtime/permit/approvals.ts";
import { DEFAULT_LIMITS } from "../../runtime/permit/limits.ts";
import { parseWindow, type WindowSettings } from "../../runtime/permit/windows.ts";
import { address, type Declared } from "../support/graphs.ts";
import { type Agent, memoryAgent, thing, versionFor } from "../support/memory.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let agent: Agent;
afterEach(() => agent.close());

function things(
  count: number,
  value: string,
  more: Parameters<typeof thing>[2] = {},
): Record<string, Declared> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`t${index}`, thing(`t${index}`, value, more)]),
  );
}

function suspend(lasts: number | null): void {
  const at = agent.clock.wall();
  const scope = { kind: "environment", environment: "test" } as const;
  agent.decide({
    kind: "suspended",
    suspend: { scope, reason: "audit", who: "ada", at, lasts, elapsed: 0, seen: at },
  });
}

function approve(items: readonly Item[], at = agent.clock.wall()): void {
  const approvals = items.map(({ digest, environment, address, action }): Approval => ({
    digest,
    environment,
    address,
    action,
    at,
    lasts: DAY,
    who: "ada",
    why: "",
  }));
  agent.decide({ kind: "approved", approvals });
}

function window(settings: { readonly intended?: string; readonly corrective?: string }): WindowSettings {
  const read = (text: string | undefined) => {
    if (text === undefined) return null;
    const parsed = parseWindow(text);
    return parsed === null ? [] : [parsed];
  };
  return { zone: "UTC", intended: read(settings.intended), corrective: read(settings.corrective) };
}

describe("suspend", () => {
  test("nothing is done, looking goes on, and the status says what would be done", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "one") });
    agent.done();
    suspend(HOUR);
    await agent.want({ web: thing("web", "two"), db: thing("db", "x") });
    agent.world.put("web", { value: "drifted", size: 1 });
    await agent.pass(5 * MINUTE);
    expect(agent.done()).toEqual([]);
    expect(agent.report("db")).toMatchObject({ status: { kind: "suspended" } });
    expect(agent.report("db")?.reason).toMatch(/^test is suspended by ada .*: audit; it would be created$/);
    expect(agent.report("web")?.reason).toMatch(/it would be updated$/);
    await agent.pass(HOUR);
    expect(agent.done().toSorted()).toEqual(["create db", "update web"]);
    expect(agent.ledger.suspends()).toEqual([]);
    expect(agent.ledger.trail().map(({ what }) => what)).toContain("suspend over");
  });

  test("a 30-day suspend survives restarts and a wall clock that is set back", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "one") });
    suspend(30 * DAY);
    await agent.want({ web: thing("web", "two") });
    agent.done();
    // Down for ten days, then the clock is set back by a hundred, then it jumps ahead by forty.
    await agent.restart(10 * DAY);
    await agent.pass(HOUR);
    agent.clock.jump(-100 * DAY);
    await agent.pass(HOUR);
    agent.clock.jump(40 * DAY);
    await agent.pass(HOUR);
    await agent.restart(-50 * DAY);
    await agent.pass(HOUR);
    expect(agent.done()).toEqual([]);
    expect(agent.report("web")?.reason).toContain("for another 20 days");
    await agent.restart(20 * DAY - 3 * HOUR);
    await agent.pass(HOUR);
    expect(agent.done()).toEqual(["update web"]);
  });

  test("resuming lets everything go on at once", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "one") });
    suspend(null);
    await agent.want({ web: thing("web", "two") });
    agent.done();
    agent.decide({ kind: "resumed", scope: { kind: "environment", environment: "test" } });
    await agent.converge();
    expect(agent.done()).toEqual(["update web"]);
  });
});

describe("windows", () => {
  const NOON = Date.UTC(2026, 0, 5, 12); // a Monday
  const NIGHTLY = window({ intended: "22:00-04:00" });

  test("an intended change waits for its window, and repair meanwhile aims at what was released", async () => {
    agent = memoryAgent({ window: NIGHTLY }, Date.UTC(2026, 0, 4, 23));
    await agent.want({ web: thing("web", "one"), log: thing("log", "a") });
    agent.done();
    await agent.pass(13 * HOUR); // it is noon
    await agent.want({ web: thing("web", "two") });
    expect(agent.report("web")).toMatchObject({ status: { kind: "waiting", for: "window" } });
    expect(agent.report("log")).toMatchObject({ status: { kind: "waiting", for: "window" } });
    agent.world.put("web", { value: "drifted", size: 1 });
    agent.world.put("log", { value: "drifted", size: 1 });
    await agent.pass(MINUTE);
    expect(agent.done().toSorted()).toEqual(["update log", "update web"]);
    expect(agent.world.truth("web")?.spec).toMatchObject({ value: "one" });
    expect(agent.world.truth("log")?.spec).toMatchObject({ value: "a" });
    await agent.pass(9 * HOUR);
    expect(agent.done()).toEqual([]);
    await agent.pass(2 * HOUR);
    expect(agent.done().toSorted()).toEqual(["remove log", "update web"]);
    expect(agent.world.truth("web")?.spec).toMatchObject({ value: "two" });
  });

  test("a jump of the wall clock into a window opens nothing", async () => {
    agent = memoryAgent({ window: NIGHTLY }, NOON);
    await agent.want({ web: thing("web", "one") });
    await agent.pass(MINUTE);
    agent.clock.jump(11 * HOUR);
    await agent.pass(2 * HOUR);
    expect(agent.done()).toEqual([]);
    await agent.pass(DAY);
    expect(agent.done()).toEqual(["create web"]);
  });

  test("repairs have a window of their own", async () => {
    agent = memoryAgent({ window: window({ corrective: "22:00-04:00" }) }, NOON);
    await agent.want({ web: thing("web", "one") });
    expect(agent.done()).toEqual(["create web"]);
    agent.world.put("web", { value: "drifted", size: 1 });
    await agent.pass(HOUR);
    expect(agent.done()).toEqual([]);
    expect(agent.report("web")).toMatchObject({ status: { kind: "waiting", for: "window" } });
    await agent.pass(10 * HOUR);
    expect(agent.done()).toEqual(["update web"]);
  });

  test("a replace that has begun is finished outside of its window, through a restart as well", async () => {
    agent = memoryAgent({ window: NIGHTLY }, Date.UTC(2026, 0, 5, 3, 50));
    await agent.want({ web: thing("web", "one") });
    agent.done();
    agent.world.script({
      call: "create",
      times: 1,
      does: "nothing",
      says: { kind: "throttled", wait: HOUR, why: "busy" },
    });
    agent.desire({ web: thing("web", "one", { size: 2 }) });
    await agent.pass(MINUTE);
    expect(agent.done()).toEqual(["remove web"]);
    await agent.restart(HOUR);
    await agent.converge();
    expect(agent.done()).toEqual(["create web"]);
    expect(agent.world.truth("web")?.spec).toMatchObject({ size: 2 });
  });

  test("a version is judged by the settings of the one before it, and cannot open its own window", async () => {
    agent = memoryAgent({}, NOON);
    const never = { window: { zone: "UTC", intended: ["22:00-04:00"] } };
    await agent.want({ web: thing("web", "one") }, { commit: "c1", delivery: never });
    expect(agent.done()).toEqual(["create web"]);
    await agent.want({ web: thing("web", "two") }, { commit: "c2", delivery: {} });
    expect(agent.done()).toEqual([]);
    await agent.want({ web: thing("web", "three") }, { commit: "c3", delivery: {} });
    expect(agent.done()).toEqual(["update web"]);
  });
});

describe("limits", () => {
  test("half of a target gone: its repairs wait together until they are approved", async () => {
    agent = memoryAgent();
    await agent.want(things(40, "a"));
    agent.done();
    for (let index = 0; index < 20; index++) agent.world.delete(`t${index}`);
    await agent.pass(2 * MINUTE);
    expect(agent.done()).toEqual([]);
    expect(agent.report("t0")).toMatchObject({
      status: { kind: "waiting", for: "limit" },
      reason:
        "20 of 40 resources on the target `memory` are gone or changed at once: more than 30 %; it waits for an approval",
    });
    // Approving some does not let the others through by making them fewer.
    const waiting = agent.engine.waiting();
    expect(waiting).toHaveLength(20);
    approve(waiting.slice(0, 15));
    await agent.pass(2 * MINUTE);
    expect(agent.done()).toHaveLength(15);
    await agent.restart();
    await agent.pass(2 * MINUTE);
    expect(agent.done()).toHaveLength(0);
    approve(agent.engine.waiting());
    await agent.pass(2 * MINUTE);
    expect(agent.done()).toHaveLength(5);
  });

  test("more than a tenth to delete waits whole, the rest proceeds, and an hour of patience frees nothing", async () => {
    agent = memoryAgent();
    await agent.want(things(40, "a"));
    agent.done();
    const { t0: _0, t1: _1, t2: _2, t3: _3, t4: _4, ...rest } = things(40, "a");
    await agent.want({ ...rest, fresh: thing("fresh", "x") });
    expect(agent.done()).toEqual(["create fresh"]);
    await agent.pass(2 * HOUR);
    expect(agent.done()).toEqual([]);
    approve(agent.engine.waiting());
    await agent.converge();
    expect(agent.done().toSorted()).toEqual([
      "remove t0",
      "remove t1",
      "remove t2",
      "remove t3",
      "remove t4",
    ]);
    expect(agent.ledger.approvals("test").size).toBe(0);
  });

  test("what was deleted counts for an hour, through restarts and other versions", async () => {
    agent = memoryAgent();
    await agent.want(things(40, "a"));
    const without = (count: number): Record<string, Declared> =>
      Object.fromEntries(Object.entries(things(40, "a")).slice(count));
    await agent.want(without(4));
    agent.done();
    await agent.restart();
    agent.clock.jump(5 * HOUR);
    await agent.want(without(5));
    expect(agent.done()).toEqual([]);
    expect(agent.report("t4")?.reason).toContain("with the 4 of the last hour");
  });

  test("the last resource, what holds data, and the same commit with another graph wait", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "one") }, { commit: "c1" });
    await agent.want({}, { commit: "c2" });
    expect(agent.report("web")?.reason).toContain("nothing would be left of the environment test");
    await agent.want(
      { web: thing("web", "one"), db: thing("db", "one") },
      { commit: "c3", kind: { holdsData: true } },
    );
    await agent.want({ web: thing("web", "one") }, { commit: "c4", kind: { holdsData: true } });
    expect(agent.report("db")?.reason).toContain("its kind std.memory.Thing holds data");
    await agent.want({ web: thing("web", "one"), db: thing("db", "one") }, { commit: "c5" });
    agent.done();
    await agent.want({ web: thing("web", "one", { size: 2 }), db: thing("db", "two") }, { commit: "c5" });
    expect(agent.done()).toEqual(["update db"]);
    expect(agent.report("web")?.reason).toContain("the commit is the same as before, and its graph is not");
    expect(agent.engine.plan()?.items.find((item) => item.address === "web")?.cause).toBe("agent");
  });
});

describe("approvals", () => {
  test("a stale approval covers nothing: the item that changed, or that was looked at too long ago, is another", async () => {
    agent = memoryAgent({ limits: { ...DEFAULT_LIMITS, share: 0, from: 1 } });
    await agent.want({ a: thing("a", "1"), b: thing("b", "1") });
    agent.done();
    await agent.want({ b: thing("b", "1", { size: 2 }), a: thing("a", "1") });
    const [replace] = agent.engine.waiting();
    expect(replace).toMatchObject({ address: "b", action: "replace" });
    // Before it is approved, somebody changes the very field that forces it; the agent has not seen that.
    agent.world.put("b", { value: "1", size: 7 });
    approve(replace === undefined ? [] : [replace]);
    agent.clock.advance(10_000);
    await agent.converge();
    expect(agent.done()).toEqual([]);
    expect(agent.report("b")?.status).toMatchObject({ kind: "waiting", for: "limit" });
    const now = agent.engine.waiting();
    expect(now.map(({ cause }) => cause).toSorted()).toEqual(["corrective", "intended"]);
    expect(now.map(({ digest }) => digest)).not.toContain(replace?.digest);
    approve(now.filter(({ cause }) => cause === "intended"));
    await agent.converge();
    expect(agent.done()).toEqual(["remove b", "create b"]);
  });

  test("one that has expired covers nothing", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "one") });
    agent.done();
    await agent.want({});
    approve(agent.engine.waiting(), agent.clock.wall() - 25 * HOUR);
    await agent.converge();
    expect(agent.done()).toEqual([]);
  });
});

describe("protection", () => {
  const protect = { meta: { protect: true } };

  test("outlives the declaration, covers replace, and is lifted by a version that declares the resource without it", async () => {
    agent = memoryAgent({ limits: { ...DEFAULT_LIMITS, last: false } });
    await agent.want({ web: thing("web", "one", protect), log: thing("log", "x") });
    agent.done();
    await agent.want({ web: thing("web", "one", { ...protect, size: 2 }), log: thing("log", "x") });
    expect(agent.report("web")).toMatchObject({ status: { kind: "blocked", by: "protected" } });
    await agent.want({ log: thing("log", "x") });
    expect(agent.report("web")).toMatchObject({ status: { kind: "blocked", by: "protected" } });
    expect(agent.done()).toEqual([]);
    await agent.want({ web: thing("web", "one", { size: 2 }), log: thing("log", "x") });
    expect(agent.done()).toEqual(["remove web", "create web"]);
    await agent.want({ log: thing("log", "x") });
    expect(agent.done()).toEqual(["remove web"]);
  });

  test("is there from the version that declares it on, whatever else of that version is held", async () => {
    agent = memoryAgent({ limits: { ...DEFAULT_LIMITS, last: false } });
    await agent.want({ web: thing("web", "one"), log: thing("log", "x") });
    suspend(null);
    await agent.want({ web: thing("web", "two", protect), log: thing("log", "x") });
    agent.decide({ kind: "resumed", scope: { kind: "environment", environment: "test" } });
    agent.done();
    await agent.want({ log: thing("log", "x") });
    expect(agent.done()).toEqual([]);
    expect(agent.report("web")).toMatchObject({ status: { kind: "blocked", by: "protected" } });
  });

  test("is lifted by a person for one delete, and by `removed`", async () => {
    agent = memoryAgent({ limits: { ...DEFAULT_LIMITS, last: false } });
    await agent.want({ a: thing("a", "1", protect), b: thing("b", "1", protect), c: thing("c", "1") });
    agent.done();
    await agent.want({ c: thing("c", "1") }, { removed: { [address("b")]: { destroy: true } } });
    expect(agent.done()).toEqual(["remove b"]);
    const leave = {
      environment: "test",
      address: address("a"),
      at: agent.clock.wall(),
      lasts: DAY,
      who: "ada",
      why: "",
    };
    agent.decide({ kind: "unprotected", leave });
    await agent.converge();
    expect(agent.done()).toEqual(["remove a"]);
    expect(agent.ledger.leaves("test").size).toBe(0);
  });
});

test("an environment that the source no longer names is blocked whole, and nothing of it is deleted or mended", async () => {
  agent = memoryAgent();
  await agent.want({ web: thing("web", "one") });
  agent.done();
  agent.engine.vanish(true);
  agent.world.put("web", { value: "drifted", size: 1 });
  const end = await agent.converge();
  await agent.pass(HOUR);
  expect(end.converged).toBe(false);
  expect(agent.done()).toEqual([]);
  expect(agent.report("web")).toMatchObject({ status: { kind: "blocked", by: "vanished" } });
  agent.engine.vanish(false);
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual(["update web"]);
});

test("a doubt that a person has settled is settled, at once and after a restart", async () => {
  agent = memoryAgent();
  await agent.want({ web: thing("web", "one") });
  const both = { web: thing("web", "one"), db: thing("db", "one") };
  const desired = versionFor(both).graph.resources[address("db")] ?? null;
  const web = agent.engine.plan()?.items[0];
  if (web === undefined) throw new Error("nothing was planned");
  const identity = web.identity.replaceAll("web", "db") as Item["identity"];
  // A create was interrupted; something is there, and the target cannot tell whether that is what came of it.
  const { targetIdentity, target, digest } = web;
  const where = { environment: "test", address: address("db") };
  const facts = { action: "create", cause: "intended", attempt: 1, desired, overwrites: [] } as const;
  const [entry] = agent.ledger.begin([{ ...where, identity, target, targetIdentity, digest, ...facts }], []);
  agent.world.put("db", { value: "two", size: 1 });
  agent.world.script({ call: "settle", says: "unknown", times: Number.POSITIVE_INFINITY });
  await agent.restart();
  agent.desire(both);
  agent.done();
  await agent.pass(MINUTE);
  expect(agent.report("db")).toMatchObject({ status: { kind: "undecided" } });
  agent.ledger.decide([{ kind: "resolved", intent: entry?.id ?? 0, done: true }], {
    at: 0,
    who: "ada",
    what: "resolve",
    why: "",
    detail: {},
  });
  await agent.restart();
  await agent.pass(MINUTE);
  expect(agent.ledger.openIntents()).toEqual([]);
  expect(agent.ledger.resolutions().size).toBe(0);
  // It counts as made by us, so that it is put right instead of being somebody else's.
  expect(agent.done()).toEqual(["update db"]);
  expect(agent.report("db")).toMatchObject({ status: { kind: "in-sync" } });
});
