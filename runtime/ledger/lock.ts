// The lock that makes a ledger have one writer, and who holds it.
//
// In:  the ledger's path. Out: a `Lock` that lasts until it is closed or the process ends, however it ends, or a
// `LedgerError` that names the holder.
// The lock is an open write transaction on `<ledger>.lock`, an empty database in which nothing is ever committed: the
// operating system releases it with the process, so that a killed holder blocks nobody and leaves nothing to clean up. Who
// holds it stands in `<ledger>.holder`, written once it is held: a person's text, never asked whether the lock is held.
// Surprising: nothing may open the .lock file (or the ledger) as a plain file in this process. On POSIX systems, closing
// any descriptor of a file drops all of the process's locks on it.

import { hostname } from "node:os";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { WallTime } from "../clock.ts";
import { isJsonObject, type Json } from "../../compiler/json.ts";
import { LedgerError, LedgerHeldError } from "../ledger.ts";
import { cannotOpen, isBusy, ledgerError } from "./failure.ts";

export interface Holder {
  /** The agent's name, or what else it calls itself. */
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly since: WallTime;
}

export interface Lock {
  readonly holder: Holder;
  release(): void;
}

export function takeLock(path: string, name: string, now: WallTime): Lock {
  const holder: Holder = { name, host: hostname(), pid: process.pid, since: now };
  const lockPath = `${path}.lock`;
  const connection = openLockFile(lockPath, path);
  try {
    // In memory: the journal file of a holder that was killed would have to be rolled back by the next one.
    connection.exec("PRAGMA journal_mode = MEMORY");
    connection.exec("BEGIN IMMEDIATE");
  } catch (error) {
    connection.close();
    throw isBusy(error) ? held(path, readHolder(path), error) : lockFailure(error, lockPath);
  }
  try {
    writeHolder(path, holder);
  } catch (error) {
    connection.close();
    throw ledgerError(error, path, holderPath(path));
  }
  return {
    holder,
    release: () => {
      // Whoever took the ledger over, after its lock file was removed, has written its own name there.
      const now = readHolder(path);
      if (now?.pid === holder.pid && now.since === holder.since) rmSync(holderPath(path), { force: true });
      if (connection.isOpen) connection.close();
    },
  };
}

/** Who took the lock last and has not given it back: not necessarily a process that still lives. */
export function readHolder(path: string): Holder | null {
  let value: Json;
  try {
    value = JSON.parse(readFileSync(holderPath(path), "utf8")) as Json;
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  const { name, host, pid, since } = value;
  if (
    typeof name !== "string" ||
    typeof host !== "string" ||
    typeof pid !== "number" ||
    typeof since !== "number"
  )
    return null;
  return { name, host, pid, since };
}

function writeHolder(path: string, holder: Holder): void {
  const draft = `${holderPath(path)}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(holder)}\n`);
    renameSync(draft, holderPath(path));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function holderPath(path: string): string {
  return `${path}.holder`;
}

function openLockFile(lockPath: string, path: string): DatabaseSync {
  try {
    return new DatabaseSync(lockPath, { timeout: 0 });
  } catch (error) {
    throw cannotOpen(path, `its lock file ${lockPath} cannot be created`, error);
  }
}

function lockFailure(error: unknown, lockPath: string): LedgerError {
  return new LedgerError(
    `The lock file ${lockPath} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
    "It holds nothing of value. If no agent runs on this ledger, delete it and start again; check that this user may write there.",
    { cause: error },
  );
}

function held(path: string, holder: Holder | null, cause: unknown): LedgerError {
  const who =
    holder === null
      ? "another process that has just started"
      : `"${holder.name}" (process ${holder.pid} on ${holder.host}) since ${showTime(holder.since)}`;
  return new LedgerHeldError(
    `The ledger ${path} is held by ${who}.`,
    "A ledger has one writer. Work through the running agent, or stop it first; if it was killed, its lock is already gone and trying again is enough.",
    { cause },
  );
}

function showTime(at: WallTime): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "an unknown time" : date.toISOString();
}
