// What an engine knows of one environment: the desired version, the ledger's rows, and what was last observed.
//
// In:  a desired version, readings, and results. Out: for each *task key* an item, planned anew only where something that it
// depends on has changed. Nothing here acts or waits; engine.ts decides when to look and what to start.
// A key is the address of a wanted resource, or the identity of something that is ours and that nothing wants any more.

import type { Address } from "../../compiler/address.ts";
import type { Kind, Resource } from "../../compiler/graph.ts";
import type { Identity } from "../../compiler/identity.ts";
import { canonicalJson, type JsonObject } from "../../compiler/json.ts";
import type { Place } from "../../compiler/source.ts";
import type { Reading, Subject } from "../driver.ts";
import type { MonotonicTime } from "../clock.ts";
import type { Cause, Item } from "../item.ts";
import type { AppliedRow, Change, Claim, LedgerReader, ReleasedRow } from "../ledger.ts";
import { planOrphan, planWanted, type PlanContext } from "../plan.ts";
import { sameJson } from "../plan/diff.ts";
import type { DesiredVersion, EnginePorts } from "../reconcile.ts";
import { type Resolved, resolve } from "../resolve.ts";
import type { Key } from "../schedule.ts";
import { append, topologicalOrder } from "./order.ts";
import type { Move } from "./moves.ts";
import { Rows } from "./rows.ts";

const NOT_SEEN: Reading = { kind: "unknown", why: "not looked at yet" };

