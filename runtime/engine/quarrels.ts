// Resources that somebody else keeps changing: who is contested, and who is slowed alone.
//
// In:  every repair that was carried out, with what it overwrote: as it happens, and from the journal when a version is
// desired. Out: for a key, whether the same foreign value came back three times within a day (*contested*: one item that
// names both), and how long its next repair must wait (*flapping*). So a restart forgets no quarrel, and a version only
// those about what it wants otherwise.
// A contested resource is still put right: giving up would be to let the other one win. A token bucket for each key keeps it
// from taking the target's slots: a few repairs at once, and then one now and then, while all others go on at full speed.

import type { Hash, Kind, Sha256 } from "../../compiler/graph.ts";
import { canonicalJson } from "../../compiler/json.ts";
import { type DisplayFormat, showFormatted } from "../../compiler/quantities.ts";
import type { Clock, MonotonicTime } from "../clock.ts";
import type { FieldChange, Item } from "../item.ts";
import type { LedgerReader, Overwritten, Repair } from "../ledger.ts";
import type { Key } from "../schedule.ts";
import { type Bucket, bucketAt, fullBucket, type Measure, takeToken, tokenIn } from "./bucket.ts";
import type { World } from "./world.ts";

const DAY = 24 * 60 * 60_000;
/** Repairs that are recalled at most: enough of one that flaps for a day. */
const MOST_REPAIRS = 10_000;
const TIMES = 3;
/** Repairs of one key. */
const REPAIRS: Measure = { size: 6, refill: 10_000 };
/** Foreign values of one key that are remembered: whoever always writes another one is flapping, not contesting. */
const MAX_VALUES = 20;

interface Foreign {
  readonly what: Overwritten;
  readonly at: readonly MonotonicTime[];
}

/** About one resource, as long as the same is wanted of it. */
interface Quarrel {
  readonly desiredHash: Hash;
  readonly foreign: Map<string, Foreign>;
}

/** What is wanted now. */
type Wishes = Pick<World, "environment" | "keyOf" | "resource">;

export class Quarrels {
  readonly #clock: Clock;
  readonly #quarrels = new Map<Key, Quarrel>();
  readonly #buckets = new Map<Key, Bucket>();
  readonly #slowed = new Set<Key>();
  #hasRecalled = false;
  readonly #later: (wait: number, then: () => void) => void;
  readonly #look: (key: Key) => void;

  /** `later` calls back after so many milliseconds; `look` asks for a look at a key. */
  constructor(clock: Clock, later: (wait: number, then: () => void) => void, look: (key: Key) => void) {
    this.#clock = clock;
    this.#later = later;
    this.#look = look;
  }

  /** A repair was carried out, just now. */
  mended(key: Key, repair: Omit<Repair, "identity" | "at">): void {
    const now = this.#clock.monotonic();
    this.#spend(key, now);
    this.#remember(key, repair, now);
    this.#slow(key);
  }

  /**
   * A version is desired: of what the journal says was put right, only what is still wanted so counts. In a new process that is
   * all there is to know, how often each was put right included.
   */
  recall(ledger: Pick<LedgerReader, "repairs">, world: Wishes): void {
    this.#quarrels.clear();
    const { wall, monotonic } = { wall: this.#clock.wall(), monotonic: this.#clock.monotonic() };
    const repairs = ledger.repairs(world.environment, wall - DAY, MOST_REPAIRS);
    for (const { identity, at, ...repair } of repairs.toReversed()) {
      const key = world.keyOf(identity);
      if (key === null || world.resource(key)?.hash !== repair.desiredHash) continue;
      // What the journal dates after now was written before the clock was set back.
      const then = monotonic - Math.max(0, wall - at);
      this.#remember(key, repair, then);
      if (!this.#hasRecalled) this.#spend(key, then);
    }
    if (!this.#hasRecalled) for (const key of this.#buckets.keys()) this.#slow(key);
    this.#hasRecalled = true;
  }

  #spend(key: Key, at: MonotonicTime): void {
    this.#buckets.set(key, takeToken(this.#buckets.get(key) ?? fullBucket(REPAIRS, at), REPAIRS, at));
  }

  #remember(
    key: Key,
    { desiredHash, overwrites }: Pick<Repair, "desiredHash" | "overwrites">,
    at: MonotonicTime,
  ): void {
    const known = this.#quarrels.get(key);
    const quarrel: Quarrel = known?.desiredHash === desiredHash ? known : { desiredHash, foreign: new Map() };
    this.#quarrels.set(key, quarrel);
    const { foreign } = quarrel;
    for (const what of overwrites) {
      const name = `${what.pointer} ${what.digest ?? ""}`;
      const before = foreign.get(name)?.at.filter((each) => at - each < DAY) ?? [];
      foreign.delete(name);
      foreign.set(name, { what, at: [...before, at].slice(-TIMES) });
    }
    for (const name of foreign.keys()) {
      if (foreign.size <= MAX_VALUES) break;
      foreign.delete(name);
    }
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
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return null;
    const now = this.#clock.monotonic();
    if (bucketAt(bucket, REPAIRS, now).tokens >= REPAIRS.size) this.#buckets.delete(key);
    const wait = tokenIn(bucket, REPAIRS, now);
    return wait === 0 ? null : wait;
  }

  /** Both sides in words, or null: nobody contests it as it is wanted now. */
  contested(key: Key, desiredHash: Hash): string | null {
    const quarrel = this.#quarrels.get(key);
    if (quarrel?.desiredHash !== desiredHash) return null;
    const now = this.#clock.monotonic();
    const sides: string[] = [];
    for (const { what, at } of quarrel.foreign.values()) {
      if (at.length < TIMES || now - (at[0] ?? now) >= DAY) continue;
      const { pointer, theirs, ours } = what;
      if (pointer === "") sides.push("somebody deletes it again and again, and it is made again each time");
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
    return this.#quarrels.keys();
  }
}

/** What a repair overwrites; nothing, where the item is no repair. */
export function overwritten(item: Item, kind: Kind | null, sha256: Sha256): readonly Overwritten[] {
  if (item.cause !== "corrective") return [];
  if (item.reason === "gone") return [{ pointer: "", digest: null, theirs: null, ours: null }];
  return item.changes
    .filter((change) => change.class === "corrective")
    .map(({ pointer, secret, live, desired }): Overwritten => {
      // Secrets are not to be told apart here: that would keep something of them.
      if (secret) return { pointer, digest: null, theirs: null, ours: null };
      const format = kind?.formats?.[pointer] ?? null;
      const digest = live === undefined ? null : sha256(canonicalJson(live));
      return { pointer, digest, theirs: inShort(live, format), ours: inShort(desired, format) };
    });
}

function inShort(value: FieldChange["live"], format: DisplayFormat | null): string {
  if (value === undefined) return "nothing";
  const text =
    typeof value === "number" && format !== null ? showFormatted(format, value) : canonicalJson(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
