// An agent's engine over a world in memory, with a clock that a test moves: hours and restarts cost nothing.
//
// In:  things by name. Out: what was done to them, and what is said of each. The ledger is a file, so that an engine can be
// closed and another opened on what the first one left.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Kind } from "../../compiler/graph.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { EnvironmentGrant, TargetGrant } from "../../runtime/config.ts";
import { NO_SECRETS } from "../../runtime/config/secrets.ts";
import { defaultEnvironment } from "../../runtime/config/environment.ts";
import type { Decision } from "../../runtime/decision.ts";
import { memoryDriver } from "../../runtime/drivers/memory.ts";
import { MemoryWorld } from "../../runtime/drivers/memory/world.ts";
import { openEngine } from "../../runtime/engine.ts";
import type { Event } from "../../runtime/events.ts";
import type { Ledger } from "../../runtime/ledger.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import type { Convergence, DesiredVersion, Engine, EnginePorts } from "../../runtime/reconcile.ts";
import type { StatusReport } from "../../runtime/status.ts";
import { FakeClock } from "./fake-clock.ts";
import { type Declared, graphOf, sha256, versionOf } from "./graphs.ts";

export const THING: Kind = {
  version: 1,
  driver: "memory",
  key: ["/name"],
  lists: {},
  own: {},
  secret: [],
  forces: ["/size"],
  replace: "delete-first",
  holdsData: false,
  irreversible: false,
  settles: 0,
  outputs: {
    id: { type: "String", secret: false, stable: false },
    url: { type: "String", secret: false, stable: false },
  },
};

/** A change of `size` cannot be made in place. */
export function thing(
  name: string,
  value: JsonObject[string],
  more: Partial<Declared> & { size?: number } = {},
): Declared {
  const { size = 1, ...rest } = more;
  return { kind: "std.memory.Thing", target: "memory", spec: { name, value, size }, ...rest };
}

/** Of another kind than a thing, and where it is no thing of that name can be. */
export function box(name: string, value: JsonObject[string], more: Partial<Declared> = {}): Declared {
  return thing(name, value, { ...more, kind: "std.memory.Box" });
}

export interface Agent {
  readonly clock: FakeClock;
  readonly world: MemoryWorld;
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly events: readonly Event[];
  readonly ports: EnginePorts;
  /** Makes these things desired, and converges. */
  want(things: Readonly<Record<string, Declared>>, more?: Want): Promise<Convergence>;
  /** The same without converging. */
  desire(things: Readonly<Record<string, Declared>>, more?: Want): void;
  converge(): Promise<Convergence>;
  /** Lets time pass while the engine runs, in steps of at most a minute. */
  pass(milliseconds: number): Promise<void>;
  /** The process ends, and another begins: its monotonic clock too. `wall`: what happens to the wall clock meanwhile. */
  restart(wall?: number): Promise<void>;
  decide(...decisions: Decision[]): void;
  /** `update web` for each effect on the world since the last call. */
  done(): readonly string[];
  report(address: string): StatusReport | undefined;
  close(): Promise<void>;
}

export interface Want {
  readonly commit?: string;
  readonly delivery?: JsonObject;
  readonly kind?: Partial<Kind>;
  readonly removed?: NonNullable<Parameters<typeof graphOf>[1]>["removed"];
}

export function versionFor(
  things: Readonly<Record<string, Declared>>,
  { commit, delivery, kind, removed }: Want = {},
): DesiredVersion {
  const kinds = { "std.memory.Thing": { ...THING, ...kind }, "std.memory.Box": THING };
  const graph = graphOf(things, { kinds, ...(delivery && { delivery }), ...(removed && { removed }) });
  return versionOf(graph, commit ?? null);
}

export function memoryAgent(
  grant: Partial<EnvironmentGrant> = {},
  start?: number,
  target: Partial<TargetGrant> = {},
): Agent {
  const folder = mkdtempSync(join(tmpdir(), "setpoint-agent-"));
  let clock = new FakeClock(start);
  const world = new MemoryWorld();
  const events: Event[] = [];
  let seen = 0;
  const config = {
    path: null,
    agent: { name: "test", ledger: join(folder, "ledger.db") },
    store: null,
    environments: [{ ...defaultEnvironment("test"), ...grant }],
    targets: [
      {
        name: "memory",
        driver: "local" as const,
        base: "/",
        roots: [],
        exec: false,
        process: false,
        poll: 30_000,
        watch: true,
        ...target,
      },
    ],
    secrets: NO_SECRETS,
  };
  const portsAt = (now: FakeClock): EnginePorts => ({
    config,
    clock: now,
    drivers: [memoryDriver(world)],
    emit: (event) => events.push(event),
    random: () => 0.5,
    sha256,
  });
  let ports = portsAt(clock);
  let ledger = openLedger({ path: config.agent.ledger, clock, holder: "test" });
  let engine = openEngine(ports, ledger, "test");
  let desired: DesiredVersion | null = null;

  /** Lets everything happen that needs no time. */
  const settle = async (turns = 20): Promise<void> => {
    for (let turn = 0; turn < turns; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(0);
    }
  };
  const until = async <T>(work: Promise<T>): Promise<T> => {
    const state = { over: false };
    const ended = work.finally(() => {
      state.over = true;
    });
    while (!state.over) await settle(1);
    return ended;
  };
  const converge = (): Promise<Convergence> => until(engine.converge(new AbortController().signal));
  const desire: Agent["desire"] = (things, more) => {
    desired = versionFor(things, more);
    engine.desire(desired);
  };
  return {
    get clock() {
      return clock;
    },
    world,
    get ledger() {
      return ledger;
    },
    get engine() {
      return engine;
    },
    get ports() {
      return ports;
    },
    events,
    desire,
    want: (things, more) => {
      desire(things, more);
      return converge();
    },
    converge,
    pass: async (milliseconds) => {
      const stop = new AbortController();
      const running = engine.run(stop.signal);
      await settle();
      for (let left = milliseconds; left > 0; left -= 30_000) {
        clock.advance(Math.min(left, 30_000));
        await settle();
      }
      stop.abort();
      await until(running);
    },
    restart: async (wall = 0) => {
      await engine.close();
      ledger.close();
      clock = new FakeClock(clock.wall() + wall);
      ports = portsAt(clock);
      ledger = openLedger({ path: config.agent.ledger, clock, holder: "test" });
      engine = openEngine(ports, ledger, "test");
      if (desired !== null) engine.desire(desired);
    },
    decide: (...decisions) => {
      const entry = { at: clock.wall(), who: "ada", what: "test", why: "", detail: {} };
      ledger.decide(decisions, entry);
      engine.reconsider(decisions.some(({ kind }) => kind === "forgotten" || kind === "target-accepted"));
    },
    done: () => {
      const fresh = world.effects.slice(seen).filter(({ intent }) => intent !== null);
      seen = world.effects.length;
      return fresh.map(({ call, name }) => `${call} ${name}`);
    },
    report: (address) => {
      const last = events.findLast((event) => event.kind === "status-changed" && event.address === address);
      return last?.kind === "status-changed" ? last.report : undefined;
    },
    close: async () => {
      await engine.close();
      ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
}
