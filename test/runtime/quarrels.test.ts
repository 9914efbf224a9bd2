import { afterEach, describe, expect, test } from "vitest";
import { type Agent, memoryAgent, thing } from "../support/memory.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let agent: Agent;
afterEach(() => agent.close());

async function meddle(name: string, value: string): Promise<void> {
  agent.world.put(name, { value, size: 1 });
  await agent.pass(HOUR);
}

describe("contested", () => {
  test("the same foreign value three times in a day is one item that names both, and is still put right", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "ours"), db: thing("db", "x") });
    agent.done();
    await meddle("web", "theirs");
    await meddle("web", "theirs");
    expect(agent.report("web")?.status).toEqual({ kind: "in-sync" });
    await meddle("web", "theirs");
    expect(agent.done()).toEqual(["update web", "update web", "update web"]);
    expect(agent.report("web")).toMatchObject({
      status: { kind: "contested" },
      reason: expect.stringMatching(
        /^somebody sets value to "theirs" again and again, and it is put back to "ours" each time/,
      ),
    });
    expect(agent.report("db")?.status).toEqual({ kind: "in-sync" });
    expect(agent.events.filter((event) => event.kind === "diverged")).not.toEqual([]);
    // A day without a quarrel ends it.
    await agent.pass(25 * HOUR);
    expect(agent.report("web")?.status).toEqual({ kind: "in-sync" });
  });

  test("another value each time is drift, and twice in a day with one the day before is no quarrel", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "ours") });
    for (const value of ["a", "b", "c"]) await meddle("web", value);
    expect(agent.report("web")?.status).toEqual({ kind: "in-sync" });
    await agent.pass(22 * HOUR);
    await meddle("web", "a");
    await meddle("web", "a");
    expect(agent.report("web")?.status).toEqual({ kind: "in-sync" });
  });

  test("what is deleted again and again is contested too, and another version begins anew", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "ours") });
    for (let time = 0; time < 3; time++) {
      agent.world.delete("web");
      await agent.pass(HOUR);
    }
    expect(agent.report("web")?.reason).toMatch(/^somebody deletes it again and again/);
    await agent.want({ web: thing("web", "other") });
    expect(agent.report("web")?.status).toEqual({ kind: "in-sync" });
  });
});

describe("after a restart", () => {
  test("who contests is still named, and the third time counts", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "ours"), db: thing("db", "x") });
    await meddle("web", "theirs");
    await meddle("web", "theirs");
    await agent.restart(HOUR);
    await meddle("web", "theirs");
    expect(agent.report("web")?.status).toEqual({ kind: "contested" });
    await agent.restart(HOUR);
    await agent.pass(MINUTE);
    expect(agent.report("web")).toMatchObject({
      status: { kind: "contested" },
      reason: expect.stringMatching(
        /^somebody sets value to "theirs" again and again, and it is put back to "ours"/,
      ),
    });
    expect(agent.report("db")?.status).toEqual({ kind: "in-sync" });
    // A day without a quarrel ends it, whoever was running meanwhile.
    await agent.restart(23 * HOUR);
    await agent.pass(MINUTE);
    expect(agent.report("web")?.status).toEqual({ kind: "in-sync" });
  });

  test("a secret that is contested is not told, and a version that wants the same of it forgets nothing", async () => {
    agent = memoryAgent();
    const want = { kind: { secret: ["/value"] } };
    await agent.want({ web: thing("web", "ours") }, want);
    for (let time = 0; time < 3; time++) await meddle("web", `theirs ${time}`);
    await agent.want({ web: thing("web", "ours"), db: thing("db", "new") }, want);
    const { reason } = agent.report("web") ?? {};
    expect(reason).toMatch(/^somebody changes value again and again, and it is put back each time/);
    expect(JSON.stringify(agent.ledger.repairs("test", 0, 9))).not.toMatch(/theirs \d|"ours":"/);
  });

  test("what flaps is slowed from the first moment", async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "ours") });
    for (let second = 0; second < 12; second++) {
      agent.world.put("web", { value: `theirs ${second}`, size: 1 });
      await agent.pass(1_000);
    }
    expect(agent.report("web")?.status).toEqual({ kind: "flapping" });
    agent.done();
    await agent.restart(1_000);
    agent.world.put("web", { value: "theirs again", size: 1 });
    await agent.pass(1_000);
    expect(agent.done()).toEqual([]);
    expect(agent.report("web")?.status).toEqual({ kind: "flapping" });
    await agent.pass(MINUTE);
    expect(agent.done()).toEqual(["update web"]);
    await agent.pass(5 * MINUTE);
    expect(agent.report("web")?.status).toEqual({ kind: "in-sync" });
  });
});

test("what a version says of a resource besides its fields counts also where it comes with a repair", async () => {
  agent = memoryAgent();
  const other = thing("other", 1);
  await agent.want({ web: thing("web", "ours"), other });
  agent.world.put("web", { value: "theirs", size: 1 });
  await agent.want({ web: thing("web", "ours", { meta: { keep: true } }), other });
  expect(agent.done()).toEqual(["create web", "create other", "update web"]);
  await agent.want({ other });
  expect(agent.done()).toEqual([]);
  expect(agent.world.truth("web")).not.toBeNull();
});

test("a mode that somebody sets is told as people write modes", async () => {
  agent = memoryAgent();
  await agent.want({ web: thing("web", 0o644) }, { kind: { formats: { "/value": "octal" } } });
  for (let time = 0; time < 3; time++) {
    agent.world.put("web", { value: 0o666, size: 1 });
    await agent.pass(HOUR);
  }
  expect(agent.report("web")?.reason).toMatch(/^somebody sets value to 0o666 .* put back to 0o644 each time/);
});

test("one that changes too often is slowed alone, and the others are put right at once", async () => {
  agent = memoryAgent();
  await agent.want({ web: thing("web", "ours"), db: thing("db", "x") });
  agent.done();
  for (let second = 0; second < 60; second++) {
    agent.world.put("web", { value: `theirs ${second}`, size: 1 });
    if (second === 50) agent.world.put("db", { value: "drifted", size: 1 });
    await agent.pass(1_000);
  }
  const done = agent.done();
  const repairs = done.filter((each) => each === "update web").length;
  expect(repairs).toBeGreaterThanOrEqual(6);
  expect(repairs).toBeLessThanOrEqual(6 + 6);
  expect(done.filter((each) => each === "update db")).toHaveLength(1);
  expect(agent.report("web")).toMatchObject({ status: { kind: "flapping" } });
  await agent.pass(5 * MINUTE);
  expect(agent.world.truth("web")?.spec).toMatchObject({ value: "ours" });
  expect(agent.report("web")?.status).toEqual({ kind: "in-sync" });
});
