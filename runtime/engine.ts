// The engine of one environment: one loop that looks, plans, permits, schedules, acts and records, until nothing is left.
//
// In:  a desired version, and hints that something may have changed (a watch, a timer, an ended effect). Out: effects, rows
// in the ledger, events. It is level-triggered: a hint only marks a key as dirty; what happens next follows from what is
// then seen. A step never waits for a target: looks and effects run beside the loop and put what they found in its inbox.
// The order inside a step is the law of the journal: results are recorded, intents are written, and only then effects start.

import { apply, type Effect, type Ended } from "./apply.ts";
import { pause } from "./clock.ts";
import { type Deadline, deadlines } from "./deadline.ts";
import { Aims } from "./engine/aims.ts";
import { putLast, takeChances } from "./engine/chances.ts";
import { Claimants } from "./engine/claims.ts";
import { effectOf, intentFor, isBookkeeping, noteFor, protections, releasedFor } from "./engine/effect.ts";
import { Gate } from "./engine/gate.ts";
import { Healths } from "./engine/health.ts";
import { Holding } from "./engine/holding.ts";
import { judge, obstacle, type View } from "./engine/judge.ts";
import { type Depth, type Route, routeName } from "./engine/look.ts";
import { Looking, type Via } from "./engine/looking.ts";
import { Paces } from "./engine/paces.ts";
import { identitiesOf, Patience } from "./engine/patience.ts";
import { Quarrels } from "./engine/quarrels.ts";
import { planOf } from "./engine/preview.ts";
import { forgottenHalf, isToVerify, isUnsure, resultOf } from "./engine/record.ts";
import { Scheduling } from "./engine/scheduling.ts";
import { Settling } from "./engine/settle.ts";
import { Statuses } from "./engine/statuses.ts";
import { goesOn, isBusy, isOnlyNoted, unsettledUser } from "./engine/tasks.ts";
import { Watching } from "./engine/watching.ts";
import { finishedEvent, startedEvent } from "./engine/telling.ts";
import { acceptVersion, markApplied } from "./engine/version.ts";
import { World } from "./engine/world.ts";
import type { Identity } from "../compiler/identity.ts";
import type { Claims, Session } from "./driver.ts";
import type { Item } from "./item.ts";
import type { Change, Intent, JournalEntry, Ledger, ReleasedRow } from "./ledger.ts";
import { Sessions } from "./observe.ts";
import type { Convergence, DesiredVersion, Engine, EnginePorts, Plan } from "./reconcile.ts";
import type { Key } from "./schedule.ts";

/** Between two looks at the clock, at most. */
const TICK = 60_000;
/** An item is acted on by a reading that is not older than this. */
const FRESH = 5_000;
/** How long effects that are running may go on when the engine is told to stop. */
const STOP_GRACE = 10_000;

/** `world`: what a plan was made from, so that what was just read for it is not read again. */
export function openEngine(
  ports: EnginePorts,
  ledger: Ledger,
  environment: string,
  world: World | null = null,
): Engine {
  const own = world ?? new World(ports, ledger, environment);
  return new EnvironmentEngine(ports, ledger, own, world?.version ?? null);
}

/** What was seen since the last step, and how it came to be looked at. */
interface Anew {
  readonly read: ReadonlyMap<Key, Via>;
  /** Nothing was read, because it was read for the plan already. */
  readonly known: ReadonlyMap<Key, Via>;
}

class EnvironmentEngine implements Engine {
  readonly #ports: EnginePorts;
  readonly #ledger: Ledger;
  readonly #world: World;
  readonly #gate: Gate;
  readonly #aims: Aims;
  readonly #holding: Holding;
  readonly #sessions: Sessions;
  readonly #claims: () => Promise<Claims>;
  readonly #settling: Settling;
  readonly #watching: Watching;
  readonly #statuses: Statuses;
  readonly #healths: Healths;
  readonly #stop = new AbortController();
  readonly #looking: Looking;
  /** The version that the world was planned for before there was an engine. */
  #planned: DesiredVersion | null;
  readonly #open = new Map<string, Session>();
  readonly #pending = new Map<Key, Item>();
  readonly #running = new Map<Key, Effect>();
  readonly #patience: Patience;
  readonly #quarrels: Quarrels;
  readonly #view: View;
  readonly #paces: Paces;
  readonly #scheduling: Scheduling;
  readonly #deafen: () => void;
  /** The world's, when what is pending was last held against it. */
  #generation = -1;
  readonly #ended: Ended[] = [];
  #done: Item[] = [];
  #cancelTick: () => void = () => undefined;
  /** The version that the ledger knows to be applied. */
  #marked: DesiredVersion | null = null;
  #wake: (() => void) | null = null;
  #woken = false;

