// Which actions may start now, and what each other one waits for. PURE.
//
// In:  what is to be done, what is running, the edges as desired and as applied, and each target's free slots. Out: the
// keys to start, in order, and for the rest what each waits for.
// The rules: what is made waits for what it needs; what is deleted waits for what used it, by the edges as applied; only a
// dependency that itself changes now holds anybody up, and one that cannot go on (it fails, is held or is unreachable) holds
// up only intended changes: repair never waits for it. Where old edges and new ones make a cycle, the old ones give way, so
// something can always start and nothing can deadlock.
// A replace that stands on another one is *cleared* first: its old object goes before the old object of what it stands on, as
// with deletes, and its new one is made after the new one of that. A folder cannot go while the files in it stay. So is one whose
// old object is in the way of what it waits for itself: two that change places.
// A wave waits for what is still to be changed in the waves before it, and what is deleted goes after all that comes, the last
// wave first. What an earlier wave itself waits for is not held by it, so waves cannot deadlock either. Of a batch at most so
// many are changed at once, and one that did not end well keeps its place: a bad version stops there. One that waits for others
// has none to keep, and what one waits for is not held by it: no batch can deadlock.
// Repairs know neither waves nor batches.
// Surprising: what could not start anyhow, because its target takes no more now, is not looked into. A step costs what it
// starts and what waits for another, and not all that is still to be done.

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
  /** Everything that is to be done, in the order in which it starts where nothing else decides. */
  readonly pending: Iterable<readonly [Key, Pick<Task, "target" | "cause">]>;
  /** What is to be done under the key, or is under way; null: nothing. Asked at most once for each key. */
  task(key: Key): Task | null;
  /** What each one waited for when it was last asked: these are looked into whatever their target takes. */
  readonly waited: ReadonlyMap<Key, Key>;
  /** Edges as desired: what a wanted resource needs. */
  needs(key: Key): readonly Key[];
  /** Edges as applied, backwards: what used a resource when it was last written. */
  users(key: Key): readonly Key[];
  /** The same forwards: what it needed when it was last written, as far as that is still wanted. */
  stoodOn(key: Key): readonly Key[];
  /** Its task is a repair, and stands in for a delete or a replace of it that is held. */
  keeps(key: Key): boolean;
  /** What must be gone before this one can have its address. */
  occupant(key: Key): Key | null;
  /** What must be gone before this one can have its place in the world. */
  inTheWay(key: Key): Key | null;
  /**
   * What has no task because nobody knows yet whether it must change: `running` while it is being looked at, `stuck` where
   * it cannot be read and is known not to be as it is wanted, `ready` where it only waits to have its address.
   */
  unclear(key: Key): Task | null;
  /** How many more actions each target takes now. */
  slots(target: string): number;
  /** Something is under way on the target, so that it will take more soon. */
  isBusy(target: string): boolean;
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
  /** Of these, the replaces of which only the old object is to go now. */
  readonly clearing: ReadonlySet<Key>;
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

export function schedule(given: ScheduleInput): Schedule {
  const input = remembering(given);
  const waiting = new Map<Key, Key>();
  const starting = new Starting(input, tooEarly(input), waiting);
  const heldByOldEdges: Task[] = [];
  const clearing = new Set<Key>();
  for (const each of byPriority(given.pending)) {
    const key = each[0];
    if (starting.isFull(each[1].target) && !given.waited.has(key)) continue;
    const task = input.task(key);
    if (task?.state !== "ready") continue;
    const isCleared = input.clears(task);
    const byNew = isRemoval(task) || isCleared ? undefined : waitsFor(input, task);
    const byOld = input.users(key).find((user) => holdsOn(input, task, user));
    // Whoever is held for good is named before those who wait for it in turn.
    const isByOld = byNew === undefined || (byOld !== undefined && !isFree(input, task));
    const cause = isByOld ? byOld : byNew;
    if (cause === undefined) {
      starting.offer(task);
      if (isCleared) clearing.add(key);
    } else {
      waiting.set(key, cause);
      if (byNew === undefined) heldByOldEdges.push(task);
    }
  }
  // A replace gives way before a delete does: what is replaced comes back, and what uses it is only written later.
  const circle = heldByOldEdges.filter((task) => runsInCircle(input, task));
  const replaces = circle.filter((task) => task.action === "replace");
  for (const task of replaces.length > 0 ? replaces : circle) {
    waiting.delete(task.key);
    starting.offer(task);
    if (input.clears(task)) clearing.add(task.key);
  }
  // What is in the way of something that it needs: its old object goes first, and its new one is made after that.
  for (const [key, before] of waiting) {
    const task = waiting.has(before) && input.inTheWay(key) === before ? input.task(before) : null;
    if (task?.action !== "replace" || task.state !== "ready" || !waitsInTheEnd(input, before, key)) continue;
    if (input.users(before).some((user) => holdsOn(input, task, user))) continue;
    waiting.delete(before);
    starting.offer(task);
    clearing.add(before);
  }
  return { start: starting.keys, clearing, waiting };
}

