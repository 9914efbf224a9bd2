// A ledger, opened: for writing by one process, for reading by any number beside it.
//
// In:  a path (":memory:" is a ledger of its own that ends with the process), a clock, and what the holder calls itself.
// Out: a `Ledger` or a `LedgerReader`, or a `LedgerError` with what is the matter and what to do.
// The order matters: the lock first, then looking at what the file is, and only then the first write. A file that is not a
// whole ledger is never written to.

import { closeSync, openSync, renameSync, rmSync } from "node:fs";
import type { Clock, WallTime } from "../clock.ts";
import type { Ledger, LedgerError, LedgerReader } from "../ledger.ts";
import { auditHead } from "./audit.ts";
import { backUpBeforeUpgrade } from "./backup.ts";
import { Database } from "./database.ts";
import { makeDigestKey } from "./digest-key.ts";
import { cannotOpen, damaged, ledgerError, older, readError, sideError } from "./failure.ts";
import { FileGuard } from "./guard.ts";
import { takeLock, type Holder, type Lock } from "./lock.ts";
import { Reservations } from "./reservations.ts";
import { ledgerReader } from "./read.ts";
import { pinsOf, readPins, takePins, writePins } from "./pins.ts";
import { findLedger, makeFolder } from "./place.ts";
import { begin } from "./recovery.ts";
import { ledgerId, migrate, NEWEST_FORMAT, readFormat } from "./schema.ts";
import { readSide, sideOf, writeSide, type Side } from "./side.ts";
import { LedgerWriter, type Around } from "./write.ts";

export interface LedgerOptions {
  readonly path: string;
  readonly clock: Clock;
  /** The agent's name, or what else the process calls itself; whoever finds the ledger held is told it. */
  readonly holder: string;
  /** Told what went wrong beside the ledger and does not stop it. */
  readonly tell?: (problem: LedgerError) => void;
}

const IN_MEMORY = ":memory:";
const PAGES = "PRAGMA page_size = 8192";

