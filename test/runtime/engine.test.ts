import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realClock } from "../../cli/host.ts";
import type { Event } from "../../runtime/events.ts";
import { makePlan } from "../../runtime/engine/preview.ts";
import { type Declared, directory, file, graphOf, versionOf } from "../support/graphs.ts";
import { openEngine } from "../../runtime/engine.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { fileWorld, type FileWorld } from "../support/files.ts";

let world: FileWorld;
beforeEach(() => {
  world = fileWorld();
});
afterEach(() => world.close());

const never = new AbortController().signal;

const SITE: Record<string, Declared> = {
  root: directory("/srv/site"),
  index: file("/srv/site/index.html", "<h1>hello</h1>\n", { needs: ["root"] }),
  motd: file("/srv/site/motd", "welcome\n", { needs: ["root"] }),
  stamp: file(
    "/srv/site/stamp",
    { $join: ["index ", { $from: "index", output: "sha256" }, "\n"] },
    { needs: ["index", "root"] },
  ),
};

async function converge(declared: Record<string, Declared>, more: Parameters<typeof graphOf>[1] = {}) {
  const engine = world.engine();
  engine.desire(versionOf(graphOf(declared, more)));
  const result = await engine.converge(never);
  await engine.close();
  return result;
}

function started(events: readonly Event[]): string[] {
  return events.flatMap((event) =>
    event.kind === "action-started" ? `${event.action} ${event.address}` : [],
  );
}

test("what is declared comes into being, in the order of its edges, and then nothing is left to do", async () => {
  const result = await converge(SITE);
  expect(result).toMatchObject({ converged: true, open: [], resources: 4 });
  expect(started(world.events).indexOf("create root")).toBe(0);
  expect(started(world.events).at(-1)).toBe("create stamp");
  expect(world.tree()).toMatchObject({
    "/srv/site": "755 folder",
    "/srv/site/index.html": "644 <h1>hello</h1>\n",
    "/srv/site/stamp": expect.stringMatching(/^644 index [0-9a-f]{64}\n$/),
  });
  world.events.length = 0;
  expect(await converge(SITE)).toMatchObject({ converged: true, done: [] });
  expect(started(world.events)).toEqual([]);
});

test("a changed declaration is updated in place, and what reads its output follows", async () => {
  await converge(SITE);
  const before = readFileSync(join(world.base, "srv/site/stamp"), "utf8");
  world.events.length = 0;
  await converge({ ...SITE, index: file("/srv/site/index.html", "<h1>hi</h1>\n", { needs: ["root"] }) });
  expect(started(world.events)).toEqual(["update index", "update stamp"]);
  expect(readFileSync(join(world.base, "srv/site/stamp"), "utf8")).not.toBe(before);
});

test("what is no longer declared is deleted, users first", async () => {
  await converge(SITE);
  world.events.length = 0;
  const result = await converge({});
  expect(result).toMatchObject({ converged: true, resources: 0 });
  const order = started(world.events);
  expect(order.indexOf("delete stamp")).toBeLessThan(order.indexOf("delete index"));
  expect(order.at(-1)).toBe("delete root");
  expect(world.tree()).toEqual({ "/srv": "755 folder" });
});

test("drift of content and of mode is mended, and called drift", async () => {
  await converge(SITE);
  writeFileSync(join(world.base, "srv/site/motd"), "defaced\n");
  chmodSync(join(world.base, "srv/site/index.html"), 0o666);
  world.events.length = 0;
  expect(await converge(SITE)).toMatchObject({ converged: true });
  expect(world.events.filter((event) => event.kind === "drift-seen")).toMatchObject([
    { address: "index", pointers: ["/mode"], via: "start" },
    { address: "motd", pointers: ["/content"], via: "start" },
  ]);
  expect(world.tree()).toMatchObject({
    "/srv/site/motd": "644 welcome\n",
    "/srv/site/index.html": expect.stringMatching(/^644/),
  });
});

test("what exists and is equal is adopted silently; what differs is blocked, and the rest proceeds", async () => {
  mkdirSync(join(world.base, "srv/site"));
  chmodSync(join(world.base, "srv/site"), 0o755);
  writeFileSync(join(world.base, "srv/site/motd"), "mine\n");
  const result = await converge(SITE);
  expect(result.converged).toBe(false);
  expect(result.open).toMatchObject([
    { address: "motd", report: { status: { kind: "blocked", by: "exists" } } },
  ]);
  expect(started(world.events)).not.toContain("create root");
  expect(world.tree()).toMatchObject({
    "/srv/site/motd": "644 mine\n",
    "/srv/site/index.html": expect.anything(),
  });
});

