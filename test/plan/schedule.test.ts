import fc from "fast-check";
import { expect, test } from "vitest";
import { type Key, schedule, type ScheduleInput, type Task } from "../../runtime/schedule.ts";

interface Scenario {
  readonly tasks: Record<Key, Partial<Task>>;
  readonly needs?: Record<Key, Key[]>;
  readonly users?: Record<Key, Key[]>;
  readonly occupants?: Record<Key, Key>;
  readonly doubt?: Key[];
  readonly slots?: number;
}

function inputOf({
  tasks,
  needs = {},
  users = {},
  occupants = {},
  doubt = [],
  slots = 100,
}: Scenario): ScheduleInput {
  const full = new Map<Key, Task>();
  for (const [key, task] of Object.entries(tasks)) {
    full.set(key, { key, target: "t", action: "create", cause: "intended", state: "ready", ...task });
  }
  return {
    tasks: full,
    needs: (key) => needs[key] ?? [],
    users: (key) => users[key] ?? [],
    occupant: (key) => occupants[key] ?? null,
    unclear: (key) =>
      doubt.includes(key)
        ? { key, target: "t", action: "update", cause: "intended", state: "running" }
        : null,
    slots: () => slots,
  };
}

function starts(scenario: Scenario): readonly Key[] {
  return schedule(inputOf(scenario)).start;
}

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

test("old edges that run in a circle give way", () => {
  const tasks = { a: { action: "delete" as const }, b: { action: "delete" as const } };
  expect(starts({ tasks, users: { a: ["b"], b: ["a"] } }).toSorted()).toEqual(["a", "b"]);
});

test("what takes the address of something unwanted waits until that is gone", () => {
  expect(starts({ tasks: { web: {}, "[old]": { action: "delete" } }, occupants: { web: "[old]" } })).toEqual([
    "[old]",
  ]);
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
  fc.assert(
    fc.property(fc.array(action, { minLength: 6, maxLength: 6 }), pairs, pairs, (actions, wanted, old) => {
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
      for (let turn = 0; Object.keys(left).length > 0; turn++) {
        expect(turn).toBeLessThanOrEqual(names.length);
        const started = starts({ tasks: left, needs, users });
        expect(started.length).toBeGreaterThan(0);
        for (const key of started) delete left[key];
      }
    }),
    { numRuns: 2000 },
  );
});
