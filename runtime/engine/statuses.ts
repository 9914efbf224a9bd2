// What is said of each resource, and of the environment as a whole.
//
// In:  keys about which something may have changed, and a function that judges one. Out: an event for each status that is now
// another, and one when the environment becomes fully converged or no longer is. It costs the changes and not the size.

import type { Address } from "../../compiler/address.ts";
import type { Place } from "../../compiler/source.ts";
import type { Clock, WallTime } from "../clock.ts";
import type { Event, EventBody } from "../events.ts";
import type { Item } from "../item.ts";
import type { DesiredVersion, EnginePorts } from "../reconcile.ts";
import type { Key } from "../schedule.ts";
import type { StatusReport } from "../status.ts";
import type { JournalEntry } from "../ledger.ts";
import type { Judgement } from "./judge.ts";
import type { Move } from "./moves.ts";
import type { World } from "./world.ts";

interface Said extends Judgement {
  readonly address: Address;
  readonly place: Place | null;
}

export class Statuses {
  readonly #world: World;
  readonly #emit: (event: Event) => void;
  readonly #clock: Clock;
  readonly #judge: (key: Key) => Judgement;
  readonly #said = new Map<Key, Said>();
  readonly #touched = new Set<Key>();
  readonly #changedAt = new Map<Address, WallTime>();
  #notInSync = 0;
  #mayHaveForgotten = false;
  #generation = -1;
  #converged = false;
  #hearsSoon = false;
  #since: number;

  constructor(world: World, ports: Pick<EnginePorts, "emit" | "clock">, judge: (key: Key) => Judgement) {
    this.#world = world;
    this.#emit = ports.emit;
    this.#clock = ports.clock;
    this.#judge = judge;
    this.#since = ports.clock.monotonic();
    for (const row of world.applied.values()) this.#changedAt.set(row.address, row.at);
  }

  /** Every key of the environment has been judged, and every one is in sync. */
  get converged(): boolean {
    return this.#converged;
  }

  touch(key: Key): void {
    this.#touched.add(key);
  }

  /** What stands at the address, and what the object is known as by now. */
  touchObject({ address, identity }: Pick<JournalEntry, "address" | "identity">): void {
    this.#touched.add(address);
    const key = this.#world.keyOf(identity);
    if (key !== null) this.#touched.add(key);
  }

  /** These are known by other addresses from now on. */
  moved(moves: readonly Move[]): void {
    this.#mayHaveForgotten = true;
    for (const { environment, from, to } of moves)
      this.#tell({ kind: "resource-moved", environment, address: to, from });
  }

  /** An effect of ours on the resource has ended well. */
  changed(address: Address, at: WallTime): void {
    this.#changedAt.set(address, at);
  }

