// Where a ledger is to stand: whether a file is there, and the folder for one.
//
// In:  the ledger's path. Out: what is there, or a `LedgerError` in words. Nothing is there only if the system says so: what may
// not be looked at, and what is no file, is never taken for nothing.
// Surprising: it only asks the file system. Opening the file would drop SQLite's locks on it.

import { lstatSync, mkdirSync, statSync, type Stats } from "node:fs";
import { dirname } from "node:path";
import { codeOf } from "../refused.ts";
import { cannotOpen, ledgerError } from "./failure.ts";

/** Null: nothing is there. */
export function findLedger(path: string): Stats | null {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw ledgerError(error, path);
    // The disk that has the ledger may not be mounted: a new one would take its place.
    if (isLink(path)) throw cannotOpen(path, "it is a link to what is not there");
    return null;
  }
  if (stats.isDirectory()) throw cannotOpen(path, "it is a folder");
  if (!stats.isFile()) throw cannotOpen(path, "it is not a plain file");
  return stats;
}

export function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cannotOpen(path, `its folder ${dirname(path)} cannot be made`, error);
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
