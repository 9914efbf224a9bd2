// A target that is only in memory, for tests and demos: named things, a log of effects, and a script of faults.
//
// In:  a `MemoryWorld`, which outlives its sessions as a real target outlives an agent. Out: a driver of the kind
// `std.memory.Thing { @key name, value, … }` with the outputs `id` and `url`.
//
// A fault says two things apart: what the call *does* to the world, and what it *says*. So "it was done, and the answer was
// lost", "it says done and did nothing" and "half of it is there" are combinations and no special cases. Nothing here asks
// for the time or for chance: waiting goes through the clock that the world is given, ids are counted, and the same calls in
// the same order give the same log.

import type { Address } from "../../compiler/address.ts";
import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import { pause, type Clock } from "../clock.ts";
import {
  ConnectError,
  type ActContext,
  type Driver,
  type LookContext,
  type Outcome,
  type Present,
  type Reading,
  type Session,
  type Subject,
  type Watch,
} from "../driver.ts";

export const MEMORY_KIND = "std.memory.Thing";

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

interface Thing {
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
  readonly #listeners = new Set<(name: string) => void>();
  #faults: { readonly fault: Fault; skip: number; left: number }[] = [];
  #count = 0;

  constructor(options: MemoryOptions = {}) {
    this.identity = options.identity ?? "memory:1";
    this.clock = options.clock ?? null;
    this.latency = options.latency ?? 0;
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
  put(name: string, fields: JsonObject): void {
    this.#log(this.#things.has(name) ? "update" : "create", name, "whole", null, { ...fields, name });
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
  ): void {
    const does = fault?.does ?? "whole";
    if (does === "nothing") return;
    const before = this.truth(name);
    const after = does === "whole" ? spec : halfOf(name, before?.spec ?? null, spec);
    if (fault?.lag !== undefined && this.clock !== null)
      this.#past.set(name, { until: this.clock.monotonic() + fault.lag, thing: before });
    this.#log(call, name, does, intent, after);
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
  ): void {
    const before = this.truth(name);
    this.effects.push({ call, name, does, intent, before: before?.spec ?? null, after });
    if (after === null) this.#things.delete(name);
    else
      this.#things.set(name, {
        id: before?.id ?? `thing-${++this.#count}`,
        revision: (before?.revision ?? 0) + 1,
        spec: after,
      });
    for (const listener of this.#listeners) listener(name);
  }
}

export function memoryDriver(world: MemoryWorld): Driver {
  return {
    name: "memory",
    kinds: [MEMORY_KIND],
    connect: async (_target, ctx) => {
      await takeTime(world, ctx);
      if (world.unreachable !== null) throw new ConnectError(world.unreachable, { permanent: false });
      return openMemory(world);
    },
  };
}

function openMemory(world: MemoryWorld): Session {
  const identity = world.identity;
  const closers = new Set<() => void>();
  const present = (name: string): Present | null => {
    const thing = world.shown(name);
    return (
      thing && {
        kind: "present",
        live: thing.spec,
        outputs: outputsOf(thing, name, identity),
        version: versionOf(thing),
      }
    );
  };

  const act = async (
    call: EffectCall,
    subject: Subject,
    known: Present | null,
    ctx: ActContext,
  ): Promise<Outcome> => {
    const name = nameOf(subject);
    await takeTime(world, ctx);
    if (ctx.signal.aborted) return { kind: "retryable", why: `${name}: cancelled before it began` };
    if (world.unreachable !== null) return { kind: "retryable", why: world.unreachable };
    const spec = call === "remove" ? null : ((await resolve(subject.spec, ctx)) as JsonObject);
    const fault = world.takeEffectFault(call, name);
    const there = world.truth(name);
    if (fault === null || fault.does !== "nothing") {
      const settled = settledBefore(call, name, there, spec, known);
      if (settled === "as-wanted" && fault === null) return done(there, name, identity);
      if (settled !== null && settled !== "as-wanted") return settled;
      if (settled === null) world.act(call, name, spec, ctx.intent.id, fault);
    }
    const says = fault?.says ?? null;
    if (says === null) return done(world.truth(name), name, identity);
    if (typeof says !== "string") return says;
    await beSilent(says, ctx.signal, `${call} ${name}`);
    return { kind: "undecided", why: `${call} ${name}: no answer before the deadline` };
  };

  return {
    identity,
    read: async (subjects, ctx) => {
      const readings = new Map<Address, Reading>();
      await takeTime(world, ctx);
      for (const subject of subjects) {
        const name = nameOf(subject);
        if (world.unreachable !== null) {
          readings.set(subject.address, { kind: "unknown", why: world.unreachable });
          continue;
        }
        const says = world.takeLookFault("read", name)?.says ?? null;
        if (says !== null && says !== "gone" && says !== "unknown")
          await beSilent(says, ctx.signal, `read ${name}`);
        if (ctx.signal.aborted) break;
        if (says === "gone") readings.set(subject.address, { kind: "gone" });
        else if (says === "unknown")
          readings.set(subject.address, { kind: "unknown", why: `${name} gave no answer` });
        else readings.set(subject.address, present(name) ?? { kind: "gone" });
      }
      return readings;
    },
    probe: async (subjects, ctx) => {
      const versions = new Map<Address, string>();
      await takeTime(world, ctx);
      if (world.unreachable !== null) return versions;
      for (const subject of subjects) {
        const name = nameOf(subject);
        const says = world.takeLookFault("probe", name)?.says ?? null;
        if (says === "unknown" || says === "gone") continue;
        if (says !== null) await beSilent(says, ctx.signal, `probe ${name}`);
        if (ctx.signal.aborted) break;
        const thing = world.shown(name);
        if (thing !== null) versions.set(subject.address, versionOf(thing));
      }
      return versions;
    },
    create: (resource, ctx) => act("create", resource, null, ctx),
    update: (resource, known, _patch, ctx) => act("update", resource, known, ctx),
    remove: (row, known, ctx) => act("remove", row, known, ctx),
    settle: async (intent, resource, ctx) => {
      await takeTime(world, ctx);
      const name = nameOf(resource);
      const says = world.takeLookFault("settle", name)?.says ?? null;
      if (says === "hang" || says === "hang-deaf" || says === "throw")
        await beSilent(says, ctx.signal, `settle ${name}`);
      if (says !== null || world.unreachable !== null || ctx.signal.aborted) return "unknown";
      const effect = world.effects.find((effect) => effect.intent === intent.id && effect.name === name);
      if (effect === undefined) return "not-done";
      return effect.does === "whole" ? "done" : "unknown";
    },
    watch: (subjects, look) => {
      const watch = watchMemory(world, subjects, look);
      closers.add(watch.close);
      return watch;
    },
    close: async () => {
      for (const close of closers) close();
    },
  };
}

