import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Key, schedule, type ScheduleInput, type Task } from "../../runtime/schedule.ts";

interface Scenario {
  readonly tasks: Record<Key, Partial<Task>>;
  readonly needs?: Record<Key, Key[]>;
  readonly users?: Record<Key, Key[]>;
  readonly occupants?: Record<Key, Key>;
  readonly places?: Record<Key, Key>;
  readonly doubt?: Key[];
  readonly kept?: Key[];
  readonly slots?: number;
  readonly waves?: Record<Key, number>;
  readonly batch?: { readonly of: readonly Key[]; readonly size: number; readonly begun?: readonly Key[] };
}

function inputOf({
  tasks,
  needs = {},
  users = {},
  occupants = {},
  places = {},
  doubt = [],
  kept = [],
  slots = 100,
  waves,
  batch,
}: Scenario): ScheduleInput {
  const full = new Map<Key, Task>();
  for (const [key, task] of Object.entries(tasks)) {
    full.set(key, { key, target: "t", action: "create", cause: "intended", state: "ready", ...task });
  }
  return {
    pending: full,
    task: (key) => full.get(key) ?? null,
    waited: new Map(),
    needs: (key) => needs[key] ?? [],
    users: (key) => users[key] ?? [],
    stoodOn: (key) => Object.keys(users).filter((need) => users[need]?.includes(key)),
    keeps: (key) => kept.includes(key),
    occupant: (key) => occupants[key] ?? null,
    inTheWay: (key) => places[key] ?? null,
    unclear: (key) =>
      doubt.includes(key)
        ? { key, target: "t", action: "update", cause: "intended", state: "running" }
        : null,
    slots: () => slots,
    isBusy: () => false,
    waves: waves === undefined ? null : new Map(Object.entries(waves)),
    batch: (key) =>
      batch?.of.includes(key) ? { group: "g", size: batch.size, begun: batch.begun ?? [] } : null,
  };
}

function starts(scenario: Scenario): readonly Key[] {
  return schedule(inputOf(scenario)).start;
}

/** Which of ten were looked into, on a target that takes two. */
function asked(overrides: Partial<ScheduleInput>): readonly Key[] {
  const tasks = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`f${index}`, {}]));
  const input = { ...inputOf({ tasks, slots: 2 }), ...overrides };
  const keys: Key[] = [];
  schedule({
    ...input,
    task: (key) => {
      keys.push(key);
      return input.task(key);
    },
  });
  return keys;
}

test("what its target cannot take now is not looked into, unless it waited for another", () => {
  expect(asked({})).toEqual(["f0", "f1"]);
  expect(asked({ waited: new Map([["f7", "f8"]]) })).toEqual(["f0", "f1", "f7"]);
  expect(asked({ slots: () => 0, isBusy: () => true })).toEqual([]);
});

test("where nothing is under way, what a closed target cannot take is looked into all the same", () => {
  expect(asked({ slots: () => 0 })).toHaveLength(10);
});

test("what is needed goes first, and the one that waits names it", () => {
  const scenario = { tasks: { web: {}, db: {} }, needs: { web: ["db"] } };
  expect(starts(scenario)).toEqual(["db"]);
  expect(schedule(inputOf(scenario)).waiting).toEqual(new Map([["web", "db"]]));
});

test("a dependency that does not change now holds nobody up; one that is being looked at does", () => {
  expect(starts({ tasks: { web: {} }, needs: { web: ["db"] } })).toEqual(["web"]);
  expect(starts({ tasks: { web: {} }, needs: { web: ["db"] }, doubt: ["db"] })).toEqual([]);
});

test("a stuck dependency holds up what is intended, never a repair", () => {
  const needs = { web: ["db"], log: ["db"] };
  const tasks = { db: { state: "stuck" as const }, web: {}, log: { cause: "corrective" as const } };
  expect(starts({ tasks, needs })).toEqual(["log"]);
});