  constructor(ports: EnginePorts, ledger: Ledger, world: World, planned: DesiredVersion | null) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#world = world;
    this.#planned = planned;
    this.#gate = new Gate(ports, ledger, world.environment);
    this.#aims = new Aims(this.#world, (name) => this.#gate.kind(name));
    this.#holding = new Holding(this.#world, this.#gate, this.#aims, ledger);
    const claimants = new Claimants(this.#world, ledger, ports.config);
    this.#claims = () => claimants.claims();
    this.#sessions = new Sessions(ports, ledger, this.#claims);
    const wake = (): void => this.#wakeUp();
    this.#looking = new Looking(this.#world, this.#sessions, this.#aims, wake);
    const look = (key: Key): void => this.#hint([key], "verify", "full");
    this.#patience = new Patience(this.#world, ports, { wake, look });
    const later = (wait: number, then: () => void): void => this.#patience.later(wait, then);
    this.#quarrels = new Quarrels(ports.clock, later, (key) => this.#hint([key], "poll", "full"));
    const doubt = (entry: JournalEntry): void => this.#statuses.touchObject(entry);
    this.#settling = new Settling(this.#world, this.#sessions, ports, ledger.openIntents(), { wake, doubt });
    this.#settling.resolve(ledger.resolutions());
    this.#statuses = new Statuses(this.#world, ports, (key) => judge(this.#view, key));
    const touch = (key: Key): void => this.#statuses.touch(key);
    const { signal } = this.#stop;
    this.#healths = new Healths(this.#world, this.#sessions, ports, this.#open, signal, { touch, wake });
    this.#view = {
      world: this.#world,
      gate: this.#gate,
      aims: this.#aims,
      quarrels: this.#quarrels,
      clock: ports.clock,
      running: this.#running,
      patience: this.#patience,
      waitsFor: (key) => this.#scheduling.waitsFor(key),
      isUnsettled: (address, identity) => this.#settling.isOpen(address, identity),
      isInDoubt: (address, identity) => this.#settling.isInDoubt(address, identity),
      isVerifying: (address, identity) => this.#settling.isVerifying(address, identity),
      unsettledUser: (address) => unsettledUser(this.#view, this.#settling, address),
      isLookedAt: (key) => this.#looking.isOn(key),
      isReachable: (key) => this.#isReachable(key),
      health: (key) => this.#healths.of(key),
      isUnready: (key) => this.#healths.isUnready(key),
      isSwapped: (key) => this.#sessions.isSwapped(this.#world.route(key)?.target ?? ""),
    };
    this.#paces = ports.paces ?? new Paces(ports.config, ports.clock);
    this.#deafen = this.#paces.listen(wake);
    this.#scheduling = new Scheduling(this.#view, this.#paces, this.#open, later, wake);
    this.#watching = new Watching(
      this.#world,
      ports,
      (keys, via, depth) => this.#hint(keys, via, depth),
      (session, subjects, versionOf) =>
        this.#sessions.changed(session, subjects, versionOf, this.#stop.signal),
    );
  }

  desire(version: DesiredVersion): void {
    acceptVersion(this.#ledger, version, this.#ports.clock.wall());
    const cause = this.#gate.desire(version);
    const isPlanned = version === this.#planned && cause === this.#world.cause;
    if (!isPlanned) this.#world.desire(version, cause);
    this.#planned = null;
    this.#note(protections(this.#world), []);
    this.#aims.clear();
    this.#quarrels.recall(this.#ledger, this.#world);
    this.#patience.desire();
    this.#healths.desire(this.#ledger.standing(version.environment)?.acceptedAt ?? 0);
    this.#pending.clear();
    this.#looking.desire(isPlanned ? "known" : "full");
    this.#statuses.desire(version, isPlanned);
    this.#watching.refresh();
    this.#wakeUp();
  }

  async converge(signal: AbortSignal): Promise<Convergence> {
    const start = this.#ports.clock.monotonic();
    this.#done = [];
    this.#patience.isOnce = true;
    await this.#loop(signal, () => this.#isIdle());
    return {
      converged: this.#statuses.converged,
      done: this.#done,
      open: this.#statuses.open(),
      resources: this.#world.count,
      took: this.#ports.clock.monotonic() - start,
    };
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#patience.isOnce = false;
    this.#watching.start();
    try {
      await this.#loop(signal, () => false);
    } finally {
      this.#watching.stop();
    }
  }

  plan(): Plan | null {
    return this.#world.version === null ? null : planOf(this.#world, this.#ports.sha256, this.#gate);
  }

  waiting(): readonly Item[] {
    return this.#holding.waiting();
  }

  get approvalLasts(): number {
    return this.#gate.approvalLasts;
  }

  reconsider(rows: boolean): void {
    this.#gate.reconsider();
    this.#settling.resolve(this.#ledger.resolutions());
    if (rows) this.#world.reload();
    if (rows) this.#statuses.forgot();
    this.#hint(rows ? this.#world.keys() : [], "start", "full");
  }

  vanish(vanished: boolean): void {
    this.#gate.vanished = vanished;
    for (const key of this.#world.keys()) this.#statuses.touch(key);
    this.#wakeUp();
  }

  async close(): Promise<void> {
    this.#watching.stop();
    this.#deafen();
    this.#stop.abort();
    this.#patience.close();
    this.#healths.close();
    this.#settling.close();
    await this.#sessions.close();
  }

  async #loop(signal: AbortSignal, finished: () => boolean): Promise<void> {
    const wake = (): void => this.#wakeUp();
    signal.addEventListener("abort", wake, { once: true });
    this.#tick();
    try {
      while (!signal.aborted) {
        this.#woken = false;
        this.#step();
        if (finished()) return;
        await this.#rest();
      }
      await this.#finishRunning();
    } finally {
      this.#cancelTick();
      signal.removeEventListener("abort", wake);
    }
  }

  /** Windows, suspends and limits go by the time: whatever they may hold is judged anew at least once in a minute. */
  #tick(): void {
    this.#cancelTick = this.#ports.clock.timer(TICK, () => {
      this.#tick();
      this.#gate.look();
      this.#gate.reckon(this.#ledger);
      for (const key of [...this.#pending.keys(), ...this.#quarrels.keys()]) this.#statuses.touch(key);
      this.#wakeUp();
    });
  }

  /** Effects that are running end first; those that do not, in good time, stay open intents for the next start. */
  async #finishRunning(): Promise<void> {
    const cancel = this.#ports.clock.timer(STOP_GRACE, () => {
      this.#stop.abort();
      this.#wakeUp();
    });
    while (this.#running.size > 0 && !this.#stop.signal.aborted) {
      this.#woken = false;
      this.#record();
      if (this.#running.size > 0) await this.#rest();
    }
    cancel();
    this.#record();
    this.#statuses.end();
  }

  #step(): void {
    this.#patience.next();
    this.#record();
    const seen = this.#takeSeen();
    this.#settling.ask(this.#stop.signal);
    this.#move();
    this.#startLooks();
    this.#plan(seen);
    const unread = this.#world.takeUnread();
    if (unread.length > 0) this.#hint(unread, "verify", "full");
    // What was found to be gone may have made room.
    this.#move();
    if (this.#looking.isQuiet) this.#gate.survey();
    const lookAgain = (key: Key): void => this.#looking.again(key);
    this.#holding.weigh(this.#pending, this.#running, lookAgain, (key) => this.#statuses.touch(key));
    this.#healths.attend();
    this.#start();
    if (this.#isQuiet()) for (const key of takeChances(this.#view, this.#pending)) this.#looking.again(key);
    if (this.#looking.hasWork) this.#startLooks();
    this.#statuses.publish(this.#isQuiet());
    const { version } = this.#world;
    if (!this.#statuses.converged || version === null || version === this.#marked) return;
    markApplied(this.#ledger, version, this.#ports.clock.wall());
    this.#marked = version;
  }

  /** Until somebody has something to say. What follows at once is gathered first, so that it is one step and not many. */
  async #rest(): Promise<void> {
    if (!this.#woken) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
    await pause(this.#ports.clock, 0);
  }

  #wakeUp(): void {
    this.#woken = true;
    this.#wake?.();
  }

  // --- record: what has ended -----------------------------------------------------------------------------------------

  /** One transaction for everything that has ended since the last step. */
  #record(): void {
    const ended = this.#ended.splice(0);
    const settled = this.#settling.take();
    if (ended.length === 0 && settled.results.length === 0) return;
    const at = this.#ports.clock.wall();
    const results = ended.filter((end) => !isUnsure(end) && !isToVerify(end)).map((end) => resultOf(end, at));
    results.push(...settled.results);
    this.#note(ended.filter(isUnsure).flatMap(forgottenHalf), []);
    this.#ledger.finish(results);
    this.#note([], settled.released);
    this.#world.record(results.flatMap((result) => result.changes));
    for (const end of ended) this.#afterEffect(end);
    this.#patience.heard(settled);
    for (const { address, identity } of settled.entries) this.#lookAgain(address, identity);
    this.#statuses.forgot();
  }

  #afterEffect(end: Ended): void {
    const { effect, outcome, took } = end;
    const { item, entry, key } = effect;
    const retryIn = this.#patience.fail(end);
    this.#running.delete(key);
    this.#healths.changed(key);
    this.#paces.ended(item.target);
    this.#patience.free(effect);
    if (isUnsure(end)) this.#settling.add(entry);
    if (outcome.kind === "done") {
      if (isToVerify(end)) this.#settling.verify(entry, took, effect.old?.version ?? null);
      else this.#patience.expect(key, effect);
      this.#done.push(item);
      this.#gate.finished(item);
      if (item.cause === "corrective" && entry.desired !== null)
        this.#quarrels.mended(key, { desiredHash: entry.desired.hash, overwrites: entry.overwrites });
      // Whoever failed for want of this one need not wait any longer.
      for (const dependant of this.#world.dependants(item.address)) this.#patience.encourage(dependant);
      this.#statuses.changed(item.address, this.#ports.clock.wall());
    } else putLast(this.#pending, key);
    this.#ports.emit(finishedEvent(end, retryIn, this.#ports.clock.wall()));
    for (const identity of identitiesOf(effect)) this.#lookAgain(key, identity, "verify");
  }

  /** By now the object may be wanted under another address, or not at all; and its place may be wanted by another. */
  #lookAgain(key: Key, identity: Identity, via: Via = "start"): void {
    for (const each of this.#world.concerned(key, identity)) {
      if (!this.#world.has(each)) continue;
      this.#looking.again(each, via);
      this.#statuses.touch(each);
    }
  }

  // --- observe: what may have changed ---------------------------------------------------------------------------------

  #hint(keys: Iterable<Key>, via: Via, depth: Depth): void {
    for (const key of keys) {
      if (!this.#world.has(key) || (via === "watch" && this.#quarrels.isSlowed(key))) continue;
      this.#looking.hint(key, via, depth);
    }
    this.#wakeUp();
  }

  #startLooks(): void {
    this.#looking.start(this.#running, this.#patience.step, this.#stop.signal);
  }

  #takeSeen(): Anew {
    const read = new Map<Key, Via>();
    const known = new Map<Key, Via>();
    const now = this.#ports.clock.monotonic();
    for (const seen of this.#looking.take()) {
      this.#statuses.hear();
      const { route, session, readings, released, partial, wishes, since } = seen;
      const name = routeName(route);
      if (session === null) {
        this.#open.delete(name);
        const wait = this.#sessions.retryIn(route);
        if (wait !== null) this.#patience.later(wait, () => this.#hint(readings.keys(), "poll", "full"));
      } else this.#greet(name, route, session);
      // What was read while an effect ran on it says nothing; the effect's end asks for another look.
      const isVoid = (key: Key): boolean => this.#running.has(key) || this.#patience.isStale(key, since);
      for (const [key, reading] of readings) {
        if (isVoid(key)) continue;
        this.#world.observe(key, reading, partial.has(key), now, seen.old.get(key) ?? null);
        if (reading.kind === "unknown" && session !== null) this.#patience.unread(key, since);
        const asReleased = released.get(key);
        if (asReleased !== undefined) this.#aims.observe(key, asReleased);
        read.set(key, wishes.get(key)?.via ?? "poll");
      }
      for (const key of seen.known) if (!isVoid(key)) known.set(key, wishes.get(key)?.via ?? "start");
      this.#watching.seen(route, session);
    }
    return { read, known };
  }

  /** A target that the ledger does not know yet is known from now on. */
  #greet(name: string, route: Route, session: Session): void {
    this.#open.set(name, session);
    if (this.#ledger.target(route.target)?.identity === session.identity) return;
    this.#ledger.putTarget(this.#sessions.rowOf(route.target, session));
  }

  /** The session is over, or a call hangs in it: it is given nothing more, and the next look connects another. */
  #leave(session: Session): void {
    for (const [name, open] of this.#open) if (open === session) this.#open.delete(name);
  }

  #isReachable(key: Key): boolean {
    const route = this.#world.route(key);
    return route !== null && this.#open.has(routeName(route));
  }

  // --- plan: what is to be done ---------------------------------------------------------------------------------------

  /** What is wanted under another address than the ledger knows it by is known by that from now on. */
  #move(): void {
    const moves = this.#world.moves((row, to) => isBusy(this.#view, row, to));
    if (moves.length === 0) return;
    this.#ledger.note(moves, []);
    this.#world.record(moves);
    this.#statuses.moved(moves);
    this.#gate.occupied(moves.map(({ to }) => to));
    for (const { to } of moves) if (!this.#world.isUnseen(to)) this.#looking.again(to);
  }

  #plan({ read, known }: Anew): void {
    if (read.size + known.size === 0) return;
    // What is known was planned when it was read.
    const planned = new Set([...known.keys(), ...this.#world.replan(read.keys())]);
    const changes: Change[] = [];
    const released: ReleasedRow[] = [];
    const noted: Key[] = [];
    for (const key of planned) {
      const via = read.get(key) ?? known.get(key);
      const wasPending = this.#pending.has(key);
      const item = this.#take(key);
      if (item === null) continue;
      const isSettled = this.#patience.settlesIn(key, item) === 0;
      if (via !== undefined && via !== "verify" && !wasPending && isSettled) this.#tellDrift(item, via);
      if (this.#isUnsure(key, item) || !isBookkeeping(this.#world, this.#gate, key, item)) continue;
      if (this.#isTaken(key)) continue;
      const at = this.#ports.clock.wall();
      changes.push(...noteFor(this.#world, key, item, at));
      const row = releasedFor(this.#world, this.#aims, key, item, at);
      if (row !== null) released.push(row);
      this.#pending.delete(key);
      noted.push(key);
    }
    if (noted.length === 0) return;
    this.#note(changes, released);
    for (const key of this.#world.replan(noted)) this.#take(key);
  }

  /** Something under way may yet speak against what was seen. */
  #isUnsure(key: Key, item: Item): boolean {
    if (this.#settling.isOpen(item.address, item.identity)) return true;
    return this.#patience.isTaken(key, item) || this.#patience.waitsToSettle(key, item);
  }

  /** A key was planned anew. */
  #take(key: Key): Item | null {
    const item = this.#world.item(key);
    this.#statuses.touch(key);
    this.#holding.note(key, item);
    this.#patience.verify(key, item);
    if (item !== null && item.action !== "none") this.#pending.set(key, item);
    else {
      this.#pending.delete(key);
      // However it came to be so: no attempt has failed that still matters.
      if (item !== null) this.#patience.content(key);
    }
    return item;
  }

  #note(changes: readonly Change[], released: readonly ReleasedRow[]): void {
    if (changes.length === 0 && released.length === 0) return;
    this.#ledger.note(changes, released);
    this.#world.release(released);
    this.#world.record(changes);
    this.#statuses.forgot();
  }

  #tellDrift(item: Item, via: Exclude<Via, "verify">): void {
    if (item.cause !== "corrective" && item.reason !== "gone") return;
    // What it stands on may be gone with it, and is to be mended first.
    this.#hint(this.#world.needs(item.address), "poll", "probe");
    this.#statuses.tellDrift(item, via);
  }

  // --- permit, schedule, act ------------------------------------------------------------------------------------------

  #start(): void {
    if (this.#pending.size === 0 && this.#running.size === 0) return this.#scheduling.rest();
    this.#dropForgotten();
    const start = this.#scheduling.next(this.#pending, this.#running, (key) => this.#statuses.touch(key));
    // What has waited long is looked at once more: another item is another matter, and not what was approved.
    const age = this.#world.readingAges();
    const isStale = (key: Key): boolean => age(key) > FRESH || isOnlyNoted(this.#pending.get(key));
    for (const key of start) if (isStale(key)) this.#looking.again(key);
    // What waits for an output was ready only so that whatever waits for it in turn can be seen.
    const isDeferred = (key: Key): boolean =>
      !this.#scheduling.isCleared(key) && obstacle(this.#view, key, this.#pending.get(key) as Item) !== null;
    this.#begin(start.filter((key) => !isStale(key) && !isDeferred(key) && !this.#isTaken(key)));
  }

  /** What is no more is not pending either. */
  #dropForgotten(): void {
    if (this.#generation === this.#world.generation) return;
    this.#generation = this.#world.generation;
    for (const key of this.#pending.keys()) if (!this.#world.has(key)) this.#pending.delete(key);
  }

  /** Another environment was quicker: what is to be done about that is planned anew. */
  #isTaken(key: Key): boolean {
    const item = this.#pending.get(key);
    if (item === undefined || !this.#world.isTaken(item.identity)) return false;
    this.#looking.again(key, "verify");
    this.#statuses.touch(key);
    return true;
  }

  /** Intents on the disk first, in one transaction; then the effects. */
  #begin(keys: readonly Key[]): void {
    const at = this.#ports.clock.wall();
    const intents: Intent[] = [];
    const released: ReleasedRow[] = [];
    for (const key of keys) {
      const item = this.#pending.get(key) as Item;
      const attempt = (this.#patience.attempts.get(key)?.count ?? 0) + 1;
      const part = this.#scheduling.part(key, item);
      intents.push(intentFor(this.#world, this.#aims, key, part, attempt, this.#ports.sha256));
      this.#gate.began(item);
      const row = releasedFor(this.#world, this.#aims, key, item, at);
      if (row !== null) released.push(row);
    }
    if (intents.length === 0) return;
    const entries = this.#ledger.begin(intents, released);
    this.#world.release(released);
    const deadlineOf = deadlines(this.#ports.clock, this.#stop.signal);
    keys.forEach((key, index) => this.#act(key, entries[index] as JournalEntry, deadlineOf));
  }

  #act(key: Key, entry: JournalEntry, deadlineOf: (limit: number) => Deadline): void {
    const session = this.#open.get(routeName(this.#world.route(key) as Route)) as Session;
    const effect = effectOf(this.#world, this.#aims, key, this.#pending.get(key) as Item, entry, session);
    this.#running.set(key, effect);
    this.#paces.began(effect.item.target);
    this.#patience.take(effect);
    this.#statuses.touch(key);
    this.#ports.emit(startedEvent(effect, this.#ports.clock.wall()));
    void apply(effect, this.#ports, deadlineOf(effect.timeout), this.#claims).then((ended) => {
      if (this.#sessions.effectEnded(ended)) this.#leave(effect.session);
      // A late call still holds its resource and its slot: nothing else may touch it until the call has returned.
      return ended.settled === null ? this.#end(ended) : ended.settled.then(() => this.#end(ended));
    });
  }

  #end(ended: Ended): void {
    this.#ended.push(ended);
    this.#wakeUp();
  }

  // --- status ---------------------------------------------------------------------------------------------------------

  /** Nothing is under way. */
  #isQuiet(): boolean {
    return this.#running.size === 0 && this.#looking.isQuiet && !this.#settling.busy;
  }

  /** Nothing is under way, and whatever is still to be done cannot be done now. */
  #isIdle(): boolean {
    if (!this.#isQuiet() || this.#looking.hasNews || this.#ended.length > 0) return false;
    // What waits for another to be well may go on in a moment.
    if (this.#pending.size > 0 && this.#healths.isAwaited) return false;
    return !goesOn(this.#view, this.#pending);
  }
}
