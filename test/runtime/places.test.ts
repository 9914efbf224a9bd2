// One place in the world, and resources of two kinds that have it one after the other.

import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import type { Leave } from "../../runtime/decision.ts";
import { makePlan } from "../../runtime/engine/preview.ts";
import { type Declared, directory, entries, file, graphOf, symlink, versionOf } from "../support/graphs.ts";
import { fileWorld, type FileWorld, NO_LIMITS } from "../support/files.ts";
import { type Agent, box, memoryAgent, thing, versionFor } from "../support/memory.ts";

const MINUTE = 60_000;

describe("in a world of things and boxes, of which there is one of a name", () => {
  let agent: Agent;
  beforeEach(() => {
    agent = memoryAgent({ limits: NO_LIMITS }, undefined, { watch: false });
  });
  afterEach(() => agent.close());

  const planned = async (things: Readonly<Record<string, Declared>>) =>
    (await makePlan(agent.ports, agent.ledger, versionFor(things))).items.map(
      ({ action, address, block }) => `${action} ${address}${block === null ? "" : ` !${block.kind}`}`,
    );

  test("what becomes another kind at its address is replaced", async () => {
    await agent.want({ x: thing("one", 1), k: thing("k", 1) });
    agent.done();
    const next = { x: box("one", 1, { needs: ["k"] }), k: thing("k", 1) };
    expect(await planned(next)).toEqual(["none k", "replace x"]);
    expect(await agent.want(next)).toMatchObject({ converged: true });
    expect(agent.done()).toEqual(["remove one", "create one"]);
    expect(agent.ledger.applied("test").get("x" as Address)?.kind).toBe("std.memory.Box");
    expect(await agent.want(next)).toMatchObject({ converged: true, done: [] });
  });

  test("what is wanted at another address waits for the old one to go, and whoever needs it waits as well", async () => {
    await agent.want({ x: thing("one", 1), k: thing("k", 1) });
    agent.done();
    const next = { y: box("one", 1), z: thing("z", 1, { needs: ["y"] }), k: thing("k", 1) };
    expect(await planned(next)).toEqual(["none k", "delete x", "create y", "create z"]);
    // The ledger never has two objects at one place, however long it takes to be sure that the old one has gone.
    const hasOld: boolean[] = [];
    agent.world.listen(() => hasOld.push(agent.ledger.applied("test").has("x" as Address)));
    agent.world.listen(() => {
      if (hasOld.length === 1) agent.world.script({ call: "read", name: "one", says: "unknown" });
    });
    agent.desire(next);
    await agent.pass(MINUTE);
    for (const address of ["y", "z"]) expect(agent.report(address)?.status.kind).toBe("in-sync");
    expect(agent.done()).toEqual(["remove one", "create one", "create z"]);
    expect(hasOld).toEqual([true, false, false]);
    const said = agent.events.flatMap((event) =>
      event.kind === "status-changed" ? event.report.status.kind : [],
    );
    expect(said).not.toContain("blocked");
  });

  test("so it does where the old one is replaced by something elsewhere", async () => {
    await agent.want({ x: thing("one", 1) });
    agent.done();
    const next = { x: thing("two", 1), y: box("one", 1) };
    expect(await planned(next)).toEqual(["replace x", "create y"]);
    expect(await agent.want(next)).toMatchObject({ converged: true });
    expect(agent.done()).toEqual(["remove one", "create two", "create one"]);
  });

  test("the place is looked at once more when the old one has gone, whatever became of its replace", async () => {
    await agent.want({ x: thing("one", 1) });
    agent.world.script(
      { call: "create", name: "two", does: "nothing", says: { kind: "undecided", why: "no answer" } },
      { call: "settle", name: "two", says: "unknown", times: Number.POSITIVE_INFINITY },
    );
    agent.world.listen((name) => {
      const { call, intent } = agent.world.effects.at(-1) ?? {};
      if (name === "one" && call === "remove" && intent !== null)
        queueMicrotask(() => agent.world.put("one", {}, "a stranger's kind"));
    });
    agent.desire({ x: thing("two", 1), y: box("one", 1) });
    await agent.pass(MINUTE);
    const begun = agent.events.flatMap((event) =>
      event.kind === "action-started" ? `${event.action} ${event.address}` : [],
    );
    expect(begun).not.toContain("create y");
    expect(agent.report("y")?.status).toEqual({ kind: "blocked", by: "occupied" });
  });

  test("what a stranger puts there between the halves of a replace is in the way, and the run ends", async () => {
    await agent.want({ x: thing("one", 1) });
    agent.world.listen((name) => {
      if (name === "one") queueMicrotask(() => agent.world.put("two", { value: 9 }));
    });
    expect(await agent.want({ x: thing("two", 1) })).toMatchObject({ converged: false });
    expect(agent.report("x")?.status).toEqual({ kind: "blocked", by: "exists" });
  });

  test("so it does where the old one needs the new one", async () => {
    await agent.want({ x: thing("one", 1) });
    agent.done();
    expect(await agent.want({ x: thing("two", 1, { needs: ["y"] }), y: box("one", 1) })).toMatchObject({
      converged: true,
    });
    expect(agent.done()).toEqual(["remove one", "create one", "create two"]);
  });

  test("two change places", async () => {
    await agent.want({ x: thing("one", 1), y: box("two", 1) });
    agent.done();
    const next = { x: thing("two", 1), y: box("one", 1) };
    expect(await agent.want(next)).toMatchObject({ converged: true });
    expect(agent.world.snapshot()).toMatchObject({ one: { value: 1 }, two: { value: 1 } });
    expect(agent.done().toSorted()).toEqual(["create one", "create two", "remove one", "remove two"]);
    expect(await planned(next)).toEqual(["none x", "none y"]);
  });

  test("what is held keeps its place, and what waits for that says for whom", async () => {
    await agent.want({ x: thing("one", 1, { meta: { protect: true } }), k: thing("k", 1) });
    agent.done();
    const next = { y: box("one", 1), k: thing("k", 1) };
    expect(await planned(next)).toEqual(["none k", "delete x !protected", "create y"]);
    expect(await agent.want(next)).toMatchObject({ converged: false });
    expect(agent.done()).toEqual([]);
    expect(agent.report("x")?.status).toEqual({ kind: "blocked", by: "protected" });
    expect(agent.report("y")).toMatchObject({
      status: { kind: "waiting", for: "dependency" },
      reason: "waits for x",
      cause: "x",
    });
    const leave: Leave = {
      environment: "test",
      address: "x" as Address,
      at: agent.clock.wall(),
      lasts: MINUTE,
      who: "ada",
      why: "",
    };
    agent.decide({ kind: "unprotected", leave });
    expect(await agent.converge()).toMatchObject({ converged: true });
    expect(agent.done()).toEqual(["remove one", "create one"]);
  });

  test("what holds data waits for a person as it would elsewhere", async () => {
    await agent.want({ x: thing("one", 1), k: thing("k", 1) }, { kind: { holdsData: true } });
    agent.done();
    for (const next of [{ x: box("one", 1) }, { y: box("one", 1) }]) {
      const more = { kind: { holdsData: true } };
      expect(await agent.want({ ...next, k: thing("k", 1) }, more)).toMatchObject({ converged: false });
      expect(agent.done()).toEqual([]);
      expect(agent.report("x")?.status).toEqual({ kind: "waiting", for: "approval" });
    }
  });

  test("what is given up stays where it is, and is in the way as a stranger's", async () => {
    await agent.want({ x: thing("one", 1, { meta: { keep: true } }), v: thing("two", 1) });
    agent.done();
    const removed = { v: { destroy: false } } as never;
    expect(await agent.want({ y: box("one", 1), w: box("two", 1) }, { removed })).toMatchObject({
      converged: false,
    });
    for (const address of ["y", "w"])
      expect(agent.report(address)?.status).toEqual({ kind: "blocked", by: "occupied" });
    expect(agent.done()).toEqual([]);
  });

  test("a stranger's in its place is a stranger's", async () => {
    await agent.want({ x: thing("one", 1), k: thing("k", 1) });
    agent.world.put("one", { value: 1, size: 1 }, "a stranger's kind");
    agent.done();
    const k = thing("k", 1);
    expect(await planned({ x: box("one", 1), k })).toEqual(["none k", "replace x !occupied"]);
    agent.desire({ x: box("one", 1), k });
    await agent.pass(MINUTE);
    expect(await planned({ y: box("one", 1), k })).toEqual(["none k", "release x", "create y !occupied"]);
    agent.desire({ y: box("one", 1), k });
    await agent.pass(MINUTE);
    expect(agent.report("y")?.status).toEqual({ kind: "blocked", by: "occupied" });
    expect(agent.done()).toEqual([]);
    expect(agent.world.snapshot()["one"]).toMatchObject({ value: 1 });
  });

  test("what has changed since it was looked at is looked at again before it goes", async () => {
    await agent.want({ x: thing("one", 1) });
    agent.done();
    // After the last look, and before the effect.
    agent.world.script({
      call: "remove",
      name: "one",
      does: "nothing",
      says: { kind: "conflict", why: "changed" },
    });
    agent.desire({ x: box("one", 1) });
    await agent.pass(MINUTE);
    expect(agent.report("x")?.status.kind).toBe("in-sync");
    expect(agent.done()).toEqual(["remove one", "create one"]);
  });

  test.each(["remove", "create"] as const)(
    "a lost answer to the %s of a replace is settled",
    async (call) => {
      for (const does of ["nothing", "half", "whole"] as const) {
        const name = `${call}-${does}`;
        await agent.want({ x: thing(name, 1) });
        agent.world.script({ call, name, does, says: { kind: "undecided", why: "no answer" } });
        agent.desire({ x: box(name, 2) });
        await agent.pass(10 * MINUTE);
        expect([does, agent.report("x")?.status.kind]).toEqual([does, "in-sync"]);
        expect(agent.world.snapshot()).toMatchObject({ [name]: { value: 2 } });
        expect(agent.world.truth(name)?.kind).toBe("std.memory.Box");
      }
    },
  );

  test("an agent that ends between the two halves goes on where it was", async () => {
    await agent.want({ x: thing("one", 1) });
    agent.world.script({ call: "create", name: "one", does: "nothing", says: "hang-deaf" });
    agent.desire({ x: box("one", 1), y: thing("two", 1) });
    const stop = new AbortController();
    const state = { over: false };
    const running = agent.engine.run(stop.signal).finally(() => (state.over = true));
    const turn = async (milliseconds: number): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      agent.clock.advance(milliseconds);
    };
    while (agent.world.truth("one") !== null) await turn(0);
    stop.abort();
    while (!state.over) await turn(1000);
    await running;
    expect(agent.world.snapshot()).not.toHaveProperty("one");
    await agent.restart();
    await agent.pass(MINUTE);
    expect(agent.world.truth("one")?.kind).toBe("std.memory.Box");
    for (const address of ["x", "y"]) expect(agent.report(address)?.status.kind).toBe("in-sync");
  });
});