  tellDrift(item: Item, via: "watch" | "poll" | "start"): void {
    const changed = item.changes.filter((change) => change.class !== "intended");
    this.#tell({
      kind: "drift-seen",
      environment: item.environment,
      address: item.address,
      pointers: changed.map((change) => change.pointer),
      gone: item.reason === "gone",
      via,
    });
  }

  /** Some key may be no more. */
  forgot(): void {
    this.#mayHaveForgotten = true;
  }

  /**
   * Another version is desired: everything is to be judged anew. `hearsSoon`: what was read for its plan is taken as soon as its
   * targets answer, and what is to be done is begun with it. To say before that what the plan has said would be to say everything
   * twice. Where there is nothing to look at, nothing is waited for.
   */
  desire(version: DesiredVersion, hearsSoon: boolean): void {
    this.#hearsSoon = hearsSoon;
    this.#mayHaveForgotten = true;
    this.#dropForgotten();
    for (const key of this.#world.keys()) this.#touched.add(key);
    if (this.#converged) {
      this.#converged = false;
      this.#since = this.#clock.monotonic();
      this.#tell({ kind: "diverged", environment: version.environment });
    }
  }

  /** Something was seen. */
  hear(): void {
    this.#hearsSoon = false;
  }

  /** Nothing more will be seen: whoever was interrupted before that is told what was known. */
  end(): void {
    if (!this.#hearsSoon) return;
    this.hear();
    this.publish(false);
  }

  /** Says what is new. `settled`: nothing is under way, so that "converged" can be said. */
  publish(settled: boolean): void {
    if (this.#hearsSoon && !settled) return;
    this.#hearsSoon = false;
    this.#dropForgotten();
    for (const key of this.#touched) {
      if (this.#world.has(key)) this.#say(key, this.#judge(key));
    }
    this.#touched.clear();
    const { version, environment } = this.#world;
    if (version === null) return;
    const resources = this.#said.size;
    const complete = this.#notInSync === 0 && resources === this.#world.count;
    if (!this.#converged && complete && settled) {
      this.#converged = true;
      const took = this.#clock.monotonic() - this.#since;
      this.#tell({ kind: "converged", environment, commit: version.commit, resources, took });
    } else if (this.#converged && !complete) {
      this.#converged = false;
      this.#since = this.#clock.monotonic();
      this.#tell({ kind: "diverged", environment });
    }
  }

  open(): { address: Address; report: StatusReport; place: Place | null }[] {
    const open: { address: Address; report: StatusReport; place: Place | null }[] = [];
    for (const { address, report, place } of this.#said.values()) {
      if (report.status.kind !== "in-sync") open.push({ address, report, place });
    }
    return open.toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  }

  #say(key: Key, judgement: Judgement): void {
    const before = this.#said.get(key);
    if (before !== undefined && same(before, judgement)) return;
    const address = this.#world.address(key);
    const place = this.#world.place(address);
    this.#count(before, -1);
    this.#said.set(key, { ...judgement, address, place });
    this.#count(judgement, 1);
    if (isHeld(judgement) && before?.report.reason !== judgement.report.reason)
      this.#tellHeld(key, judgement);
    const resource = this.#world.resource(key);
    const row = this.#world.orphan(key);
    this.#emit({
      at: this.#clock.wall(),
      kind: "status-changed",
      environment: this.#world.environment,
      address,
      resourceKind: resource?.kind ?? row?.kind ?? "",
      target: resource?.target ?? row?.target ?? "",
      needs: resource?.needs ?? row?.needs ?? [],
      report: judgement.report,
      place,
      changedAt: this.#changedAt.get(address) ?? null,
      nextAt: judgement.nextAt,
    });
  }

  #tell(body: EventBody): void {
    this.#emit({ at: this.#clock.wall(), ...body });
  }

  #tellHeld(key: Key, { report }: Judgement): void {
    const item = this.#world.item(key);
    if (item === null) return;
    const { environment, address, action } = item;
    this.#tell({ kind: "action-held", environment, address, action, why: report.reason });
  }

  #dropForgotten(): void {
    if (!this.#mayHaveForgotten) return;
    this.#mayHaveForgotten = false;
    // Most changes take nothing away, and to look through everything each time would cost the size and not the change.
    if (this.#generation === this.#world.generation) return;
    this.#generation = this.#world.generation;
    for (const [key, said] of this.#said) {
      if (this.#world.has(key)) continue;
      this.#count(said, -1);
      this.#said.delete(key);
      // The address may be another's by now, or that of the same object that nothing wants any more: it is said again.
      const other = this.#keyAt(said.address);
      if (other !== null) {
        this.#count(this.#said.get(other), -1);
        this.#said.delete(other);
        this.#touched.add(other);
        continue;
      }
      this.#tell({ kind: "resource-dropped", environment: this.#world.environment, address: said.address });
    }
  }

  #keyAt(address: Address): Key | null {
    if (this.#world.resource(address) !== null) return address;
    const identity = this.#world.applied.get(address)?.identity ?? null;
    return identity === null || this.#world.orphan(identity) === null ? null : identity;
  }

  #count(judgement: Judgement | undefined, by: 1 | -1): void {
    if (judgement !== undefined && judgement.report.status.kind !== "in-sync") this.#notInSync += by;
  }
}

/** It may not start, as against: it waits for another or for its turn. */
function isHeld({ report: { status } }: Judgement): boolean {
  if (status.kind === "waiting") return status.for !== "dependency" && status.for !== "turn";
  return status.kind === "blocked" || status.kind === "suspended";
}

function same(a: Judgement, b: Judgement): boolean {
  if (a.report === b.report && a.nextAt === b.nextAt) return true;
  if (a.nextAt !== b.nextAt || a.report.reason !== b.report.reason || a.report.cause !== b.report.cause)
    return false;
  return JSON.stringify(a.report.status) === JSON.stringify(b.report.status);
}
