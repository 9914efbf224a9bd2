// Which actions may start now, and what each other one waits for. PURE.
//
// In:  what is to be done, what is running, the edges as desired and as applied, and each target's free slots. Out: the
// keys to start, in order, and for the rest what each waits for.
// The rules: what is made waits for what it needs; what is deleted waits for what used it, by the edges as applied; only a
// dependency that itself changes now holds anybody up, and one that cannot go on (it fails, is held or is unreachable) holds
// up only intended changes: repair never waits for it. Where old edges and new ones make a cycle, the old ones give way, so
// something can always start and nothing can deadlock.
// A wave waits for what is still to be changed in the waves before it, and what is deleted goes after all that comes, the last
// wave first. What an earlier wave itself waits for is not held by it, so waves cannot deadlock either. Of a batch at most so
// many are changed at once, and one that did not end well keeps its place: a bad version stops there.
// Repairs know neither waves nor batches.

import type { Action, Cause } from "./item.ts";

/**
 * What a task is known by: the address of a wanted resource, or the identity of one that nothing wants any more (whose old
 * address may by now be another's).
 */
export type Key = string;

export interface Task {
  readonly key: Key;
  readonly target: string;
  readonly action: Exclude<Action, "none">;
  readonly cause: Cause;
  /** `stuck`: it cannot start now (held, in backoff, unreachable). */
  readonly state: "ready" | "running" | "stuck";
}

export interface ScheduleInput {
  /** Everything that is not done. */
  readonly tasks: ReadonlyMap<Key, Task>;
  /** Edges as desired: what a wanted resource needs. */
  needs(key: Key): readonly Key[];
  /** Edges as applied, backwards: what used a resource when it was last written. */
  users(key: Key): readonly Key[];
  /** What must be gone before this one can have its address. */
  occupant(key: Key): Key | null;
  /**
   * What has no task because nobody knows yet whether it must change: `running` while it is being looked at, `stuck` where
   * it cannot be read and is known not to be as it is wanted, `ready` where it only waits to have its address.
   */
  unclear(key: Key): Task | null;
  /** How many more actions each target takes now. */
  slots(target: string): number;
  /** What is still to be changed for the desired version, and its wave; null: there are no waves. */
  readonly waves: ReadonlyMap<Key, number> | null;
  /** Those that are changed together with it, only so many at once; null: it is changed beside all others. */
  batch(key: Key): Batch | null;
}

export interface Batch {
  readonly group: string;
  readonly size: number;
  /** Who of the group has begun and is not known to have ended well. */
  readonly begun: readonly Key[];
}

export interface Schedule {
  readonly start: readonly Key[];
  readonly waiting: ReadonlyMap<Key, Key>;
}

/** What a person or a commit asked for goes before what drifted. */
const PRIORITY: Record<Cause, number> = {
  intended: 0,
  rollback: 0,
  rotation: 1,
  agent: 2,
  regulating: 2,
  corrective: 3,
};

export function schedule(input: ScheduleInput): Schedule {
  const waiting = new Map<Key, Key>();
  const ready: Task[] = [];
  const heldByOldEdges: Task[] = [];
  for (const task of input.tasks.values()) {
    if (task.state !== "ready") continue;
    const byNew = isRemoval(task) ? undefined : waitsFor(input, task);
    const byOld = input.users(task.key).find((user) => holdsOn(input, task, user));
    const cause = byNew ?? byOld;
    if (cause === undefined) ready.push(task);
    else {
      waiting.set(task.key, cause);
      if (byNew === undefined) heldByOldEdges.push(task);
    }
  }
  // A replace gives way before a delete does: what is replaced comes back, and what uses it is only written later.
  const circle = heldByOldEdges.filter((task) => runsInCircle(input, task));
  const replaces = circle.filter((task) => task.action === "replace");
  for (const task of replaces.length > 0 ? replaces : circle) {
    waiting.delete(task.key);
    ready.push(task);
  }
  const early = tooEarly(input);
  const due = ready.filter((task) => {
    const before = task.cause === "corrective" ? null : early(task.key);
    if (before !== null) waiting.set(task.key, before);
    return before === null;
  });
  return { start: pick(input, due, waiting), waiting };
}

