// What starts next, and what everything else waits for: all that schedule.ts must know, gathered from the engine's state.
//
// In:  what is pending and what is running. Out: the keys to start; and for a key that could start otherwise, whom it waits for.
// Surprising: most graphs have no waves and no batches, and it is found out once for each set of keys whether one has.

import { addressSegments, printAddress, type Address } from "../../compiler/address.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { Effect } from "../apply.ts";
import type { Session } from "../driver.ts";
import type { Item } from "../item.ts";
import { type Batch, type Key, schedule, type Task } from "../schedule.ts";
import { clearingOf } from "./effect.ts";
import type { View } from "./judge.ts";
import type { Paces } from "./paces.ts";
import { slotsOf, stateOf, taskOf, unclear } from "./tasks.ts";

const NOBODY: ReadonlyMap<Key, Key> = new Map();

interface Group {
  readonly name: string;
  readonly size: number;
  readonly members: readonly Key[];
}

export class Scheduling {
  readonly #view: View;
  readonly #paces: Paces;
  readonly #open: ReadonlyMap<string, Session>;
  readonly #later: (wait: number, then: () => void) => void;
  readonly #wake: () => void;
  /** Targets whose next token is waited for. */
  readonly #awaited = new Set<string>();
  #waiting = NOBODY;
  #clearing: ReadonlySet<Key> = new Set();
  #generation = -1;
  #hasWaves = false;
  #groups: ReadonlyMap<Key, Group> = new Map();

  /** `later` calls back after so many milliseconds, `wake` asks for another step. */
  constructor(
    view: View,
    paces: Paces,
    open: ReadonlyMap<string, Session>,
    later: (wait: number, then: () => void) => void,
    wake: () => void,
  ) {
    this.#view = view;
    this.#paces = paces;
    this.#open = open;
    this.#later = later;
    this.#wake = wake;
  }

  /** Whom a key waits for that could start otherwise. */
  waitsFor(key: Key): Key | null {
    return this.#waiting.get(key) ?? null;
  }