/** What makes an effect unnecessary or impossible: the law says that doing one twice is doing it once. */
function settledBefore(
  call: EffectCall,
  name: string,
  there: Thing | null,
  spec: JsonObject | null,
  known: Present | null,
): "as-wanted" | Outcome | null {
  if (call === "remove" && there === null) return "as-wanted";
  if (there !== null && spec !== null && sameJson(there.spec, spec)) return "as-wanted";
  if (call === "create" && there !== null)
    return { kind: "conflict", why: `${name} is there already, and is another` };
  if (call === "update" && there === null) return { kind: "conflict", why: `${name} is gone` };
  if (there !== null && known?.version != null && known.version !== versionOf(there))
    return { kind: "conflict", why: `${name} has changed since it was looked at` };
  return null;
}

function watchMemory(
  world: MemoryWorld,
  subjects: readonly Subject[],
  look: (addresses: readonly Address[] | null) => void,
): Watch {
  let byName = Map.groupBy(subjects, nameOf);
  const stop = world.listen((name) => {
    const addresses = byName.get(name)?.map((subject) => subject.address) ?? [];
    if (addresses.length > 0) look(addresses);
  });
  return {
    update: (subjects) => {
      byName = Map.groupBy(subjects, nameOf);
    },
    close: stop,
  };
}

async function takeTime(world: MemoryWorld, ctx: LookContext): Promise<void> {
  if (world.clock !== null && world.latency > 0) await pause(world.clock, world.latency, ctx.signal);
}

/** Returns when the signal aborts, throws, or never returns. */
function beSilent(silence: Silence, signal: AbortSignal, call: string): Promise<void> {
  if (silence === "throw") return Promise.reject(new Error(`${call}: the driver broke, as its script says`));
  if (silence === "hang-deaf") return new Promise(() => {});
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function nameOf(subject: Subject): string {
  return String(subject.spec["name"]);
}

function versionOf(thing: Thing): string {
  return `${thing.id}@${thing.revision}`;
}

function outputsOf(thing: Thing, name: string, identity: string): JsonObject {
  return { id: thing.id, url: `memory://${identity}/${name}` };
}

function done(thing: Thing | null, name: string, identity: string): Outcome {
  if (thing === null) return { kind: "done", outputs: {}, version: null };
  return { kind: "done", outputs: outputsOf(thing, name, identity), version: versionOf(thing) };
}

/** The first field that differs, and no other. */
function halfOf(name: string, before: JsonObject | null, spec: JsonObject | null): JsonObject {
  if (before === null || spec === null) return { name };
  for (const [field, value] of Object.entries(spec))
    if (!sameJson(before[field] ?? null, value)) return { ...before, [field]: value };
  return before;
}

function sameJson(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Secrets are put in their places, as a real target is told them. */
async function resolve(value: Json, ctx: ActContext): Promise<Json> {
  if (isJsonArray(value)) return Promise.all(value.map((item) => resolve(item, ctx)));
  if (!isJsonObject(value)) return value;
  if (Object.hasOwn(value, "$secret")) return ctx.secret(value);
  const fields: { [field: string]: Json } = {};
  for (const [field, item] of Object.entries(value)) fields[field] = await resolve(item, ctx);
  return fields;
}
