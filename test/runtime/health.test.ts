// The second axis: whether what stands there does its work, who waits for that, and who does not.

import { afterEach, expect, test } from "vitest";
import type { Declared } from "../support/graphs.ts";
import { type Agent, memoryAgent, thing } from "../support/memory.ts";

const MINUTE = 60_000;
const HEALTH = { url: "http://localhost/" };

let agent: Agent;
afterEach(() => agent.close());

function pair(db: number, web: number): Record<string, Declared> {
  return { db: thing("db", db, { health: HEALTH }), web: thing("web", web, { needs: ["db"] }) };
}

test("what the version changes waits until what it needs is well, and says for whom", async () => {
  agent = memoryAgent();
  agent.world.ail("db", "no answer on port 5432");
  agent.desire(pair(1, 1));
  await agent.pass(10 * MINUTE);
  expect(agent.done()).toEqual(["create db"]);
  expect(agent.report("web")).toMatchObject({
    status: { kind: "waiting", for: "dependency" },
    reason: "waits for db",
    cause: "db",
  });
  expect(agent.report("db")).toEqual({
    status: { kind: "in-sync" },
    reason: "as wanted; it is not well: no answer on port 5432",
    cause: null,
    health: "unhealthy",
  });
  agent.world.ail("db", null);
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual(["create web"]);
  expect(agent.report("db")).toEqual({
    status: { kind: "in-sync" },
    reason: "as wanted, and well",
    cause: null,
  });
});

test("what was sick before keeps no fix out, and a repair waits for nobody's health", async () => {
  agent = memoryAgent();
  await agent.want(pair(1, 1));
  agent.world.ail("db", "it is full");
  await agent.pass(5 * MINUTE);
  expect(agent.report("db")?.health).toBe("unhealthy");
  agent.done();
  // The version does not touch the database: it may well be what makes it well again.
  agent.desire(pair(1, 2));
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual(["update web"]);
  // Now it does, and what drifted meanwhile is put right all the same.
  agent.desire(pair(2, 2));
  await agent.pass(MINUTE);
  agent.world.put("web", { value: 9, size: 1 });
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual(["update db", "update web"]);
});

test("a restart goes on waiting for what this version has changed", async () => {
  agent = memoryAgent();
  agent.world.ail("db", "it starts");
  agent.desire(pair(1, 1));
  await agent.pass(MINUTE);
  await agent.restart(MINUTE);
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual(["create db"]);
  agent.world.ail("db", null);
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual(["create web"]);
});

test("a batch goes on when those that were changed are well, and a wave when the one before it is", async () => {
  agent = memoryAgent();
  const fleet = (value: number): Record<string, Declared> =>
    Object.fromEntries(
      ["a", "b", "c"].map((host) => [
        `web.${host}`,
        thing(host, value, { health: HEALTH, meta: { batch: { size: 1 } } }),
      ]),
    );
  const late = (value: number): Record<string, Declared> => ({
    late: thing("late", value, { meta: { wave: 1 } }),
  });
  await agent.want({ ...fleet(1), ...late(1) });
  agent.done();
  agent.world.ail("b", "500");
  agent.desire({ ...fleet(2), ...late(2) });
  await agent.pass(10 * MINUTE);
  expect(agent.done()).toEqual(["update a", "update b"]);
  agent.world.ail("b", null);
  await agent.pass(MINUTE);
  expect(agent.done()).toEqual(["update c", "update late"]);
});

test("converging once waits for health as long as there is hope, and not for ever", async () => {
  agent = memoryAgent();
  agent.world.ail("db", "no answer");
  const ending = agent.want(pair(1, 1));
  const state = { ended: false };
  void ending.then(() => (state.ended = true));
  for (let second = 0; second < 600 && !state.ended; second++) {
    await new Promise((resolve) => setImmediate(resolve));
    agent.clock.advance(1_000);
  }
  const end = await ending;
  expect(end.converged).toBe(false);
  expect(end.open).toMatchObject([{ address: "web", report: { reason: "waits for db" } }]);
  expect(agent.clock.monotonic()).toBeGreaterThan(MINUTE);
});
