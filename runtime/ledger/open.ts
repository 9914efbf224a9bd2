// A ledger, opened: for writing by one process, for reading by any number beside it.
//
// In:  a path (":memory:" is a ledger of its own that ends with the process), a clock, and what the holder calls itself.
// Out: a `Ledger` or a `LedgerReader`, or a `LedgerError` with what is the matter and what to do.
// The order matters: the lock first, then looking at what the file is, and only then the first write. A file that is not a
// whole ledger is never written to.

import { mkdirSync, statSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import type { Clock } from "../clock.ts";
import type { Ledger, LedgerReader } from "../ledger.ts";
import { Database } from "./database.ts";
import { cannotOpen, damaged, ledgerError, readError } from "./failure.ts";
import { takeLock, type Holder, type Lock } from "./lock.ts";
import { ledgerReader } from "./read.ts";
import { migrate, NEWEST_FORMAT, readFormat } from "./schema.ts";
import { LedgerWriter } from "./write.ts";

export interface LedgerOptions {
  readonly path: string;
  readonly clock: Clock;
  /** The agent's name, or what else the process calls itself; whoever finds the ledger held is told it. */
  readonly holder: string;
}

const IN_MEMORY = ":memory:";

export function openLedger({ path, clock, holder }: LedgerOptions): Ledger {
  const now = clock.wall();
  if (path === IN_MEMORY) {
    const database = new Database(path, { readOnly: false, timeout: 0 });
    migrate(database, 0, now);
    return ledgerOf(
      database,
      clock,
      takeFence(database, { name: holder, host: "", pid: 0, since: now }),
      null,
    );
  }
  makeFolder(path);
  refuseNonFile(path);
  const lock = takeLock(path, holder, now);
  let database: Database | null = null;
  try {
    database = new Database(path, { readOnly: false, timeout: LOCK_TIMEOUT });
    const format = readFormat(database);
    if (format > 0) quickCheck(database);
    if (format === 0) database.script("PRAGMA page_size = 8192");
    database.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
    migrate(database, format, now);
    return ledgerOf(database, clock, takeFence(database, lock.holder), lock);
  } catch (error) {
    database?.close();
    lock.release();
    throw ledgerError(error, path);
  }
}

/** Null: there is no ledger yet. */
export function readLedger({ path }: { readonly path: string }): LedgerReader | null {
  if (refuseNonFile(path) === null) return null;
  const database = new Database(path, { readOnly: true, timeout: LOCK_TIMEOUT });
  try {
    const format = readFormat(database);
    if (format < NEWEST_FORMAT) {
      // Another process is making it at this moment, or was killed while it did.
      database.close();
      return null;
    }
    return ledgerReader(database);
  } catch (error) {
    database.close();
    throw readError(error, path);
  }
}

/** The one writer waits only for programs that are not Setpoint. */
const LOCK_TIMEOUT = 2_000;

function ledgerOf(database: Database, clock: Clock, fence: number, lock: Lock | null): Ledger {
  const writer = new LedgerWriter(database, clock, fence);
  return {
    ...ledgerReader(database),
    fence,
    putEnvironment: (row) => writer.putEnvironment(row),
    putTarget: (row) => writer.putTarget(row),
    begin: (intents, released) => writer.begin(intents, released),
    finish: (results) => writer.finish(results),
    note: (changes, released) => writer.note(changes, released),
    audit: (entry) => writer.audit(entry),
    close: () => {
      database.close();
      lock?.release();
    },
  };
}

function takeFence(database: Database, { name, host, pid, since }: Holder): number {
  return database.transaction(() => {
    const row = database
      .prepare("UPDATE lease SET fence = fence + 1, holder = ?, host = ?, pid = ?, since = ? RETURNING fence")
      .get(name, host, pid, since);
    const fence = row?.["fence"];
    if (typeof fence !== "number") throw damaged(database.path, "it has lost its lease");
    return fence;
  });
}

function quickCheck(database: Database): void {
  const row = database.one<{ readonly quick_check: string }>("PRAGMA quick_check(1)");
  if (row !== null && row.quick_check !== "ok")
    throw damaged(database.path, row.quick_check.replace(/^\*\*\*.*\n/, ""));
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw cannotOpen(path, `its folder ${dirname(path)} cannot be made`, error);
  }
}

/** Null: nothing is there. Only asks the file system: opening the file here would drop SQLite's locks on it. */
function refuseNonFile(path: string): Stats | null {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw ledgerError(error, path);
  }
  if (stats === undefined) return null;
  if (stats.isDirectory()) throw cannotOpen(path, "it is a folder");
  if (!stats.isFile()) throw cannotOpen(path, "it is not a plain file");
  return stats;
}
