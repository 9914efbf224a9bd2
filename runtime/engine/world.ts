// What an engine knows of one environment: the desired version, the ledger's rows, and what was last observed.
//
// In:  a desired version, readings, and results. Out: for each *task key* an item, planned anew only where something that it
// depends on has changed. Nothing here acts or waits; engine.ts decides when to look and what to start.
// A key is the address of a wanted resource, or the identity of something that is ours and that nothing wants any more.

import type { Address } from "../../compiler/address.ts";
import type { Kind, Resource } from "../../compiler/graph.ts";
import { type Identity, identityOf } from "../../compiler/identity.ts";
import { canonicalJson, type JsonObject } from "../../compiler/json.ts";
import type { Reading, Subject } from "../driver.ts";
import type { MonotonicTime } from "../clock.ts";
import type { Cause, Item } from "../item.ts";
import type { AppliedRow, Change, Claim, LedgerReader, ReleasedRow } from "../ledger.ts";
import { planOrphan, planWanted, type PlanContext } from "../plan.ts";
import { sameJson } from "../plan/diff.ts";
import { type Move, movable, moveEdges, occupantOf } from "./moves.ts";
import { append, topologicalOrder } from "./order.ts";
import { match } from "../plan/match.ts";
import type { DesiredVersion, EnginePorts } from "../reconcile.ts";
import { type Resolved, resolve } from "../resolve.ts";
import type { Key } from "../schedule.ts";

const NOT_SEEN: Reading = { kind: "unknown", why: "not looked at yet" };

export class World {
  readonly #ports: EnginePorts;
  readonly #ledger: LedgerReader | null;
  readonly environment: string;
  readonly applied: Map<Address, AppliedRow>;
  readonly released: Map<Address, ReleasedRow>;
  readonly #targets = new Map<string, string>();
  readonly #readings = new Map<Key, Reading>();
  readonly #readAt = new Map<Key, MonotonicTime>();
  readonly #items = new Map<Key, Item>();
  /** The outputs with which dependants were last planned. */
  readonly #told = new Map<Key, JsonObject | null>();
  readonly #problems = new Map<Key, string>();
  readonly #partial = new Set<Key>();
  readonly #unread: Key[] = [];
  #version: DesiredVersion | null = null;
  #generation = 0;
  readonly #subjects = new WeakMap<Resource, Subject>();
  #cause: Cause = "intended";
  #context: PlanContext | null = null;
  #identities = new Map<Address, Identity>();
  #desiredBy = new Map<Identity, Address>();
  #orphans = new Map<Key, AppliedRow>();
  #dependants = new Map<Address, Address[]>();
  #users = new Map<Identity, Set<Key>>();
  #rows = new Map<Address, AppliedRow>();
  #order = new Map<Address, number>();
  /** Asked for by a person, and not done yet. */
  #toReplace = new Set<Address>();
  /** Keys of which another row is the row by now: what was planned of them no longer holds. */
  readonly #rematched = new Set<Key>();
  /** Rows that are known under another address than the one they are wanted under. */
  readonly #displaced = new Map<Address, Move>();