  /** `touch` is called for each key of which something else may be said now. */
  next(
    pending: ReadonlyMap<Key, Item>,
    running: ReadonlyMap<Key, Effect>,
    touch: (key: Key) => void,
  ): readonly Key[] {
    const { world } = this.#view;
    const before = this.#waiting;
    const busy = new Set<string>();
    for (const { item } of running.values()) busy.add(item.target);
    // Most steps of a great convergence come while all that can run is running.
    if (before.size === 0 && busy.size > 0 && !this.#hasRoom(pending)) return [];
    this.#classify();
    const plan = schedule({
      pending,
      task: (key) => this.#task(key, pending, running),
      waited: before,
      needs: (key) => world.needs(key),
      users: (key) => world.users(key),
      stoodOn: (key) => world.stoodOn(key),
      keeps: (key) => this.#keeps(key, pending),
      occupant: (key) => world.occupant(key),
      inTheWay: (key) => world.inTheWay(key),
      unclear: (key) => unclear(this.#view, key),
      slots: (target) => this.#slots(target),
      isBusy: (target) => busy.has(target),
      waves: this.#hasWaves ? this.#waves() : null,
      batch: (key) => this.#batch(key, running),
    });
    // What is only looked at again still waits for what it waited for.
    const isStill = (key: Key): boolean =>
      (pending.has(key) || running.has(key)) && this.#view.isLookedAt(key);
    const still = [...before].filter(([key]) => isStill(key));
    this.#waiting = new Map([...still, ...plan.waiting]);
    for (const [key, on] of before) if (this.#waiting.get(key) !== on) touch(key);
    for (const [key, on] of this.#waiting) if (before.get(key) !== on) touch(key);
    this.#clearing = plan.clearing;
    return plan.start;
  }

  /** What of a key that starts next is to be done now: all of it, or only the first half. */
  part(key: Key, item: Item): Item {
    return this.isCleared(key) ? clearingOf(this.#view.world, item) : item;
  }

  /** Of what starts next: only its old object is to go now. */
  isCleared(key: Key): boolean {
    return this.#clearing.has(key);
  }

  #task(key: Key, pending: ReadonlyMap<Key, Item>, running: ReadonlyMap<Key, Effect>): Task | null {
    const effect = running.get(key);
    if (effect !== undefined) return taskOf(key, effect.clears ?? effect.item, "running");
    const item = pending.get(key);
    return item === undefined ? null : taskOf(key, item, stateOf(this.#view, pending, key, item));
  }

  /** What is to be done is not its own item, and that one would let go of what it stands on. */
  #keeps(key: Key, pending: ReadonlyMap<Key, Item>): boolean {
    const item = this.#view.world.item(key);
    if (item?.action !== "delete" && item?.action !== "replace") return false;
    const instead = pending.get(key);
    return instead !== undefined && instead !== item;
  }

  #hasRoom(pending: ReadonlyMap<Key, Item>): boolean {
    const full = new Set<string>();
    for (const { target } of pending.values()) {
      if (full.has(target)) continue;
      if (this.#slots(target) > 0) return true;
      full.add(target);
    }
    return false;
  }

  /** Nothing is to be done. */
  rest(): void {
    this.#waiting = NOBODY;
  }

  #slots(target: string): number {
    const free = this.#paces.free(target, slotsOf(this.#open, target));
    const wait = free > 0 || this.#awaited.has(target) ? 0 : this.#paces.wait(target);
    if (wait > 0) {
      this.#awaited.add(target);
      this.#later(wait, () => {
        // By then another environment may have taken it, and the next one is waited for.
        this.#awaited.delete(target);
        this.#wake();
      });
    }
    return free;
  }

  // --- waves and batches ----------------------------------------------------------------------------------------------

  #classify(): void {
    const { world } = this.#view;
    if (this.#generation === world.generation) return;
    this.#generation = world.generation;
    const waves = new Set<number>();
    const groups = new Map<string, { readonly batch: JsonObject; readonly members: Key[] }>();
    for (const key of world.keys()) {
      waves.add(this.#wave(key));
      const batch = world.resource(key)?.meta.batch ?? null;
      if (batch === null) continue;
      const name = groupOf(batch, key as Address);
      const known = groups.get(name);
      if (known === undefined) groups.set(name, { batch, members: [key] });
      else known.members.push(key);
    }
    this.#hasWaves = waves.size > 1;
    this.#groups = new Map(
      [...groups].flatMap(([name, { batch, members }]) => {
        const group = { name, size: sizeOf(batch, members.length), members };
        return members.map((key) => [key, group] as const);
      }),
    );
  }

  #wave(key: Key): number {
    const { world } = this.#view;
    const row = world.orphan(key);
    const resource = row === null ? world.resource(key) : world.released.get(row.address)?.resource;
    return resource?.meta.wave ?? 0;
  }

  /** A repair that stands in for a held change does not make the change done. */
  #waves(): ReadonlyMap<Key, number> {
    const { world } = this.#view;
    const waves = new Map<Key, number>();
    for (const key of world.keys()) {
      const item = world.item(key);
      const isChange = item !== null && item.action !== "none" && item.cause !== "corrective";
      const isOpen = isChange || world.isOutdated(key) || this.#view.isUnready(key);
      if (isOpen) waves.set(key, this.#wave(key));
    }
    return waves;
  }

  /** Who has begun and is not known to have ended well keeps its place. */
  #batch(key: Key, running: ReadonlyMap<Key, Effect>): Batch | null {
    const group = this.#groups.get(key);
    if (group === undefined) return null;
    const { patience } = this.#view;
    const begun = group.members.filter(
      (member) =>
        running.has(member) ||
        patience.attempts.has(member) ||
        patience.unverified.has(member) ||
        this.#view.isUnready(member) ||
        this.#view.isUnsettled(member as Address, this.#view.world.identity(member as Address)),
    );
    return { group: group.name, size: group.size, begun };
  }
}

/** `group` of the batch, or all that stand beside each other: `web.a` and `web.b`. */
function groupOf({ group }: JsonObject, address: Address): string {
  if (typeof group === "string") return `=${group}`;
  const outer = addressSegments(address)?.slice(0, -1) ?? [];
  return outer.length === 0 ? "" : printAddress(outer);
}

/** `size` or a `share` of them; what cannot be understood is one at a time. */
function sizeOf({ size, share }: JsonObject, count: number): number {
  if (typeof size === "number" && size >= 1) return Math.floor(size);
  if (typeof share === "number" && share > 0) return Math.max(1, Math.floor(share * count));
  return 1;
}
