// The oracle: what must be true whatever happens, told from the targets' own effects and never from the engine's opinion.
//
// In:  every effect as it lands on a target, every line that goes to the ledger, and the world at the end. Out: violations,
// in words. Who owns an object is the oracle's own account: made by an effect of ours, or rightly adopted.

import type { Graph, Resource } from "../../compiler/graph.ts";
import type { EffectCall, LoggedEffect } from "../../runtime/drivers/memory/world.ts";
import type { Outcome } from "../../runtime/driver.ts";
import type { AppliedRow, Change, JournalEntry, LedgerReader, Result } from "../../runtime/ledger.ts";
import { ENVIRONMENT } from "./graph.ts";
import { SETTLES, type SimVersion } from "./scenario.ts";
import { SLOTS, type Call, type Target } from "./target.ts";
import type { SimulatedTime } from "./time.ts";

interface OpenIntent {
  readonly entry: JournalEntry;
  readonly version: SimVersion;
  calls: number;
}

export class Oracle {
  readonly violations: string[] = [];
  readonly #time: SimulatedTime;
  readonly #ledger: () => LedgerReader;
  readonly #say: (line: string) => void;
  /** Objects that are ours, as `target/name`. */
  readonly ours = new Set<string>();
  /** Deleted by us, and the ledger does not know yet. */
  readonly #unrecorded = new Set<string>();
  /** Nobody can tell any more whether what stands there is what we were deleting. */
  readonly #unclear = new Set<string>();
  /** Why an object of ours is not there. */
  readonly losses = new Map<string, "stranger" | "lie" | "agent">();
  readonly #open = new Map<number, OpenIntent>();
  readonly #resources = new Map<string, Resource>();
  readonly #inFlight = new Set<Call>();
  /** Per object, in ticks: when the last effect ended, and by which intent; when the newest look at it began. */
  readonly #ended = new Map<string, { readonly tick: number; readonly intent: number }>();
  readonly #looked = new Map<string, number>();
  readonly #madeAt = new Map<string, number>();
  #tick = 0;
  version: SimVersion | null = null;
  graph: Graph | null = null;
  /** Digests of the items that somebody has approved. */
  readonly approved = new Set<string>();
  /** How many effects there were. */
  effects = 0;

  constructor(time: SimulatedTime, ledger: () => LedgerReader, say: (line: string) => void) {
    this.#time = time;
    this.#ledger = ledger;
    this.#say = say;
  }

  tick(): number {
    return ++this.#tick;
  }

  violate(what: string): void {
    this.#say(`VIOLATION ${what}`);
    this.violations.push(what);
  }

  desired(version: SimVersion, graph: Graph): void {
    // What was just deleted may be wanted again before anybody has looked.
    for (const key of this.#unrecorded) this.#unclear.add(key);
    this.version = version;
    this.graph = graph;
    for (const resource of Object.values(graph.resources)) this.#resources.set(resource.hash, resource);
  }

  /** What was last applied to the object of a row. */
  resourceOf(row: AppliedRow): Resource | null {
    return this.#resources.get(row.hash) ?? null;
  }

  intent(id: number): JournalEntry | null {
    return this.#open.get(id)?.entry ?? null;
  }

  // --- the ledger -------------------------------------------------------------------------------------------------------

  began(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      for (const { entry: other } of this.#open.values()) {
        if (other.identity === entry.identity)
          this.violate(`intent ${entry.id} on ${entry.identity} while intent ${other.id} is open`);
      }
      this.#open.set(entry.id, { entry, version: this.version as SimVersion, calls: 0 });
      if (entry.action === "create" && entry.cause === "intended") this.#checkNeeds(entry);
      const isOfData = entry.identity.includes('"Vault"');
      if (isOfData && entry.action === "delete" && !this.approved.has(entry.digest))
        this.violate(`${entry.address} holds data and is being deleted, and nobody has approved that`);
    }
  }

