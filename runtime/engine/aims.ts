// While an intended change is held, repair aims at *released*: the last spec whose change was permitted.
//
// In:  keys whose item is held, and readings of the released resource. Out: for such a key the item that would put the
// released resource right, or none. It takes the key's place in the schedule, so one key still has one action at a time.
// A resource that moved to another target or driver with the held change is not looked at where it was: its repair waits.

import type { Address } from "../../compiler/address.ts";
import type { Kind, Resource } from "../../compiler/graph.ts";
import { identityOf } from "../../compiler/identity.ts";
import type { Reading, Subject } from "../driver.ts";
import type { Item } from "../item.ts";
import type { AppliedRow } from "../ledger.ts";
import { resolve, type Resolved } from "../resolve.ts";
import type { Key } from "../schedule.ts";
import type { Made } from "./record.ts";
import type { World } from "./world.ts";

interface Aim {
  readonly resource: Resource;
  readonly kind: Kind;
  readonly row: AppliedRow;
}

export class Aims {
  readonly #world: World;
  readonly #kind: (name: string) => Kind | null;
  readonly #held = new Set<Key>();
  readonly #readings = new Map<Key, Reading>();
  readonly #repairs = new Map<Key, Item>();

  constructor(world: World, kind: (name: string) => Kind | null) {
    this.#world = world;
    this.#kind = kind;
  }

  clear(): void {
    this.#held.clear();
    this.#readings.clear();
    this.#repairs.clear();
  }

  /** The key's item is held. Answers whether the released resource is still to be looked at. */
  hold(key: Key): boolean {
    if (this.#held.has(key)) return false;
    this.#held.add(key);
    return this.#aim(key) !== null;
  }

  free(key: Key): void {
    if (!this.#held.delete(key)) return;
    this.#readings.delete(key);
    this.#repairs.delete(key);
  }

  /** What is to be looked at besides the resource as wanted; null: nothing. */
  subject(key: Key): Subject | null {
    const aim = this.#held.has(key) ? this.#aim(key) : null;
    if (aim === null) return null;
    const { address, identity, spec: applied } = aim.row;
    const { spec } = this.#resolved(aim);
    return { address, kind: aim.resource.kind, identity, spec, applied };
  }

  reading(key: Key): Reading | null {
    return this.#readings.get(key) ?? null;
  }

  observe(key: Key, reading: Reading): void {
    if (this.#held.has(key)) this.#readings.set(key, reading);
  }

  /** Plans the repair anew. */
  plan(key: Key): void {
    this.#repairs.delete(key);
    const reading = this.#readings.get(key);
    const aim = this.#held.has(key) ? this.#aim(key) : null;
    if (aim === null || reading === undefined) return;
    const { resource, kind, row } = aim;
    const item = this.#world.planReleased({ resource, kind, row, resolved: this.#resolved(aim), reading });
    // What was permitted once and did not come to pass is not repair: the version has moved on.
    if (item?.cause === "corrective" && item.block === null && item.action !== "none")
      this.#repairs.set(key, item);
  }

  repair(key: Key): Item | null {
    return this.#repairs.get(key) ?? null;
  }

  made(key: Key): Made | null {
    const aim = this.#aim(key);
    if (aim === null) return null;
    const { resource, kind } = aim;
    return { resource, kind, inputs: this.#world.inputsOf(this.#resolved(aim)) };
  }

  /** With outputs as they are: what is held may never come. */
  #resolved({ resource }: Aim): Resolved {
    return resolve(resource.spec, (from) => this.#world.outputsNow(from));
  }

  #aim(key: Key): Aim | null {
    const world = this.#world;
    const orphan = world.orphan(key);
    const row = orphan ?? world.row(key as Address);
    if (row === null) return null;
    const resource = world.released.get(row.address)?.resource ?? null;
    if (resource === null || resource.mode === "read") return null;
    const wanted = world.resource(key);
    if (orphan === null ? wanted?.hash === resource.hash : world.resource(row.address) !== null) return null;
    const kind = this.#kind(resource.kind);
    const route = world.route(key);
    if (kind === null || resource.target !== route?.target || kind.driver !== route.driver) return null;
    // Something else may have been released at this address since.
    const identity = identityOf(resource, kind, world.targetIdentity(resource.target));
    return identity === row.identity ? { resource, kind, row } : null;
  }
}
