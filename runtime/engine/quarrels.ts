// Resources that somebody else keeps changing: who is contested, and who is slowed alone.
//
// In:  every repair that was carried out, with what it overwrote. Out: for a key, whether the same foreign value came back
// three times within a day (*contested*: one item that names both), and how long its next repair must wait (*flapping*).
// A contested resource is still put right: giving up would be to let the other one win. A token bucket for each key keeps it
// from taking the target's slots: a few repairs at once, and then one now and then, while all others go on at full speed.

import type { Pointer } from "../../compiler/graph.ts";
import { canonicalJson, type Json } from "../../compiler/json.ts";
import type { Clock, MonotonicTime } from "../clock.ts";
import type { FieldChange, Item } from "../item.ts";
import type { Key } from "../schedule.ts";

const DAY = 24 * 60 * 60_000;
const TIMES = 3;
/** Repairs of one key at once, and the time for one more. */
const BURST = 6;
const REFILL = 10_000;
/** Foreign values of one key that are remembered: whoever always writes another one is flapping, not contesting. */
const MAX_VALUES = 20;

interface Foreign {
  readonly pointer: Pointer;
  /** Null: a secret, or it was deleted. */
  readonly theirs: string | null;
  readonly ours: string | null;
  readonly gone: boolean;
  at: readonly MonotonicTime[];
}

interface Bucket {
  tokens: number;
  at: MonotonicTime;
}

export class Quarrels {
  readonly #clock: Clock;
  readonly #foreign = new Map<Key, Map<string, Foreign>>();
  readonly #buckets = new Map<Key, Bucket>();
  readonly #slowed = new Set<Key>();
  readonly #later: (wait: number, then: () => void) => void;
  readonly #look: (key: Key) => void;

  /** `later` calls back after so many milliseconds; `look` asks for a look at a key. */
  constructor(clock: Clock, later: (wait: number, then: () => void) => void, look: (key: Key) => void) {
    this.#clock = clock;
    this.#later = later;
    this.#look = look;
  }

  /** A repair was carried out. */
  mended(key: Key, item: Item): void {
    const bucket = this.#bucket(key) ?? { tokens: BURST, at: this.#clock.monotonic() };
    bucket.tokens -= 1;
    this.#buckets.set(key, bucket);
    const known = this.#foreign.get(key) ?? new Map<string, Foreign>();
    this.#foreign.set(key, known);
    const now = this.#clock.monotonic();
    for (const [name, foreign] of valuesOf(item)) {
      const before = known.get(name)?.at.filter((at) => now - at < DAY) ?? [];
      known.delete(name);
      known.set(name, { ...foreign, at: [...before, now].slice(-TIMES) });
    }
    for (const name of known.keys()) {
      if (known.size <= MAX_VALUES) break;
      known.delete(name);
    }
    this.#slow(key);
  }

  #slow(key: Key): void {
    const wait = this.wait(key);
    if (wait === null || this.#slowed.has(key)) return;
    this.#slowed.add(key);
    this.#later(wait, () => {
      this.#slowed.delete(key);
      this.#look(key);
    });
  }

  /** A look at it would only be followed by a repair that waits: there will be one when it need not. */
  isSlowed(key: Key): boolean {
    return this.#slowed.has(key);
  }

  /** Milliseconds until the key may be put right again; null: at once. */
  wait(key: Key): number | null {
    const bucket = this.#bucket(key);
    if (bucket === null || bucket.tokens >= 1) return null;
    return Math.max(1, (1 - bucket.tokens) * REFILL);
  }

  #bucket(key: Key): Bucket | null {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return null;
    const now = this.#clock.monotonic();
    bucket.tokens = Math.min(BURST, bucket.tokens + (now - bucket.at) / REFILL);
    bucket.at = now;
    if (bucket.tokens < BURST) return bucket;
    this.#buckets.delete(key);
    return null;
  }

  /** Both sides in words, or null: nobody contests it. */
  contested(key: Key): string | null {
    const now = this.#clock.monotonic();
    const sides: string[] = [];
    for (const { pointer, theirs, ours, gone, at } of this.#foreign.get(key)?.values() ?? []) {
      if (at.length < TIMES || now - (at[0] ?? now) >= DAY) continue;
      if (gone) sides.push("somebody deletes it again and again, and it is made again each time");
      else {
        const field = pointer.slice(1);
        sides.push(
          theirs === null
            ? `somebody changes ${field} again and again, and it is put back each time`
            : `somebody sets ${field} to ${theirs} again and again, and it is put back to ${ours ?? "what is wanted"} each time`,
        );
      }
    }
    if (sides.length === 0) return null;
    return `${sides.join("; ")} (${TIMES} times within a day); stop the other, or let it have its way with \`@ignore\``;
  }

  /** Keys of which something is remembered: it may be forgotten as time passes. */
  keys(): Iterable<Key> {
    return this.#foreign.keys();
  }

  /** Another version wants other values. */
  clear(): void {
    this.#foreign.clear();
  }
}

function valuesOf(item: Item): readonly (readonly [name: string, foreign: Omit<Foreign, "at">])[] {
  if (item.reason === "gone") return [["gone", { pointer: "", theirs: null, ours: null, gone: true }]];
  return item.changes
    .filter((change) => change.class === "corrective")
    .map((change) => {
      const theirs = change.secret ? null : inShort(change.live);
      const name = `${change.pointer} ${nameOf(change)}`;
      const ours = change.secret ? null : inShort(change.desired);
      return [name, { pointer: change.pointer, theirs, ours, gone: false }];
    });
}

/** Secrets are not to be told apart here: that would keep something of them. */
function nameOf({ secret, live }: FieldChange): string {
  return secret || live === undefined ? "" : canonicalJson(live);
}

function inShort(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = canonicalJson(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
