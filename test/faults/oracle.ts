// The oracle: what must be true whatever happens, told from the targets' own effects and never from the engine's opinion.
//
// In:  every effect as it lands on a target, every line that goes to the ledger, and the world at the end. Out: violations,
// in words. Who owns an object is the oracle's own account: made by an effect of ours, or rightly adopted.

import type { Graph, Resource } from "../../compiler/graph.ts";
import type { EffectCall, LoggedEffect, Thing } from "../../runtime/drivers/memory/world.ts";
import type { Outcome } from "../../runtime/driver.ts";
import type { AppliedRow, Change, JournalEntry, LedgerReader, Result } from "../../runtime/ledger.ts";
import { ENVIRONMENT, keyOf, placeOf } from "./graph.ts";
import { objectName, reaches, SETTLES, type SimResource, type SimVersion } from "./scenario.ts";
import { SLOTS, type Call, type Target } from "./target.ts";
import type { SimulatedTime } from "./time.ts";

interface OpenIntent {
  readonly entry: JournalEntry;
  readonly version: SimVersion;
  /** When it was begun: what has begun is ended. */
  readonly isProtected: boolean;
  calls: number;
}

/** Its old object goes for what that stands on, and what is wanted in its place is made afterwards. */
function isCleared({ entry, version }: Pick<OpenIntent, "entry" | "version">): boolean {
  return entry.action === "delete" && version.resources[entry.address]?.target === entry.target;
}

export class Oracle {
  readonly violations: string[] = [];
  readonly #time: SimulatedTime;
  readonly #ledger: () => LedgerReader;
  /** What is there. */
  readonly #truth: (target: string, name: string) => Thing | null;
  readonly #say: (line: string) => void;
  /** Objects that are ours, as `target/name`. */
  readonly ours = new Set<string>();
  /** Objects of another environment of the same ledger. */
  readonly claimed = new Set<string>();
  /** Objects that were last applied as to be kept. */
  readonly #kept = new Set<string>();
  readonly #halved = new Set<number>();
  /** Replaces whose target called their old object gone, and it still stands. */
  readonly #lied = new Map<number, string>();
  /** Addresses where a replace was begun and is not known to be done. */
  readonly #halfReplaced = new Set<string>();
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
  /** The same for looks that may have got no answer. */
  readonly #asked = new Map<string, number>();
  readonly #madeAt = new Map<string, number>();
  #tick = 0;
  version: SimVersion | null = null;
  graph: Graph | null = null;
  /** Digests of the items that somebody has approved. */
  readonly approved = new Set<string>();
  /** How many effects there were. */
  effects = 0;