/** What is in the way of its new object waits, in the end, for its old one to go. */
function isInItsOwnWay(input: Input, { key, state }: Task): boolean {
  const before = state === "ready" ? input.inTheWay(key) : null;
  return before !== null && waitsInTheEnd(input, before, key);
}

/** And nothing on the way has another reason to wait. */
function waitsInTheEnd(input: Input, key: Key, on: Key): boolean {
  return inTheEnd(input, [key], (task) => isFree(input, task)).has(on);
}

/** `task` answers for what is unclear as well, and asks for each key once. */
type Input = Omit<ScheduleInput, "unclear"> & {
  clears(task: Task): boolean;
  /** The old object of what used it is to go, and cannot. */
  isKept(key: Key): boolean;
};

function remembering(given: ScheduleInput): Input {
  const tasks = new Map<Key, Task | null>();
  const task = (key: Key): Task | null => {
    const known = tasks.get(key);
    if (known !== undefined) return known;
    const found = given.task(key) ?? given.unclear(key);
    tasks.set(key, found);
    return found;
  };
  const kept = new Map<Key, boolean>();
  const isKept = (key: Key): boolean => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    // Until it is known: so ends a circle of edges.
    kept.set(key, false);
    const found = given.users(key).some((user) => {
      const using = user === key ? null : task(user);
      if (using !== null && given.keeps(user)) return true;
      if (using?.action !== "replace" && using?.action !== "delete") return false;
      return using.state === "stuck" || isKept(user);
    });
    kept.set(key, found);
    return found;
  };
  const cleared = new Map<Key, boolean>();
  const clears = (of: Task): boolean => {
    const known = cleared.get(of.key);
    if (known !== undefined) return known;
    // Until it is known: so ends a circle of edges.
    cleared.set(of.key, false);
    if (of.action !== "replace") return false;
    const found = given.stoodOn(of.key).some((need) => makesWay(input, of, need)) || isInItsOwnWay(input, of);
    cleared.set(of.key, found);
    return found;
  };
  const input: Input = { ...given, task, clears, isKept };
  return input;
}

/**
 * What it stands on is itself replaced, and nothing but its users is in the way of that: whoever is cleared for something that
 * cannot go on would be gone for nothing.
 */
function makesWay(input: Input, task: Task, need: Key): boolean {
  const other = input.task(need);
  if (other === null || need === task.key || other.action !== "replace" || other.state !== "ready")
    return false;
  if (input.isKept(need)) return false;
  return waitsFor(input, other) === undefined || input.clears(other);
}

type Pending = readonly [Key, Pick<Task, "target" | "cause">];

/** The most urgent first, and otherwise as they came. */
function byPriority(pending: Iterable<Pending>): readonly Pending[] {
  const classes: Pending[][] = [];
  for (const each of pending) (classes[PRIORITY[each[1].cause]] ??= []).push(each);
  return classes.flat();
}

/** What starts, as long as there is room for it. */
class Starting {
  readonly #input: Input;
  readonly #early: (key: Key) => Key | null;
  readonly #waiting: Map<Key, Key>;
  readonly #free = new Map<string, number>();
  /** Targets that something starts on. */
  readonly #begun = new Set<string>();
  readonly #places = new Map<string, Set<Key>>();
  readonly keys: Key[] = [];

  constructor(input: Input, early: (key: Key) => Key | null, waiting: Map<Key, Key>) {
    this.#input = input;
    this.#early = early;
    this.#waiting = waiting;
  }

  /** The target takes no more, and that is so because of what is under way or about to be. */
  isFull(target: string): boolean {
    return this.#freeOn(target) <= 0 && (this.#begun.has(target) || this.#input.isBusy(target));
  }

