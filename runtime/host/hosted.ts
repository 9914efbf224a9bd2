// A driver whose sessions run in a process of their own.
//
// In:  a driver that a process can load. Out: a driver with the same contract, one process for each session. When the process
// ends, by itself or because a call did not, the session is dead: its calls reject, and the next connect starts another.

import type { Json } from "../../compiler/json.ts";
import type { Address } from "../../compiler/address.ts";
import type { Clock } from "../clock.ts";
import type { Driver, Health, Outcome, Reading, Session } from "../driver.ts";
import { HostProcess } from "./process.ts";
import type { DriverRef } from "./protocol.ts";

/** Null: its code is of this process alone, as the tests' worlds are. */
export function refOf(driver: Driver): DriverRef | null {
  if (driver.host === "never") return null;
  if (driver.module !== undefined) return { kind: "module", ...driver.module };
  return { kind: "listed", name: driver.name };
}

export function hosted(driver: Driver, ref: DriverRef, clock: Clock): Driver {
  return {
    name: driver.name,
    kinds: driver.kinds,
    connect: async (target, ctx) => {
      let dead: string | null = null;
      const host = new HostProcess(clock, (why) => {
        dead = why;
      });
      try {
        const facts = await host.connect(ref, target, ctx);
        return sessionOf(host, facts, () => dead ?? host.ended);
      } catch (error) {
        await host.close();
        throw error;
      }
    },
  };
}

function sessionOf(
  host: HostProcess,
  { identity, slots, probe, health, settle, watch }: Awaited<ReturnType<HostProcess["connect"]>>,
  dead: () => string | null,
): Session {
  return {
    identity,
    ...(slots === null ? {} : { slots }),
    dead,
    read: async (resources, ctx) => mapOf<Reading>(await host.call("read", [resources], null, ctx)),
    ...(probe
      ? {
          probe: async (resources, ctx) => mapOf<string>(await host.call("probe", [resources], null, ctx)),
        }
      : {}),
    ...(health
      ? {
          health: async (resources, ctx) => mapOf<Health>(await host.call("health", [resources], null, ctx)),
        }
      : {}),
    create: async (resource, ctx) => outcomeOf(await host.call("create", [resource], ctx.intent, ctx)),
    update: async (resource, present, patch, ctx) =>
      outcomeOf(await host.call("update", [resource, present, patch], ctx.intent, ctx)),
    remove: async (row, present, ctx) =>
      outcomeOf(await host.call("remove", [row, present], ctx.intent, ctx)),
    ...(settle
      ? {
          settle: async (intent, resource, ctx) => {
            const answer = await host.call("settle", [intent, resource], null, ctx);
            return answer === "done" || answer === "not-done" ? answer : "unknown";
          },
        }
      : {}),
    ...(watch ? { watch: (resources, look, degraded) => host.watch(resources, look, degraded) } : {}),
    close: () => host.close(),
  };
}

function mapOf<Value>(value: Json): ReadonlyMap<Address, Value> {
  return new Map(value as unknown as readonly (readonly [Address, Value])[]);
}

function outcomeOf(value: Json): Outcome {
  return value as unknown as Outcome;
}
