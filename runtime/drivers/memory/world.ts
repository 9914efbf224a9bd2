// The world of the memory driver: what is there, what was done to it and by whom, and the script of faults.
//
// In:  effects and a stranger's `put` and `delete`. Out: what is there in truth, what a look shows, and the log.
// A world outlives its sessions, as a real target outlives an agent. Nothing here asks for the time or for chance: the clock
// is given, ids are counted, and the same calls in the same order give the same log.
//
// A fault says two things apart: what the call *does* to the world, and what it *says*. So "it was done, and the answer was
// lost", "it says done and did nothing" and "half of it is there" are combinations and no special cases.

import { canonicalJson, type Json, type JsonObject } from "../../../compiler/json.ts";
import type { Clock } from "../../clock.ts";
import type { Outcome } from "../../driver.ts";

export type EffectCall = "create" | "update" | "remove";
export type LookCall = "read" | "probe" | "settle";

/** Which calls a fault is for. The first fault that matches a call is used, and is used up by `times` calls. */
export interface FaultMatch {
  /** The thing's name; without it, any. */
  readonly name?: string;
  /** Matching calls that go well first. */
  readonly after?: number;
  /** 1 without it. `Infinity`: until the script is cleared. */
  readonly times?: number;
}

/** `hang`: until the signal aborts, and then undecided. `hang-deaf`: for ever, whatever the signal says. */
export type Silence = "hang" | "hang-deaf" | "throw";

export interface EffectFault extends FaultMatch {
  readonly call: EffectCall | "effect";
  /** `half`: one of the fields that would change is changed; of a new thing, its name alone is there. `whole` without it. */
  readonly does?: "nothing" | "half" | "whole";
  /** Done without it. */
  readonly says?: Outcome | Silence;
  /** Milliseconds for which looks go on to show the state before. */
  readonly lag?: number;
}

export interface LookFault extends FaultMatch {
  readonly call: LookCall;
  /** `unknown`: no answer for the thing. Only a read can say `gone`, and is then wrong. */
  readonly says: "unknown" | "gone" | Silence;
}

export type Fault = EffectFault | LookFault;

/** One effect on the world, by the agent or by a stranger, in order. */
export interface LoggedEffect {
  readonly call: EffectCall;
  readonly name: string;
  readonly does: "half" | "whole";
  /** Null: a stranger did it. */
  readonly intent: number | null;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

export interface Thing {
  /** Things of two kinds share their places: there is one of a name. Null: whatever it is taken for. */
  readonly kind: string | null;
  readonly id: string;
  readonly revision: number;
  readonly spec: JsonObject;
}

interface Past {
  readonly until: number;
  readonly thing: Thing | null;
}

export interface MemoryOptions {
  readonly identity?: string;
  /** Without it nothing can wait: no latency and no lag. */
  readonly clock?: Clock;
  /** Milliseconds that every call takes. */
  readonly latency?: number;
}

export class MemoryWorld {
  /** What the next `connect` says that this is. */
  identity: string;
  /** Why nobody can reach it, or null. */
  unreachable: string | null = null;
  readonly effects: LoggedEffect[] = [];
  readonly clock: Clock | null;
  readonly latency: number;
  readonly #things = new Map<string, Thing>();
  readonly #past = new Map<string, Past>();
  readonly #ills = new Map<string, string>();
  readonly #listeners = new Set<(name: string) => void>();
  #faults: { readonly fault: Fault; skip: number; left: number }[] = [];
  #count = 0;

  constructor(options: MemoryOptions = {}) {
    this.identity = options.identity ?? "memory:1";
    this.clock = options.clock ?? null;
    this.latency = options.latency ?? 0;
  }

  /** From now on the thing does not do its work, for this reason; null: it does. */
  ail(name: string, why: string | null): void {
    if (why === null) this.#ills.delete(name);
    else this.#ills.set(name, why);
  }

  illness(name: string): string | null {
    return this.#ills.get(name) ?? null;
  }

  /** Adds faults behind those that are there. */
  script(...faults: readonly Fault[]): void {
    for (const fault of faults) {
      if ("lag" in fault && this.clock === null) throw new RangeError("a lag needs a clock");
      this.#faults.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 });
    }
  }

  clearScript(): void {
    this.#faults = [];
  }

  /** A stranger's hand: there is now a thing with this name and these fields. */
  put(name: string, fields: JsonObject, kind: string | null = null): void {
    const call = this.#things.has(name) ? "update" : "create";
    this.#log(call, name, "whole", null, { ...fields, name }, kind);
  }

  /** A stranger's hand. */
  delete(name: string): void {
    if (this.#things.has(name)) this.#log("remove", name, "whole", null, null);
  }

  /** What is there in truth, by name, whatever a look would show. */
  snapshot(): Readonly<Record<string, JsonObject>> {
    const things = [...this.#things].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(things.map(([name, thing]) => [name, thing.spec]));
  }

  /** What a look shows. */
  shown(name: string): Thing | null {
    const past = this.#past.get(name);
    if (past !== undefined && this.clock !== null && this.clock.monotonic() < past.until) return past.thing;
    return this.#things.get(name) ?? null;
  }

  truth(name: string): Thing | null {
    return this.#things.get(name) ?? null;
  }

  listen(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  takeEffectFault(call: EffectCall, name: string): EffectFault | null {
    const fault = this.#take(name, (fault) => fault.call === call || fault.call === "effect");
    return fault as EffectFault | null;
  }

  takeLookFault(call: LookCall, name: string): LookFault | null {
    return this.#take(name, (fault) => fault.call === call) as LookFault | null;
  }

  /** Carries out an effect of the agent, as far as the fault lets it. */
  act(
    call: EffectCall,
    name: string,
    spec: JsonObject | null,
    intent: number,
    fault: EffectFault | null,
    kind: string,
  ): void {
    const does = fault?.does ?? "whole";
    if (does === "nothing") return;
    const before = this.truth(name);
    const after = does === "whole" ? spec : halfOf(name, before?.spec ?? null, spec);
    if (fault?.lag !== undefined && this.clock !== null)
      this.#past.set(name, { until: this.clock.monotonic() + fault.lag, thing: before });
    this.#log(call, name, does, intent, after, kind);
  }

  #take(name: string, matches: (fault: Fault) => boolean): Fault | null {
    for (const entry of this.#faults) {
      if (entry.left <= 0 || !matches(entry.fault)) continue;
      if (entry.fault.name !== undefined && entry.fault.name !== name) continue;
      if (entry.skip > 0) {
        entry.skip--;
        continue;
      }
      entry.left--;
      return entry.fault;
    }
    return null;
  }

  #log(
    call: EffectCall,
    name: string,
    does: "half" | "whole",
    intent: number | null,
    after: JsonObject | null,
    kind: string | null = null,
  ): void {
    const before = this.truth(name);
    this.effects.push({ call, name, does, intent, before: before?.spec ?? null, after });
    if (after === null) this.#things.delete(name);
    else
      this.#things.set(name, {
        kind: kind ?? before?.kind ?? null,
        id: before?.id ?? `thing-${++this.#count}`,
        revision: (before?.revision ?? 0) + 1,
        spec: after,
      });
    for (const listener of this.#listeners) listener(name);
  }
}

/** The first field that differs, and no other. */
function halfOf(name: string, before: JsonObject | null, spec: JsonObject | null): JsonObject {
  if (before === null || spec === null) return { name };
  for (const [field, value] of Object.entries(spec))
    if (!sameJson(before[field] ?? null, value)) return { ...before, [field]: value };
  return before;
}

export function sameJson(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