describe("in a world of files", () => {
  let world: FileWorld;
  beforeEach(() => {
    world = fileWorld();
  });
  afterEach(() => world.close());

  async function converge(declared: Record<string, Declared>, environment = "test") {
    const engine = world.engine(environment);
    engine.desire(versionOf(graphOf(declared, { environment })));
    const result = await engine.converge(new AbortController().signal);
    await engine.close();
    return result;
  }

  const at = (path: string): string => join(world.base, path);
  const plan = async (declared: Record<string, Declared>) =>
    (await makePlan(world.ports, world.ledger, versionOf(graphOf(declared)))).items.map(
      ({ action, address, block }) => `${action} ${address}${block === null ? "" : ` !${block.kind}`}`,
    );
  const k = file("/srv/k", "k");

  const kinds: Record<string, (more?: Omit<Declared, "spec">) => Declared> = {
    file: (more) => file("/srv/x", "x", more),
    directory: (more) => directory("/srv/x", more),
    link: (more) => symlink("/srv/x", "k", more),
  };
  const typeThere = (): string => {
    const stats = fs.lstatSync(at("/srv/x"));
    return stats.isSymbolicLink() ? "link" : stats.isDirectory() ? "directory" : "file";
  };

  const pairs = Object.keys(kinds).flatMap((a) =>
    Object.keys(kinds).flatMap((b) => (a === b ? [] : [[a, b]])),
  );
  test.each(pairs as [string, string][])(
    "a %s becomes a %s, at its address and at another",
    async (from, to) => {
      const [before, after] = [kinds[from]?.(), kinds[to]?.()] as [Declared, Declared];
      expect(await converge({ x: before, k })).toMatchObject({ converged: true });
      expect(await plan({ x: after, k })).toEqual(["none k", "replace x"]);
      expect(await converge({ x: after, k })).toMatchObject({ converged: true });
      expect(typeThere()).toBe(to);
      expect(await plan({ y: before, k })).toEqual(["none k", "delete x", "create y"]);
      expect(await converge({ y: before, k })).toMatchObject({ converged: true });
      expect(typeThere()).toBe(from);
      expect([...world.ledger.applied("test").keys()]).toEqual(["k", "y"]);
      expect(world.ledger.openIntents()).toEqual([]);
    },
  );

  test("a folder goes with what is in it, and a folder comes with what is in it", async () => {
    const inside = file("/srv/x/in", "in", { needs: ["x"] });
    await converge({ x: directory("/srv/x"), inside, k });
    expect(await converge({ x: file("/srv/x", "x"), k })).toMatchObject({ converged: true });
    expect(typeThere()).toBe("file");
    const folder = { y: directory("/srv/x"), inside: file("/srv/x/in", "in", { needs: ["y"] }), k };
    expect(await converge(folder)).toMatchObject({ converged: true });
    expect(fs.readFileSync(at("/srv/x/in"), "utf8")).toBe("in");
    // What somebody else has put into it stays, and so does the folder.
    fs.writeFileSync(at("/srv/x/theirs"), "theirs");
    expect(await converge({ y: file("/srv/x", "x"), k })).toMatchObject({ converged: false });
    expect(fs.readdirSync(at("/srv/x"))).toEqual(["theirs"]);
  });

  test("what another put in its place is in the way, and stays", async () => {
    await converge({ x: file("/srv/x", "x"), k });
    fs.rmSync(at("/srv/x"));
    fs.mkdirSync(at("/srv/x"));
    expect(await plan({ x: symlink("/srv/x", "k"), k })).toEqual(["none k", "replace x !occupied"]);
    expect(await converge({ x: symlink("/srv/x", "k"), k })).toMatchObject({ converged: false });
    expect(typeThere()).toBe("directory");
    // Of the kind that is wanted, and another than that.
    fs.rmdirSync(at("/srv/x"));
    fs.symlinkSync("elsewhere", at("/srv/x"));
    expect(await plan({ x: symlink("/srv/x", "k"), k })).toEqual(["none k", "replace x !exists"]);
    expect(await plan({ y: symlink("/srv/x", "k"), k })).toEqual(["none k", "release x", "adopt y !exists"]);
    await converge({ y: symlink("/srv/x", "k"), k });
    expect(fs.readlinkSync(at("/srv/x"))).toBe("elsewhere");
  });

  test("a file is not deleted while entries in it are wanted, and what is whole has no entries of its own", async () => {
    const text = "a = 1\n# theirs\nb = 2\n";
    const there = (): string => fs.readFileSync(at("/srv/set.toml"), "utf8");
    await converge({ x: file("/srv/set.toml", text), k });
    for (const a of [1, 7]) {
      const parts = { y: entries("/srv/set.toml", "", { a }), k };
      expect(await plan(parts)).toEqual(["none k", "delete x", "create y !occupied"]);
      const { open } = await converge(parts);
      expect(open.map(({ address, report }) => [address, report.status.kind, report.reason])).toEqual([
        ["x", "failing", expect.stringContaining("`setpoint forget`")],
        ["y", "blocked", expect.stringContaining("declared as a whole")],
      ]);
      expect(there()).toBe(text);
    }
    // At the same address it is no other.
    const same = { x: entries("/srv/set.toml", "", { a: 1 }), k };
    expect(await plan(same)).toEqual(["none k", "replace x !occupied"]);
    const given = graphOf({ y: same.x, k }, { removed: { ["x" as Address]: { destroy: false } } });
    const engine = world.engine();
    engine.desire(versionOf(given));
    await engine.converge(new AbortController().signal);
    await engine.close();
    expect(await converge({ y: same.x, k })).toMatchObject({ converged: true });
    expect([...world.ledger.applied("test").keys()]).toEqual(["k", "y"]);
    expect(there()).toBe(text);
    // It becomes the whole at its own address as well, and nothing is taken out of that.
    expect(await converge({ y: file("/srv/set.toml", text), k })).toMatchObject({ converged: true });
    expect([there(), world.ledger.applied("test").get("y" as Address)?.kind]).toEqual([
      text,
      "std.file.File",
    ]);
    await converge({ k });
    fs.writeFileSync(at("/srv/set.toml"), text);
    await converge({ y: same.x, k });
    const whole = { z: file("/srv/set.toml", text), k };
    expect(await plan(whole)).toEqual(["none k", "release y", "adopt z"]);
    expect(await converge(whole)).toMatchObject({ converged: true });
    expect(there()).toBe(text);
  });

  test("what another environment has stays, and so do some keys of a file beside the file", async () => {
    await converge({ x: file("/srv/x", "x") }, "other");
    expect(await plan({ y: symlink("/srv/x", "k"), k })).toEqual(["create k", "create y !occupied"]);
    expect(await converge({ y: symlink("/srv/x", "k"), k })).toMatchObject({ converged: false });
    // What is ours in this one is no reason to give way in the other.
    await converge({ one: file("/srv/one", "1"), k });
    expect(await converge({ x: file("/srv/x", "x"), one: symlink("/srv/one", "k") }, "other")).toMatchObject({
      converged: false,
    });
    expect(fs.readFileSync(at("/srv/x"), "utf8")).toBe("x");
    expect(fs.readFileSync(at("/srv/one"), "utf8")).toBe("1");
    await converge({ e: entries("/srv/set.toml", "", { a: 1 }), k });
    expect(await plan({ e: symlink("/srv/set.toml", "k"), k })).toEqual(["replace e !occupied", "none k"]);
  });
});
