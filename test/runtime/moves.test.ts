// Resources that change their addresses while something else is in doubt there.

import { afterEach, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import { type Agent, memoryAgent, thing } from "../support/memory.ts";

const MINUTE = 60_000;

let agent: Agent;
afterEach(() => agent.close());

function nameAt(address: string): unknown {
  return agent.ledger.applied("test").get(address as Address)?.spec["name"];
}

test("nothing is made at an address that another cannot leave yet", async () => {
  agent = memoryAgent();
  agent.world.script(
    { call: "create", name: "three", does: "nothing", says: { kind: "undecided", why: "no answer" } },
    { call: "settle", name: "three", says: "unknown", times: Number.POSITIVE_INFINITY },
    { call: "read", name: "three", says: "unknown", after: 1, times: Number.POSITIVE_INFINITY },
  );
  await agent.want({ a: thing("three", 1), c: thing("zero", 1) });
  expect(agent.report("a")?.status.kind).toBe("undecided");
  agent.done();
  // What stands at `c` is to be `a`, where an effect was interrupted.
  agent.desire({ a: thing("zero", 1), c: thing("four", 1) });
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual([]);
  expect(agent.report("c")).toMatchObject({ status: { kind: "waiting", for: "dependency" }, cause: "a" });
  expect(nameAt("c")).toBe("zero");
  agent.world.clearScript();
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual(["create four"]);
  expect([nameAt("a"), nameAt("c")]).toEqual(["zero", "four"]);
  for (const address of ["a", "c"]) expect(agent.report(address)?.status.kind).toBe("in-sync");
});

test("what reads an output that is not given is told so, and not to wait for it", async () => {
  agent = memoryAgent();
  const reader = thing("reader", { $from: "other", output: "nothing" }, { needs: ["other"] });
  agent.world.script({ call: "create", name: "other", does: "nothing", says: { kind: "denied", why: "no" } });
  await agent.want({ other: thing("other", 1), reader });
  expect(agent.report("reader")?.reason).not.toContain("has no such output");
  await agent.pass(MINUTE);
  expect(agent.report("other")?.status.kind).toBe("in-sync");
  expect(agent.report("reader")).toMatchObject({
    status: { kind: "waiting", for: "dependency" },
    reason: expect.stringMatching(/^other is as it is wanted and has no such output/),
  });
});

test("what waits is said once, however often it is looked at meanwhile", async () => {
  agent = memoryAgent();
  agent.world.put("db", { value: "a stranger's", size: 1 });
  agent.desire({ db: thing("db", 1), web: thing("web", 1, { needs: ["db"] }) });
  await agent.pass(MINUTE);
  expect(agent.report("db")?.status).toEqual({ kind: "blocked", by: "exists" });
  expect(agent.report("web")).toMatchObject({ reason: "waits for db", cause: "db" });
  const said = agent.events.length;
  await agent.pass(30 * MINUTE);
  expect(agent.events.slice(said).filter(({ kind }) => kind === "status-changed")).toEqual([]);
});

test("an effect that failed is undecided only once nobody could tell how far it got", async () => {
  agent = memoryAgent();
  agent.world.script({
    call: "create",
    name: "db",
    does: "nothing",
    says: { kind: "retryable", why: "busy" },
  });
  agent.desire({ db: thing("db", 1) });
  await agent.pass(MINUTE);
  const said = agent.events.flatMap((event) =>
    event.kind === "status-changed" ? event.report.status.kind : [],
  );
  expect(said).not.toContain("undecided");
  expect(agent.report("db")?.status.kind).toBe("in-sync");
  agent.world.script(
    { call: "create", name: "web", does: "nothing", says: { kind: "undecided", why: "no answer" } },
    { call: "settle", name: "web", says: "unknown", times: Number.POSITIVE_INFINITY },
    { call: "read", name: "web", says: "unknown", after: 1, times: Number.POSITIVE_INFINITY },
  );
  agent.desire({ db: thing("db", 1), web: thing("web", 1) });
  await agent.pass(MINUTE);
  expect(agent.report("web")?.status.kind).toBe("undecided");
  agent.world.clearScript();
  await agent.pass(MINUTE);
  expect(agent.report("web")?.status.kind).toBe("in-sync");
});

test("what nothing wants any more is ours until it is gone, and not said to be given up before", async () => {
  agent = memoryAgent();
  await agent.want({ a: thing("a", 1), b: thing("b", 1, { meta: { protect: true } }) });
  const dropped = (): unknown[] => agent.events.filter(({ kind }) => kind === "resource-dropped");
  await agent.want({ a: thing("a", 1) });
  expect(agent.report("b")?.status).toEqual({ kind: "blocked", by: "protected" });
  expect(dropped()).toEqual([]);
  const leave = { at: agent.clock.wall(), lasts: MINUTE, who: "ada", why: "test" };
  agent.decide({ kind: "unprotected", leave: { ...leave, environment: "test", address: "b" as Address } });
  await agent.converge();
  expect(agent.done()).toContain("remove b");
  expect(dropped()).toMatchObject([{ address: "b" }]);
});