  /** It waits for no other task. */
  offer({ key, target, cause }: Task): void {
    const isRepair = cause === "corrective";
    const before = isRepair ? null : this.#early(key);
    if (before !== null) {
      this.#waiting.set(key, before);
      return;
    }
    const batch = isRepair ? null : this.#input.batch(key);
    const places = batch === null ? null : (this.#places.get(batch.group) ?? new Set(batch.begun));
    if (batch !== null && places !== null && !places.has(key) && places.size >= batch.size) {
      const kept = [...places].filter((place) => this.#keepsPlace(place, key));
      const [first] = kept;
      if (first !== undefined && kept.length >= batch.size) {
        this.#waiting.set(key, first);
        return;
      }
    }
    const free = this.#freeOn(target);
    if (free <= 0) return;
    this.#free.set(target, free - 1);
    this.#begun.add(target);
    this.keys.push(key);
    if (batch !== null && places !== null) this.#places.set(batch.group, places.add(key));
  }

  /** One that waits for others keeps none now, and none ever from what it stands on. */
  #keepsPlace(holder: Key, key: Key): boolean {
    const task = this.#input.task(holder);
    if (task === null || task.state === "running") return true;
    const isDue = holders(this.#input, task).length === 0 && this.#early(holder) === null;
    if (task.state === "ready" && !isDue) return false;
    return !inTheEnd(this.#input, [holder], () => true).has(key);
  }

  #freeOn(target: string): number {
    const known = this.#free.get(target);
    if (known !== undefined) return known;
    const free = this.#input.slots(target);
    this.#free.set(target, free);
    return free;
  }
}

/** For a key of a later wave, something of the first that is not done; for all others, null. */
function tooEarly(input: Input): (key: Key) => Key | null {
  const { waves } = input;
  if (waves === null) return () => null;
  let highest = 0;
  for (const wave of waves.values()) highest = Math.max(highest, wave);
  const ranks = new Map<Key, number>();
  let lowest = Number.POSITIVE_INFINITY;
  for (const [key, wave] of waves) {
    const task = input.task(key);
    if (task === null) continue;
    const rank = isRemoval(task) ? 2 * highest - wave : wave;
    ranks.set(key, rank);
    lowest = Math.min(lowest, rank);
  }
  const first = [...ranks.keys()].filter((key) => ranks.get(key) === lowest);
  // Whatever else keeps one of them, what it needs may be what frees it.
  const free = inTheEnd(input, first, () => true);
  return (key) => (free.has(key) || !ranks.has(key) ? null : (first[0] ?? null));
}

/** These and all that they wait for, in the end, where they wait for anything. */
function inTheEnd(input: Input, from: readonly Key[], waits: (task: Task) => boolean): ReadonlySet<Key> {
  const seen = new Set<Key>();
  const queue = [...from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const task = input.task(at);
    if (task !== null && waits(task)) queue.push(...holders(input, task));
  }
  return seen;
}

/** All whom a task waits for. */
function holders(input: Input, task: Task): readonly Key[] {
  const old = input.users(task.key).filter((user) => holdsOn(input, task, user));
  if (isRemoval(task) || input.clears(task)) return old;
  const before = [input.occupant(task.key), input.inTheWay(task.key)];
  return [
    ...old,
    ...before.filter((each) => each !== null),
    ...input.needs(task.key).filter((need) => holdsUp(input, task, need)),
  ];
}

/**
 * Each of those that hold on to it waits, in the end, for it: nobody would ever start. One that waits for something else (it
 * fails, is held, is being looked at) still holds on to it, and is waited for.
 */
function runsInCircle(input: Input, task: Task): boolean {
  const waits = (other: Task): boolean => isFree(input, other);
  return holders(input, task).every((holder) => inTheEnd(input, [holder], waits).has(task.key));
}

/** It starts as soon as nobody holds it up, and nobody who does is held for good. */
function isFree(input: Input, { key, action, state }: Task): boolean {
  if (state !== "ready" || input.keeps(key)) return false;
  return (action !== "replace" && action !== "delete") || !input.isKept(key);
}

function isRemoval(task: Task): boolean {
  return task.action === "delete" || task.action === "release";
}

function waitsFor(input: Input, task: Task): Key | undefined {
  const before = input.occupant(task.key) ?? input.inTheWay(task.key);
  if (before !== null) return before;
  return input.needs(task.key).find((need) => holdsUp(input, task, need));
}

/** Whether `task` must wait for what it needs. */
function holdsUp(input: Input, task: Task, need: Key): boolean {
  const other = input.task(need);
  if (other === null || isRemoval(other)) return false;
  // Only what the version changes holds up: a repair that cannot be made keeps no fix out.
  const goesOn = other.state === "running" || isFree(input, other);
  return goesOn || (task.cause !== "corrective" && other.cause !== "corrective");
}

/**
 * Whether `task` must wait for one that used it. A delete waits for whatever its user still has to do; a replace only for
 * users that go away or are cleared, because those that stay are written after it. One that is to be replaced and cannot be
 * (it is protected, held, fails) still stands on what is there.
 */
function holdsOn(input: Input, task: Task, user: Key): boolean {
  const other = input.task(user);
  if (other === null || user === task.key) return false;
  if (task.action === "delete") return true;
  if (task.action !== "replace") return false;
  if (isRemoval(other) || input.keeps(user)) return true;
  return other.action === "replace" && (!isFree(input, other) || input.clears(other));
}