test("a delete waits for whoever used it, whatever that still has to do", () => {
  const users = { db: ["web"] };
  expect(starts({ tasks: { db: { action: "delete" }, web: { action: "update" } }, users })).toEqual(["web"]);
  expect(starts({ tasks: { db: { action: "delete" }, web: { action: "delete" } }, users })).toEqual(["web"]);
  expect(
    starts({ tasks: { db: { action: "delete" }, web: { action: "update", state: "stuck" } }, users }),
  ).toEqual([]);
});

test("a replace waits for users that go away, and goes before those that stay", () => {
  const tasks = {
    db: { action: "replace" as const },
    old: { action: "delete" as const },
    web: { action: "update" as const },
  };
  const scenario = { tasks, needs: { web: ["db"] }, users: { db: ["old", "web"] } };
  expect(starts(scenario)).toEqual(["old"]);
});

describe("a replace that stands on another", () => {
  const tasks = { folder: { action: "replace" as const }, file: { action: "replace" as const } };
  const scenario = { tasks, needs: { file: ["folder"] }, users: { folder: ["file"] } };

  test("is cleared first, and nothing else happens meanwhile", () => {
    expect(schedule(inputOf(scenario))).toEqual({
      start: ["file"],
      clearing: new Set(["file"]),
      waiting: new Map([["folder", "file"]]),
    });
    const file = { action: "replace" as const, state: "running" as const };
    expect(starts({ ...scenario, tasks: { ...tasks, file } })).toEqual([]);
    expect(starts({ ...scenario, tasks: { ...tasks, file: { action: "create" } } })).toEqual(["folder"]);
  });

  test("is cleared through any number of folders, from the inside", () => {
    const inner = { action: "replace" as const };
    const deep = {
      tasks: { ...tasks, inner },
      needs: { file: ["inner"], inner: ["folder"] },
      users: { folder: ["inner"], inner: ["file"] },
    };
    expect(starts(deep)).toEqual(["file"]);
    expect(starts({ ...deep, tasks: { ...deep.tasks, file: { action: "create" } } })).toEqual(["inner"]);
  });

  test("is not cleared for what cannot go on", () => {
    const stuck = { action: "replace" as const, state: "stuck" as const };
    expect(starts({ ...scenario, tasks: { ...tasks, folder: stuck } })).toEqual([]);
    const other = { ...scenario, users: { folder: ["file", "other"] } };
    const held = schedule(inputOf({ ...other, tasks: { ...tasks, other: stuck } }));
    expect([held.start, held.waiting.get("folder")]).toEqual([[], "other"]);
    // Nor is what lies deeper, and what it stands on waits for what cannot go.
    const deep = {
      tasks: { ...tasks, inner: { action: "replace" as const }, kept: stuck },
      needs: { file: ["folder"], inner: ["folder"], kept: ["inner"] },
      users: { folder: ["file", "inner"], inner: ["kept"] },
    };
    expect(starts(deep)).toEqual([]);
    expect(schedule(inputOf(deep)).waiting.get("inner")).toBe("kept");
    const gone = { action: "delete" as const, state: "stuck" as const };
    const turn = schedule(inputOf({ ...other, tasks: { ...tasks, other: gone } }));
    expect([turn.start, turn.waiting.get("folder")]).toEqual([[], "other"]);
    // What is held is put right meanwhile, and holds on all the same.
    const repair = { action: "update" as const, cause: "corrective" as const };
    const mending = { ...other, tasks: { ...tasks, other: repair }, kept: ["other"] };
    const mended = schedule(inputOf({ ...mending, needs: { ...scenario.needs, other: ["folder"] } }));
    expect([mended.start, mended.clearing.size, mended.waiting.get("folder")]).toEqual([
      ["other"],
      0,
      "other",
    ]);
    const waits = { tasks: { ...tasks, disk: {} }, needs: { ...scenario.needs, folder: ["disk"] } };
    expect(starts({ ...scenario, ...waits })).toEqual(["disk"]);
  });
});

