// What is not to be touched or believed yet: objects in use, looks that are too old, targets that lag or lie.
//
// In:  effects as they start and end, and what was seen of them. Out: whether an object is taken, whether a reading counts,
// how long to wait before acting on it, and when to try again what did not end well: by the time, or by a chance (chances.ts).
// Objects go by identity and not by address: a resource may have another address before an effect on it has ended.

import { type Identity, placeOf } from "../../compiler/identity.ts";
import { type Effect, type Ended, LIED } from "../apply.ts";
import { nextDelay, retryOf } from "../backoff.ts";
import type { MonotonicTime } from "../clock.ts";
import type { Item, ItemReason } from "../item.ts";
import type { JournalEntry } from "../ledger.ts";
import type { EnginePorts } from "../reconcile.ts";
import type { Key } from "../schedule.ts";
import { Chances } from "./chances.ts";
import type { Attempt } from "./judge.ts";
import type { World } from "./world.ts";

/** Reasons that do not come from what was seen. */
const BELIEVED: ReadonlySet<ItemReason> = new Set([
  "changed",
  "forced",
  "kind-changed",
  "undeclared",
  "removed",
]);

/** Attempts by the time that `converge` makes before it says how far it got. */
const ATTEMPTS = 4;
/** Chances that an agent gives at once; then no more of them than there are attempts by the time. */
const SPARE = 16;

interface Ending {
  /** The number of the step in which it was recorded. */
  readonly step: number;
  readonly at: MonotonicTime;
}

/** What a new version does not wait for. */
export interface Wakers {
  /** There may be something to start. */
  wake(): void;
  /** The key is to be looked at again. */
  look(key: Key): void;
}

export class Patience {
  readonly #world: World;
  readonly #ports: EnginePorts;
  readonly #wakers: Wakers;
  readonly #start: MonotonicTime;
  /** The one that failed last comes last. */
  readonly #attempts = new Map<Key, Attempt>();
  readonly #chances: Chances;
  /** Done, as the target says, and not yet seen to be so. */
  readonly #unverified = new Map<Key, Effect>();
  /** Keys that are looked at again once their target shows no more of the past. */
  readonly #relooks = new Set<Key>();
  readonly #timers = new Set<() => void>();
  /** With the step in which its effect began. */
  readonly #taken = new Map<Identity, number>();
  /** The places of these, once somebody has asked for them. */
  #places: ReadonlySet<string> | null = null;
  readonly #ended = new Map<Identity, Ending>();
  #step = 0;
  /** Looks that were asked for before this step were about another version, and so perhaps about other objects. */
  #oldest = 0;
  /** It ends when nothing is left to wait for: then what is not worth another attempt has none by the time. */
  isOnce = false;

  constructor(world: World, ports: EnginePorts, wakers: Wakers) {
    this.#world = world;
    this.#ports = ports;
    this.#wakers = wakers;
    this.#chances = new Chances(world);
    this.#start = ports.clock.monotonic();
  }

  get attempts(): ReadonlyMap<Key, Attempt> {
    return this.#attempts;
  }

  get unverified(): ReadonlyMap<Key, Effect> {
    return this.#unverified;
  }

