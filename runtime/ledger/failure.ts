// What can go wrong with a ledger's file, in words for people.
//
// In:  what SQLite or the disk threw, and the ledger's path. Out: a `LedgerError` that says what happened and what to do.
// Surprising: nothing here ever suggests that the program repairs or overwrites the file. A damaged ledger is evidence;
// moving it away is a person's decision, and the agent then starts in recovery, where it adopts and deletes nothing.

import { LedgerError } from "../ledger.ts";
import { reasonOf } from "../refused.ts";

const AWAY =
  "Stop the agent, move the file away (with its -wal and -shm files) and keep it. The next start begins in recovery: it looks at everything and adopts what is as it should be. A backup can be put in its place instead: setpoint ledger restore BACKUP.";

export function damaged(path: string, why: string, cause?: unknown): LedgerError {
  return new LedgerError(`The ledger ${path} is damaged: ${why}.`, AWAY, { cause });
}

export function foreign(path: string, what: string, cause?: unknown): LedgerError {
  return new LedgerError(
    `${path} is not a ledger: ${what}. Nothing in it was changed.`,
    "Name another file as `ledger` under [agent] in setpoint.toml. If it should be the ledger, it was overwritten: move it away and put a backup in its place, or start without one, in recovery.",
    { cause },
  );
}

export function newer(path: string, found: number, known: number): LedgerError {
  return new LedgerError(
    `The ledger ${path} was written by a newer Setpoint (its format is ${found}, this program knows formats up to ${known}).`,
    "Start the newer program again. A ledger is never taken back to an older format; to go back, put the backup made before the upgrade in its place.",
  );
}

export function older(path: string, found: number, known: number): LedgerError {
  return new LedgerError(
    `The ledger ${path} has an older format (${found}; this program's is ${known}).`,
    "The next command that writes to it brings it up to date, after a backup: `setpoint run` or `setpoint apply`.",
  );
}

/** `error` as it came from SQLite or from the file system; a `LedgerError` is passed on as it is. `beside`: it was that file. */
export function ledgerError(error: unknown, path: string, beside: string | null = null): LedgerError {
  if (error instanceof LedgerError) return error;
  const code = sqliteCode(error);
  if (code === null && isSystemError(error)) {
    if (error.code === "ENOSPC" || error.code === "EDQUOT") return full(path, error);
    const why = reasonOf(error);
    return cannotOpen(path, beside === null ? why : `${beside} cannot be written: ${why}`, error);
  }
  const words = error instanceof Error ? error.message : String(error);
  switch (code ?? SQLITE.error) {
    case SQLITE.busy:
    case SQLITE.locked:
      return new LedgerError(
        `The ledger ${path} is locked by another program.`,
        "Something other than Setpoint has the file open (a database browser, a backup?). Close it there and try again.",
        { cause: error },
      );
    case SQLITE.readonly:
      return new LedgerError(
        `The ledger ${path} cannot be written: the file or its folder is read-only.`,
        "The agent needs to write the file and to create files beside it. Give its user that right, or name another `ledger` under [agent] in setpoint.toml.",
        { cause: error },
      );
    case SQLITE.full:
      return full(path, error);
    case SQLITE.io:
      return new LedgerError(
        `The ledger ${path} cannot be read or written: ${words}.`,
        "The disk or the file system reports an error: it may be full. Look at the system's log, at quotas and at file size limits; the agent stops acting until it can write again.",
        { cause: error },
      );
    case SQLITE.corrupt:
      return damaged(path, words, error);
    case SQLITE.notADatabase:
      return foreign(path, "it is no SQLite database, or its first bytes are damaged", error);
    case SQLITE.cannotOpen:
    case SQLITE.permission:
      return cannotOpen(path, words, error);
  }
  return new LedgerError(
    `The ledger ${path} refused a change: ${words}.`,
    "Nothing was written. If no other program has touched the file, this is a mistake in Setpoint: please report it with the words above.",
    { cause: error },
  );
}

function full(path: string, cause: unknown): LedgerError {
  return new LedgerError(
    `The ledger ${path} cannot be written: the disk is full.`,
    "Make room on its disk. What was not recorded was not done: the agent stops acting until it can write again.",
    { cause },
  );
}

/** It says nothing of the ledger itself: who asks, or the disk, stands in the way. */
export function isInTheWay(error: unknown): boolean {
  const cause = error instanceof LedgerError ? error.cause : error;
  const code = sqliteCode(cause);
  return code === null ? isSystemError(cause) : IN_THE_WAY.has(code);
}

/** Even to read a ledger, SQLite must be able to make files beside it, unless its writer has them open. */
export function readError(error: unknown, path: string): LedgerError {
  if (sqliteCode(error instanceof LedgerError ? error.cause : error) !== SQLITE.readonly)
    return ledgerError(error, path);
  return new LedgerError(
    `The ledger ${path} cannot be read by this user: reading it makes files beside it, and its folder is read-only.`,
    "Ask as the user that the agent runs as, or while the agent runs.",
    { cause: error },
  );
}

/** The file beside the ledger, which says how far it had come. */
export function sideError(error: unknown, path: string): LedgerError {
  const why = isSystemError(error) ? reasonOf(error) : String(error);
  return new LedgerError(
    `The file ${path}.audit-head could not be written: ${why}.`,
    "The ledger itself is well. Until the file can be written, a ledger that was set back to an older state is not noticed: give the agent's user the right to write in that folder, or make room.",
    { cause: error },
  );
}

export function cannotOpen(path: string, why: string, cause?: unknown): LedgerError {
  return new LedgerError(
    `The ledger ${path} cannot be opened: ${why}.`,
    "Check that its folder exists and that this user may read and write there, or name another `ledger` under [agent] in setpoint.toml.",
    { cause },
  );
}

/** SQLite's primary result codes, as far as they deserve words of their own. */
const SQLITE = {
  error: 1,
  permission: 3,
  busy: 5,
  locked: 6,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

const IN_THE_WAY: ReadonlySet<number> = new Set([
  SQLITE.permission,
  SQLITE.busy,
  SQLITE.locked,
  SQLITE.readonly,
  SQLITE.io,
  SQLITE.full,
  SQLITE.cannotOpen,
]);

/** The primary result code, or null for what did not come from SQLite. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  // The upper bits say more, and differ between systems.
  return error.errcode & 0xff;
}

export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE.busy;
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
