// What is to be looked at, what is being looked at, and what was seen: the engine's inbox of observations.
//
// In:  hints that something may have changed, from whoever gives them. Out: looks, one at a time for each route, and what
// they saw, to be taken in the engine's next step. A hint makes a key dirty and nothing else; how it came (`via`) is only
// kept for the words that are said about it, and how deep the look must be (`depth`) only ever grows.

import type { Sessions } from "../observe.ts";
import type { Key } from "../schedule.ts";
import type { Aims } from "./aims.ts";
import { type Depth, look, routeName, routes, type Seen } from "./look.ts";
import type { World } from "./world.ts";

/** Why a key is to be looked at; `verify`: because we have just acted on it. */
export type Via = "watch" | "poll" | "start" | "verify";

export interface SeenVia extends Seen {
  readonly wishes: ReadonlyMap<Key, Wish>;
  /** The engine's step in which the look was asked for. */
  readonly since: number;
}

interface Wish {
  readonly via: Via;
  readonly depth: Depth;
}

const DEPTHS: Record<Depth, number> = { known: 0, probe: 1, full: 2 };

export class Looking {
  readonly #world: World;
  readonly #sessions: Sessions;
  readonly #aims: Aims;
  readonly #wake: () => void;
  readonly #dirty = new Map<Key, Wish>();
  /** By route. */
  readonly #looking = new Map<string, ReadonlyMap<Key, Wish>>();
  readonly #seen: SeenVia[] = [];

  constructor(world: World, sessions: Sessions, aims: Aims, wake: () => void) {
    this.#world = world;
    this.#sessions = sessions;
    this.#aims = aims;
    this.#wake = wake;
  }

  /** Another version is desired: all of it is to be looked at, and whatever was to be looked at before is part of it. */
  desire(depth: Depth): void {
    this.#dirty.clear();
    for (const key of this.#world.keys()) this.#dirty.set(key, { via: "start", depth });
  }

  /** In full, whatever was asked before. */
  again(key: Key, via: Via = "verify"): void {
    this.#dirty.set(key, { via, depth: "full" });
  }

  hint(key: Key, via: Via, depth: Depth): void {
    const known = this.#dirty.get(key);
    if (known === undefined || DEPTHS[known.depth] < DEPTHS[depth]) this.#dirty.set(key, { via, depth });
  }

  get hasWork(): boolean {
    return this.#dirty.size > 0;
  }

  /** Nothing is being looked at or is to be. */
  get isQuiet(): boolean {
    return this.#dirty.size === 0 && this.#looking.size === 0;
  }

  /** Something was seen, and not yet taken. */
  get hasNews(): boolean {
    return this.#seen.length > 0;
  }

  isOn(key: Key): boolean {
    if (this.#dirty.has(key)) return true;
    if (this.#looking.size === 0) return false;
    for (const keys of this.#looking.values()) if (keys.has(key)) return true;
    return false;
  }

  /** What an effect runs on is looked at when that has ended. */
  start(running: ReadonlyMap<Key, unknown>, since: number, signal: AbortSignal): void {
    for (const key of this.#world.takeRematched()) this.again(key);
    if (this.#dirty.size === 0) return;
    const keys = [...this.#dirty.keys()].filter((key) => !running.has(key));
    for (const { route, keys: own } of routes(this.#world, keys)) {
      const name = routeName(route);
      if (this.#looking.has(name)) continue;
      const wishes = new Map<Key, Wish>();
      for (const key of own) {
        const wish = this.#dirty.get(key);
        if (wish === undefined) continue;
        wishes.set(key, wish);
        this.#dirty.delete(key);
      }
      this.#looking.set(name, wishes);
      const depthOf = (key: Key): Depth => wishes.get(key)?.depth ?? "full";
      void look(this.#world, this.#sessions, route, own, depthOf, signal, this.#aims).then((seen) => {
        this.#seen.push({ ...seen, wishes, since });
        this.#wake();
      });
    }
    for (const key of this.#dirty.keys()) if (!this.#world.has(key)) this.#dirty.delete(key);
  }

  take(): readonly SeenVia[] {
    const seen = this.#seen.splice(0);
    for (const { route } of seen) this.#looking.delete(routeName(route));
    return seen;
  }
}