  /** What is made stands on what it needs. */
  #checkNeeds(entry: JournalEntry): void {
    const rows = this.#ledger().applied(ENVIRONMENT);
    for (const need of entry.desired?.needs ?? []) {
      if (this.version?.resources[need]?.mode !== "manage" || rows.has(need)) continue;
      this.violate(`${entry.address} is being created before ${need}, which it needs and which never was`);
    }
  }

  finishing(results: readonly Result[]): void {
    for (const { id, outcome } of results) {
      const open = this.#open.get(id);
      if (open === undefined) {
        this.violate(`a result for intent ${id}, which is not open`);
        continue;
      }
      if ([...this.#inFlight].some((call) => call.intent === id))
        this.violate(`intent ${id} was closed while its effect was under way`);
      if (outcome === "done" && open.calls === 0)
        this.violate(`intent ${id} is called done and was never tried`);
    }
  }

  finished(results: readonly Result[]): void {
    for (const { id, outcome, changes } of results) {
      const open = this.#open.get(id);
      this.#open.delete(id);
      const entry = open?.entry;
      if (entry?.action === "delete" && outcome !== "done")
        for (const key of this.#unrecorded) this.#unclear.add(key);
      this.noted(changes, open?.entry ?? null);
    }
  }

  /** Whether rows are right to be written: nothing is taken over that was not to be had. */
  noting(changes: readonly Change[], owner: (row: AppliedRow) => Target | undefined): void {
    for (const change of changes) {
      if (change.kind !== "applied") continue;
      const { row } = change;
      const name = row.spec["name"] as string;
      const key = `${row.target}/${name}`;
      if (this.ours.has(key)) continue;
      const thing = owner(row)?.home.truth(name) ?? null;
      const wanted = this.#resources.get(row.hash);
      if (thing === null || wanted === undefined) continue;
      const isEqual = Object.entries(wanted.spec).every(
        ([field, value]) => typeof value === "object" || thing.spec[field] === value,
      );
      if (!isEqual && this.#time.now - (this.#editedAt.get(key) ?? Number.NEGATIVE_INFINITY) > 10_000)
        this.violate(`${row.address} took over ${key}, which is not as it is wanted`);
    }
  }

  /** When a stranger's hand was last on an object. */
  readonly #editedAt = new Map<string, number>();
  edited(key: string): void {
    this.#editedAt.set(key, this.#time.now);
  }

  noted(changes: readonly Change[], entry: JournalEntry | null): void {
    for (const change of changes) {
      switch (change.kind) {
        case "applied": {
          this.ours.add(`${change.row.target}/${change.row.spec["name"] as string}`);
          break;
        }
        case "forgotten": {
          const name = this.#nameBefore.get(change.address);
          // A delete that is done has already taken it off the list; what was given up leaves it here.
          if (name === undefined) break;
          if (entry?.action !== "replace" && !this.#isBeingReplaced(name)) this.ours.delete(name);
          this.#unrecorded.delete(name);
          this.#unclear.delete(name);
          break;
        }
        case "protection":
        case "moved":
          break;
      }
    }
  }

  #isBeingReplaced(key: string): boolean {
    return [...this.#open.values()].some(
      ({ entry }) =>
        entry.action === "replace" && `${entry.target}/${entry.desired?.spec["name"] as string}` === key,
    );
  }

  /** Called before rows change: which object each address stands for. */
  remember(): void {
    this.#nameBefore.clear();
    for (const row of this.#ledger().applied(ENVIRONMENT).values())
      this.#nameBefore.set(row.address, `${row.target}/${row.spec["name"] as string}`);
  }
  readonly #nameBefore = new Map<string, string>();

  // --- the targets ------------------------------------------------------------------------------------------------------

  looked(target: Target, name: string, began: number): void {
    const key = `${target.name}/${name}`;
    this.#looked.set(key, Math.max(began, this.#looked.get(key) ?? 0));
  }

  calling(call: Call): void {
    const key = keyOf(call);
    const open = this.#open.get(call.intent);
    if (open === undefined) this.violate(`${call.call} ${key} without an open intent (${call.intent})`);
    else open.calls++;
    for (const other of this.#inFlight) {
      if (keyOf(other) === key)
        this.violate(
          `${call.call} ${key} (intent ${call.intent}) beside ${other.call} (intent ${other.intent})`,
        );
    }
    this.#inFlight.add(call);
    const busy = [...this.#inFlight].filter((other) => other.target === call.target).length;
    if (busy > SLOTS) this.violate(`${busy} effects at once on ${call.target.name}, which takes ${SLOTS}`);
    const last = this.#ended.get(key);
    const looked = this.#looked.get(key);
    const isSecondHalf = open?.entry.action === "replace";
    if (!isSecondHalf && looked === undefined)
      this.violate(`${call.call} ${key} without ever having looked at it`);
    if (last !== undefined && last.intent !== call.intent && !isSecondHalf && (looked ?? 0) < last.tick)
      this.violate(`${call.call} ${key} (intent ${call.intent}) without a look since intent ${last.intent}`);
    if (call.call === "create") this.#checkSettled(call, key);
  }

  /** Within the settle time *gone* is not to be believed. */
  #checkSettled(call: Call, key: string): void {
    const madeAt = this.#madeAt.get(key);
    if (!call.name.startsWith("Slow-") || madeAt === undefined || !this.ours.has(key)) return;
    if (call.world.truth(call.name) !== null && this.#time.now - madeAt < SETTLES)
      this.violate(
        `${key} is created again ${this.#time.now - madeAt} ms after it was made: its target lags`,
      );
  }

  landing(call: Call): void {
    if (call.world !== call.target.home)
      this.violate(`${call.call} ${call.name} on ${call.world.identity}, which nobody accepted`);
    if (call.call === "remove" && call.world.truth(call.name) !== null) this.#checkRemoval(call);
  }

  #checkRemoval(call: Call): void {
    const key = keyOf(call);
    const open = this.#open.get(call.intent);
    if (open === undefined) return;
    const rows = [...this.#ledger().applied(ENVIRONMENT).values()];
    const row = rows.find((one) => `${one.target}/${one.spec["name"] as string}` === key);
    if (row === undefined) {
      this.violate(`${key} is removed and the ledger has no row of it`);
      return;
    }
    const isDestroyed = open.version.removed[row.address] !== undefined;
    if (row.protect && !isDestroyed) this.violate(`${key} is protected and is removed`);
    if (open.entry.action === "delete" && this.resourceOf(row)?.meta.keep === true)
      this.violate(`${key} is to be kept and is deleted`);
    // Its address is wanted on another target: that is a replace, and those that stay are written after it.
    if (open.entry.action !== "delete" || this.version?.resources[row.address] !== undefined) return;
    for (const user of rows) {
      if (user === row || !user.needs.includes(row.address)) continue;
      const userKey = `${user.target}/${user.spec["name"] as string}`;
      if (this.#isBeyond(user, userKey) || this.#isCircular(rows, row, user)) continue;
      this.violate(`${key} (${row.address}) is deleted while ${user.address} still uses it`);
    }
  }

  /** Nothing can be done about a user that is only read now, or that is not there. */
  #isBeyond(user: AppliedRow, key: string): boolean {
    return this.version?.resources[user.address]?.mode === "read" || this.losses.has(key);
  }

  /** Old edges and new ones together run in a circle through both. */
  #isCircular(rows: readonly AppliedRow[], row: AppliedRow, user: AppliedRow): boolean {
    const edges = new Map<string, Set<string>>();
    const add = (from: string, to: string): void => {
      const list = edges.get(from);
      if (list === undefined) edges.set(from, new Set([to]));
      else list.add(to);
    };
    for (const one of rows) for (const need of one.needs) add(one.address, need);
    for (const [address, one] of Object.entries(this.version?.resources ?? {}))
      for (const need of one.needs) add(address, need);
    const seen = new Set<string>();
    const walk = (at: string): boolean => {
      if (at === user.address) return true;
      if (seen.has(at)) return false;
      seen.add(at);
      return [...(edges.get(at) ?? [])].some(walk);
    };
    return walk(row.address);
  }

  landed(call: Call, effects: readonly LoggedEffect[], outcome: Outcome): void {
    const key = keyOf(call);
    this.effects += effects.length;
    const adopt = this.intent(call.intent)?.desired?.meta.adopt;
    for (const { call: kind, before, does } of effects) {
      this.#say(`  ${LANDED[kind]} ${key}${does === "half" ? " by half" : ""} (intent ${call.intent})`);
      const mayAdopt = kind === "update" && adopt !== undefined && adopt !== "must-match";
      if (before !== null && !this.ours.has(key) && !mayAdopt && !this.#unclear.has(key))
        this.violate(`${kind} ${key}, which is not ours`);
      if (kind === "remove" && does === "whole") {
        this.ours.delete(key);
        this.#unrecorded.add(key);
        this.losses.set(key, "agent");
      } else {
        this.ours.add(key);
        this.losses.delete(key);
        this.#madeAt.set(key, this.#time.now);
      }
    }
    if (effects.length === 0 && call.call === "create" && outcome.kind === "done") this.ours.add(key);
  }

  returned(call: Call, outcome: Outcome): void {
    const key = keyOf(call);
    this.#inFlight.delete(call);
    this.#ended.set(key, { tick: this.tick(), intent: call.intent });
    // A replace whose target lies about its first half finds a stranger in its place.
    const isReplaced = this.intent(call.intent)?.action === "replace";
    if (call.call === "remove" && outcome.kind === "done" && isReplaced) this.ours.delete(key);
    if (call.call === "remove" && outcome.kind !== "done" && this.#unrecorded.has(key))
      this.#unclear.add(key);
    if (call.call === "create" && outcome.kind === "done" && call.world.truth(call.name) === null)
      this.losses.set(key, "lie");
    this.#say(`  ${call.call} ${key} (intent ${call.intent}) says ${outcome.kind}`);
  }

  /** The agent is no more, and with it what it alone knew. */
  died(): void {
    for (const key of this.#unrecorded) this.#unclear.add(key);
  }

  /** The caller is no more: nobody waits for this call. */
  abandoned(call: Call): void {
    this.#inFlight.delete(call);
    this.#ended.set(keyOf(call), { tick: this.tick(), intent: call.intent });
  }
}

const LANDED: Record<EffectCall, string> = { create: "created", update: "updated", remove: "removed" };

function keyOf(call: Pick<Call, "target" | "name">): string {
  return `${call.target.name}/${call.name}`;
}
