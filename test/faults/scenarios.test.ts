// Scenarios by name, simulated: what must hold whatever the random runs happen to meet.

import { expect, test } from "vitest";
import type { Scenario, SimFault, SimResource, SimVersion } from "./scenario.ts";
import { simulate, type RunResult } from "./simulate.ts";

function thing(name: string, more: Partial<SimResource> = {}): SimResource {
  return {
    kind: "Thing",
    target: "east",
    name,
    value: 1,
    size: 1,
    from: null,
    needs: [],
    protect: false,
    keep: false,
    adopt: "must-match",
    mode: "manage",
    wave: 0,
    batch: false,
    ...more,
  };
}

function version(at: number, resources: Readonly<Record<string, SimResource>>): SimVersion {
  return { at, resources, moved: {}, removed: {} };
}

async function run(versions: readonly SimVersion[], ...faults: SimFault[]): Promise<RunResult> {
  const scenario: Scenario = {
    seed: 1,
    ledger: "memory",
    window: null,
    claimed: [],
    foreign: [],
    versions,
    faults,
  };
  return simulate(scenario);
}

function told({ story }: RunResult, what: RegExp): readonly string[] {
  return story.map((line) => line.trim().replace(/^\S+\s+/, "")).filter((line) => what.test(line));
}

test("a rename without `moved`, while what it names is being written", async () => {
  const one = thing("n1");
  const result = await run([version(0, { a: one }), version(20_000, { b: { ...one, value: 2 } })], {
    what: "version",
    point: "after-intent",
    action: "create",
    nth: 0,
  });
  expect(result.violations).toEqual([]);
  expect(told(result, /^created|^removed/)).toHaveLength(1);
  expect(told(result, /a is now b/)).toHaveLength(1);
});

test("target swapped: everything on it is blocked, nothing is done there, and the rest goes on", async () => {
  const result = await run(
    [
      version(0, { a: thing("n1"), b: thing("n2", { target: "west" }) }),
      version(15_000, { a: thing("n1", { value: 2 }), b: thing("n2", { target: "west", value: 2 }) }),
    ],
    { what: "stranger", point: "before-intent", action: "update", nth: 0 },
  );
  expect(result.violations).toEqual([]);
  const blocked = told(result, /is blocked: target `(\w+)` is \1:stranger-1 now and was \1:home/);
  expect(blocked).not.toEqual([]);
  const other = blocked[0]?.startsWith("a ") === true ? "b" : "a";
  expect(told(result, new RegExp(`^${other} is (?:blocked|unreachable)`))).toEqual([]);
});

