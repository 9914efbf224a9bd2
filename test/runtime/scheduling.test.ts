// Waves, batches and the pace of a target, in the engine: who goes when, and what is said of those that wait.

import { afterEach, describe, expect, test } from "vitest";
import { Paces } from "../../runtime/engine/paces.ts";
import { openEngine } from "../../runtime/engine.ts";
import type { Declared } from "../support/graphs.ts";
import { type Agent, memoryAgent, thing, versionFor } from "../support/memory.ts";

const MINUTE = 60_000;
const DENIED = { kind: "denied", why: "no right" } as const;

let agent: Agent;
afterEach(() => agent.close());

function inWave(name: string, value: number, wave: number): Declared {
  return thing(name, value, { meta: { wave } });
}

describe("waves", () => {
  test("come one after the other, and go in reverse", async () => {
    agent = memoryAgent();
    const declared = {
      late: inWave("late", 1, 2),
      early: inWave("early", 1, 0),
      middle: inWave("middle", 1, 1),
    };
    await agent.want({ ...declared, keep: thing("keep", 1) });
    expect(agent.done()).toEqual(["create early", "create keep", "create middle", "create late"]);
    await agent.want({ keep: thing("keep", 2), last: inWave("last", 1, 1) });
    expect(agent.done()).toEqual([
      "update keep",
      "create last",
      "remove late",
      "remove middle",
      "remove early",
    ]);
  });

  test("one that fails keeps the next from beginning, says so, and keeps no repair from anything", async () => {
    agent = memoryAgent();
    await agent.want({ one: inWave("one", 1, 0), two: inWave("two", 1, 1) });
    agent.done();
    agent.world.script({
      call: "update",
      name: "one",
      says: DENIED,
      does: "nothing",
      times: Number.POSITIVE_INFINITY,
    });
    agent.desire({ one: inWave("one", 2, 0), two: inWave("two", 2, 1) });
    await agent.pass(MINUTE);
    expect(agent.report("two")).toMatchObject({
      status: { kind: "waiting", for: "dependency" },
      reason: "waits for one",
      cause: "one",
    });
    agent.world.put("two", { value: 9, size: 1 });
    await agent.pass(MINUTE);
    // Wanted otherwise than it was applied, and changed besides: that is one update, and the wave holds it.
    expect(agent.done().filter((each) => each.endsWith("two"))).toEqual([]);
    agent.desire({ one: inWave("one", 2, 0), two: inWave("two", 1, 1) });
    await agent.pass(MINUTE);
    expect(agent.done().filter((each) => each.endsWith("two"))).toEqual(["update two"]);
    agent.world.clearScript();
    await agent.pass(10 * MINUTE);
    expect(agent.report("one")?.status.kind).toBe("in-sync");
  });
});

describe("batches", () => {
  const hosts = ["a", "b", "c", "d"];
  const fleet = (value: number, batch: { size: number } | { share: number }): Record<string, Declared> =>
    Object.fromEntries(
      hosts.map((host) => [`web.${host}`, thing(`web-${host}`, value, { meta: { batch } })]),
    );

  test("change so many at once, each seen to be as wanted before the next begins", async () => {
    agent = memoryAgent();
    await agent.want({ ...fleet(1, { share: 0.5 }), other: thing("other", 1) });
    const running = (): number => {
      let most = 0;
      let open = 0;
      for (const event of agent.events) {
        if (event.kind === "action-started" && event.address.startsWith("web")) open++;
        if (event.kind === "action-finished" && event.address.startsWith("web")) open--;
        most = Math.max(most, open);
      }
      return most;
    };
    expect(running()).toBe(2);
    expect(agent.done()).toHaveLength(5);
  });

  test("a bad version stops at the first batch, and the next version begins anew", async () => {
    agent = memoryAgent();
    await agent.want(fleet(1, { size: 1 }));
    agent.done();
    for (const host of hosts)
      agent.world.script({ call: "update", name: `web-${host}`, does: "nothing", says: DENIED, times: 40 });
    const before = agent.events.length;
    agent.desire(fleet(2, { size: 1 }));
    await agent.pass(5 * MINUTE);
    const begun = agent.events.slice(before).filter((event) => event.kind === "action-started");
    expect(new Set(begun.map(({ address }) => address))).toEqual(new Set(["web.a"]));
    expect(agent.done()).toEqual([]);
    expect(agent.report("web.c")).toMatchObject({ reason: "waits for web.a", cause: "web.a" });
    agent.world.clearScript();
    agent.desire(fleet(3, { size: 1 }));
    await agent.pass(MINUTE);
    expect(agent.done()).toEqual(hosts.map((host) => `update web-${host}`));
  });
});

