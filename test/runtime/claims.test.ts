// Two environments of one agent that want the same objects at the same moment: one has them, the other says whose they are.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePlan } from "../../runtime/engine/preview.ts";
import type { Ledger } from "../../runtime/ledger.ts";
import { type Declared, file, graphOf, sha256, versionOf } from "../support/graphs.ts";
import { fileWorld, type FileWorld } from "../support/files.ts";

let world: FileWorld;
beforeEach(() => {
  world = fileWorld();
});
afterEach(() => world.close());

const never = new AbortController().signal;
const FILES = 100;

function declared(): Record<string, Declared> {
  const files: Record<string, Declared> = {};
  for (let index = 0; index < FILES; index++) files[`f${index}`] = file(`/srv/f${index}`, "both\n");
  return files;
}

function owners(ledger: Ledger): readonly string[] {
  return [...ledger.claims().values()].map((claim) => claim.environment);
}

test("two environments on one file: each object has one owner, and the other environment names it", async () => {
  const environments = ["a", "b"].map((name) => {
    const engine = world.engine(name);
    engine.desire(versionOf(graphOf(declared(), { environment: name })));
    return engine;
  });
  const [a, b] = await Promise.all(environments.map((engine) => engine.converge(never)));
  const open = [...(a?.open ?? []), ...(b?.open ?? [])];
  expect(open).toHaveLength(FILES);
  expect(new Set(open.map(({ report }) => JSON.stringify(report.status)))).toEqual(
    new Set([JSON.stringify({ kind: "blocked", by: "owned-elsewhere" })]),
  );
  expect(owners(world.ledger)).toHaveLength(FILES);
  expect(world.ledger.openIntents()).toEqual([]);
});

test("what a target is called is its own word, also where another environment has written that down meanwhile", async () => {
  const wanted = (name: string): ReturnType<typeof versionOf> =>
    versionOf(graphOf({ own: file(`/srv/${name}`, "x\n") }, { environment: name }));
  const [a, b] = [world.engine("a"), world.engine("b")];
  b.desire(wanted("b"));
  a.desire(wanted("a"));
  await a.converge(never);
  expect((await b.converge(never)).open).toEqual([]);
  const target = world.ledger.target("local")?.identity;
  for (const name of ["a", "b"])
    expect([...world.ledger.applied(name).values()]).toEqual([
      expect.objectContaining({
        targetIdentity: target,
        identity: JSON.stringify(["file", target, "std.file.File", { "/path": `/srv/${name}` }]),
      }),
    ]);
  // And so it is found again.
  b.desire(wanted("b"));
  expect((await b.converge(never)).open).toEqual([]);
});

test("an object that both find and could adopt becomes one environment's", async () => {
  for (let index = 0; index < FILES; index++) writeFileSync(join(world.base, `srv/f${index}`), "both\n");
  const engines = ["a", "b"].map((name) => {
    const engine = world.engine(name);
    engine.desire(versionOf(graphOf(declared(), { environment: name })));
    return engine;
  });
  const results = await Promise.all(engines.map((engine) => engine.converge(never)));
  expect(results.map(({ open }) => open.length).toSorted((x, y) => x - y)).toEqual([0, FILES]);
});

test("what an interrupted run had begun is its environment's until it is settled", () => {
  const graph = graphOf(declared(), { environment: "a" });
  const [address, desired] = Object.entries(graph.resources)[0] as [never, (typeof graph.resources)[never]];
  const identity = '["file","here","std.file.File",{"/path":"/srv/f0"}]' as never;
  const intent = {
    environment: "a",
    address,
    identity,
    target: "local",
    targetIdentity: "here",
    action: "create",
    cause: "intended",
    digest: `sha256:${sha256("x")}`,
    attempt: 1,
    desired,
    overwrites: [],
  } as const;
  const [entry] = world.ledger.begin([intent], []);
  expect(world.ledger.reservation(identity)).toMatchObject({ environment: "a", address });
  world.ledger.finish([{ id: entry?.id ?? 0, outcome: "denied", why: "no", took: 1, changes: [] }]);
  expect(world.ledger.reservation(identity)).toBeNull();
});

test("what another environment wants is not deleted, and is that one's as soon as it is given up", async () => {
  const wanting = (name: string, ...names: readonly string[]): ReturnType<typeof versionOf> => {
    const files = names.map((each) => [each, file(`/srv/${each}`, "x\n")] as const);
    return versionOf(graphOf(Object.fromEntries(files), { environment: name }));
  };
  const [a, b] = [world.engine("a"), world.engine("b")];
  a.desire(wanting("a", "one", "two"));
  await a.converge(never);
  // It goes from `a` to `b`, and `b` is the first to hear of it.
  b.desire(wanting("b", "two"));
  await b.converge(never);
  a.desire(wanting("a", "one"));
  expect(await a.converge(never)).toMatchObject({
    done: [],
    open: [
      {
        address: "two",
        report: {
          status: { kind: "blocked", by: "still-desired" },
          reason: expect.stringContaining("wanted as b/two") as unknown,
        },
      },
    ],
  });
  // Who destroys the whole environment gives it up with that.
  const emptied = versionOf(graphOf({}, { environment: "a" }));
  const destroyed = { ...emptied, destroyed: { who: "ada", why: "over", at: 0 } };
  const { items } = await makePlan(world.ports, world.ledger, destroyed);
  expect(items.map(({ action, address, reason }) => [action, address, reason])).toEqual([
    ["delete", "one", "undeclared"],
    ["release", "two", "wanted-elsewhere"],
  ]);
  // What it does not want any more is deleted, as anything is.
  b.desire(wanting("b", "three"));
  await b.converge(never);
  a.desire(wanting("a", "one"));
  expect(await a.converge(never)).toMatchObject({ converged: true, done: [{ action: "delete" }] });
});