test("a stuck repair keeps no fix out of what needs it, and one that can be made goes first", () => {
  const needs = { web: ["db"] };
  const db = { cause: "corrective" as const };
  expect(starts({ tasks: { db: { ...db, state: "stuck" }, web: {} }, needs })).toEqual(["web"]);
  expect(starts({ tasks: { db, web: {} }, needs })).toEqual(["db"]);
});

test("a wave waits for all that is still to be changed in those before it, and names one of them", () => {
  const waves = { a: 0, b: 1, c: 2 };
  const scenario = { tasks: { a: { state: "stuck" as const }, b: {}, c: {} }, waves };
  expect(starts(scenario)).toEqual([]);
  expect(schedule(inputOf(scenario)).waiting).toEqual(
    new Map([
      ["b", "a"],
      ["c", "a"],
    ]),
  );
  expect(starts({ tasks: { b: {}, c: {} }, waves })).toEqual(["b"]);
  expect(starts({ tasks: { b: {} }, waves, doubt: ["a"] })).toEqual([]);
  // A repair neither waits nor is waited for: it is not among what the version changes.
  expect(starts({ tasks: { a: {}, c: { cause: "corrective" } }, waves: { a: 0 } })).toEqual(["a", "c"]);
});

test("what is deleted goes after what comes, the last wave first", () => {
  const tasks = {
    x: { action: "delete" as const },
    y: { action: "delete" as const },
    z: { action: "create" as const },
  };
  const waves = { x: 1, y: 2, z: 2 };
  expect(starts({ tasks, waves }).toSorted()).toEqual(["y", "z"]);
  expect(starts({ tasks: { x: tasks.x, y: tasks.y }, waves })).toEqual(["y"]);
});

test("what an earlier wave needs is not held by it", () => {
  const scenario = { needs: { a: ["b"] }, waves: { a: 0, b: 1 } };
  expect(starts({ ...scenario, tasks: { a: {}, b: {} } })).toEqual(["b"]);
  // What is blocked now may be so only for want of what it needs.
  expect(starts({ ...scenario, tasks: { a: { state: "stuck" }, b: {} } })).toEqual(["b"]);
});

test("of a batch only so many change at once, and one that did not end well keeps its place", () => {
  const of = ["a", "b", "c"];
  const tasks = { a: {}, b: {}, c: {}, d: {} };
  expect(starts({ tasks, batch: { of, size: 2 } })).toEqual(["a", "b", "d"]);
  const failed = {
    tasks: { ...tasks, a: { state: "stuck" as const } },
    batch: { of, size: 1, begun: ["a"] },
  };
  expect(starts(failed)).toEqual(["d"]);
  expect(schedule(inputOf(failed)).waiting.get("c")).toBe("a");
  // One that waits for others keeps no place, and none from what it stands on.
  const circle = { tasks: { a: {}, b: {} }, needs: { a: ["b"] }, batch: { of, size: 1, begun: ["a"] } };
  expect(starts(circle)).toEqual(["b"]);
  expect(starts({ ...circle, tasks: { a: { state: "stuck" }, b: {} } })).toEqual(["b"]);
  const late = { tasks: { a: {}, b: {} }, waves: { a: 1, b: 0 }, batch: { of, size: 1, begun: ["a"] } };
  expect(starts(late)).toEqual(["b"]);
  // It may try again itself, and a repair knows no batch.
  expect(
    starts({ tasks: { ...tasks, c: { cause: "corrective" } }, batch: { of, size: 1, begun: ["a"] } }),
  ).toEqual(["a", "d", "c"]);
});

test("old edges that run in a circle give way", () => {
  const tasks = { a: { action: "delete" as const }, b: { action: "delete" as const } };
  expect(starts({ tasks, users: { a: ["b"], b: ["a"] } }).toSorted()).toEqual(["a", "b"]);
});

test("what takes the address of something unwanted waits until that is gone", () => {
  expect(starts({ tasks: { web: {}, "[old]": { action: "delete" } }, occupants: { web: "[old]" } })).toEqual([
    "[old]",
  ]);
});

