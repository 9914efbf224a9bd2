// Which pending items the gate holds, and what stands in for them meanwhile.
//
// In:  what is pending, and keys that were planned anew. Out: `pending` as it is to be scheduled: a key's own item where that
// is permitted, the repair of what was released where it is not, and the held item itself where there is nothing to repair.
// It costs what was planned anew; everything is judged again only when something has changed that concerns more than one.

import type { Item } from "../item.ts";
import type { Ledger } from "../ledger.ts";
import type { Key } from "../schedule.ts";
import type { Aims } from "./aims.ts";
import type { Gate } from "./gate.ts";
import { driftOf } from "./judge.ts";
import type { World } from "./world.ts";

export class Holding {
  readonly #world: World;
  readonly #gate: Gate;
  readonly #aims: Aims;
  readonly #ledger: Ledger;
  readonly #anew = new Set<Key>();
  #epoch = -1;

  constructor(world: World, gate: Gate, aims: Aims, ledger: Ledger) {
    this.#world = world;
    this.#gate = gate;
    this.#aims = aims;
    this.#ledger = ledger;
  }

  /** A key was planned anew; its item is pending, or it has none. */
  note(key: Key, item: Item | null): void {
    if (item === null || item.action === "none") this.#aims.free(key);
    this.#aims.plan(key);
    this.#gate.note(key, item, this.#aims.repair(key));
    this.#anew.add(key);
  }

  /** What a person could let pass by approving it. */
  waiting(): readonly Item[] {
    const waits = (key: Key, item: Item | null): readonly Item[] =>
      item !== null && this.#gate.waitsForApproval(item, driftOf(this.#world, key)) ? [item] : [];
    return this.#world
      .keys()
      .flatMap((key) => [...waits(key, this.#world.item(key)), ...waits(key, this.#aims.repair(key))]);
  }

  /** Calls `lookAgain` for what must be seen as it was released, and `touch` for whatever may be said otherwise now. */
  weigh(
    pending: Map<Key, Item>,
    running: ReadonlyMap<Key, unknown>,
    lookAgain: (key: Key) => unknown,
    touch: (key: Key) => void,
  ): void {
    this.#gate.look();
    this.#gate.weigh(this.#world, this.#ledger, (key) => running.has(key));
    const all = this.#epoch !== this.#gate.epoch;
    this.#epoch = this.#gate.epoch;
    for (const key of all ? pending.keys() : this.#anew) {
      const item = this.#world.item(key);
      if (item === null || running.has(key) || !pending.has(key)) continue;
      touch(key);
      if (this.#gate.permit(item, driftOf(this.#world, key)).kind === "permitted") {
        this.#aims.free(key);
        this.#gate.note(key, item, null);
        pending.set(key, item);
        continue;
      }
      if (this.#aims.hold(key)) lookAgain(key);
      pending.set(key, this.#aims.repair(key) ?? item);
    }
    this.#anew.clear();
  }
}
