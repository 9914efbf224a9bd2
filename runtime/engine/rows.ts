// The ledger's rows of one environment, and which of them each wanted resource is.
//
// In:  a graph, what targets say of themselves, and the changes that the ledger has taken. Out: for each wanted address its
// row, the rows that nothing wants any more (orphans), and the edges as applied. plan/match.ts is the rule; this is its
// memory, made anew only when the graph, a target's identity or the set of rows has changed.
// Surprising: released rows are read when the first is asked for. Only what is held, given up or was interrupted is about
// them, and most runs end without.

import type { Address } from "../../compiler/address.ts";
import type { Graph, Resource } from "../../compiler/graph.ts";
import { type Identity, identityOf, placeOf } from "../../compiler/identity.ts";
import type { AppliedRow, Change, LedgerReader, ReleasedRow } from "../ledger.ts";
import { match } from "../plan/match.ts";
import type { Key } from "../schedule.ts";
import { type Move, movable, moveEdges, occupantOf } from "./moves.ts";
import { Neighbours, type Wanting } from "./neighbours.ts";
import { type Before, beforeOf, Kinds, NOTHING_BEFORE } from "./places.ts";

export class Rows {
  readonly #ledger: LedgerReader | null;
  readonly #environment: string;
  readonly applied: Map<Address, AppliedRow>;
  #released: Map<Address, ReleasedRow> | null = null;
  readonly #targets = new Map<string, string>();
  /** By which identities of their targets the rows were matched: what the ledger says may have come from elsewhere since. */
  #matchedBy: ReadonlyMap<string, string> = new Map();
  #graph: Graph | null = null;
  #generation = 0;
  #identities = new Map<Address, Identity>();
  #desiredBy = new Map<Identity, Address>();
  /** Who is wanted where, once somebody has asked. */
  #wantedAt: ReadonlyMap<string, readonly Address[]> | null = null;
  #orphans = new Map<Key, AppliedRow>();
  #wanted = new Map<Address, AppliedRow>();
  /** Which wanted address a row is, where it is one. */
  #wantedAs = new Map<Identity, Address>();
  #users = new Map<Identity, Set<Key>>();
  /** Keys of which another row is the row by now: what was planned of them no longer holds. */
  readonly #rematched = new Set<Key>();
  /** Of which the ledger says that the last attempt failed: that they are as wanted all the same is to be noted. */
  readonly failed: Set<Key>;
  /** Rows that are known under another address than the one they are wanted under. */
  readonly #displaced = new Map<Address, Move>();
  #before: Before = NOTHING_BEFORE;
  readonly kinds = new Kinds();
  readonly #neighbours: Neighbours;

  constructor(ledger: LedgerReader | null, environment: string) {
    this.#ledger = ledger;
    this.#environment = environment;
    this.#neighbours = new Neighbours(ledger, environment);
    this.applied = new Map(ledger?.applied(environment) ?? []);
    this.failed = new Set(ledger?.failures(environment).map(({ address }) => address));
  }