  /** Another version is desired: waits and backoffs of the former one end at once. */
  desire(): void {
    this.#oldest = this.#step + 1;
    this.#attempts.clear();
    // Whether a delete did what it said is asked whatever is wanted next.
    for (const [key, { item }] of this.#unverified)
      if (item.action !== "delete") this.#unverified.delete(key);
  }

  close(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** A new step begins; what is asked for in it is newer than all that ended before. */
  next(): void {
    this.#step++;
  }

  get step(): number {
    return this.#step;
  }

  take(effect: Effect): void {
    for (const identity of identitiesOf(effect)) this.#taken.set(identity, this.#step);
    this.#places = null;
  }

  free(effect: Effect): void {
    const ending = { step: this.#step, at: this.#ports.clock.monotonic() };
    for (const identity of identitiesOf(effect)) {
      this.#taken.delete(identity);
      this.#ended.set(identity, ending);
    }
    this.#places = null;
  }

  /** An effect runs on the object, on what it is to replace, or on what may be in its place, under whatever address. */
  isTaken(key: Key, item: Item): boolean {
    if (this.#taken.size === 0) return false;
    const row = this.#world.orphan(key) ?? this.#world.row(item.address);
    if (this.#taken.has(item.identity) || (row !== null && this.#taken.has(row.identity))) return true;
    if (!this.#world.mayShare) return false;
    this.#places ??= new Set([...this.#taken.keys()].map(placeOf));
    return (
      this.#places.has(placeOf(item.identity)) || (row !== null && this.#places.has(placeOf(row.identity)))
    );
  }

  isBusy(identity: Identity): boolean {
    return this.#taken.has(identity);
  }

  /** A look that was asked for in step `since` may have seen the object as it was before an effect on it. */
  isStale(key: Key, since: number): boolean {
    const identity = this.#world.identityOf(key);
    if (since < this.#oldest) return true;
    if (identity === null) return false;
    if (this.#taken.has(identity)) return true;
    const ending = this.#ended.get(identity);
    return ending !== undefined && ending.step > since;
  }

  /** It did not end well, and is not free yet: the next attempt is due in so many milliseconds, or never by the time. */
  fail({ effect, outcome, progress }: Ended): number | null {
    if (outcome.kind === "done") return null;
    const { key, entry, item } = effect;
    const { lacksSecret } = progress;
    return this.#putOff(
      key,
      entry.attempt,
      outcome,
      this.#taken.get(item.identity) ?? this.#step,
      lacksSecret,
    );
  }

  #putOff(
    key: Key,
    count: number,
    outcome: Attempt["outcome"],
    since: number,
    lacksSecret = false,
  ): number | null {
    const before = this.#attempts.get(key);
    const extra = before === undefined ? 0 : before.extra + (before.isHastened ? 1 : 0);
    this.#world.fail(key);
    const retry = retryOf(this.#world.resource(key)?.meta.retry);
    const delay = nextDelay(outcome, count - extra, this.#ports.random, retry);
    const nextAt = this.#ports.clock.monotonic() + delay;
    this.#attempts.delete(key);
    this.#attempts.set(key, { count, nextAt, outcome, lacksSecret, since, extra, isHastened: false });
    this.later(delay, () => this.#wakers.wake());
    return this.isOnce && !this.isWorthAnother(key) ? null : delay;
  }

  /** It has failed, and whoever only wants to converge waits for another attempt. */
  isWorthAnother(key: Key): boolean {
    const attempt = this.#attempts.get(key);
    return attempt !== undefined && isWorthAnother(attempt);
  }

  /** What failed, where the next attempt is not due; null: nothing did, or it is. `nextAt` is null where there is to be none. */
  failed(key: Key): { readonly attempt: Attempt; readonly nextAt: MonotonicTime | null } | null {
    const attempt = this.#attempts.get(key);
    if (attempt === undefined || this.#isDue(attempt)) return null;
    return { attempt, nextAt: this.#hasTime(attempt) ? attempt.nextAt : null };
  }

  #isDue(attempt: Attempt): boolean {
    return this.#hasTime(attempt) && attempt.nextAt <= this.#ports.clock.monotonic();
  }

  #hasTime(attempt: Attempt): boolean {
    return !this.isOnce || attempt.isHastened || isWorthAnother(attempt);
  }

  /** Its target could not say what is there when it was looked at in step `since`. */
  unread(key: Key, since: number): void {
    this.#chances.unread(key, since);
  }

  /** What need not wait for its time, because something else was done on its target: the one that failed last comes first. */
  chances(): readonly Key[] {
    const keys: Key[] = [];
    for (const [key, attempt] of this.#attempts) {
      // The time that a target asked for is its own matter.
      if (attempt.outcome.kind === "throttled" || this.#isDue(attempt) || this.#isSpent(attempt)) continue;
      if (this.#chances.hasSince(key, attempt.since)) keys.push(key);
    }
    return [...keys.toReversed(), ...this.#chances.looks()];
  }

  /** What an agent mends all day would have it try as often what fails for good. */
  #isSpent({ count, extra }: Attempt): boolean {
    return !this.isOnce && extra >= SPARE + count - extra;
  }

  /** Its next attempt is due now, and is one more than those that it has by the time. */
  hasten(key: Key): void {
    this.#chances.taken(key);
    const attempt = this.#attempts.get(key);
    if (attempt === undefined) return;
    const nextAt = this.#ports.clock.monotonic();
    this.#attempts.set(key, { ...attempt, nextAt, since: this.#step, isHastened: true });
  }

  /** It is as it is wanted. Where an attempt had failed, it took place after all, or somebody else has done it. */
  content(key: Key): void {
    if (!this.#attempts.delete(key)) return;
    const target = this.#world.route(key)?.target;
    if (target !== undefined) this.#chances.done(target, this.#step);
  }

  /** Nothing is in the way of another attempt any more. */
  encourage(key: Key): void {
    this.#attempts.delete(key);
  }

  /** It was done, says the target. */
  expect(key: Key, effect: Effect): void {
    this.#attempts.delete(key);
    this.#unverified.set(key, effect);
  }

  /** It was looked at once more. A target that says done and has done nothing is not asked again at once. */
  verify(key: Key, item: Item | null): void {
    const entry = this.#unverified.get(key)?.entry;
    if (entry === undefined || this.#world.reading(key).kind === "unknown") return;
    if (item !== null && this.settlesIn(key, item) > 0) return;
    this.#unverified.delete(key);
    if (item?.action !== entry.action || item.desiredHash !== (entry.desired?.hash ?? null))
      return this.#wasDone(entry);
    this.#putOff(key, entry.attempt, { kind: "retryable", why: LIED }, this.#step);
  }

  /** What has become of deletes: those that are seen to be done, and those that their target only called done. */
  heard({
    gone,
    lied,
  }: {
    readonly gone: readonly JournalEntry[];
    readonly lied: readonly JournalEntry[];
  }): void {
    for (const entry of gone) this.#wasDone(entry);
    for (const { identity, attempt } of lied)
      this.#putOff(
        this.#world.keyOf(identity) ?? identity,
        attempt,
        { kind: "retryable", why: LIED },
        this.#step,
      );
  }

  #wasDone({ target, identity }: JournalEntry): void {
    this.#chances.done(target, this.#ended.get(identity)?.step ?? this.#step);
  }

  /**
   * How long what was seen is not to be acted on: a kind that settles may go on showing the past, and *gone*, *found* and
   * *drifted* are then likely to be that. What the version changed is done at once.
   */
  settlesIn(key: Key, item: Item): number {
    const settles = this.#world.settles(key);
    if (settles === 0) return 0;
    const isChange = item.action !== "none" && item.cause === "intended" && BELIEVED.has(item.reason);
    const isInStep = item.action === "none" && !this.#world.isOutdated(key);
    if (isChange || isInStep) return 0;
    // Nobody knows when an earlier run acted (the wall clock may have jumped): what it left counts from the start.
    const isOld = this.#world.orphan(key) !== null || this.#world.row(item.address) !== null;
    const at = this.#ended.get(item.identity)?.at ?? (isOld ? this.#start : null);
    return at === null ? 0 : Math.max(0, at + settles - this.#ports.clock.monotonic());
  }

  /** If so, it is looked at again as soon as that is over. */
  waitsToSettle(key: Key, item: Item): boolean {
    const left = this.settlesIn(key, item);
    if (left === 0) return false;
    if (this.#relooks.has(key)) return true;
    this.#relooks.add(key);
    this.later(left, () => {
      this.#relooks.delete(key);
      this.#wakers.look(key);
    });
    return true;
  }

  /** Nothing that a stopped engine waited for keeps its process alive. */
  later(delay: number, then: () => void): void {
    const cancel = this.#ports.clock.timer(delay, () => {
      this.#timers.delete(cancel);
      then();
    });
    this.#timers.add(cancel);
  }
}

function isWorthAnother({ outcome: { kind }, count, extra }: Attempt): boolean {
  return kind !== "denied" && kind !== "invalid" && count - extra < ATTEMPTS;
}

export function identitiesOf({ item, old }: Effect): readonly Identity[] {
  const other = old?.subject.identity ?? item.identity;
  return other === item.identity ? [other] : [item.identity, other];
}