test("a rename without `moved` is a move: nothing is deleted or created, and the plan says from where", async () => {
  await converge(SITE);
  world.events.length = 0;
  const { motd, index, ...rest } = SITE;
  const page = file("/srv/site/index.html", "<h1>hi</h1>\n", { needs: ["root"] });
  const renamed = { ...rest, index: index as Declared, greeting: motd as Declared };
  const both = { root: SITE["root"] as Declared, greeting: motd as Declared, page };
  const { items } = await makePlan(world.ports, world.ledger, versionOf(graphOf(both)));
  expect(items.map(({ action, address, from }) => [action, address, from ?? null])).toEqual([
    ["none", "greeting", "motd"],
    ["update", "page", "index"],
    ["none", "root", null],
    ["delete", "stamp", null],
  ]);
  await converge(renamed);
  expect(started(world.events)).toEqual([]);
  expect([...world.ledger.applied("test").keys()]).toContain("greeting");
  expect([...world.ledger.applied("test").keys()]).not.toContain("motd");
});

test("two resources change places, and one takes the address of what is to be deleted", async () => {
  await converge({ a: file("/srv/one", "1"), b: file("/srv/two", "2"), c: file("/srv/three", "3") });
  world.events.length = 0;
  await converge({ a: file("/srv/two", "2"), b: file("/srv/one", "1") });
  expect(started(world.events)).toEqual(["delete c"]);
  world.events.length = 0;
  await converge({ a: file("/srv/one", "1!") });
  expect(started(world.events).toSorted()).toEqual(["delete a", "update a"]);
  expect(world.tree()).toEqual({ "/srv": "755 folder", "/srv/one": "644 1!" });
  expect(world.ledger.applied("test").size).toBe(1);
});

test("another path is another object: the old one goes, the new one comes", async () => {
  await converge({ a: file("/srv/one", "1") });
  world.events.length = 0;
  await converge({ a: file("/srv/uno", "1") });
  expect(started(world.events)).toEqual(["replace a"]);
  expect(world.tree()).toEqual({ "/srv": "755 folder", "/srv/uno": "644 1" });
});

test("another object that is there already becomes ours where it is as it is wanted, and is in the way where it is not", async () => {
  await converge({ a: file("/srv/one", "1") });
  writeFileSync(join(world.base, "srv/uno"), "2", { mode: 0o644 });
  expect((await converge({ a: file("/srv/uno", "1") })).open).toMatchObject([
    { address: "a", report: { status: { kind: "blocked", by: "exists" } } },
  ]);
  expect(world.tree()).toEqual({ "/srv": "755 folder", "/srv/one": "644 1", "/srv/uno": "644 2" });
  writeFileSync(join(world.base, "srv/uno"), "1");
  expect(await converge({ a: file("/srv/uno", "1") })).toMatchObject({ converged: true });
  expect(world.tree()).toEqual({ "/srv": "755 folder", "/srv/uno": "644 1" });
});

test("protection outlives the declaration", async () => {
  await converge({ a: file("/srv/one", "1", { meta: { protect: true } }), b: file("/srv/two", "2") });
  const result = await converge({});
  expect(result.open).toMatchObject([
    { address: "a", report: { status: { kind: "blocked", by: "protected" } } },
  ]);
  expect(world.tree()).toEqual({ "/srv": "755 folder", "/srv/one": "644 1" });
});

test("what cannot be done fails with its reason, and does not hold up the rest", async () => {
  writeFileSync(join(world.base, "srv/site"), "a file where a folder is wanted");
  const result = await converge({ ...SITE, other: file("/srv/other", "fine") });
  expect(result.converged).toBe(false);
  expect(world.tree()).toMatchObject({ "/srv/other": "644 fine" });
  expect(result.open.map(({ address }) => address)).toEqual(["index", "motd", "root", "stamp"]);
});

test("while it runs, drift is seen by watching and mended", async () => {
  const engine = world.engine();
  engine.desire(versionOf(graphOf(SITE)));
  const stop = new AbortController();
  const running = engine.run(stop.signal);
  await until(() => world.events.some((event) => event.kind === "converged"));
  writeFileSync(join(world.base, "srv/site/motd"), "defaced\n");
  await until(() => world.events.filter((event) => event.kind === "converged").length === 2);
  rmSync(join(world.base, "srv/site"), { recursive: true });
  // What is gone is told file by file, and what is not heard of yet does not keep anybody from "converged".
  const files = ["/srv/site/motd", "/srv/site/stamp"];
  await until(() => files.every((path) => path in world.tree()));
  stop.abort();
  await running;
  expect(world.tree()).toMatchObject({
    "/srv/site/motd": "644 welcome\n",
    "/srv/site/stamp": expect.stringMatching(/^644 index/),
  });
});

