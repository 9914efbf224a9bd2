// Whether what stands there does its work: the second axis beside "in sync".
//
// In:  the resources that declare a health, and the sessions that can tell. Out: for a key, what was heard of its health, and
// whether those that need it must still wait. It asks beside the engine's loop: soon after an effect, more and more seldom
// while it is not well, and at the target's pace while it is.
// Surprising: a resource holds up only what the version changes, and only where the version has changed it as well. What was
// sick before keeps no fix out, and a repair waits for nobody's health.

import type { Address } from "../../compiler/address.ts";
import type { MonotonicTime, WallTime } from "../clock.ts";
import type { Health, Session, Subject } from "../driver.ts";
import type { Sessions } from "../observe.ts";
import type { EnginePorts } from "../reconcile.ts";
import type { Key } from "../schedule.ts";
import { routeName } from "./look.ts";
import type { World } from "./world.ts";

const FIRST = 500;
const LONGEST = 30_000;
const DEFAULT_POLL = 30_000;

interface Wakers {
  /** Something else may be said of the key. */
  touch(key: Key): void;
  /** There may be something to start. */
  wake(): void;
}

interface Heard {
  readonly health: Health;
  /** How often it was asked since it was last well, or changed. */
  readonly times: number;
}

export class Healths {
  readonly #world: World;
  readonly #sessions: Sessions;
  readonly #ports: EnginePorts;
  readonly #open: ReadonlyMap<string, Session>;
  readonly #signal: AbortSignal;
  readonly #wakers: Wakers;
  readonly #heard = new Map<Key, Heard>();
  /** When each is asked next. */
  readonly #due = new Map<Key, MonotonicTime>();
  /** What an effect has changed since it was asked: the answer is about something else. */
  readonly #asking = new Map<string, Set<Key>>();
  #cancel: (() => void) | null = null;
  #isClosed = false;
  #generation = -1;
  #acceptedAt: WallTime = 0;

  constructor(
    world: World,
    sessions: Sessions,
    ports: EnginePorts,
    open: ReadonlyMap<string, Session>,
    signal: AbortSignal,
    wakers: Wakers,
  ) {
    this.#world = world;
    this.#sessions = sessions;
    this.#ports = ports;
    this.#open = open;
    this.#signal = signal;
    this.#wakers = wakers;
  }

  /** Another version is desired: it was accepted then. */
  desire(acceptedAt: WallTime): void {
    this.#acceptedAt = acceptedAt;
    this.#heard.clear();
    this.#due.clear();
    this.#generation = -1;
  }

  /** Null: it declares none, its driver cannot tell, or nothing was heard yet. */
  of(key: Key): Health | null {
    return this.#heard.get(key)?.health ?? null;
  }

  /** Those that need it wait: this version has changed it, and it is not known to be well. */
  isUnready(key: Key): boolean {
    if (!this.#due.has(key) || this.#session(key)?.health === undefined) return false;
    const released = this.#world.released.get(key as Address);
    const isChanged = released !== undefined && released.hash === this.#world.resource(key)?.hash;
    if (!isChanged || released.at < this.#acceptedAt) return false;
    return this.#heard.get(key)?.health.kind !== "healthy";
  }

  /** An effect on it has ended: what was heard before is about something else. */
  changed(key: Key): void {
    for (const asked of this.#asking.values()) asked.delete(key);
    this.#heard.delete(key);
    if (this.#due.has(key)) this.#due.set(key, this.#ports.clock.monotonic());
  }

  /** Something is to be heard soon, and the answer may let others go on. */
  get isAwaited(): boolean {
    for (const key of this.#due.keys()) {
      const times = this.#heard.get(key)?.times ?? 0;
      if (times < PATIENCE && this.isUnready(key) && this.#world.reading(key).kind === "present") return true;
    }
    return false;
  }

  /** Called in each step: asks whoever is due. */
  attend(): void {
    this.#gather();
    if (this.#due.size === 0) return;
    const now = this.#ports.clock.monotonic();
    const due = new Map<string, { readonly session: Session; readonly keys: Key[] }>();
    let next = Number.POSITIVE_INFINITY;
    for (const [key, at] of this.#due) {
      const session = this.#session(key);
      if (session?.health === undefined || this.#world.reading(key).kind !== "present") continue;
      if (at > now) {
        next = Math.min(next, at);
        continue;
      }
      const route = routeName(this.#world.route(key) ?? { target: "", driver: "" });
      const group = due.get(route);
      if (group === undefined) due.set(route, { session, keys: [key] });
      else group.keys.push(key);
    }
    for (const [route, { session, keys }] of due)
      if (!this.#asking.has(route)) this.#ask(route, session, keys);
    this.#cancel?.();
    const isOver = next === Number.POSITIVE_INFINITY;
    this.#cancel = isOver ? null : this.#ports.clock.timer(next - now, () => this.attend());
  }

  /** An answer that comes later is heard by nobody. */
  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #gather(): void {
    if (this.#generation === this.#world.generation) return;
    this.#generation = this.#world.generation;
    const now = this.#ports.clock.monotonic();
    const declared = new Set(
      this.#world.resources().flatMap(([address, { health }]) => (health === null ? [] : address)),
    );
    for (const key of this.#due.keys()) if (!declared.has(key as Address)) this.#due.delete(key);
    for (const key of declared) if (!this.#due.has(key)) this.#due.set(key, now);
  }

  #session(key: Key): Session | null {
    const route = this.#world.route(key);
    return route === null ? null : (this.#open.get(routeName(route)) ?? null);
  }

  #ask(route: string, session: Session, keys: readonly Key[]): void {
    const asked = new Set(keys);
    this.#asking.set(route, asked);
    const subjects = keys.flatMap((key): Subject | [] => {
      const subject = this.#world.subject(key);
      const health = this.#world.resource(key)?.health ?? null;
      return subject === null || health === null ? [] : { ...subject, health };
    });
    void this.#sessions.health(session, subjects, this.#signal).then((answers) => {
      this.#asking.delete(route);
      if (this.#isClosed) return;
      for (const key of asked) this.#hear(key, answers.get(key as Address) ?? null);
      this.attend();
    });
  }

  #hear(key: Key, health: Health | null): void {
    if (!this.#due.has(key)) return;
    const before = this.#heard.get(key);
    const now = this.#ports.clock.monotonic();
    // A driver that says nothing of it has nothing to say: it is as well as what declares no health.
    const heard = health ?? { kind: "healthy" };
    const times = heard.kind === "healthy" ? 0 : (before?.times ?? 0) + 1;
    this.#heard.set(key, { health: heard, times });
    this.#due.set(key, now + (times === 0 ? this.#pace(key) : Math.min(LONGEST, FIRST * 2 ** (times - 1))));
    if (before !== undefined && JSON.stringify(before.health) === JSON.stringify(heard)) return;
    this.#wakers.touch(key);
    this.#wakers.wake();
  }

  #pace(key: Key): number {
    const target = this.#world.route(key)?.target;
    return this.#ports.config.targets.find(({ name }) => name === target)?.poll ?? DEFAULT_POLL;
  }
}

/** So often `setpoint apply` asks before it leaves those that wait for it to the next time: about two minutes. */
const PATIENCE = 10;