  get released(): Map<Address, ReleasedRow> {
    return (this.#released ??= new Map(this.#ledger?.released(this.#environment) ?? []));
  }

  /** The ledger has these now. What is not read yet is read with them in it. */
  release(rows: readonly ReleasedRow[]): void {
    for (const row of rows) this.#released?.set(row.address, row);
  }

  /** The ledger's rows have changed by other hands than the engine's. */
  reload(): void {
    this.applied.clear();
    for (const [address, row] of this.#ledger?.applied(this.#environment) ?? [])
      this.applied.set(address, row);
    this.#released = null;
    this.#targets.clear();
    this.#match();
  }

  /** Another graph is desired. */
  desire(graph: Graph): void {
    this.#graph = graph;
    this.#match();
  }

  /** Another number whenever the set of keys may be another. */
  get generation(): number {
    return this.#generation;
  }

  /** What a target says of itself; identities, and so the match with the ledger, depend on it. */
  setTarget(target: string, identity: string): void {
    this.#targets.set(target, identity);
    const matchedBy = this.#matchedBy.get(target);
    if (matchedBy !== undefined && matchedBy !== identity) this.#match();
  }

  targetIdentity(target: string): string {
    return this.#targets.get(target) ?? this.#ledger?.target(target)?.identity ?? `name:${target}`;
  }

  get orphans(): ReadonlyMap<Key, AppliedRow> {
    return this.#orphans;
  }

  /** The row that a wanted resource is. */
  wanted(address: Address): AppliedRow | null {
    return this.#wanted.get(address) ?? null;
  }

  /** Of everything that is wanted. */
  get identities(): ReadonlyMap<Address, Identity> {
    return this.#identities;
  }

  /** The key that an object is known by now. */
  keyOf(identity: Identity): Key | null {
    return this.#desiredBy.get(identity) ?? (this.#orphans.has(identity) ? identity : null);
  }

  /** Who wants the object, here or in another environment; null: nobody. */
  wanting(identity: Identity): Wanting | null {
    const address = this.#desiredBy.get(identity);
    if (address !== undefined) return { environment: this.#environment, address };
    return this.#neighbours.wanting(identity, (target) => this.targetIdentity(target));
  }

  /** Edges as applied, backwards. */
  users(identity: Identity): readonly Key[] {
    return [...(this.#users.get(identity) ?? [])];
  }

  /** The keys whose match has changed since the last call. */
  takeRematched(): readonly Key[] {
    if (this.#rematched.size === 0) return [];
    const keys = [...this.#rematched];
    this.#rematched.clear();
    return keys;
  }

  #match(): void {
    const graph = this.#graph;
    if (graph === null) return;
    this.#generation++;
    this.#identities = new Map();
    this.#desiredBy = new Map();
    this.#wantedAt = null;
    // Each target is asked for once: until it is connected, the answer is the ledger's.
    const targets = new Map<string, string>();
    for (const [address, resource] of Object.entries(graph.resources) as [Address, Resource][]) {
      const target = targets.get(resource.target) ?? this.targetIdentity(resource.target);
      targets.set(resource.target, target);
      const kind = graph.kinds[resource.kind];
      if (kind === undefined) throw new Error(`the graph lacks its own kind ${resource.kind}`);
      const identity = identityOf(resource, kind, target);
      this.#identities.set(address, identity);
      this.#desiredBy.set(identity, address);
    }
    this.#matchedBy = targets;
    const { rows, orphans } = match(graph, this.#identities, this.applied);
    for (const address of new Set([...rows.keys(), ...this.#wanted.keys()]))
      if (rows.get(address)?.identity !== this.#wanted.get(address)?.identity) this.#rematched.add(address);
    for (const row of orphans) if (!this.#orphans.has(row.identity)) this.#rematched.add(row.identity);
    this.#wanted = new Map(rows);
    this.#wantedAs = new Map();
    for (const [address, row] of rows) this.#wantedAs.set(row.identity, address);
    this.#orphans = new Map(orphans.map((row) => [row.identity, row]));
    this.kinds.see(graph.kinds, orphans);
    this.#displaced.clear();
    for (const [to, { address: from }] of rows)
      if (from !== to) this.#displaced.set(from, { kind: "moved", environment: this.#environment, from, to });
    const before = beforeOf(this.#identities, rows, orphans);
    // What has gone has left its place: who is to have that has not seen it yet.
    for (const address of this.#before.keys()) if (!before.has(address)) this.#rematched.add(address);
    this.#before = before;
    this.#users = new Map();
    for (const [address, row] of rows) this.#use(address, row);
    for (const row of orphans) this.#use(row.identity, row);
  }

  #use(key: Key, row: AppliedRow): void {
    for (const need of row.needs) {
      const needed = this.applied.get(need)?.identity;
      if (needed === undefined) continue;
      const users = this.#users.get(needed);
      if (users === undefined) this.#users.set(needed, new Set([key]));
      else users.add(key);
    }
  }

  /** The ledger has taken these changes: what is remembered of it follows. */
  record(changes: readonly Change[]): void {
    let rematch = false;
    const moves: Move[] = [];
    for (const change of changes) {
      switch (change.kind) {
        case "applied":
          rematch = !this.#apply(change.row) || rematch;
          break;
        case "forgotten":
          rematch = !this.#forget(change.address) || rematch;
          break;
        case "protection": {
          const row = this.applied.get(change.address);
          if (row !== undefined) this.#put({ ...row, protect: change.protect });
          break;
        }
        case "moved":
          moves.push(change);
          break;
      }
    }
    // First all leave, then all arrive, so that two can change places.
    const moving = moves.map(({ from, to }) => ({ row: this.applied.get(from), from, to }));
    for (const { from } of moving) this.applied.delete(from);
    for (const { row, to } of moving) if (row !== undefined) this.applied.set(to, { ...row, address: to });
    if (moves.length > 0) this.#moveReleased(moves);
    const users = moves.length > 0 ? moveEdges(this.applied, moves) : [];
    if (rematch || moves.length > 0) this.#match();
    // What they are wanted to need may be another by now, that has come to the old address.
    for (const identity of users) this.#rematched.add(this.#wantedAs.get(identity) ?? identity);
  }

  #moveReleased(moves: readonly Move[]): void {
    // Not read yet: then it is read as it is after the move.
    const released = this.#released;
    if (released === null) return;
    const moving = moves.map(({ from, to }) => ({ row: released.get(from), from, to }));
    for (const { from } of moving) released.delete(from);
    for (const { row, to } of moving) if (row !== undefined) released.set(to, { ...row, address: to });
  }

  /** False: it is another object than the one that is wanted there. */
  #apply(row: AppliedRow): boolean {
    for (const need of this.#wanted.get(row.address)?.needs ?? []) {
      const needed = this.applied.get(need)?.identity;
      if (needed !== undefined) this.#users.get(needed)?.delete(row.address);
    }
    this.applied.set(row.address, row);
    if (this.failed.size > 0) this.failed.delete(row.address);
    if (this.#identities.get(row.address) !== row.identity) return false;
    // What was taken for it, by the address it was to leave, is nobody's from now on.
    const before = this.#wanted.get(row.address);
    if (before !== undefined && before.address !== row.address) return false;
    this.#wanted.set(row.address, row);
    this.#wantedAs.set(row.identity, row.address);
    this.#use(row.address, row);
    return true;
  }

  /** False: something wanted was that row. */
  #forget(address: Address): boolean {
    const row = this.applied.get(address);
    this.applied.delete(address);
    this.#released?.delete(address);
    if (row === undefined || !this.#orphans.delete(row.identity)) return false;
    this.#generation++;
    return true;
  }

  /** The same object, with another word about it. */
  #put(row: AppliedRow): void {
    this.applied.set(row.address, row);
    const wantedAs = this.#wantedAs.get(row.identity);
    if (wantedAs !== undefined) this.#wanted.set(wantedAs, row);
    else if (this.#orphans.has(row.identity)) this.#orphans.set(row.identity, row);
  }

  /** What must go before this one can have its address, or null. */
  occupant(key: Key): Key | null {
    return occupantOf(key, this.applied, this.#displaced, (identity) => this.#orphans.has(identity));
  }

  /** The key of what is ours at the place of what is wanted, is of another kind, and is to go; null: there is none such. */
  before(address: Address): Key | null {
    const identity = this.#before.get(address);
    if (identity === undefined || this.#isApplied(address)) return null;
    if (this.#orphans.has(identity)) return identity;
    const other = this.#wantedAs.get(identity);
    return other !== undefined && this.#wanted.get(other)?.identity === identity ? other : null;
  }

  /** Something is wanted at the place of what is ours, of another kind, and to go. */
  get sharePlaces(): boolean {
    return this.#before.size > 0;
  }

  /** What is wanted at the place of what is, or was, ours, and is of another kind. */
  after(identity: Identity): readonly Address[] {
    if (!this.sharePlaces) return [];
    return [...this.#before].flatMap(([address, before]) => (before === identity ? address : []));
  }

  /** Everything that is wanted at the place of an object, of whatever kind. */
  wantedAt(identity: Identity): readonly Address[] {
    if (!this.kinds.mayShare) return [];
    this.#wantedAt ??= Map.groupBy(this.#identities.keys(), (address) => placeOf(this.#identity(address)));
    return this.#wantedAt.get(placeOf(identity)) ?? [];
  }

  #identity(address: Address): Identity {
    return this.#identities.get(address) as Identity;
  }

  #isApplied(address: Address): boolean {
    return this.#wanted.get(address)?.identity === this.#identities.get(address);
  }

  /** What the ledger knows under another address than the one it is wanted under, and what of it can move now. */
  moves(isBusy: (row: AppliedRow, to: Address) => boolean): readonly Move[] {
    return this.#displaced.size === 0 ? [] : movable(this.applied, this.#displaced, isBusy);
  }
}