/** For a key of a later wave, something of the first that is not done; for all others, null. */
function tooEarly(input: ScheduleInput): (key: Key) => Key | null {
  const { waves } = input;
  if (waves === null) return () => null;
  let highest = 0;
  for (const wave of waves.values()) highest = Math.max(highest, wave);
  const ranks = new Map<Key, number>();
  let lowest = Number.POSITIVE_INFINITY;
  for (const [key, wave] of waves) {
    const task = taskOf(input, key);
    if (task === null) continue;
    const rank = isRemoval(task) ? 2 * highest - wave : wave;
    ranks.set(key, rank);
    lowest = Math.min(lowest, rank);
  }
  const first = [...ranks.keys()].filter((key) => ranks.get(key) === lowest);
  const free = inTheEnd(input, first);
  return (key) => (free.has(key) || !ranks.has(key) ? null : (first[0] ?? null));
}

/** These and all that they wait for, in the end. */
function inTheEnd(input: ScheduleInput, from: readonly Key[]): ReadonlySet<Key> {
  const seen = new Set<Key>();
  const queue = [...from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const task = taskOf(input, at);
    if (task !== null) queue.push(...holders(input, task));
  }
  return seen;
}

/** All whom a task waits for. */
function holders(input: ScheduleInput, task: Task): readonly Key[] {
  if (task.state !== "ready") return [];
  const old = input.users(task.key).filter((user) => holdsOn(input, task, user));
  if (isRemoval(task)) return old;
  const occupant = input.occupant(task.key);
  return [
    ...old,
    ...(occupant === null ? [] : [occupant]),
    ...input.needs(task.key).filter((need) => holdsUp(input, task, need)),
  ];
}

/**
 * Each of those that hold on to it waits, in the end, for it: nobody would ever start. One that waits for something else (it
 * fails, is held, is being looked at) still holds on to it, and is waited for.
 */
function runsInCircle(input: ScheduleInput, task: Task): boolean {
  return holders(input, task).every((holder) => inTheEnd(input, [holder]).has(task.key));
}

function isRemoval(task: Task): boolean {
  return task.action === "delete" || task.action === "release";
}

function waitsFor(input: ScheduleInput, task: Task): Key | undefined {
  const occupant = input.occupant(task.key);
  if (occupant !== null) return occupant;
  return input.needs(task.key).find((need) => holdsUp(input, task, need));
}

/** Whether `task` must wait for what it needs. */
function holdsUp(input: ScheduleInput, task: Task, need: Key): boolean {
  const other = taskOf(input, need);
  if (other === null || isRemoval(other)) return false;
  // Only what the version changes holds up: a repair that cannot be made keeps no fix out.
  return other.state !== "stuck" || (task.cause !== "corrective" && other.cause !== "corrective");
}

/**
 * Whether `task` must wait for one that used it. A delete waits for whatever its user still has to do; a replace only for
 * users that go away, because those that stay are written after it.
 */
function holdsOn(input: ScheduleInput, task: Task, user: Key): boolean {
  const other = taskOf(input, user);
  if (other === null || user === task.key) return false;
  return task.action === "delete" || (task.action === "replace" && isRemoval(other));
}

function taskOf(input: ScheduleInput, key: Key): Task | null {
  return input.tasks.get(key) ?? input.unclear(key);
}

/** As many as there is room for, the most urgent first. */
function pick(input: ScheduleInput, ready: readonly Task[], waiting: Map<Key, Key>): readonly Key[] {
  const free = new Map<string, number>();
  const places = new Map<string, Set<Key>>();
  const start: Key[] = [];
  for (const task of ready.toSorted((a, b) => PRIORITY[a.cause] - PRIORITY[b.cause])) {
    const batch = task.cause === "corrective" ? null : input.batch(task.key);
    const begun = batch === null ? null : (places.get(batch.group) ?? new Set(batch.begun));
    if (batch !== null && begun !== null && !begun.has(task.key) && begun.size >= batch.size) {
      const [before] = begun;
      if (before !== undefined) waiting.set(task.key, before);
      continue;
    }
    const slots = free.get(task.target) ?? input.slots(task.target);
    free.set(task.target, slots - 1);
    if (slots <= 0) continue;
    start.push(task.key);
    if (batch !== null && begun !== null) places.set(batch.group, begun.add(task.key));
  }
  return start;
}
