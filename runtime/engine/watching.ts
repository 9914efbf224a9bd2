// When to look again while nothing is asked: watches where a driver has them, polls always.
//
// In:  sessions as they become known, the agent's pace for each target. Out: hints, "these keys may have changed". A watch
// may say too much; a poll is a cheap probe, and at least once in an hour a full look, spread so that they never all fall
// due together.

import type { Session, Subject, Watch } from "../driver.ts";
import type { EnginePorts } from "../reconcile.ts";
import type { Key } from "../schedule.ts";
import { type Route, routeName } from "./look.ts";
import type { World } from "./world.ts";

const FULL_LOOK_EVERY = 60 * 60_000;
const DEFAULT_POLL = 30_000;

interface Watched {
  readonly route: Route;
  session: Session | null;
  watch: Watch | null;
  cancelPoll: () => void;
  /** The subjects are others than the watch was last told. */
  outdated: boolean;
}

export type Hint = (keys: Iterable<Key>, via: "watch" | "poll", probe: boolean) => void;

export class Watching {
  readonly #world: World;
  readonly #ports: EnginePorts;
  readonly #hint: Hint;
  readonly #routes = new Map<string, Watched>();
  readonly #fullLookAt = new Map<Key, number>();
  #active = false;

  constructor(world: World, ports: EnginePorts, hint: Hint) {
    this.#world = world;
    this.#ports = ports;
    this.#hint = hint;
  }

  start(): void {
    this.#active = true;
    for (const watched of this.#routes.values()) this.#attend(watched);
  }

  stop(): void {
    this.#active = false;
    for (const watched of this.#routes.values()) {
      watched.watch?.close();
      watched.watch = null;
      watched.cancelPoll();
      watched.cancelPoll = nothing;
    }
  }

  /** The desired version is another: other subjects are to be watched. */
  refresh(): void {
    for (const watched of this.#routes.values()) watched.outdated = true;
  }

  /** A look has ended: its session (null: unreachable) is known, and these keys were read in full. */
  seen(route: Route, session: Session | null, read: Iterable<Key>): void {
    const name = routeName(route);
    const watched = this.#routes.get(name) ?? this.#newRoute(name, route);
    if (watched.session !== session) {
      watched.watch?.close();
      watched.watch = null;
      watched.session = session;
    }
    const now = this.#ports.clock.monotonic();
    for (const key of read) {
      this.#fullLookAt.set(key, now + FULL_LOOK_EVERY * (0.5 + 0.5 * this.#ports.random()));
    }
    if (this.#active) this.#attend(watched);
  }

  #newRoute(name: string, route: Route): Watched {
    const watched: Watched = { route, session: null, watch: null, cancelPoll: nothing, outdated: false };
    this.#routes.set(name, watched);
    return watched;
  }

  #attend(watched: Watched): void {
    if (watched.cancelPoll === nothing) this.#pollLater(watched);
    const { session, route } = watched;
    const grant = this.#ports.config.targets.find((target) => target.name === route.target);
    if (session?.watch === undefined || grant?.watch === false) return;
    if (watched.watch === null) {
      const { clock, emit } = this.#ports;
      watched.watch = session.watch(
        this.#subjects(route),
        (addresses) => this.#hint(addresses ?? this.#keys(route), "watch", false),
        (why) => emit({ at: clock.wall(), kind: "watch-degraded", target: route.target, why }),
      );
      // What happened between the last look and now was told to nobody.
      this.#hint(this.#keys(route), "poll", true);
    } else if (watched.outdated) watched.watch.update(this.#subjects(route));
    watched.outdated = false;
  }

  #pollLater(watched: Watched): void {
    const { route } = watched;
    const pace =
      this.#ports.config.targets.find((target) => target.name === route.target)?.poll ?? DEFAULT_POLL;
    watched.cancelPoll = this.#ports.clock.timer(pace, () => {
      const now = this.#ports.clock.monotonic();
      const keys = this.#keys(route);
      const due = (key: Key): boolean => (this.#fullLookAt.get(key) ?? 0) <= now;
      this.#hint(keys.filter(due), "poll", false);
      this.#hint(
        keys.filter((key) => !due(key)),
        "poll",
        true,
      );
      this.#pollLater(watched);
    });
  }

  #keys(route: Route): Key[] {
    const name = routeName(route);
    return this.#world.keys().filter((key) => {
      const own = this.#world.route(key);
      return own !== null && routeName(own) === name;
    });
  }

  /** Only what is wanted is watched: of the rest nothing is to be known but that it is gone. */
  #subjects(route: Route): Subject[] {
    return this.#keys(route).flatMap((key) => {
      const subject = this.#world.orphan(key) === null ? this.#world.subject(key) : null;
      return subject ?? [];
    });
  }
}

function nothing(): void {
  // Stands for a poll that is not waiting.
}
