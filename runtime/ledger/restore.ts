// Puts a backup in a ledger's place.
//
// In:  the ledger's path and a backup. Out: the backup's content under that path; what stood there before is kept in a folder
// beside it, untouched. Refused while a process holds the ledger, and for a backup that is not whole or is of another ledger.
// The restored ledger says that it is one, so its next start begins in recovery. The side file stays: by it the fence and the
// journal's ids go on from where the replaced ledger was, and no number is ever given twice.

import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { WallTime } from "../clock.ts";
import { LedgerError } from "../ledger.ts";
import { COPY, readBackup, sync, type Backup } from "./backup.ts";
import { Database } from "./database.ts";
import { ledgerError } from "./failure.ts";
import { takeLock } from "./lock.ts";
import { makeFolder } from "./place.ts";
import { readFormat } from "./schema.ts";
import { readSide, sideOf, writeSide, type Side } from "./side.ts";

export interface Restored {
  readonly backup: Backup;
  /** Where the ledger that was replaced is now; null: there was none. */
  readonly replaced: string | null;
}

export function restore(path: string, backupPath: string, now: WallTime): Restored {
  makeFolder(path);
  const lock = takeLock(path, "setpoint ledger restore", now);
  const draft = `${path}.restoring`;
  try {
    const backup = readBackup(backupPath);
    const known = readSide(path) ?? null;
    const present = presentSide(path, now);
    const { ledger } = backup.manifest;
    const other = [present, known].find((side) => side !== null && side.ledger !== ledger);
    if (other !== undefined)
      throw new LedgerError(
        `The backup ${backupPath} is of the ledger ${ledger}, and ${path} is the ledger ${other?.ledger ?? ""}.`,
        "Choose a backup of this ledger. To begin with another one all the same, move the present one away first, with its .audit-head file.",
      );
    rmSync(draft, { force: true });
    copyFileSync(join(backup.path, COPY), draft);
    if (existsSync(path)) chmodSync(draft, statSync(path).mode & 0o777);
    sync(draft);
    writeSide(path, furthest([known, present, { ...backup.manifest, at: now }], now));
    const replaced = moveAway(path, now);
    renameSync(draft, path);
    sync(dirname(path));
    return { backup, replaced };
  } catch (error) {
    throw ledgerError(error, path);
  } finally {
    rmSync(draft, { force: true });
    lock.release();
  }
}

/** How far the ledger had come that is to be replaced; null: there is none, or it is not readable. */
function presentSide(path: string, now: WallTime): Side | null {
  if (!existsSync(path)) return null;
  try {
    const database = new Database(path, { readOnly: true, timeout: 0 });
    try {
      return readFormat(database) === 0 ? null : sideOf(database, now);
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function furthest(sides: readonly (Side | null)[], at: WallTime): Side {
  const known = sides.filter((side) => side !== null);
  const [most] = known.toSorted((a, b) => b.entries - a.entries);
  return {
    ledger: most?.ledger ?? "",
    fence: Math.max(0, ...known.map((side) => side.fence)),
    journal: Math.max(0, ...known.map((side) => side.journal)),
    entries: most?.entries ?? 0,
    head: most?.head ?? null,
    at,
  };
}

function moveAway(path: string, now: WallTime): string | null {
  const present = ["", "-wal", "-shm"].filter((end) => existsSync(path + end));
  if (present.length === 0) return null;
  const stamp = new Date(now).toISOString().replaceAll(":", "-").replace(".", "-");
  let folder = `${path}.replaced-${stamp}`;
  for (let number = 2; existsSync(folder); number++) folder = `${path}.replaced-${stamp}-${number}`;
  mkdirSync(folder, { mode: 0o700 });
  // The main file last: without it, what is left is an empty place, and never half a ledger.
  for (const end of present.toReversed()) renameSync(path + end, join(folder, basename(path) + end));
  sync(folder);
  return folder;
}
