// Looks after the ledger while an agent runs: is it still the file that was opened, is it backed up, does it stay small.
//
// In:  the ports, the ledger, a signal. Out: backups beside the ledger, `problem` events. Rejects only when the ledger is no
// longer the agent's to write: everything else goes wrong in words and is tried again an hour later.
// Both clocks are asked: a wall clock that jumps neither makes a backup every minute nor none for a year.

import { pause, type MonotonicTime } from "./clock.ts";
import type { EventBody } from "./events.ts";
import { type Ledger, LedgerError } from "./ledger.ts";
import { backUp, type Backup, backupFolder, listBackups, sweepBackups } from "./ledger/backup.ts";
import { RETENTION } from "./ledger/prune.ts";
import type { EnginePorts } from "./reconcile.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface KeeperOptions {
  readonly ports: EnginePorts;
  readonly ledger: Ledger;
  readonly emit: (body: EventBody) => void;
}

export async function keepLedger(options: KeeperOptions, signal: AbortSignal): Promise<void> {
  const { ports, ledger } = options;
  if (ledger.path === ":memory:") return;
  let tried: MonotonicTime | null = null;
  for (;;) {
    await pause(ports.clock, MINUTE, signal);
    if (signal.aborted) return;
    ledger.attend();
    const now = ports.clock.monotonic();
    if (tried === null ? !isDue(options) : now - tried < HOUR) continue;
    tried = now;
    await tend(options);
  }
}

/** At a start the newest backup may be of a moment ago. */
function isDue({ ports, ledger }: KeeperOptions): boolean {
  const newest = newestBackup(ledger);
  if (newest === null) return true;
  return Math.abs(ports.clock.wall() - Date.parse(newest.manifest.at)) >= HOUR;
}

/** Where they cannot be read, making one says why. */
function newestBackup({ path, id }: Ledger): Backup | null {
  try {
    return listBackups(backupFolder(path)).find(({ manifest }) => manifest.ledger === id) ?? null;
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

async function tend({ ports, ledger, emit }: KeeperOptions): Promise<void> {
  const { path, id } = ledger;
  const folder = backupFolder(path);
  try {
    ledger.prune({ ...RETENTION, age: ports.config.agent.history ?? RETENTION.age });
    await backUp({ path, folder, reason: "hourly", now: ports.clock.wall() });
    sweepBackups(folder, id);
  } catch (error) {
    // That the ledger itself cannot be written is noticed by whoever has to write, and by the next minute's look.
    const why = error instanceof Error ? error.message : String(error);
    const help = error instanceof LedgerError ? error.help : null;
    emit({ kind: "problem", what: "looking after the ledger", why, help });
  }
}