describe("the pace of a target", () => {
  const ten = (value: number): Record<string, Declared> =>
    Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`t${index}`, thing(`t${index}`, value)]));

  test("a rate lets so many begin, and then one now and then", async () => {
    agent = memoryAgent({}, undefined, { rate: { count: 4, per: 60_000 } });
    agent.desire(ten(1));
    await agent.pass(1_000);
    expect(agent.done()).toHaveLength(4);
    await agent.pass(30_000);
    expect(agent.done()).toHaveLength(2);
    await agent.pass(60_000);
    expect(agent.done()).toHaveLength(4);
  });

  /** Two environments on one target, for at most so many milliseconds; how many effects were under way at once. */
  async function both(
    target: Parameters<typeof memoryAgent>[2],
    limit: number,
    step: number,
  ): Promise<number> {
    agent = memoryAgent({}, undefined, target);
    const paces = new Paces(agent.ports.config, agent.clock);
    let most = 0;
    let open = 0;
    const emit = (event: { readonly kind: string }): void => {
      if (event.kind === "action-started") most = Math.max(most, ++open);
      if (event.kind === "action-finished") open--;
    };
    const ports = { ...agent.ports, paces, emit };
    const engines = ["one", "two"].map((name) => {
      const { graph, ...version } = versionFor(
        Object.fromEntries(Object.entries(ten(1)).map(([at]) => [at, thing(`${name}-${at}`, 1)])),
      );
      const engine = openEngine(ports, agent.ledger, name);
      engine.desire({ ...version, environment: name, graph: { ...graph, environment: name } });
      return engine;
    });
    const stop = new AbortController();
    const ends = engines.map((engine) => engine.converge(stop.signal));
    const state = { isOver: false };
    void Promise.all(ends).then(() => (state.isOver = true));
    const start = agent.clock.monotonic();
    while (!state.isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      agent.clock.advance(step);
      if (step > 0 && agent.clock.monotonic() - start > limit) stop.abort();
    }
    for (const engine of engines) await engine.close();
    return most;
  }

  test("its slots are shared by all environments, and whoever waits goes on when one is free", async () => {
    expect(await both({ parallel: 3 }, 0, 0)).toBe(3);
    expect(agent.done()).toHaveLength(20);
  });

  test("its rate is shared by all environments, and who found the next one taken waits for the one after it", async () => {
    await both({ rate: { count: 2, per: 1_000 } }, 12_000, 5);
    expect(agent.done()).toHaveLength(20);
  });
});

test("a replace that stands on another one is cleared first, under its one approval, and through a restart", async () => {
  agent = memoryAgent();
  const both = (size: number): Record<string, Declared> => ({
    folder: thing("folder", "x", { size }),
    file: thing("file", "x", { size, needs: ["folder"] }),
  });
  const kind = { holdsData: true };
  await agent.want(both(1), { kind });
  agent.done();
  await agent.want(both(2), { kind });
  expect(agent.done()).toEqual([]);
  const approvals = agent.engine.waiting().map(({ digest, environment, address, action }) => {
    expect(action).toBe("replace");
    const at = agent.clock.wall();
    return { digest, environment, address, action, at, lasts: 60 * 60_000, who: "ada", why: "" };
  });
  agent.world.script({
    call: "remove",
    name: "folder",
    does: "nothing",
    says: { kind: "denied", why: "busy", help: "" },
  });
  agent.decide({ kind: "approved", approvals });
  await agent.converge();
  expect(agent.done()).toEqual(["remove file"]);
  await agent.restart();
  await agent.pass(60_000);
  // Data that we deleted ourselves is not lost.
  expect(agent.done()).toEqual(["remove folder", "create folder", "create file"]);
  for (const address of ["folder", "file"]) expect(agent.report(address)?.status.kind).toBe("in-sync");
});
