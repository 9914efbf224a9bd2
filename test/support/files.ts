// A world of real files for tests of the engine: a scratch folder that stands for `/`, a ledger, and the file driver.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../../cli/host.ts";
import { NO_SECRETS } from "../../runtime/config/secrets.ts";
import type { TargetGrant } from "../../runtime/config.ts";
import { DRIVERS } from "../../runtime/drivers/index.ts";
import { defaultEnvironment } from "../../runtime/config/environment.ts";
import { openEngine } from "../../runtime/engine.ts";
import { DEFAULT_LIMITS, type LimitSettings } from "../../runtime/permit/limits.ts";
import type { Event, Listener } from "../../runtime/events.ts";
import type { Ledger } from "../../runtime/ledger.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import type { Engine, EnginePorts } from "../../runtime/reconcile.ts";
import { sha256 } from "./graphs.ts";

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

export interface Pace {
  readonly poll?: number;
  readonly watch?: boolean;
  /** None by default: most tests are not about them. */
  readonly limits?: LimitSettings;
}

export const NO_LIMITS: LimitSettings = {
  ...DEFAULT_LIMITS,
  share: 1,
  surprise: 1,
  last: false,
};

/** The ports of an engine whose only target is the folder `base`, with `/srv` granted. */
export function filePorts(base: string, ledger: string, emit: Listener, pace: Pace = {}): EnginePorts {
  const target: TargetGrant = {
    name: "local",
    driver: "local",
    base,
    roots: ["/srv"],
    exec: false,
    process: false,
    poll: pace.poll ?? 60_000,
    watch: pace.watch ?? true,
  };
  const config = {
    path: null,
    agent: { name: "test", ledger },
    store: null,
    environments: [{ ...defaultEnvironment("test"), limits: pace.limits ?? NO_LIMITS }],
    targets: [target],
    secrets: NO_SECRETS,
  };
  return { config, clock: realClock, drivers: DRIVERS, emit, random: () => 0.5, sha256 };
}

export function fileWorld(pace: Pace = {}): FileWorld {
  const scratch = mkdtempSync(join(tmpdir(), "setpoint-test-"));
  const base = join(scratch, "world");
  mkdirSync(join(base, "srv"), { recursive: true });
  const events: Event[] = [];
  const ports = filePorts(base, join(scratch, "ledger.db"), (event) => events.push(event), pace);
  const ledger = openLedger({ path: ports.config.agent.ledger, clock: realClock, holder: "test" });
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
