// A world of real files for tests of the engine: a scratch folder that stands for `/`, a ledger, and the file driver.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../runtime/clock.ts";
import type { AgentConfig } from "../../runtime/config.ts";
import { DRIVERS } from "../../runtime/drivers/index.ts";
import { openEngine } from "../../runtime/engine.ts";
import type { Event } from "../../runtime/events.ts";
import type { Ledger } from "../../runtime/ledger.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import type { Engine, EnginePorts } from "../../runtime/reconcile.ts";
import { sha256 } from "./graphs.ts";

/** The machine's own clocks. */
export const realClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  timer: (delay, wake) => {
    if (delay <= 0) {
      const immediate = setImmediate(wake);
      return () => clearImmediate(immediate);
    }
    const timeout = setTimeout(wake, delay);
    return () => clearTimeout(timeout);
  },
};

export interface FileWorld {
  readonly base: string;
  readonly ports: EnginePorts;
  readonly events: Event[];
  readonly ledger: Ledger;
  engine(environment?: string): Engine;
  /** Every file below the base with its mode and content, every folder with its mode. */
  tree(): Record<string, string>;
  close(): Promise<void>;
}

export function fileWorld(options: { readonly poll?: number; readonly watch?: boolean } = {}): FileWorld {
  const scratch = mkdtempSync(join(tmpdir(), "setpoint-test-"));
  const base = join(scratch, "world");
  mkdirSync(join(base, "srv"), { recursive: true });
  const events: Event[] = [];
  const config: AgentConfig = {
    path: null,
    agent: { name: "test", ledger: join(scratch, "ledger.db") },
    store: null,
    environments: [],
    targets: [
      {
        name: "local",
        driver: "local",
        base,
        roots: ["/srv"],
        exec: false,
        process: false,
        poll: options.poll ?? 60_000,
        watch: options.watch ?? true,
      },
    ],
  };
  const ports: EnginePorts = {
    config,
    clock: realClock,
    drivers: DRIVERS,
    emit: (event) => events.push(event),
    random: () => 0.5,
    sha256,
  };
  const ledger = openLedger({ path: config.agent.ledger, clock: realClock, holder: "test" });
  const engines: Engine[] = [];
  return {
    base,
    ports,
    events,
    ledger,
    engine: (environment = "test") => {
      const engine = openEngine(ports, ledger, environment);
      engines.push(engine);
      return engine;
    },
    tree: () => treeOf(base),
    close: async () => {
      for (const engine of engines) await engine.close();
      ledger.close();
      rmSync(scratch, { recursive: true });
    },
  };
}

export function treeOf(folder: string): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const mode = (statSync(path).mode & 0o7777).toString(8);
    tree[path.slice(folder.length)] = entry.isDirectory()
      ? `${mode} folder`
      : `${mode} ${readFileSync(path, "utf8")}`;
  }
  return tree;
}
