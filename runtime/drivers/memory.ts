// A target that is only in memory, for tests and demos: the driver over a `MemoryWorld` (memory/world.ts).
//
// In:  things of the kind `std.memory.Thing { @key name, value, … }`. Out: all that a driver can do, with the outputs `id` and
// `url`. It keeps the contract where no fault of the world's script says otherwise, so it is also the contract's example.

import type { Address } from "../../compiler/address.ts";
import type { JsonObject } from "../../compiler/json.ts";
import { pause } from "../clock.ts";
import {
  ConnectError,
  type ActContext,
  type Driver,
  type Health,
  type LookContext,
  type Outcome,
  type Present,
  type Reading,
  type Session,
  type Subject,
  type Watch,
} from "../driver.ts";
import { reveal } from "../resolve.ts";
import { sameJson, type EffectCall, type MemoryWorld, type Silence, type Thing } from "./memory/world.ts";

export const MEMORY_KIND = "std.memory.Thing";
/** Shares its places with the other kind: there is one of a name, a thing or a box. */
export const MEMORY_BOX = "std.memory.Box";

export function memoryDriver(world: MemoryWorld): Driver {
  return {
    name: "memory",
    kinds: [MEMORY_KIND, MEMORY_BOX],
    host: "never",
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
  const present = (name: string, kind: string): Present | null => {
    const thing = world.shown(name);
    if (thing === null) return null;
    const version = versionOf(thing);
    if (isOther(thing, kind))
      return { kind: "present", live: { name }, outputs: {}, version, instead: `a ${thing.kind}` };
    return { kind: "present", live: thing.spec, outputs: outputsOf(thing, name, identity), version };
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
    const spec =
      call === "remove"
        ? null
        : ((await reveal(subject.spec, (reference) => ctx.secret(reference))) as JsonObject);
    const fault = world.takeEffectFault(call, name);
    const there = world.truth(name);
    const ended = (): Outcome => done(call === "remove" ? null : world.truth(name), name, identity);
    if (fault === null || fault.does !== "nothing") {
      const settled = settledBefore(call, subject, there, spec, known);
      if (settled === "as-wanted" && fault === null) return ended();
      if (settled !== null && settled !== "as-wanted") return settled;
      if (settled === null) world.act(call, name, spec, ctx.intent.id, fault, subject.kind);
    }
    const says = fault?.says ?? null;
    if (says === null) return ended();
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
        else readings.set(subject.address, present(name, subject.kind) ?? { kind: "gone" });
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
    health: async (subjects, ctx) => {
      await takeTime(world, ctx);
      const heard = (subject: Subject): Health => {
        if (world.unreachable !== null) return { kind: "unknown", why: world.unreachable };
        const why = world.illness(nameOf(subject));
        return why === null ? { kind: "healthy" } : { kind: "unhealthy", why };
      };
      return new Map(subjects.map((subject) => [subject.address, heard(subject)]));
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
      const effect = world.effects.findLast((effect) => effect.intent === intent.id && effect.name === name);
      const there = world.truth(name);
      if (effect === undefined || (there !== null && isOther(there, resource.kind))) return "not-done";
      if (effect.does === "half") return there === null ? "unknown" : "part";
      // Of a replace, only the old thing is gone: whether a thing that is there now is the new one, nobody can tell.
      if (effect.call === "remove" && there !== null) return "unknown";
      return "done";
    },
    watch: (subjects, look) => {
      const watch = watchMemory(world, subjects, look);
      closers.add(() => watch.close());
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
  subject: Subject,
  there: Thing | null,
  spec: JsonObject | null,
  known: Present | null,
): "as-wanted" | Outcome | null {
  const name = nameOf(subject);
  // What is of another kind is not what was to go.
  if (call === "remove" && (there === null || isOther(there, subject.kind))) return "as-wanted";
  if (there !== null && isOther(there, subject.kind))
    return { kind: "conflict", why: `${name} is a ${there.kind} by now` };
  if (there !== null && spec !== null && sameJson(there.spec, spec)) return "as-wanted";
  if (call === "create" && there !== null)
    return { kind: "conflict", why: `${name} is there already, and is another` };
  if (call === "update" && there === null) return { kind: "conflict", why: `${name} is gone` };
  if (there !== null && known !== null && known.version !== versionOf(there))
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
  const name = subject.spec["name"];
  if (typeof name !== "string") throw new TypeError(`${subject.address} has no name`);
  return name;
}

function isOther(thing: Thing, kind: string): boolean {
  return thing.kind !== null && thing.kind !== kind;
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
