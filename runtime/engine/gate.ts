// The gate of one environment: gathers the facts by which permit.ts judges an item, at the moment at which it is asked.
//
// In:  what people decided (the ledger), what is granted (setpoint.toml), what the accepted version *before* the desired one
// asked for, both clocks, and the items that weigh. Out: for an item, permitted or held.
// It remembers between two moments only what cannot be read again: how windows came to be open, how far suspends have come,
// and which items a limit holds. The last two are in the ledger as well.

import type { Address } from "../../compiler/address.ts";
import type { Hash, Kind } from "../../compiler/graph.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { WallTime } from "../clock.ts";
import { type EnvironmentGrant, environmentGrant } from "../config/environment.ts";
import type { Leave, Mark } from "../decision.ts";
import type { Cause, Item } from "../item.ts";
import type { Ledger, LedgerReader, Recovery } from "../ledger.ts";
import { permit, type Permit, type PermitFacts, type WindowFact } from "../permit.ts";
import { type Approval, isApproved, isFresh } from "../permit/approvals.ts";
import {
  canHold,
  type Disruption,
  type HeldItem,
  type LimitHold,
  isDisruptive,
  isSurprise,
  limit,
  LIMIT_HOUR,
  type LimitSettings,
  limitsOfDelivery,
  stricterLimits,
  type Weighed,
} from "../permit/limits.ts";
import {
  advance,
  coveringSuspend,
  isOver,
  jumped,
  type Moment,
  printScope,
  type Suspend,
  takeUp,
} from "../permit/suspend.ts";
import {
  readWindows,
  type Watched,
  watchWindow,
  type WindowClass,
  type WindowReader,
  windowsOfDelivery,
} from "../permit/windows.ts";
import type { DesiredVersion, EnginePorts } from "../reconcile.ts";
import type { Key } from "../schedule.ts";
import type { World } from "./world.ts";

const PERMITTED: Permit = { kind: "permitted" };
const NOTHING_HELD: ReadonlyMap<Key, LimitHold> = new Map();

/** How far suspends have come is written down so often. */
const RECKON_EVERY = 10 * 60_000;
/** Versions whose kinds are remembered: what nothing wants any more is of one of them. */
const KNOWN_VERSIONS = 20;

interface WatchedWindow {
  readonly reader: WindowReader;
  readonly watched: Record<WindowClass, Watched | null>;
  /** When it opens next: slow to find out, and true until then. */
  readonly opens: Record<WindowClass, WallTime | null>;
}

interface Known<T> {
  readonly fact: T;
  /** When this process first knew it. */
  readonly read: Moment;
}

export class Gate {
  readonly #ports: EnginePorts;
  readonly #ledger: LedgerReader | null;
  readonly #environment: string;
  readonly #grant: EnvironmentGrant;
  #now: Moment;
  /** How much further the wall clock is than its jumps allow. */
  #ahead = 0;
  #suspends: readonly Suspend[] = [];
  #reckonedAt: number;
  #approvals = new Map<Hash, Known<Approval>>();
  #leaves = new Map<Address, Known<Leave>>();
  #marks: readonly Mark[] = [];
  #recovery: Recovery | null = null;
  #windows: WatchedWindow[] = [];
  #limits: LimitSettings;
  #kinds = new Map<string, Kind>();
  #sameCommit = false;
  /** The delivery settings of the version before. */
  #asked: JsonObject = {};
  /** The version is the empty one of a destroy. */
  #destroys = false;
  #held: Map<Hash, HeldItem>;
  #heldOnDisk = "";
  readonly #begun: Set<Address>;
  readonly #weighty = new Map<Key, Item>();
  readonly #weightyRepairs = new Map<Key, Item>();
  #reweigh = false;
  #vanished = false;
  #surveyed = false;
  #epoch = 0;

