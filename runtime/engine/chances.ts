// Another chance, at once: what failed or could not be read may go well as soon as something else on its target was done.
//
// In:  what was seen to be done on each target, and what could not be read there. Out: whether a key may be tried, or is to be
// looked at, before its time. It is the same for all drivers: a file needs its folder and a job its service, and nobody has to
// declare that for it to come right in one run.
// It ends, because each chance is for something newly done. So what counts is what was *seen* to be done, and not what a target
// says: two that only pretend would give each other chances for ever. What failed in part has done nothing, for the same reason.

import type { Item } from "../item.ts";
import type { Key } from "../schedule.ts";
import type { View } from "./judge.ts";
import { canStart } from "./tasks.ts";
import type { World } from "./world.ts";

export class Chances {
  readonly #world: World;
  /** By target: the step in which the last effect that took place there had ended. */
  readonly #done = new Map<string, number>();
  /** The step in which the look was asked for that could not read it. */
  readonly #unread = new Map<Key, number>();

  constructor(world: World) {
    this.#world = world;
  }

  done(target: string, step: number): void {
    if ((this.#done.get(target) ?? -1) < step) this.#done.set(target, step);
  }

  /** Its target answers, and cannot say what is there. */
  unread(key: Key, step: number): void {
    this.#unread.set(key, step);
  }

  /** Its chance is given: a look that never reaches its target is no reason for another one. */
  taken(key: Key): void {
    this.#unread.delete(key);
  }

  /** Something was done on its target since that step. */
  hasSince(key: Key, step: number): boolean {
    const done = this.#done.get(this.#world.route(key)?.target ?? "");
    return done !== undefined && done > step;
  }

  /** What may be readable by now. */
  looks(): readonly Key[] {
    const keys: Key[] = [];
    for (const [key, step] of this.#unread)
      if (!this.#world.has(key) || this.#world.reading(key).kind !== "unknown") this.#unread.delete(key);
      else if (this.hasSince(key, step)) keys.push(key);
    return keys;
  }
}

/**
 * In a quiet moment, who is to be looked at and then tried again. While something else can start nobody is: a large run would
 * try all that is wrong in it after each of its steps. Whoever failed last goes first: what failed for want of another one
 * failed before it.
 */
export function takeChances(view: View, pending: Map<Key, Item>): readonly Key[] {
  const keys = view.patience.chances();
  if (keys.length === 0) return keys;
  for (const [key, item] of pending) if (canStart(view, key, item)) return [];
  for (const key of keys) {
    view.patience.hasten(key);
    putLast(pending, key);
  }
  return keys;
}

/** What has failed goes behind what was not tried yet: where a target takes only so many a second, it would keep them waiting. */
export function putLast(pending: Map<Key, Item>, key: Key): void {
  const item = pending.get(key);
  if (item === undefined) return;
  pending.delete(key);
  pending.set(key, item);
}