test("a plan changes nothing and says what would be done", async () => {
  await converge(SITE);
  const before = world.tree();
  const { root, index, motd } = SITE as Record<"root" | "index" | "motd", Declared>;
  const changed = { root, index, motd: { ...motd, spec: { ...motd.spec, content: "hi\n" } } };
  const plan = await makePlan(world.ports, world.ledger, versionOf(graphOf(changed)));
  expect(plan.items.map((item) => `${item.action} ${item.address}`)).toEqual([
    "none index",
    "update motd",
    "none root",
    "delete stamp",
  ]);
  expect(plan.items[1]).toMatchObject({
    cause: "intended",
    reason: "changed",
    changes: [{ pointer: "/content", live: "welcome\n", desired: "hi\n", place: { file: "test.sp" } }],
    patch: [{ op: "replace", path: "/content", value: "hi\n" }],
  });
  expect(world.tree()).toEqual(before);
});

test("with a lost ledger, what is as wanted is adopted at once, also what depends on another's output", async () => {
  await converge(SITE);
  const ledger = openLedger({ path: ":memory:", clock: realClock, holder: "another" });
  const version = versionOf(graphOf(SITE));
  const plan = await makePlan(world.ports, ledger, version);
  expect(plan.items.map(({ action, block }) => [action, block])).toEqual(
    plan.items.map(() => ["adopt", null]),
  );
  const engine = openEngine(world.ports, ledger, "test");
  engine.desire(version);
  expect(await engine.converge(never)).toMatchObject({ converged: true, open: [] });
  await engine.close();
  ledger.close();
});

test("a base folder that is away makes everything below it unknown, and nothing is made anew", async () => {
  const engine = world.engine();
  engine.desire(versionOf(graphOf(SITE)));
  await engine.converge(never);
  renameSync(world.base, `${world.base}-away`);
  world.events.length = 0;
  engine.desire(versionOf(graphOf(SITE)));
  const result = await engine.converge(never);
  expect(result.open.map(({ report }) => report.status.kind)).toEqual([
    "unknown",
    "unknown",
    "unknown",
    "unknown",
  ]);
  expect(started(world.events)).toEqual([]);
  mkdirSync(world.base);
  engine.desire(versionOf(graphOf(SITE)));
  expect((await engine.converge(never)).open).toHaveLength(4);
  expect(world.tree()).toEqual({});
});

test("one version lifts the protection and moves the object", async () => {
  await converge({ a: file("/srv/one", "1", { meta: { protect: true } }) });
  expect(await converge({ a: file("/srv/two", "1") })).toMatchObject({ converged: true });
  expect(world.tree()).toEqual({ "/srv": "755 folder", "/srv/two": "644 1" });
});

/** Until an event makes it true. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("what was in a system that is given up stays, but for what is to be deleted", async () => {
  const files = {
    "old.a": file("/srv/a", "1"),
    "old.b": file("/srv/b", "1"),
    "old.c.d": file("/srv/d", "1"),
  };
  await converge(files);
  const removed = { old: { destroy: false }, "old.b": { destroy: true } } as Record<
    string,
    { destroy: boolean }
  >;
  expect(await converge({}, { removed })).toMatchObject({ converged: true });
  expect(Object.keys(world.tree())).toEqual(["/srv", "/srv/a", "/srv/d"]);
  expect(world.ledger.applied("test").size).toBe(0);
});

test("who gives up a system lifts no protection of what is in it", async () => {
  await converge({ "old.a": file("/srv/a", "1"), "old.p": file("/srv/p", "1", { meta: { protect: true } }) });
  const old = { old: { destroy: true } } as Record<string, { destroy: boolean }>;
  expect((await converge({}, { removed: old })).open).toMatchObject([
    { address: "old.p", report: { status: { kind: "blocked", by: "protected" } } },
  ]);
  const named = { ...old, "old.p": { destroy: true } } as Record<string, { destroy: boolean }>;
  expect(await converge({}, { removed: named })).toMatchObject({ converged: true });
  expect(Object.keys(world.tree())).toEqual(["/srv"]);
});