export function openLedger({ path, clock, holder, tell }: LedgerOptions): Ledger {
  const now = clock.wall();
  if (path === IN_MEMORY) {
    const database = new Database(path, { readOnly: false, timeout: 0 });
    migrate(database, 0, now);
    return ledgerOf(
      database,
      clock,
      takeFence(database, { name: holder, host: "", pid: 0, since: now }, 0),
      null,
      IN_MEMORY_AROUND,
    );
  }
  makeFolder(path);
  findLedger(path);
  const lock = takeLock(path, holder, now);
  let database: Database | null = null;
  try {
    const side = readSide(path);
    makeFile(path);
    database = new Database(path, { readOnly: false, timeout: LOCK_TIMEOUT });
    const format = readFormat(database);
    if (format > 0) quickCheck(database);
    if (format === 0) database.script(PAGES);
    database.script(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
       PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 0`);
    if (format > 0 && format < NEWEST_FORMAT) tryBackup(database, now, tell ?? ignore);
    makeDigestKey(path);
    const fence = settleIn(database, format, side, lock.holder);
    return ledgerOf(database, clock, fence, lock, aroundOf(database, clock, tell ?? ignore));
  } catch (error) {
    database?.close();
    lock.release();
    throw ledgerError(error, path);
  }
}

/** All that an opening writes, in one transaction: the format, what kind of beginning it is, and the next fencing number. */
function settleIn(database: Database, format: number, side: Side | null | undefined, holder: Holder): number {
  return database.transaction(() => {
    migrate(database, format, holder.since);
    const { entries } = auditHead(database);
    begin(database, format === 0, side, holder.since);
    takePins(database, readPins(database.path), entries);
    const known = side?.ledger === ledgerId(database) ? side.fence : 0;
    return takeFence(database, holder, known);
  });
}

/** An upgrade is one transaction and needs no backup to be safe; the backup is the way back to an older program. */
function tryBackup(database: Database, now: WallTime, tell: (problem: LedgerError) => void): void {
  try {
    backUpBeforeUpgrade(database, now);
  } catch (error) {
    tell(ledgerError(error, database.path));
  }
}

/** Null: there is no ledger yet. */
export function readLedger({ path }: { readonly path: string }): LedgerReader | null {
  if (findLedger(path) === null) return null;
  const database = new Database(path, { readOnly: true, timeout: LOCK_TIMEOUT });
  try {
    const format = readFormat(database);
    if (format === 0) {
      // Another process is making it at this moment, or was killed while it did.
      database.close();
      return null;
    }
    if (format < NEWEST_FORMAT) throw older(path, format, NEWEST_FORMAT);
    return ledgerReader(database);
  } catch (error) {
    database.close();
    throw readError(error, path);
  }
}

/** The one writer waits only for programs that are not Setpoint. */
const LOCK_TIMEOUT = 2_000;

function aroundOf(database: Database, clock: Clock, tell: (problem: LedgerError) => void): Around {
  const { path } = database;
  const audited = (): void => {
    try {
      writeSide(path, sideOf(database, clock.wall()));
    } catch (error) {
      tell(sideError(error, path));
    }
  };
  const decided = (): void => {
    try {
      writePins(path, pinsOf(database));
    } catch (error) {
      tell(sideError(error, path));
    }
  };
  audited();
  decided();
  return { guard: new FileGuard(path), audited, decided };
}

const IN_MEMORY_AROUND: Around = { guard: null, audited: ignore, decided: ignore };

function ignore(): void {
  // In memory nothing stands beside the ledger, and whoever gives no `tell` wants to hear of nothing.
}

function ledgerOf(
  database: Database,
  clock: Clock,
  fence: number,
  lock: Lock | null,
  around: Around,
): Ledger {
  const writer = new LedgerWriter(database, clock, fence, around);
  const reader = ledgerReader(database);
  const reservations = new Reservations(reader.openIntents());
  return {
    ...reader,
    claim: (identity) => writer.claim(identity),
    reservation: (identity) => reservations.of(identity),
    fence,
    putEnvironment: (row, version) => writer.putEnvironment(row, version ?? null),
    putApplied: (standing) => writer.putApplied(standing),
    putTarget: (row) => writer.putTarget(row),
    begin: (intents, released) => {
      const entries = writer.begin(intents, released);
      reservations.begun(entries);
      return entries;
    },
    finish: (results) => {
      writer.finish(results);
      reservations.finished(results);
    },
    note: (changes, released) => writer.note(changes, released),
    audit: (entry) => writer.audit(entry),
    decide: (decisions, entry) => writer.decide(decisions, entry),
    reckon: (suspends) => writer.reckon(suspends),
    hold: (environment, held) => writer.hold(environment, held),
    endRecovery: (environment, who, why) => writer.endRecovery(environment, who, why),
    attend: () => writer.attend(),
    prune: (retention) => writer.prune(retention),
    close: () => {
      // How far it came, for the next start. What another writer has taken over is no longer this one's to speak of.
      if (lock !== null && writer.isWriter()) around.audited();
      database.close();
      lock?.release();
    },
  };
}

/** The next number after all that were given, `known` from outside of the ledger included. */
function takeFence(database: Database, { name, host, pid, since }: Holder, known: number): number {
  return database.transaction(() => {
    const row = database
      .prepare(
        "UPDATE lease SET fence = max(fence, ?) + 1, holder = ?, host = ?, pid = ?, since = ? RETURNING fence",
      )
      .get(known, name, host, pid, since);
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

/**
 * Its owner's alone: what is in files that others may not read is in it as well. SQLite gives what it makes beside it the same
 * mode. It is an empty database in the mode that a ledger has, whole before it has its name, so that SQLite need not guard the
 * making of it by a journal, which waits for the disk four times.
 */
function makeFile(path: string): void {
  if (findLedger(path) !== null) return;
  const draft = `${path}.new`;
  try {
    for (const left of [draft, `${draft}-wal`, `${draft}-shm`]) rmSync(left, { force: true });
  } catch (error) {
    throw cannotOpen(path, `${draft} is in the way of a new one`, error);
  }
  try {
    closeSync(openSync(draft, "wx", 0o600));
    const database = new Database(draft, { readOnly: false, timeout: 0 });
    try {
      database.script(`${PAGES}; PRAGMA journal_mode = MEMORY; PRAGMA journal_mode = WAL`);
    } finally {
      database.close();
    }
    renameSync(draft, path);
  } catch (error) {
    throw ledgerError(error, path);
  }
}