  constructor(
    time: SimulatedTime,
    ledger: () => LedgerReader,
    truth: (target: string, name: string) => Thing | null,
    say: (line: string) => void,
  ) {
    this.#truth = truth;
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
      if (entry.desired !== null) {
        const key = keyOf(entry.desired);
        const before = this.#ledger().applied(ENVIRONMENT).get(entry.address);
        // What is kept is what the address stands for, also while that is still to be replaced.
        const keys = before === undefined ? [key] : [key, keyOf(before)];
        for (const each of keys) {
          if (entry.desired.meta.keep) this.#kept.add(each);
          else this.#kept.delete(each);
        }
      }
      this.#checkUsers(entry, this.version as SimVersion);
      const row = this.#ledger().applied(ENVIRONMENT).get(entry.address);
      // A version that declares it without protection lifts it.
      const isProtected = row?.protect === true && this.version?.resources[entry.address]?.protect !== false;
      this.#open.set(entry.id, { entry, version: this.version as SimVersion, isProtected, calls: 0 });
      if (entry.action === "create" && entry.cause === "intended") this.#checkNeeds(entry);
      if (entry.cause === "intended" && entry.desired !== null) this.#checkTurn(entry);
      this.#checkApproval(entry);
    }
  }

  isHalfReplaced(address: string): boolean {
    return this.#halfReplaced.has(address);
  }

  /** What holds data goes by an approval of this very item; a replace that was begun is finished. */
  #checkApproval(entry: JournalEntry): void {
    const { identity, address, action, digest } = entry;
    const isReplace = action === "replace" || isCleared({ entry, version: this.version as SimVersion });
    // A replace by another kind is called by what is made, and what goes is what the ledger has there.
    const row = action === "replace" ? this.#ledger().applied(ENVIRONMENT).get(address) : undefined;
    const isOfData = (row?.identity ?? identity).includes('"Vault"');
    const goes = isReplace ? !this.#halfReplaced.has(address) : action === "delete";
    if (isOfData && goes && !this.approved.has(digest))
      this.violate(`${address} holds data and is being ${action}d, and nobody has approved that`);
    if (isReplace) this.#halfReplaced.add(address);
  }

  /** What is made stands on what it needs. */
  #checkNeeds(entry: JournalEntry): void {
    const rows = this.#ledger().applied(ENVIRONMENT);
    for (const need of entry.desired?.needs ?? []) {
      if (this.version?.resources[need]?.mode !== "manage" || rows.has(need)) continue;
      this.violate(`${entry.address} is being created before ${need}, which it needs and which never was`);
    }
  }

  /** What the waves before it still have to change is done, and of a batch no other is being changed. */
  #checkTurn(entry: JournalEntry): void {
    const { version, graph } = this;
    const wanted = version?.resources[entry.address];
    if (version === null || graph === null || wanted === undefined) return;
    for (const { entry: other, version: since } of this.#open.values()) {
      const isBeside = other.address !== entry.address && other.cause === "intended" && since === version;
      const areOneBatch = wanted.batch && version.resources[other.address]?.batch === true;
      if (isBeside && areOneBatch && this.#isUnderWay(other.id))
        this.violate(
          `${entry.address} is being changed beside ${other.address}, one of a batch of one at a time`,
        );
    }
    const rows = [...this.#ledger().applied(ENVIRONMENT).values()];
    // What is replaced, moved or to be deleted may have to wait for this one first.
    const isPlainWorld = rows.every((row) => {
      const there = version.resources[row.address];
      return there !== undefined && row.kind === there.kind && placeOf(row) === placeOfWanted(there);
    });
    if (!isPlainWorld) return;
    const all = Object.entries(version.resources);
    // What an earlier wave needs goes with that one.
    const users = all.filter(([address]) => reaches(version.resources, address, entry.address));
    const wave = Math.min(...users.map(([, user]) => user.wave));
    for (const [address, other] of all) {
      if (other.wave >= wave || other.mode === "read") continue;
      const own = rows.find((row) => row.address === address);
      const isDone = own?.hash === graph.resources[address as never]?.hash;
      // A forced change may have to wait for this one first.
      if (!isDone && (own === undefined || other.kind === "Thing" || other.kind === "Slow"))
        this.violate(
          `${entry.address} of wave ${wave} is begun, and ${address} of wave ${other.wave} is not done`,
        );
    }
  }

  #isUnderWay(intent: number): boolean {
    return [...this.#inFlight].some((call) => call.intent === intent);
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
      if (entry?.desired !== null && entry !== undefined && outcome === "done")
        this.#halfReplaced.delete(entry.address);
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
      const key = placeOf(row);
      if (this.claimed.has(key))
        this.violate(`${row.address} took over ${key}, which is another environment's`);
      if (this.ours.has(key) || this.#isBeingReplaced(key)) continue;
      const thing = owner(row)?.home.truth(name) ?? null;
      const wanted = this.#resources.get(row.hash);
      // Where it may be taken over as it is, a target that lies about that only puts it off.
      if (thing === null || wanted === undefined || wanted.meta.adopt !== "must-match") continue;
      const isOfKind = thing.kind === null || thing.kind === row.kind;
      const isEqual =
        isOfKind &&
        Object.entries(wanted.spec).every(
          ([field, value]) => typeof value === "object" || thing.spec[field] === value,
        );
      if (!isEqual && !this.#isEdited(key, 10_000))
        this.violate(`${row.address} took over ${key}, which is not as it is wanted`);
    }
  }

  /** When a stranger's hand was last on an object. */
  readonly #editedAt = new Map<string, number>();
  edited(key: string): void {
    this.#editedAt.set(key, this.#time.now);
  }

  /** Ours until a stranger put another kind there. */
  readonly #usurped = new Set<string>();

  /** What nothing in the ledger stands for is not what we once made under that name. */
  madeByStranger(key: string, kind: string): void {
    const rows = [...this.#ledger().applied(ENVIRONMENT).values()];
    const isKnown = rows.some((row) => placeOf(row) === key && row.kind === kind);
    const isOpen = [...this.#open.values()].some(
      ({ entry }) =>
        entry.identity.includes(`"${key.slice(key.indexOf("/") + 1)}"`) &&
        entry.identity.includes(`"${kind}"`),
    );
    if (isKnown && this.#usurped.delete(key)) {
      // Another kind stood there for a while: by now nobody can tell it from what was ours.
      this.ours.add(key);
    } else if (!isKnown && !isOpen && this.ours.delete(key)) this.#usurped.add(key);
  }

  noted(changes: readonly Change[], entry: JournalEntry | null): void {
    for (const change of changes) {
      switch (change.kind) {
        case "applied": {
          const key = placeOf(change.row);
          // A stranger may have put another kind there before the result was written.
          if (!this.#isOfAnotherKind(change.row)) this.ours.add(key);
          if (this.#resources.get(change.row.hash)?.meta.keep === true) this.#kept.add(keyOf(change.row));
          else this.#kept.delete(keyOf(change.row));
          break;
        }
        case "forgotten": {
          const row = this.#rowBefore.get(change.address);
          // A delete that is done has already taken it off the list; what was given up leaves it here.
          if (row === undefined || this.#isLeft(row)) break;
          const name = placeOf(row);
          // Another kind is ours by now where this one stood.
          if ([...this.#ledger().applied(ENVIRONMENT).values()].some((one) => placeOf(one) === name)) break;
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

  #isOfAnotherKind({ target, kind, spec }: AppliedRow): boolean {
    const there = this.#truth(target, spec["name"] as string)?.kind ?? null;
    return there !== null && there !== kind;
  }

  /** The ledger gives up what is still there and that nobody gave up: it stays on the oracle's list. */
  #isLeft(row: AppliedRow): boolean {
    const key = placeOf(row);
    const isThere = this.#truth(row.target, row.spec["name"] as string) !== null;
    const isEdited = this.#isEdited(key, 60_000);
    const isGivenUp = this.version?.removed[row.address] !== undefined || this.#kept.has(keyOf(row));
    return isThere && this.ours.has(key) && !isEdited && !isGivenUp;
  }

  #isBeingReplaced(key: string): boolean {
    return [...this.#open.values()].some(
      ({ entry }) => entry.action === "replace" && entry.desired !== null && placeOf(entry.desired) === key,
    );
  }

  /** Called before rows change: which object each address stands for. */
  remember(): void {
    this.#rowBefore.clear();
    for (const row of this.#ledger().applied(ENVIRONMENT).values()) this.#rowBefore.set(row.address, row);
  }
  readonly #rowBefore = new Map<string, AppliedRow>();

  // --- the targets ------------------------------------------------------------------------------------------------------

  asked(target: Target, name: string, began: number): void {
    this.#asked.set(`${target.name}/${name}`, began);
  }

  looked(target: Target, name: string, began: number): void {
    const key = `${target.name}/${name}`;
    this.#looked.set(key, Math.max(began, this.#looked.get(key) ?? 0));
  }

  calling(call: Call): void {
    const key = placeOfCall(call);
    const open = this.#open.get(call.intent);
    if (open === undefined) this.violate(`${call.call} ${key} without an open intent (${call.intent})`);
    else open.calls++;
    for (const other of this.#inFlight) {
      if (placeOfCall(other) === key)
        this.violate(
          `${call.call} ${key} (intent ${call.intent}) beside ${other.call} (intent ${other.intent})`,
        );
    }
    this.#inFlight.add(call);
    const busy = [...this.#inFlight].filter((other) => other.target === call.target).length;
    if (busy > SLOTS) this.violate(`${busy} effects at once on ${call.target.name}, which takes ${SLOTS}`);
    const last = this.#ended.get(key);
    const looked = this.#looked.get(key);
    // What is replaced was looked at when it was decided on; neither its old object nor its new one is looked at in between.
    const isHalf = open !== undefined && (open.entry.action === "replace" || isCleared(open));
    if (!isHalf && looked === undefined) this.violate(`${call.call} ${key} without ever having looked at it`);
    if (last !== undefined && last.intent !== call.intent && !isHalf && (looked ?? 0) < last.tick)
      this.violate(`${call.call} ${key} (intent ${call.intent}) without a look since intent ${last.intent}`);
    if (call.call === "create") this.#checkSettled(call, key);
    this.#checkFirstHalf(call);
  }

  /** Within the settle time *gone* is not to be believed. */
  #checkSettled(call: Call, key: string): void {
    const madeAt = this.#madeAt.get(`${call.kind} ${key}`);
    if (call.kind !== "Slow" || madeAt === undefined || !this.ours.has(key)) return;
    if (call.world.truth(call.name) !== null && this.#time.now - madeAt < SETTLES)
      this.violate(
        `${key} is created again ${this.#time.now - madeAt} ms after it was made: its target lags`,
      );
  }

  landing(call: Call): void {
    if (this.claimed.has(placeOfCall(call)))
      this.violate(`${call.call} ${placeOfCall(call)}, which is another environment's`);
    if (call.world !== call.target.home)
      this.violate(`${call.call} ${call.name} on ${call.world.identity}, which nobody accepted`);
    if (call.call === "remove" && call.world.truth(call.name) !== null) this.#checkRemoval(call);
  }

  #checkRemoval(call: Call): void {
    const key = placeOfCall(call);
    const open = this.#open.get(call.intent);
    if (open === undefined) return;
    const rows = [...this.#ledger().applied(ENVIRONMENT).values()];
    const there = rows.filter((one) => placeOf(one) === key);
    const row = there.find(({ address }) => address === open.entry.address) ?? there[0];
    if (row === undefined) {
      this.violate(`${key} is removed and the ledger has no row of it`);
      return;
    }
    const isDestroyed = open.version.removed[row.address] !== undefined;
    if (open.isProtected && !isDestroyed) this.violate(`${key} is protected and is removed`);
    if (open.entry.action === "delete" && this.#kept.has(`${call.kind} ${key}`) && !isCleared(open))
      this.violate(`${key} is to be kept and is deleted`);
  }

  /** What is deleted is no longer used: as things are when it is begun, because what has begun is ended. */
  #checkUsers(entry: JournalEntry, version: SimVersion): void {
    // Its address is wanted on another target: that is a replace, and those that stay are written after it.
    if (entry.action !== "delete" || version.resources[entry.address] !== undefined) return;
    const rows = [...this.#ledger().applied(ENVIRONMENT).values()];
    const row = rows.find((one) => one.identity === entry.identity);
    if (row === undefined) return;
    for (const user of rows) {
      if (user === row || !user.needs.includes(row.address)) continue;
      const userKey = placeOf(user);
      if (this.#isBeyond(version, user, userKey) || isCircular(version, rows, row, user)) continue;
      this.violate(`${entry.address} is being deleted while ${user.address} still uses it`);
    }
  }

  /** Nothing can be done about a user that is only read now, or that is not there. */
  #isBeyond(version: SimVersion, user: AppliedRow, key: string): boolean {
    return version.resources[user.address]?.mode === "read" || this.losses.has(key);
  }

  landed(call: Call, effects: readonly LoggedEffect[], outcome: Outcome): void {
    const key = placeOfCall(call);
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
        // What was deleted by half, and is called gone, looks like somebody else's.
        if (kind === "remove") this.#halved.add(call.intent);
        this.ours.add(key);
        this.losses.delete(key);
        this.#madeAt.set(`${call.kind} ${key}`, this.#time.now);
      }
    }
    if (effects.length > 0) return;
    if (call.call === "create" && outcome.kind === "done") this.ours.add(key);
    // A stranger was quicker.
    if (call.call === "remove" && call.world.truth(call.name) === null && this.ours.delete(key))
      this.#unrecorded.add(key);
  }

  returned(call: Call, outcome: Outcome): void {
    const key = placeOfCall(call);
    this.#inFlight.delete(call);
    this.#ended.set(key, { tick: this.tick(), intent: call.intent });
    const isCalledGone = call.call === "remove" && outcome.kind === "done";
    const isLie = isCalledGone && this.intent(call.intent)?.action === "replace" && this.ours.has(key);
    // Of a target that lags nobody can tell a lie.
    if ((isCalledGone && this.#halved.has(call.intent)) || (isLie && call.kind === "Slow")) this.#lose(key);
    else if (isLie) this.#lied.set(call.intent, key);
    if (call.call === "remove" && outcome.kind !== "done" && this.#unrecorded.has(key))
      this.#unclear.add(key);
    if (call.call === "create" && outcome.kind === "done" && call.world.truth(call.name) === null)
      this.losses.set(key, "lie");
    this.#say(`  ${call.call} ${key} (intent ${call.intent}) says ${outcome.kind}`);
  }

  /** What was deleted by half, or only said to be deleted, and is called gone, looks like somebody else's. */
  #lose(key: string): void {
    this.ours.delete(key);
    this.#unclear.add(key);
  }

  /** The second half of a replace: a look that could tell has shown that the first one is done. */
  #checkFirstHalf(call: Call): void {
    const old = this.#lied.get(call.intent);
    if (old === undefined || call.call !== "create") return;
    this.#lied.delete(call.intent);
    const since = this.#ended.get(old)?.tick ?? 0;
    const isAsked = (this.#asked.get(old) ?? 0) > since;
    const isUnanswered = isAsked && (this.#looked.get(old) ?? 0) < since;
    if (!isUnanswered && !this.#isEdited(old, 10_000))
      this.violate(`${placeOfCall(call)} is made by a replace, and its old object ${old} still stands`);
    this.#lose(old);
  }

  #isEdited(key: string, lately: number): boolean {
    return this.#time.now - (this.#editedAt.get(key) ?? Number.NEGATIVE_INFINITY) <= lately;
  }

  /** The agent is no more, and with it what it alone knew. */
  died(): void {
    for (const key of this.#unrecorded) this.#unclear.add(key);
  }

  /** The caller is no more: nobody waits for this call. */
  abandoned(call: Call): void {
    this.#inFlight.delete(call);
    this.#ended.set(placeOfCall(call), { tick: this.tick(), intent: call.intent });
  }
}

const LANDED: Record<EffectCall, string> = { create: "created", update: "updated", remove: "removed" };

function placeOfWanted(resource: SimResource): string {
  return `${resource.target}/${objectName(resource)}`;
}

function placeOfCall(call: Pick<Call, "target" | "name">): string {
  return `${call.target.name}/${call.name}`;
}

/**
 * Whether the user waits, in the end, for what it uses to be gone. What is wanted waits for what it needs, and for what still
 * stands at its address to be gone; what is to go waits for what uses it.
 */
function isCircular(
  version: SimVersion,
  rows: readonly AppliedRow[],
  row: AppliedRow,
  user: AppliedRow,
): boolean {
  const wanted = new Map<string, string>();
  for (const [address, one] of Object.entries(version.resources))
    wanted.set(`${one.kind} ${placeOfWanted(one)}`, address);
  const nodeOf = (one: AppliedRow): string => {
    const address =
      wanted.get(keyOf(one)) ?? (version.resources[one.address]?.target === one.target ? one.address : null);
    return address === null ? `gone:${keyOf(one)}` : `wanted:${address}`;
  };
  const waitsFor = (node: string): readonly string[] => {
    const [kind, name = ""] = node.split(":");
    const place = kind === "gone" ? null : placeOfWanted(version.resources[name] as SimResource);
    const standing = rows.filter((one) =>
      kind === "gone" ? keyOf(one) === name : one.address === name || placeOf(one) === place,
    );
    const users = standing.flatMap((one) =>
      rows.filter((other) => other !== one && other.needs.includes(one.address)),
    );
    if (kind === "gone") return users.map(nodeOf);
    const needs = (version.resources[name]?.needs ?? []).map((need) => `wanted:${need}`);
    const leaving = users.map(nodeOf).filter((other) => other.startsWith("gone:"));
    return [...needs, ...leaving, ...standing.map(nodeOf).filter((other) => other !== node)];
  };
  const seen = new Set<string>();
  const walk = (node: string): boolean => {
    if (node === nodeOf(row)) return true;
    if (seen.has(node)) return false;
    seen.add(node);
    return waitsFor(node).some(walk);
  };
  return walk(nodeOf(user));
}