test("a hang that ignores its signal holds its own object, and nothing else", async () => {
  const result = await run(
    [version(0, { a: thing("n1"), b: thing("n2"), c: thing("n3"), d: thing("n4", { target: "west" }) })],
    { what: "deaf", point: "mid-effect", action: "create", nth: 0 },
  );
  expect(result.violations).toEqual([]);
  const landed = result.story.filter((line) => /created (?:east|west)\//.test(line)).map(Number.parseFloat);
  expect(landed).toHaveLength(4);
  const [late = 0, before = 0] = landed.toSorted((a, b) => b - a);
  // Its deadline is 10 seconds, and all the others are long done by then.
  expect(late).toBeGreaterThan(15);
  expect(before).toBeLessThan(10);
});

test("an interrupted create that left half of it there is ours, and is finished", async () => {
  const result = await run(
    [version(0, { a: thing("n1", { kind: "Vault" }) })],
    { what: "half-undecided", point: "mid-effect", action: "create", nth: 0 },
    { what: "crash", point: "after-effect", action: "create", nth: 0 },
  );
  expect(result.violations).toEqual([]);
  expect(told(result, /is killed/)).toHaveLength(1);
  expect(told(result, /settled-done, a is applied/)).toHaveLength(1);
  expect(told(result, /^a is blocked/)).toEqual([]);
});

test("a replace that is killed between its halves goes on, also where it holds data", async () => {
  const vault = thing("n1", { kind: "Vault" });
  const result = await run([version(0, { a: vault }), version(10_000, { a: { ...vault, size: 2 } })], {
    what: "crash",
    point: "after-effect",
    action: "replace",
    nth: 0,
  });
  expect(result.violations).toEqual([]);
  expect(told(result, /is killed/)).toHaveLength(1);
  expect(told(result, /^created/)).toHaveLength(2);
});

test("a target that says that it deleted something, and has not, is asked again", async () => {
  const result = await run(
    [version(0, { a: thing("n1"), b: thing("n2") }), version(10_000, { b: thing("n2") })],
    { what: "said-undone", point: "mid-effect", action: "delete", nth: 0 },
  );
  expect(result.violations).toEqual([]);
  expect(told(result, /a is failing: the target said that it was done, and it is not/)).not.toEqual([]);
});

test("a lie about the object that another kind replaces is no stranger's object", async () => {
  const vault = thing("n3", { kind: "Vault", target: "east", size: 8 });
  const first = thing("n5", { kind: "Vault", target: "west", needs: ["b"] });
  const next = thing("n2", { kind: "Fixed", target: "west", needs: ["b"] });
  const result = await run(
    [version(0, { b: vault, h: first }), version(18_870, { b: { ...vault, size: 9 }, h: next })],
    { what: "said-undone", point: "mid-effect", action: "delete", nth: 0 },
  );
  expect(result.violations).toEqual([]);
  expect(told(result, /^removed west\/Vault-n5/)).toHaveLength(1);
});

test("what a replace was only told to have deleted is deleted by its next attempt, whatever its new place", async () => {
  const old = thing("n1", { kind: "Fixed" });
  for (const next of [
    { ...old, size: 2 },
    { ...old, name: "n2" },
    { ...old, kind: "Thing" as const },
  ]) {
    const result = await run([version(0, { a: old }), version(10_000, { a: next })], {
      what: "said-undone",
      point: "mid-effect",
      action: "replace",
      nth: 0,
    });
    expect(result.violations).toEqual([]);
    expect(told(result, /a is failing: the target said that it was done, and it is not/)).not.toEqual([]);
    expect(told(result, /^removed east\/Fixed-n1/)).toHaveLength(1);
  }
});

test("what is moved to another target is deleted where it was", async () => {
  const result = await run([
    version(0, { a: thing("n1"), b: thing("n2"), c: thing("n3", { target: "west" }) }),
    version(10_000, {
      a: thing("n1", { target: "west" }),
      b: thing("n2"),
      c: thing("n3", { target: "west" }),
    }),
  ]);
  expect(result.violations).toEqual([]);
  expect(told(result, /^removed|^created/).slice(3)).toEqual([
    "removed east/Thing-n1 (intent 4)",
    "created west/Thing-n1 (intent 5)",
  ]);
});

test("gone is not believed while the target may show the past", async () => {
  const result = await run(
    [version(0, { a: thing("n1", { kind: "Slow" }), b: thing("n2", { needs: ["a"] }) })],
    { what: "lag", point: "mid-effect", action: "create", nth: 0 },
  );
  expect(result.violations).toEqual([]);
  expect(told(result, /^intent \d+: create a/)).toHaveLength(1);
  expect(told(result, /^created/)).toHaveLength(2);
});

test("whoever needed what has moved late is held once more against what it is wanted to need", async () => {
  const [one, two] = [thing("n1"), thing("n2")];
  const user = thing("n3", { needs: ["a"] });
  const result = await run(
    [
      version(0, { a: one, b: two, c: user }),
      version(10_000, { a: { ...one, value: 2 }, b: two, c: user }),
      // They change places, and what `c` needs is the other one from now on.
      version(17_000, { a: two, b: { ...one, value: 2 }, c: user }),
    ],
    { what: "hang", point: "mid-effect", action: "update", nth: 0 },
  );
  expect(result.violations).toEqual([]);
  expect(told(result, /a is now b/)).toHaveLength(1);
});