  constructor(ports: EnginePorts, ledger: LedgerReader | null, environment: string) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.environment = environment;
    this.applied = new Map(ledger?.applied(environment) ?? []);
    this.released = new Map(ledger?.released(environment) ?? []);
  }

  /** The ledger's rows have changed by other hands than the engine's. */
  reload(): void {
    for (const rows of [this.applied, this.released]) rows.clear();
    const { environment } = this;
    for (const row of this.#ledger?.applied(environment).values() ?? []) this.applied.set(row.address, row);
    for (const row of this.#ledger?.released(environment).values() ?? []) this.released.set(row.address, row);
    this.#targets.clear();
    this.rematch();
  }

  get version(): DesiredVersion | null {
    return this.#version;
  }

  /** Why a person wants the item left alone now, or null. */
  leaves(item: Item): string | null {
    return this.#version?.asked?.leaves(item) ?? null;
  }

  /** Everything is planned anew when it has next been looked at. `cause`: who asked for what this version changes. */
  desire(version: DesiredVersion, cause: Cause = "intended"): void {
    this.#version = version;
    this.#cause = cause;
    this.#toReplace = new Set(version.asked?.replace);
    this.#context = {
      environment: this.environment,
      graph: version.graph,
      sha256: this.#ports.sha256,
      place: (address, pointer) => version.place(address, pointer),
    };
    this.#dependants = new Map();
    for (const [address, resource] of this.resources()) {
      for (const need of resource.needs) append(this.#dependants, need, address);
    }
    this.#order = topologicalOrder(version.graph.resources);
    this.#readings.clear();
    this.#readAt.clear();
    this.#told.clear();
    this.#problems.clear();
    this.rematch();
  }

  resources(): [Address, Resource][] {
    return Object.entries(this.#version?.graph.resources ?? {}) as [Address, Resource][];
  }

  resource(key: Key): Resource | null {
    const resources = this.#version?.graph.resources;
    return resources !== undefined && Object.hasOwn(resources, key)
      ? (resources[key as Address] as Resource)
      : null;
  }

  orphans(): ReadonlyMap<Key, AppliedRow> {
    return this.#orphans;
  }

  orphan(key: Key): AppliedRow | null {
    return this.#orphans.get(key) ?? null;
  }

  /** The row that a wanted resource is. */
  row(address: Address): AppliedRow | null {
    return this.#rows.get(address) ?? null;
  }

  address(key: Key): Address {
    return this.#orphans.get(key)?.address ?? (key as Address);
  }

  kind(resource: Resource): Kind {
    return this.#version?.graph.kinds[resource.kind] as Kind;
  }

  /** Target and driver by which a key is looked at and acted on. */
  route(key: Key): { readonly target: string; readonly driver: string } | null {
    const orphan = this.#orphans.get(key);
    if (orphan !== undefined) return { target: orphan.target, driver: orphan.driver };
    const resource = this.resource(key);
    return resource === null ? null : { target: resource.target, driver: this.kind(resource).driver };
  }

  keys(): Key[] {
    return [...Object.keys(this.#version?.graph.resources ?? {}), ...this.#orphans.keys()];
  }

  /** Another number whenever the set of keys may be another. */
  get generation(): number {
    return this.#generation;
  }

  /** What is wanted at the address, and what still stands there. */
  keysAt(address: Address): Key[] {
    return this.keys().filter((key) => this.address(key) === address);
  }

  /** How many keys there are. */
  get count(): number {
    return this.#identities.size + this.#orphans.size;
  }

  has(key: Key): boolean {
    return this.#orphans.has(key) || this.resource(key) !== null;
  }

  /** What a target says of itself; identities, and so the match with the ledger, depend on it. */
  setTarget(target: string, identity: string): void {
    if (this.#targets.get(target) === identity) return;
    this.#targets.set(target, identity);
    this.rematch();
  }

  targetIdentity(target: string): string {
    return this.#targets.get(target) ?? this.#ledger?.target(target)?.identity ?? `name:${target}`;
  }

  /** Which row is which resource. Called when the version, a target's identity or the set of rows has changed. */
  rematch(): void {
    if (this.#version === null) return;
    this.#generation++;
    this.#identities = new Map();
    this.#desiredBy = new Map();
    for (const [address, resource] of this.resources()) {
      const identity = identityOf(resource, this.kind(resource), this.targetIdentity(resource.target));
      this.#identities.set(address, identity);
      this.#desiredBy.set(identity, address);
    }
    const { rows, orphans } = match(this.#version.graph, this.#identities, this.applied);
    const addresses = new Set([...rows.keys(), ...this.#rows.keys()]);
    for (const address of addresses)
      if (rows.get(address)?.identity !== this.#rows.get(address)?.identity) this.#rematched.add(address);
    for (const row of orphans) if (!this.#orphans.has(row.identity)) this.#rematched.add(row.identity);
    this.#rows = new Map(rows);
    this.#orphans = new Map(orphans.map((row) => [row.identity, row]));
    this.#displaced.clear();
    for (const [to, { address: from }] of rows) {
      if (from !== to) this.#displaced.set(from, { kind: "moved", environment: this.environment, from, to });
    }
    this.#users = new Map();
    for (const [address, row] of rows) this.#use(address, row);
    for (const row of orphans) this.#use(row.identity, row);
    for (const key of this.#items.keys()) if (!this.has(key)) this.#items.delete(key);
    for (const key of this.#readings.keys()) if (!this.has(key)) this.#readings.delete(key);
  }

  /** The keys to plan anew since the last call, because the match with the ledger changed. */
  takeRematched(): readonly Key[] {
    if (this.#rematched.size === 0) return [];
    const keys = [...this.#rematched].filter((key) => this.has(key) && this.#readings.has(key));
    this.#rematched.clear();
    return keys;
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
    let rows = false;
    const moves: Move[] = [];
    for (const change of changes) {
      switch (change.kind) {
        case "applied": {
          const { row } = change;
          this.#toReplace.delete(row.address);
          for (const need of this.#rows.get(row.address)?.needs ?? []) {
            const needed = this.applied.get(need)?.identity;
            if (needed !== undefined) this.#users.get(needed)?.delete(row.address);
          }
          this.applied.set(row.address, row);
          if (this.#identities.get(row.address) !== row.identity) rows = true;
          else {
            this.#rows.set(row.address, row);
            this.#use(row.address, row);
          }
          break;
        }
        case "forgotten": {
          const row = this.applied.get(change.address);
          this.applied.delete(change.address);
          this.released.delete(change.address);
          if (row !== undefined && this.#orphans.delete(row.identity)) {
            this.#generation++;
            this.#items.delete(row.identity);
            this.#readings.delete(row.identity);
          } else rows = true;
          break;
        }
        case "protection": {
          const row = this.applied.get(change.address);
          if (row === undefined) break;
          const changed = { ...row, protect: change.protect };
          this.applied.set(change.address, changed);
          for (const [address, each] of this.#rows) if (each === row) this.#rows.set(address, changed);
          if (this.#orphans.get(row.identity) === row) this.#orphans.set(row.identity, changed);
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
    const releases = moves.map(({ from, to }) => ({ row: this.released.get(from), from, to }));
    for (const { from } of releases) this.released.delete(from);
    for (const { row, to } of releases) if (row !== undefined) this.released.set(to, { ...row, address: to });
    if (moves.length > 0) moveEdges(this.applied, moves);
    if (rows || moves.length > 0) this.rematch();
  }

  /** Of everything that is wanted. */
  identities(): Iterable<Identity> {
    return this.#identities.values();
  }

  identity(address: Address): Identity {
    return this.#identities.get(address) as Identity;
  }

  /** What a driver is given to look at. Fields that cannot be known yet are left out; a key field never is. */
  subject(key: Key): Subject | null {
    const orphan = this.#orphans.get(key);
    if (orphan !== undefined) return subjectOfRow(orphan);
    const resource = this.resource(key);
    if (resource === null) return null;
    const address = key as Address;
    const identity = this.identity(address);
    const row = this.row(address);
    const applied = row !== null && row.identity === identity ? row.spec : null;
    const known = this.#subjects.get(resource);
    if (known?.identity === identity && known.applied === applied) return known;
    const { spec } = resolve(resource.spec, (from) => this.outputs(from));
    const subject: Subject = { address, kind: resource.kind, identity, spec, applied };
    // What reads no outputs is the same at every look, and a driver may keep what it works out for it.
    if (spec === resource.spec) this.#subjects.set(resource, subject);
    return subject;
  }

  reading(key: Key): Reading {
    return this.#readings.get(key) ?? NOT_SEEN;
  }

  /** The ledger does not have it as it is wanted: it was never made, is of another version, or is to go. */
  isOutdated(key: Key): boolean {
    const resource = this.resource(key);
    if (resource === null) return this.#orphans.has(key);
    const row = this.row(key as Address);
    return (
      resource.mode === "manage" && (row?.hash !== resource.hash || !sameJson(row.needs, resource.needs))
    );
  }

  /** How long the target may lag behind its own answers about it. */
  settles(key: Key): number {
    const kind = this.#orphans.get(key)?.kind ?? this.resource(key)?.kind ?? "";
    return this.#version?.graph.kinds[kind]?.settles ?? 0;
  }

  identityOf(key: Key): Identity | null {
    return this.#orphans.get(key)?.identity ?? this.#identities.get(key as Address) ?? null;
  }

  /** The key that an object is known by now. */
  keyOf(identity: Identity): Key | null {
    return this.#desiredBy.get(identity) ?? (this.#orphans.has(identity) ? identity : null);
  }

  isUnseen(key: Key): boolean {
    return !this.#readings.has(key);
  }

  /** `partial`: asked for while some of its fields were not known, so that nothing was read of those. */
  observe(key: Key, reading: Reading, partial = false): void {
    if (!this.has(key)) return;
    if (partial && reading.kind === "present") this.#partial.add(key);
    else this.#partial.delete(key);
    this.#readings.set(key, reading);
    this.#readAt.set(key, this.#ports.clock.monotonic());
  }

  /** Milliseconds since the key was last read. */
  readingAge(key: Key): number {
    return this.#ports.clock.monotonic() - (this.#readAt.get(key) ?? Number.NEGATIVE_INFINITY);
  }

  /** Why no item can be made of what is wanted, or null. */
  problem(key: Key): string | null {
    return this.#problems.get(key) ?? null;
  }

  item(key: Key): Item | null {
    return this.#items.get(key) ?? null;
  }

  /** Plans the keys anew, dependencies first, and then whatever reads outputs that became others by it. */
  replan(keys: Iterable<Key>): ReadonlySet<Key> {
    const done = new Set<Key>();
    const queue = [...keys].filter((key) => this.has(key)).toSorted((a, b) => this.#rank(a) - this.#rank(b));
    for (let at = 0; at < queue.length; at++) {
      const key = queue[at] as Key;
      if (done.has(key)) continue;
      done.add(key);
      this.#plan(key);
      // Against what its dependants were last planned with: its own reading may have changed before this.
      const outputs = this.outputs(key as Address);
      const told = this.#told.get(key);
      this.#told.set(key, outputs);
      if (told !== undefined && sameJson(told ?? undefined, outputs ?? undefined)) continue;
      for (const dependant of this.#dependants.get(key as Address) ?? []) {
        if (this.#readings.has(dependant)) queue.push(dependant);
        done.delete(dependant);
      }
    }
    return done;
  }

  #rank(key: Key): number {
    return this.#order.get(key as Address) ?? Number.MAX_SAFE_INTEGER;
  }

  #plan(key: Key): void {
    const item = this.#makeItem(key);
    if (item === null) this.#items.delete(key);
    else this.#items.set(key, item.cause === "intended" ? { ...item, cause: this.#cause } : item);
  }

  #makeItem(key: Key): Item | null {
    const context = this.#context;
    if (context === null) return null;
    const orphan = this.#orphans.get(key);
    if (orphan !== undefined) {
      const released = this.released.get(orphan.address)?.resource ?? null;
      const elsewhere = this.#desiredBy.get(orphan.identity) ?? null;
      return planOrphan(context, orphan, released, elsewhere, this.reading(key));
    }
    const resource = this.resource(key);
    if (resource === null) return null;
    const address = key as Address;
    const identity = this.identity(address);
    const resolved = resolve(resource.spec, (from) => this.outputs(from));
    if (resolved.problem === null) this.#problems.delete(key);
    else {
      this.#problems.set(key, resolved.problem);
      return null;
    }
    // What was not read is not missing: it is read once it is known what to read.
    if (resolved.waiting.size === 0 && this.#partial.delete(key)) {
      this.#unread.push(key);
      return null;
    }
    const wanted = {
      address,
      resource,
      kind: this.kind(resource),
      identity,
      targetIdentity: this.targetIdentity(resource.target),
      resolved,
      inputs: this.inputsOf(resolved),
      row: this.row(address),
      claim: this.claimOf(identity),
      replace: this.#toReplace.has(address),
    };
    return planWanted(context, wanted, this.reading(key));
  }

  /** What would put right a resource as it was released, whatever is wanted now (engine/aims.ts). */
  planReleased(released: {
    readonly resource: Resource;
    readonly kind: Kind;
    readonly row: AppliedRow;
    readonly resolved: Resolved;
    readonly reading: Reading;
  }): Item | null {
    const context = this.#context;
    const { kind, row, resolved, reading } = released;
    // What has been said of its protection since counts, whatever else is held.
    const meta = { ...released.resource.meta, protect: row.protect };
    const resource = { ...released.resource, meta };
    if (context === null || resolved.problem !== null) return null;
    const { address, identity, targetIdentity } = row;
    const claim = this.#ledger?.claim(identity) ?? null;
    const inputs = this.inputsOf(resolved);
    const wanted = {
      address,
      resource,
      kind,
      identity,
      targetIdentity,
      resolved,
      inputs,
      row,
      claim,
      replace: false,
    };
    return planWanted(context, wanted, reading);
  }

  inputsOf({ inputs }: Resolved): string | null {
    return inputs === null ? null : this.#ports.sha256(canonicalJson(inputs));
  }

  /** The digest of what the residuals of a wanted resource come to now. */
  inputs(address: Address): string | null {
    const resource = this.resource(address);
    return resource === null ? null : this.inputsOf(resolve(resource.spec, (from) => this.outputs(from)));
  }

  /** Who has the object, or is about to; another environment's word counts from its intent on. */
  claimOf(identity: Identity): Claim | null {
    const claim = this.#ledger?.claim(identity) ?? null;
    if (claim !== null) return claim;
    const reservation = this.#ledger?.reservation(identity) ?? null;
    return reservation?.environment === this.environment ? null : reservation;
  }

  /** It became another environment's since it was planned. */
  isTaken(identity: Identity): boolean {
    const claim = this.claimOf(identity);
    return claim !== null && claim.environment !== this.environment;
  }

  isPartial(key: Key): boolean {
    const resource = this.resource(key);
    return resource !== null && resolve(resource.spec, (from) => this.outputs(from)).waiting.size > 0;
  }

  /** What must be looked at once more, because by now more of it is known. */
  takeUnread(): readonly Key[] {
    return this.#unread.splice(0);
  }

  /** Outputs as far as they are known: of what is in step all, of what is to be updated only the stable ones. */
  outputs(address: Address): JsonObject | null {
    const resource = this.resource(address);
    if (resource === null) return null;
    const reading = this.reading(address);
    const outputs = reading.kind === "present" ? reading.outputs : (this.row(address)?.outputs ?? null);
    if (outputs === null || reading.kind === "gone") return null;
    const action = this.#items.get(address)?.action ?? "none";
    switch (action) {
      case "none":
      case "adopt":
      case "release":
        return outputs;
      case "create":
      case "replace":
      case "delete":
        return null;
      case "update": {
        const declared = this.kind(resource).outputs;
        return Object.fromEntries(
          Object.entries(outputs).filter(([name]) => declared[name]?.stable === true),
        );
      }
    }
  }

  /** Outputs as they are, whatever is to be done. */
  outputsNow(address: Address): JsonObject | null {
    const reading = this.reading(address);
    if (reading.kind === "present") return reading.outputs;
    return this.row(address)?.outputs ?? this.applied.get(address)?.outputs ?? null;
  }

  /** Edges as desired. */
  needs(key: Key): readonly Key[] {
    return this.resource(key)?.needs ?? [];
  }

  /** Edges as applied, backwards. */
  users(key: Key): readonly Key[] {
    const identity = this.#orphans.get(key)?.identity ?? this.row(key as Address)?.identity;
    return identity === undefined ? [] : [...(this.#users.get(identity) ?? [])];
  }

  /** What must go before this one can have its address, or null. */
  occupant(key: Key): Key | null {
    return occupantOf(key, this.applied, this.#displaced, (identity) => this.#orphans.has(identity));
  }

  /** What the ledger knows under another address than the one it is wanted under, and what of it can move now. */
  moves(isBusy: (row: AppliedRow, to: Address) => boolean): readonly Move[] {
    return this.#displaced.size === 0 ? [] : movable(this.applied, this.#displaced, isBusy);
  }

  dependants(address: Address): readonly Address[] {
    return this.#dependants.get(address) ?? [];
  }
}

export function subjectOfRow(row: AppliedRow): Subject {
  // The key fields are never deferred, and they are all that a driver needs to find what it once made.
  return { address: row.address, kind: row.kind, identity: row.identity, spec: row.spec };
}