  constructor(ports: EnginePorts, ledger: LedgerReader | null, environment: string) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#environment = environment;
    const { clock, config } = ports;
    this.#now = { wall: clock.wall(), monotonic: clock.monotonic() };
    this.#reckonedAt = this.#now.monotonic;
    this.#grant = environmentGrant(config.environments, environment);
    this.#limits = this.#grant.limits;
    this.#begun = new Set(ledger?.unfinished(environment));
    const held = ledger?.held(environment) ?? [];
    this.#held = new Map(held.map((each) => [each.digest, each]));
    this.#heldOnDisk = JSON.stringify(held);
    this.reconsider();
  }

  /** How long an approval counts that is given now. */
  get approvalLasts(): number {
    const asked = this.#asked["approval"];
    return typeof asked === "number" ? Math.min(this.#grant.approval, asked) : this.#grant.approval;
  }

  get isDestroyed(): boolean {
    return this.#marks.some(({ kind }) => kind === "destroyed");
  }

  get recovery(): Recovery | null {
    return this.#recovery;
  }

  /** Grows whenever something has changed by which more than one item is judged. */
  get epoch(): number {
    return this.#epoch;
  }

  set vanished(vanished: boolean) {
    if (this.#vanished !== vanished) this.#epoch++;
    this.#vanished = vanished;
  }

  get vanished(): boolean {
    return this.#vanished;
  }

  /** People may have decided something else. */
  reconsider(): void {
    if (this.#ledger === null) return;
    this.look();
    const before = new Map(this.#suspends.map((suspend) => [printScope(suspend.scope), suspend]));
    this.#suspends = this.#ledger.suspends().map((suspend) => {
      const known = before.get(printScope(suspend.scope));
      // What this process has counted itself is more than the ledger can know.
      return known?.at === suspend.at ? known : takeUp(suspend, this.#now.wall);
    });
    this.#approvals = this.#keep(this.#approvals, this.#ledger.approvals(this.#environment));
    this.#leaves = this.#keep(this.#leaves, this.#ledger.leaves(this.#environment));
    this.#marks = this.#ledger.marks(this.#environment);
    this.#recovery = this.#ledger.recovery(this.#environment);
    this.#reweigh = true;
    this.#epoch++;
  }

  #keep<K, T extends { readonly at: number }>(
    known: ReadonlyMap<K, Known<T>>,
    facts: ReadonlyMap<K, T>,
  ): Map<K, Known<T>> {
    const kept = new Map<K, Known<T>>();
    for (const [key, fact] of facts) {
      const before = known.get(key);
      kept.set(key, { fact, read: before?.fact.at === fact.at ? before.read : this.#now });
    }
    return kept;
  }

  /**
   * Another version is desired, or only planned for: then it does not stand in the ledger yet. It is judged by what the one
   * before it asked for. Answers who asked for what it changes.
   */
  desire(version: DesiredVersion): Cause {
    const versions = this.#ledger?.versions(this.#environment, KNOWN_VERSIONS) ?? [];
    const [newest] = versions;
    const isAccepted = newest?.graphHash === version.graph.hash && newest.commit === version.commit;
    const before = isAccepted ? versions[1] : newest;
    this.#kinds = new Map();
    for (const { kinds } of versions.toReversed())
      for (const [name, kind] of Object.entries(kinds)) this.#kinds.set(name, kind);
    for (const [name, kind] of Object.entries(version.graph.kinds)) this.#kinds.set(name, kind);
    this.#destroys = version.destroyed !== undefined;
    this.#sameCommit =
      before !== undefined &&
      version.commit !== null &&
      before.commit === version.commit &&
      before.graphHash !== version.graph.hash;
    this.#asked = before?.delivery ?? {};
    this.#limits = stricterLimits(this.#grant.limits, limitsOfDelivery(this.#asked));
    const settings = [this.#grant.window, windowsOfDelivery(this.#asked)].filter((each) => each !== null);
    const texts = (windows: readonly WatchedWindow[]): string =>
      JSON.stringify(windows.map(({ reader }) => reader.settings));
    const windows = settings.map((each): WatchedWindow => ({
      reader: readWindows(each),
      watched: { intended: null, corrective: null },
      opens: { intended: null, corrective: null },
    }));
    // The same windows go on being watched: that they are asked for again opens none.
    if (texts(windows) !== texts(this.#windows)) this.#windows = windows;
    this.#weighty.clear();
    this.#weightyRepairs.clear();
    this.#reweigh = true;
    this.#epoch++;
    this.#surveyed = false;
    this.#watchWindows(false);
    return this.#sameCommit ? "agent" : "intended";
  }

  /** What a kind is like, of this version or of one before. */
  kind(name: string): Kind | null {
    return this.#kinds.get(name) ?? null;
  }

  /** Everything was looked at since the version is desired: now it is known how much is to be deleted. */
  survey(): void {
    if (this.#surveyed) return;
    this.#surveyed = true;
    this.#reweigh = true;
    this.#epoch++;
  }

  // --- time -----------------------------------------------------------------------------------------------------------

  /** Reads both clocks. To be called at least once in a minute. */
  look(): void {
    const { clock } = this.#ports;
    const before = this.#now;
    this.#now = { wall: clock.wall(), monotonic: clock.monotonic() };
    const isJump = jumped(before, this.#now);
    if (isJump) this.#ahead += this.#now.wall - before.wall - (this.#now.monotonic - before.monotonic);
    if (this.#suspends.length > 0) {
      const running = this.#suspends.filter((suspend) => !isOver(suspend)).length;
      this.#suspends = this.#suspends.map((suspend) => advance(suspend, before, this.#now));
      if (this.#suspends.filter((suspend) => !isOver(suspend)).length !== running) this.#epoch++;
    }
    this.#watchWindows(isJump);
  }

  #watchWindows(isJump: boolean): void {
    const { wall } = this.#now;
    for (const window of this.#windows) {
      for (const which of ["intended", "corrective"] as const) {
        const before = window.watched[which];
        const now = watchWindow(before, window.reader.isOpen(which, wall), isJump);
        window.watched[which] = now;
        if (before?.open !== now.open) this.#epoch++;
      }
      if (isJump) window.opens.intended = window.opens.corrective = null;
    }
  }

  /** Time has passed: what counts for a while may count no more. Writes down how far suspends have come, and ends those that are over. */
  reckon(ledger: Ledger): void {
    if (this.#approvals.size > 0 || this.#leaves.size > 0) this.#epoch++;
    const over = this.#suspends.filter(isOver);
    if (over.length > 0) {
      const standing = new Set(ledger.suspends().map(({ scope, at }) => `${printScope(scope)} ${at}`));
      for (const { scope, at, reason } of over) {
        // Another environment's gate may have said so before.
        if (!standing.has(`${printScope(scope)} ${at}`)) continue;
        ledger.decide([{ kind: "resumed", scope }], {
          at: this.#now.wall,
          who: "setpoint",
          what: "suspend over",
          why: `its time has passed (${reason})`,
          detail: { scope: printScope(scope), since: at },
        });
      }
      this.#suspends = this.#suspends.filter((suspend) => !isOver(suspend));
    }
    if (this.#suspends.length === 0 || this.#now.monotonic - this.#reckonedAt < RECKON_EVERY) return;
    this.#reckonedAt = this.#now.monotonic;
    ledger.reckon(this.#suspends);
  }

  // --- limits ---------------------------------------------------------------------------------------------------------

  /** What a key's item is now, and the repair that may stand in for it; null: there is none. */
  note(key: Key, item: Item | null, repair: Item | null): void {
    this.#noteIn(this.#weighty, key, item);
    this.#noteIn(this.#weightyRepairs, key, repair);
  }

  #noteIn(weighty: Map<Key, Item>, key: Key, item: Item | null): void {
    const weighs = item !== null && item.action !== "none" && (isDisruptive(item) || isSurprise(item));
    if (weighs) weighty.set(key, item);
    else if (!weighty.delete(key)) return;
    this.#reweigh = true;
  }

  /** An action was begun or has ended. */
  moved(): void {
    if (this.#weighty.size + this.#weightyRepairs.size > 0) this.#reweigh = true;
  }

  began(item: Item): void {
    if (item.action === "replace") this.#begun.add(item.address);
    this.moved();
  }

  /** Another object has come to each of the addresses: what was begun there was begun on the one before. */
  occupied(addresses: readonly Address[]): void {
    for (const address of addresses) this.#begun.delete(address);
    this.moved();
  }

  finished(item: Item): void {
    // What was cleared for its replace is still to be made.
    const isCleared = item.action === "delete" && item.desiredHash !== null;
    if (!isCleared) this.#begun.delete(item.address);
    this.#approvals.delete(item.digest);
    if (isDisruptive(item)) this.#leaves.delete(item.address);
    this.moved();
  }

  /** Judges the limits anew, where something has changed; `isRunning` are keys that have begun already. */
  weigh(world: World, ledger: Ledger | null, isRunning: (key: Key) => boolean): void {
    if (!this.#reweigh) return;
    this.#reweigh = false;
    const items = this.#weighed(this.#weighty, world, isRunning);
    const repairs = this.#weighed(this.#weightyRepairs, world, isRunning);
    const held = new Map<Hash, HeldItem>();
    if (items.length + repairs.length > 0 && !this.isDestroyed) {
      const judge = (weighed: readonly Weighed[]): ReadonlyMap<Key, LimitHold> =>
        canHold(this.#limits, weighed) ? limit(this.#limitInput(world, weighed)) : NOTHING_HELD;
      const limits = judge(items);
      // A repair stands in for its key's own item: the two never happen both, and each is weighed with all the others.
      const others = items.filter(({ key }) => !this.#weightyRepairs.has(key));
      const repairLimits = repairs.length === 0 ? limits : judge([...others, ...repairs]);
      const hold = (
        limits: ReadonlyMap<Key, LimitHold>,
        { key, item: { address, digest } }: Weighed,
      ): void => {
        const rule = limits.get(key) ?? this.#held.get(digest);
        if (rule !== undefined) held.set(digest, { address, digest, rule: rule.rule, why: rule.why });
      };
      for (const each of items) hold(limits, each);
      for (const each of repairs) hold(repairLimits, each);
    }
    // What is not looked at yet may be what was held when an earlier run ended.
    if (!this.#surveyed)
      for (const [digest, each] of this.#held) if (!held.has(digest)) held.set(digest, each);
    this.#held = held;
    const text = JSON.stringify([...held.values()]);
    if (ledger === null || text === this.#heldOnDisk) return;
    this.#heldOnDisk = text;
    this.#epoch++;
    ledger.hold(this.#environment, [...held.values()]);
  }

  #weighed(weighty: Map<Key, Item>, world: World, isRunning: (key: Key) => boolean): readonly Weighed[] {
    const items: Weighed[] = [];
    for (const [key, item] of weighty) {
      if (!world.has(key)) weighty.delete(key);
      else if (!this.#isBlocked(item) && !isRunning(key))
        items.push({ key, item, dataOf: this.#dataOf(item, world) });
    }
    return items;
  }

  #dataOf(item: Item, world: World): string | null {
    const goes = item.reason === "kind-changed" ? (world.row(item.address)?.kind ?? item.kind) : item.kind;
    return (this.kind(goes)?.holdsData ?? true) ? goes : null;
  }

  #isBlocked(item: Item): boolean {
    return item.block !== null && !(item.block.kind === "protected" && this.#isUnprotected(item.address));
  }

  #limitInput(world: World, items: readonly Weighed[]): Parameters<typeof limit>[0] {
    const targets = new Map<string, number>();
    const staying = new Map<string, number>();
    const add = (counts: Map<string, number>, target: string, count: number): void => {
      counts.set(target, (counts.get(target) ?? 0) + count);
    };
    for (const { environment, target, count } of this.#ledger?.populations() ?? []) {
      add(targets, target, count);
      if (environment !== this.#environment) add(staying, target, count);
    }
    let stays = 0;
    const stay = (target: string): void => {
      stays++;
      add(staying, target, 1);
    };
    for (const [, resource] of world.resources()) if (resource.mode === "manage") stay(resource.target);
    const deleted = new Set(items.filter(({ item }) => item.action === "delete").map(({ key }) => key));
    for (const [key, row] of world.orphans()) {
      const item = world.item(key);
      const goes =
        deleted.has(key) ||
        item?.action === "release" ||
        (item?.action === "delete" && !this.#isBlocked(item));
      if (!goes) stay(row.target);
    }
    return {
      environment: this.#environment,
      settings: this.#limits,
      items,
      population: { environment: world.applied.size, targets },
      recent: this.#recent(),
      staying: { environment: stays, targets: staying },
      sameCommit: this.#sameCommit,
    };
  }

  /** By the slower of both clocks: a wall clock that jumps ahead does not make an hour pass. */
  #recent(): readonly Disruption[] {
    const since = Math.min(this.#now.wall, this.#now.wall - this.#ahead) - LIMIT_HOUR;
    const rows = this.#ledger?.disruptions(since) ?? [];
    return rows.map(({ environment, target, identity, action, done }) => ({
      environment,
      target,
      identity,
      deleted: action === "delete" && done,
    }));
  }

  // --- the question ---------------------------------------------------------------------------------------------------

  permit(item: Item, drift: "correct" | "report"): Permit {
    if (this.#isWideOpen() && item.block === null && drift === "correct") return PERMITTED;
    return permit(item, this.#facts(item, drift));
  }

  #facts(item: Item, drift: "correct" | "report"): PermitFacts {
    const rule = this.#held.get(item.digest) ?? null;
    const which: WindowClass = item.cause === "corrective" ? "corrective" : "intended";
    return {
      drift,
      vanished: this.#vanished,
      overruled: this.#isOverruled(),
      unprotected: this.#isUnprotected(item.address),
      suspend: this.#suspends.length === 0 ? null : coveringSuspend(this.#suspends, item),
      recovery: this.#recovery,
      // What was permitted was to replace it: a version that no longer wants it is another matter.
      begun: this.#begun.has(item.address) && item.action !== "delete",
      limit: this.isDestroyed ? null : rule,
      approved: this.#isApproved(item),
      window: this.#windows.length === 0 ? null : this.#window(which),
    };
  }

  /** Most of the time, and asked ten thousand times: nothing holds anything. */
  #isWideOpen(): boolean {
    const isSound = this.#recovery === null || this.#recovery.reason === "new";
    return (
      isSound &&
      !this.#vanished &&
      !this.#isOverruled() &&
      this.#held.size === 0 &&
      this.#suspends.length === 0 &&
      this.#windows.length === 0
    );
  }

  /** A person has asked for a destroy, or has taken it back, and what is desired is not yet what that leads to. */
  #isOverruled(): boolean {
    return this.#destroys !== this.isDestroyed;
  }

  /** How much is to be deleted is not known before everything was looked at. */
  isTooEarly(item: Item): boolean {
    return !this.#surveyed && isDisruptive(item) && !this.#begun.has(item.address);
  }

  /** Whether it waits for a person to approve it, or will as soon as nothing suspends it. */
  waitsForApproval(item: Item, drift: "correct" | "report"): boolean {
    if (this.permit(item, drift).kind === "permitted") return false;
    const decision = permit(item, { ...this.#facts(item, drift), suspend: null });
    if (decision.kind === "permitted") return false;
    const { status } = decision;
    return status.kind === "waiting" && (status.for === "approval" || status.for === "limit");
  }

  #isApproved(item: Item): boolean {
    const known = this.#approvals.get(item.digest);
    return (
      known !== undefined && isApproved(new Map([[item.digest, known.fact]]), item, known.read, this.#now)
    );
  }

  #isUnprotected(address: Address): boolean {
    return this.#leave(address) !== null;
  }

  #leave(address: Address): Leave | null {
    const known = this.#leaves.get(address);
    return known !== undefined && isFresh(known.fact, known.read, this.#now) ? known.fact : null;
  }

  /** As it is to be shown: nothing blocks it where a person has lifted its protection. */
  lift(item: Item): Item {
    if (item.block?.kind !== "protected") return item;
    const leave = this.#leave(item.address);
    return leave === null ? item : { ...item, block: null, lifted: { who: leave.who, why: leave.why } };
  }

  #window(which: WindowClass): WindowFact {
    const closed = this.#windows.filter(({ watched }) => watched[which]?.open !== true);
    if (closed.length === 0) return { open: true, opens: null, text: "" };
    // Each that is closed must open; the last one to do so decides, as far as that can be said now.
    const opens = closed.map((window) => this.#opensAt(window, which));
    const known = opens.filter((at) => at !== null);
    const texts = closed.map(({ reader: { settings } }) => {
      const windows = settings[which] ?? [];
      return windows.length === 0
        ? "never"
        : `${windows.map(({ text }) => text).join(", ")} (${settings.zone})`;
    });
    return {
      open: false,
      opens: known.length === closed.length ? Math.max(...known) : null,
      text: texts.join(", and "),
    };
  }

  #opensAt({ reader, watched, opens }: WatchedWindow, which: WindowClass): WallTime | null {
    // The clock jumped into it: it opens when it next begins, and that is after it has ended.
    if (watched[which]?.reads === true) return null;
    const known = opens[which];
    if (known !== null && known > this.#now.wall) return known;
    return (opens[which] = reader.opensAt(which, this.#now.wall));
  }
}
