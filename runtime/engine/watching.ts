// When to look again while nothing is asked: watches where a driver has them, polls always, and a full read of everything
// within the hour.
//
// In:  sessions as they become known, the agent's pace for each target. Out: hints, "these keys may have changed".
// A poll is a cheap probe. While the watch of a target is healthy it comes rarely: it only finds what a watch may miss. It
// comes at the target's own pace where there is no watch, where the watch has said that it is not complete, and for an hour
// after a poll has found what the watch should have told.
// A resource with `@every` has that pace and no other. Full reads walk around all keys of a target once in `ROUND`, a few at
// a time, so that no minute has more of them than another; what else is read meanwhile changes nothing about that.

import type { Address } from "../../compiler/address.ts";
import type { MonotonicTime } from "../clock.ts";
import type { Session, Subject, Watch } from "../driver.ts";
import type { EnginePorts } from "../reconcile.ts";
import type { Key } from "../schedule.ts";
import { type Route, routeName } from "./look.ts";
import type { World } from "./world.ts";

const HOUR = 60 * 60_000;
/** Everything is read in full once in this time: an hour, less what a tick and a slow look may add. */
const ROUND = 55 * 60_000;
/** How often a few keys are read in full. */
const TICK = 15_000;
const DEFAULT_POLL = 30_000;
/** A commit that asks for less gets this: an agent that did nothing but look would be of no use to anybody else. */
const SHORTEST_EVERY = 250;
/** How much more seldom a target is polled while its watch is healthy. */
const RARELY = 10;

interface Watched {
  readonly route: Route;
  session: Session | null;
  watch: Watch | null;
  /** The watch has said that it does not see everything. */
  degraded: boolean;
  /** Until then the watch is not relied on. */
  doubtedUntil: MonotonicTime;
  /** The subjects are others than the watch was last told. */
  outdated: boolean;
  /** By what they are: the poll, the walk of full reads, and each `@every`. */
  readonly timers: Map<string, () => void>;
  /** Probes that have not been answered yet. */
  readonly asking: Set<string>;
  keys: Keys;
  /** The last key that was read in full in turn, and how much of the next one is due. */
  walkedTo: Key | null;
  walkedAt: MonotonicTime;
  owed: number;
}

interface Keys {
  readonly generation: number;
  readonly all: readonly Key[];
  /** At the target's pace. */
  readonly polled: Group;
  readonly every: ReadonlyMap<number, Group>;
}

interface Group {
  /** Of what is wanted; what nothing wants any more may stand at the same address as one of these. */
  readonly keys: Key[];
  readonly orphans: Key[];
  subjects: readonly Subject[] | null;
}

function newGroup(): Group {
  return { keys: [], orphans: [], subjects: null };
}

const NO_KEYS: Keys = { generation: -1, all: [], polled: newGroup(), every: new Map() };

export type Hint = (keys: Iterable<Key>, via: "start" | "watch" | "poll", depth: "probe" | "full") => void;

/** Of the subjects, those for which a probe does not say what the last read said. */
export type Probe = (
  session: Session,
  subjects: readonly Subject[],
  versionOf: (address: Address) => string | null,
) => Promise<readonly Subject[]>;

export class Watching {
  readonly #world: World;
  readonly #ports: EnginePorts;
  readonly #hint: Hint;
  readonly #probe: Probe;
  readonly #routes = new Map<string, Watched>();
  #active = false;

  constructor(world: World, ports: EnginePorts, hint: Hint, probe: Probe) {
    this.#world = world;
    this.#ports = ports;
    this.#hint = hint;
    this.#probe = probe;
  }

  start(): void {
    this.#active = true;
    for (const watched of this.#routes.values()) this.#attend(watched);
  }

  stop(): void {
    this.#active = false;
    for (const watched of this.#routes.values()) {
      this.#unwatch(watched);
      for (const cancel of watched.timers.values()) cancel();
      watched.timers.clear();
    }
  }

  /** The desired version is another: other subjects are to be watched. */
  refresh(): void {
    for (const watched of this.#routes.values()) watched.outdated = true;
  }

  /** A look has ended: its session (null: unreachable) is known. */
  seen(route: Route, session: Session | null): void {
    const name = routeName(route);
    const watched = this.#routes.get(name) ?? this.#newRoute(name, route);
    if (watched.session !== session) {
      this.#unwatch(watched);
      watched.session = session;
    }
    if (this.#active) this.#attend(watched);
  }

  /** A poll has found drift of this key. Where its target is watched, the watch has missed something. */
  missed(key: Key): void {
    const route = this.#world.route(key);
    const watched = route === null ? undefined : this.#routes.get(routeName(route));
    if (watched === undefined || !this.#isHealthy(watched)) return;
    watched.doubtedUntil = this.#ports.clock.monotonic() + HOUR;
    this.#poll(watched);
  }

  #newRoute(name: string, route: Route): Watched {
    const watched: Watched = {
      route,
      session: null,
      watch: null,
      degraded: false,
      doubtedUntil: 0,
      outdated: false,
      timers: new Map(),
      asking: new Set(),
      keys: NO_KEYS,
      walkedTo: null,
      walkedAt: this.#ports.clock.monotonic(),
      owed: 0,
    };
    this.#routes.set(name, watched);
    return watched;
  }

  #unwatch(watched: Watched): void {
    watched.watch?.close();
    watched.watch = null;
    watched.degraded = false;
  }

  #attend(watched: Watched): void {
    const { session, route } = watched;
    if (session?.watch !== undefined && this.#grant(route)?.watch !== false) {
      if (watched.watch === null) this.#watch(watched, session.watch.bind(session));
      else if (watched.outdated) watched.watch.update(this.#subjects(watched));
    }
    watched.outdated = false;
    this.#setTimers(watched);
  }

  #watch(watched: Watched, watch: NonNullable<Session["watch"]>): void {
    const { route } = watched;
    watched.watch = watch(
      this.#subjects(watched),
      (addresses) => this.#hint(addresses ?? this.#keys(watched).all, "watch", "full"),
      (why) => {
        const { clock, emit } = this.#ports;
        emit({ at: clock.wall(), kind: "watch-degraded", target: route.target, why });
        watched.degraded = true;
        // It may say so while it begins, before there is anything to hasten.
        if (watched.timers.has("poll")) this.#poll(watched);
      },
    );
    // What happened between the last look and now was told to nobody.
    this.#hint(this.#keys(watched).all, "start", "probe");
  }

  // --- Timers -----------------------------------------------------------------------------------------------------------

  #setTimers(watched: Watched): void {
    if (!watched.timers.has("poll")) this.#poll(watched);
    if (!watched.timers.has("walk")) {
      watched.walkedAt = this.#ports.clock.monotonic();
      this.#walk(watched);
    }
    const { every } = this.#keys(watched);
    for (const pace of every.keys()) if (!watched.timers.has(`every ${pace}`)) this.#every(watched, pace);
  }