test("what takes the place of another waits until that is gone, and those that change places do so one after the other", () => {
  const old = { "[old]": { action: "delete" as const } };
  expect(starts({ tasks: { web: {}, ...old }, places: { web: "[old]" } })).toEqual(["[old]"]);
  const held = { "[old]": { action: "delete" as const, state: "stuck" as const } };
  const waiting = schedule(inputOf({ tasks: { web: {}, ...held }, places: { web: "[old]" } }));
  expect([waiting.start, ...waiting.waiting]).toEqual([[], ["web", "[old]"]]);
  const both = { a: { action: "replace" as const }, b: { action: "replace" as const } };
  const turn = schedule(inputOf({ tasks: both, places: { a: "b", b: "a" } }));
  expect([turn.start, [...turn.clearing]]).toEqual([["b"], ["b"]]);
  expect(turn.waiting).toEqual(new Map([["a", "b"]]));
  // An old edge is no reason to delete what is still used, where what uses it can go first.
  const used = {
    a: { action: "replace" as const },
    b: { action: "delete" as const },
    c: { action: "delete" as const },
  };
  const going = schedule(inputOf({ tasks: used, places: { a: "b" }, users: { b: ["c"], c: ["a"] } }));
  expect([going.start, [...going.clearing]]).toEqual([["a"], ["a"]]);
  // What cannot go on is not cleared for it.
  const stuck = { ...both, b: { ...both.b, state: "stuck" as const } };
  expect(starts({ tasks: stuck, places: { a: "b", b: "a" } })).toEqual([]);
  // It needs what is to have its place.
  const needing = { tasks: { a: both.a, web: {} }, needs: { a: ["web"] }, places: { web: "a" } };
  const first = schedule(inputOf(needing));
  expect([first.start, [...first.clearing]]).toEqual([["a"], ["a"]]);
});

test("what was asked for goes before what drifted, within the slots of a target", () => {
  const tasks = {
    drift: { cause: "corrective" as const },
    asked: {},
    rotation: { cause: "rotation" as const },
  };
  expect(starts({ tasks, slots: 2 })).toEqual(["asked", "rotation"]);
});

test("whatever the edges, everything that is not stuck gets its turn", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const action = fc.constantFrom<Task["action"]>("create", "update", "replace", "delete");
  const pairs = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 12 });
  const numbers = fc.array(fc.nat(3), { minLength: 6, maxLength: 6 });
  const most = fc.constantFrom(1, 2, 100);
  const all = [fc.array(action, { minLength: 6, maxLength: 6 }), pairs, pairs, numbers, most] as const;
  fc.assert(
    fc.property(...all, (actions, wanted, old, waves, slots) => {
      // The compiler refuses cycles of wanted edges, and nothing wanted needs what is deleted; old edges are as they were.
      const needs: Record<Key, Key[]> = {};
      for (const [from, to] of wanted) {
        const [high, low] = [Math.max(from, to), Math.min(from, to)];
        if (high !== low && actions[high] !== "delete" && actions[low] !== "delete") {
          (needs[names[high] as Key] ??= []).push(names[low] as Key);
        }
      }
      const users: Record<Key, Key[]> = {};
      for (const [from, to] of old) (users[names[from] as Key] ??= []).push(names[to] as Key);
      const left = Object.fromEntries(
        names.map((name, index) => [name, { action: actions[index] as Task["action"] }]),
      );
      const wavesOf = (open: object, all: readonly number[]): Record<Key, number> =>
        Object.fromEntries(Object.keys(open).map((key) => [key, all[names.indexOf(key)] as number]));
      for (let turn = 0; Object.keys(left).length > 0; turn++) {
        expect(turn).toBeLessThanOrEqual(names.length);
        const scenario = { tasks: left, needs, users, slots, batch: { of: names.slice(0, 3), size: 1 } };
        const started = starts({ ...scenario, waves: wavesOf(left, waves) });
        expect(started.length).toBeGreaterThan(0);
        for (const key of started) delete left[key];
      }
    }),
    { numRuns: 2000 },
  );
});