export class World {
  readonly #ports: EnginePorts;
  readonly #ledger: LedgerReader | null;
  readonly environment: string;
  readonly #rows: Rows;
  readonly #readings = new Map<Key, Reading>();
  /** Of the old objects of replaces, where something else is wanted at their place. */
  readonly #oldReadings = new Map<Key, Reading>();
  readonly #readAt = new Map<Key, MonotonicTime>();
  readonly #items = new Map<Key, Item>();
  /** The outputs with which dependants were last planned. */
  readonly #told = new Map<Key, JsonObject | null>();
  readonly #problems = new Map<Key, string>();
  readonly #partial = new Set<Key>();
  readonly #unread: Key[] = [];
  #version: DesiredVersion | null = null;
  readonly #subjects = new WeakMap<Resource, Subject>();
  /** Specs in which nothing is left to resolve. */
  readonly #plain = new WeakMap<JsonObject, Resolved>();
  #cause: Cause = "intended";
  #context: PlanContext | null = null;
  #dependants = new Map<Address, Address[]>();
  #order = new Map<Address, number>();
  /** Where resources are declared, as far as somebody has asked. */
  readonly #places = new Map<Address, Place | null>();
  /** Asked for by a person, and not done yet. */
  #toReplace = new Set<Address>();
  constructor(ports: EnginePorts, ledger: LedgerReader | null, environment: string) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.environment = environment;
    this.#rows = new Rows(ledger, environment);
  }

  get applied(): ReadonlyMap<Address, AppliedRow> {
    return this.#rows.applied;
  }

  get released(): ReadonlyMap<Address, ReleasedRow> {
    return this.#rows.released;
  }

  /** The ledger's rows have changed by other hands than the engine's. */
  reload(): void {
    this.#rows.reload();
    this.#dropForgotten();
  }

  get version(): DesiredVersion | null {
    return this.#version;
  }

  /** Where the resource is declared. */
  place(address: Address): Place | null {
    const known = this.#places.get(address);
    if (known !== undefined) return known;
    const place = this.#version?.place(address, "") ?? null;
    this.#places.set(address, place);
    return place;
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
      isDestroyed: version.destroyed !== undefined,
      place: (address, pointer) => (pointer === "" ? this.place(address) : version.place(address, pointer)),
    };
    this.#places.clear();
    this.#dependants = new Map();
    for (const [address, resource] of this.resources()) {
      for (const need of resource.needs) append(this.#dependants, need, address);
    }
    this.#order = topologicalOrder(version.graph.resources);
    this.#readings.clear();
    this.#oldReadings.clear();
    this.#readAt.clear();
    this.#told.clear();
    this.#problems.clear();
    this.#rows.desire(version.graph);
    this.#dropForgotten();
  }

  /** Who asked for what the version changes. */
  get cause(): Cause {
    return this.#cause;
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
    return this.#rows.orphans;
  }

  orphan(key: Key): AppliedRow | null {
    return this.#rows.orphans.get(key) ?? null;
  }

  /** The row that a wanted resource is. */
  row(address: Address): AppliedRow | null {
    return this.#rows.wanted(address);
  }

  address(key: Key): Address {
    return this.#rows.orphans.get(key)?.address ?? (key as Address);
  }

  kind(resource: Resource): Kind {
    return this.#version?.graph.kinds[resource.kind] as Kind;
  }

  /** Target and driver by which a key is looked at and acted on. */
  route(key: Key): { readonly target: string; readonly driver: string } | null {
    const orphan = this.#rows.orphans.get(key);
    if (orphan !== undefined) return { target: orphan.target, driver: orphan.driver };
    const resource = this.resource(key);
    return resource === null ? null : { target: resource.target, driver: this.kind(resource).driver };
  }

  keys(): Key[] {
    return [...Object.keys(this.#version?.graph.resources ?? {}), ...this.#rows.orphans.keys()];
  }

  /** Another number whenever the set of keys may be another. */
  get generation(): number {
    return this.#rows.generation;
  }

  /** What is wanted at the address, and what still stands there. */
  keysAt(address: Address): Key[] {
    return this.keys().filter((key) => this.address(key) === address);
  }

  /** How many keys there are. */
  get count(): number {
    return this.#rows.identities.size + this.#rows.orphans.size;
  }

  has(key: Key): boolean {
    return this.#rows.orphans.has(key) || this.resource(key) !== null;
  }

  /** What a target says of itself; identities, and so the match with the ledger, depend on it. */
  setTarget(target: string, identity: string): void {
    const { generation } = this.#rows;
    this.#rows.setTarget(target, identity);
    if (this.#rows.generation !== generation) this.#dropForgotten();
  }

  targetIdentity(target: string): string {
    return this.#rows.targetIdentity(target);
  }

  /** The keys to plan anew since the last call, because the match with the ledger changed. */
  takeRematched(): readonly Key[] {
    return this.#rows.takeRematched().filter((key) => this.has(key) && this.#readings.has(key));
  }

  /** An attempt did not end well. */
  fail(key: Key): void {
    this.#rows.failed.add(key);
  }

  hasFailed(key: Key): boolean {
    return this.#rows.failed.size > 0 && this.#rows.failed.has(key);
  }

  /** The ledger has taken these changes: what is remembered of it follows. */
  record(changes: readonly Change[]): void {
    for (const change of changes) if (change.kind === "applied") this.#toReplace.delete(change.row.address);
    const { generation } = this.#rows;
    this.#rows.record(changes);
    if (this.#rows.generation !== generation) this.#dropForgotten();
  }

  /** These were permitted, and the ledger has them. */
  release(rows: readonly ReleasedRow[]): void {
    this.#rows.release(rows);
  }

  #dropForgotten(): void {
    for (const key of this.#items.keys()) if (!this.has(key)) this.#items.delete(key);
    for (const key of this.#readings.keys()) if (!this.has(key)) this.#readings.delete(key);
  }

  /** Of everything that is wanted. */
  identities(): Iterable<Identity> {
    return this.#rows.identities.values();
  }

  identity(address: Address): Identity {
    return this.#rows.identities.get(address) as Identity;
  }

  /** What a driver is given to look at. Fields that cannot be known yet are left out; a key field never is. */
  subject(key: Key): Subject | null {
    const orphan = this.#rows.orphans.get(key);
    if (orphan !== undefined) return subjectOfRow(orphan);
    const resource = this.resource(key);
    if (resource === null) return null;
    const address = key as Address;
    const identity = this.identity(address);
    const row = this.row(address);
    const applied = row !== null && row.identity === identity ? row.spec : null;
    const known = this.#subjects.get(resource);
    if (known?.identity === identity && known.applied === applied) return known;
    const { spec } = this.#resolve(resource.spec);
    const subject: Subject = { address, kind: resource.kind, identity, spec, applied };
    // What reads no outputs is the same at every look, and a driver may keep what it works out for it.
    if (spec === resource.spec) this.#subjects.set(resource, subject);
    return subject;
  }

  reading(key: Key): Reading {
    return this.#readings.get(key) ?? NOT_SEEN;
  }

  /** The old object of a replace, where something else is wanted at its place: it is looked at besides the new one. */
  oldSubject(key: Key): Subject | null {
    const row = this.row(key as Address);
    if (row === null || this.#rows.after(row.identity).length === 0) return null;
    return row.identity === this.identity(key as Address) ? null : subjectOfRow(row);
  }

  oldReading(key: Key): Reading | null {
    return this.#oldReadings.get(key) ?? null;
  }

  /** The ledger does not have it as it is wanted: it was never made, is of another version or at another address, or is to go. */
  isOutdated(key: Key): boolean {
    const resource = this.resource(key);
    if (resource === null) return this.#rows.orphans.has(key);
    if (resource.mode !== "manage") return false;
    const row = this.row(key as Address);
    return row?.hash !== resource.hash || row.address !== key || !sameJson(row.needs, resource.needs);
  }

  /** How long the target may lag behind its own answers about it. */
  settles(key: Key): number {
    return this.settlesOf(this.#rows.orphans.get(key)?.kind ?? this.resource(key)?.kind ?? "");
  }

  settlesOf(kind: string): number {
    return this.#version?.graph.kinds[kind]?.settles ?? 0;
  }

  identityOf(key: Key): Identity | null {
    return this.#rows.orphans.get(key)?.identity ?? this.#rows.identities.get(key as Address) ?? null;
  }

  /** The key that an object is known by now. */
  keyOf(identity: Identity): Key | null {
    return this.#rows.keyOf(identity);
  }

  isUnseen(key: Key): boolean {
    return !this.#readings.has(key);
  }

  /** `partial`: asked for while some of its fields were not known, so that nothing was read of those; `old`: `oldSubject`. */
  observe(key: Key, reading: Reading, partial: boolean, at: MonotonicTime, old: Reading | null): void {
    if (!this.has(key)) return;
    if (old === null) this.#oldReadings.delete(key);
    else this.#oldReadings.set(key, old);
    if (partial && reading.kind === "present") this.#partial.add(key);
    else this.#partial.delete(key);
    this.#readings.set(key, reading);
    this.#readAt.set(key, at);
  }

  /** Milliseconds from when a key was last read until now. */
  readingAges(): (key: Key) => number {
    const now = this.#ports.clock.monotonic();
    return (key) => now - (this.#readAt.get(key) ?? Number.NEGATIVE_INFINITY);
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
    const queue = [...(this.#rows.sharePlaces ? this.#withThoseAfter(keys) : keys)]
      .filter((key) => this.has(key))
      .toSorted((a, b) => this.#rank(a) - this.#rank(b));
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

  /** What is to be where one of them stands is planned by what was read of that. */
  #withThoseAfter(keys: Iterable<Key>): Iterable<Key> {
    const all = new Set(keys);
    for (const key of all)
      for (const after of this.#after(key)) if (this.#readings.has(after)) all.add(after);
    return all;
  }

  #after(key: Key): readonly Address[] {
    const identity = this.#rows.orphans.get(key)?.identity ?? this.row(key as Address)?.identity;
    return identity === undefined ? [] : this.#rows.after(identity);
  }

  /** What is ours at the place of what is wanted, is of another kind, and is to go (places.ts). */
  #before(address: Address): { readonly key: Key; readonly reading: Reading } | null {
    const key = this.#rows.before(address);
    if (key === null) return null;
    if (!this.#rows.orphans.has(key))
      return this.resource(key)?.mode === "manage"
        ? { key, reading: this.oldReading(key) ?? NOT_SEEN }
        : null;
    // What is given up stays where it is, unless it is gone.
    const item = this.#makeItem(key);
    return item?.action === "release" && item.reason !== "gone" ? null : { key, reading: this.reading(key) };
  }

  #rank(key: Key): number {
    return this.#order.get(key as Address) ?? Number.MAX_SAFE_INTEGER;
  }

  #plan(key: Key): void {
    const item = this.#makeItem(key);
    if (item === null) this.#items.delete(key);
    else if (item.cause !== "intended" || this.#cause === "intended") this.#items.set(key, item);
    else this.#items.set(key, { ...item, cause: this.#cause });
  }

  #makeItem(key: Key): Item | null {
    const context = this.#context;
    if (context === null) return null;
    const orphan = this.#rows.orphans.get(key);
    if (orphan !== undefined) {
      const released = this.released.get(orphan.address)?.resource ?? null;
      const wanting = this.#rows.wanting(orphan.identity);
      return planOrphan(context, orphan, released, wanting, this.reading(key));
    }
    const resource = this.resource(key);
    if (resource === null) return null;
    const address = key as Address;
    const identity = this.identity(address);
    const resolved = this.#resolve(resource.spec);
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
    const before = this.#before(address);
    // Whose the place is can only be said when both were looked at.
    if (before?.reading === NOT_SEEN) return null;
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
      before: before?.reading ?? null,
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
      before: null,
      replace: false,
    };
    return planWanted(context, wanted, reading);
  }

  #resolve(spec: JsonObject): Resolved {
    const known = this.#plain.get(spec);
    if (known !== undefined) return known;
    const resolved = resolve(spec, (from) => this.outputs(from));
    if (resolved.spec === spec) this.#plain.set(spec, resolved);
    return resolved;
  }

  inputsOf({ inputs }: Resolved): string | null {
    return inputs === null ? null : this.#ports.sha256(canonicalJson(inputs));
  }

  /** The digest of what the residuals of a wanted resource come to now. */
  inputs(address: Address): string | null {
    const resource = this.resource(address);
    return resource === null ? null : this.inputsOf(this.#resolve(resource.spec));
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
    return resource !== null && this.#resolve(resource.spec).waiting.size > 0;
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
    const identity = this.#rows.orphans.get(key)?.identity ?? this.row(key as Address)?.identity;
    return identity === undefined ? [] : this.#rows.users(identity);
  }

  /** Edges as applied, to what is still wanted. */
  stoodOn(key: Key): readonly Key[] {
    return (this.row(key as Address)?.needs ?? []).filter((need) => this.resource(need) !== null);
  }

  /** What must be gone before this one can have its address. */
  occupant(key: Key): Key | null {
    return this.#rows.occupant(key);
  }

  /** What must be gone before this one can be made: it is ours, and stands where this one is to be. */
  inTheWay(key: Key): Key | null {
    const before = this.#before(key as Address);
    if (before === null || before.key === key) return null;
    // The ledger must know as well that it has gone: until then it is deleted, or once more, or asked after.
    const { reading } = before;
    return reading.kind === "present" && reading.instead !== undefined ? null : before.key;
  }

  /** Objects of two kinds may be in each other's way. */
  get mayShare(): boolean {
    return this.#rows.kinds.mayShare;
  }

  /** What is to be looked at once more when something was done to an object. */
  concerned(key: Key, identity: Identity): readonly Key[] {
    const now = this.keyOf(identity);
    return [key, ...(now === null || now === key ? [] : [now]), ...this.#rows.wantedAt(identity)];
  }

  /** What can be known by its own address from now on. */
  moves(isBusy: (row: AppliedRow, to: Address) => boolean): readonly Move[] {
    return this.#rows.moves(isBusy);
  }

  dependants(address: Address): readonly Address[] {
    return this.#dependants.get(address) ?? [];
  }
}

export function subjectOfRow(row: AppliedRow): Subject {
  // The key fields are never deferred, and they are all that a driver needs to find what it once made.
  return { address: row.address, kind: row.kind, identity: row.identity, spec: row.spec };
}