  #after(watched: Watched, name: string, delay: number, then: () => void): void {
    watched.timers.get(name)?.();
    watched.timers.set(name, this.#ports.clock.timer(delay, then));
  }

  #poll(watched: Watched): void {
    const pace = this.#grant(watched.route)?.poll ?? DEFAULT_POLL;
    const delay = this.#isHealthy(watched) ? Math.max(pace, Math.min(pace * RARELY, ROUND)) : pace;
    this.#after(watched, "poll", delay, () => {
      this.#ask(watched, "poll", this.#keys(watched).polled);
      this.#poll(watched);
    });
  }

  /**
   * Asks the target beside everything else, and hints only what is not as it was read: ten thousand files that nobody touched
   * cost their stats, and the engine's loop sleeps on.
   */
  #ask(watched: Watched, name: string, group: Group): void {
    const { session, asking } = watched;
    if (session?.probe === undefined) {
      this.#hint([...group.keys, ...group.orphans], "poll", "probe");
      return;
    }
    if (group.orphans.length > 0) this.#hint(group.orphans, "poll", "probe");
    // One that takes longer than the pace is not asked again meanwhile.
    if (asking.has(name) || group.keys.length === 0) return;
    asking.add(name);
    group.subjects ??= group.keys.flatMap((key) => this.#world.subject(key) ?? []);
    const versionOf = (address: Address): string | null => {
      const reading = this.#world.reading(address);
      return reading.kind === "present" ? reading.version : null;
    };
    void this.#probe(session, group.subjects, versionOf).then((changed) => {
      asking.delete(name);
      if (!this.#active || changed.length === 0) return;
      this.#hint(
        changed.map((subject) => subject.address),
        "poll",
        "full",
      );
    });
  }

  #every(watched: Watched, pace: number): void {
    const name = `every ${pace}`;
    this.#after(watched, name, pace, () => {
      const group = this.#keys(watched).every.get(pace);
      watched.timers.delete(name);
      if (group === undefined) return;
      this.#ask(watched, name, group);
      this.#every(watched, pace);
    });
  }

  #walk(watched: Watched): void {
    this.#after(watched, "walk", TICK, () => {
      const now = this.#ports.clock.monotonic();
      const { all } = this.#keys(watched);
      watched.owed = Math.min(all.length, watched.owed + (all.length * (now - watched.walkedAt)) / ROUND);
      watched.walkedAt = now;
      const count = Math.floor(watched.owed);
      watched.owed -= count;
      if (count > 0) {
        const from = watched.walkedTo === null ? 0 : all.indexOf(watched.walkedTo) + 1;
        const due = Array.from({ length: count }, (_, index) => all[(from + index) % all.length] as Key);
        watched.walkedTo = due.at(-1) ?? null;
        this.#hint(due, "poll", "full");
      }
      this.#walk(watched);
    });
  }

  #isHealthy({ watch, degraded, doubtedUntil }: Watched): boolean {
    return watch !== null && !degraded && this.#ports.clock.monotonic() >= doubtedUntil;
  }

  // --- What is on a target ------------------------------------------------------------------------------------------------

  #grant(route: Route) {
    return this.#ports.config.targets.find((target) => target.name === route.target);
  }

  /** Gathered once for each set of keys: a poll of ten thousand costs their probes and little else. */
  #keys(watched: Watched): Keys {
    const { generation } = this.#world;
    if (watched.keys.generation === generation) return watched.keys;
    const name = routeName(watched.route);
    const all = this.#world.keys().filter((key) => {
      const own = this.#world.route(key);
      return own !== null && routeName(own) === name;
    });
    const every = new Map<number, Group>();
    const polled = newGroup();
    for (const key of all) {
      const asked = this.#world.resource(key)?.meta.every ?? null;
      const pace = asked === null ? null : Math.max(asked, SHORTEST_EVERY);
      const group = pace === null ? polled : (every.get(pace) ?? newGroup());
      if (pace !== null) every.set(pace, group);
      if (this.#world.orphan(key) === null) group.keys.push(key);
      else group.orphans.push(key);
    }
    watched.keys = { generation, all, polled, every };
    return watched.keys;
  }

  /** Only what is wanted is watched: of the rest nothing is to be known but that it is gone. */
  #subjects(watched: Watched): Subject[] {
    return this.#keys(watched).all.flatMap((key) => {
      const subject = this.#world.orphan(key) === null ? this.#world.subject(key) : null;
      return subject ?? [];
    });
  }
}
