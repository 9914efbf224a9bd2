// The side file, `<ledger>.audit-head`: how far the ledger had come, written down outside of it.
//
// In:  a ledger's path. Out: its id, fence, newest journal entry and the head of its audit log, as they were when they were
// last written: at each opening, with each audited act, and when it is closed.
// It may lag behind the ledger (the process died in between) and is never ahead of it. A ledger that is behind its side file
// is therefore older than its world, and a side file without a ledger says that there was one.

import { readFileSync } from "node:fs";
import type { WallTime } from "../clock.ts";
import { canonicalJson, isJsonObject, type Json } from "../../compiler/json.ts";
import { auditHead } from "./audit.ts";
import { writeBeside } from "./beside.ts";
import type { Database } from "./database.ts";
import { codeOf } from "../refused.ts";
import { ledgerId } from "./schema.ts";

export interface Side {
  readonly ledger: string;
  readonly fence: number;
  /** The newest id of the journal. */
  readonly journal: number;
  /** Entries of the audit log, and the hash of the newest one; null where there is none. */
  readonly entries: number;
  readonly head: string | null;
  readonly at: WallTime;
}

export function sidePath(path: string): string {
  return `${path}.audit-head`;
}

/** Null: there is none. Undefined: it is there and says nothing, or not to this user. */
export function readSide(path: string): Side | null | undefined {
  let text: string;
  try {
    text = readFileSync(sidePath(path), "utf8");
  } catch (error) {
    return codeOf(error) === "ENOENT" ? null : undefined;
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const { ledger, fence, journal, entries, head, at } = value;
  if (
    typeof ledger !== "string" ||
    typeof fence !== "number" ||
    typeof journal !== "number" ||
    typeof entries !== "number" ||
    (typeof head !== "string" && head !== null) ||
    typeof at !== "number"
  )
    return undefined;
  return { ledger, fence, journal, entries, head, at };
}

/** For whoever finds no ledger, or an empty one: there was one, and something was in it. */
export function isLost(path: string): boolean {
  return readSide(path) !== null;
}

/** What the side file is to say of the ledger as it stands. */
export function sideOf(database: Database, at: WallTime): Side {
  const fence = database.one<{ fence: number }>("SELECT fence FROM lease")?.fence ?? 0;
  return { ledger: ledgerId(database), fence, journal: newestJournal(database), ...auditHead(database), at };
}

export function newestJournal(database: Database): number {
  return database.one<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'journal'")?.seq ?? 0;
}

export function writeSide(path: string, side: Side): void {
  writeBeside(sidePath(path), `${canonicalJson({ ...side })}\n`);
}

/** In words, why a ledger cannot be the newest one that the side file knows; null: it can. */
export function isBehind(database: Database, side: Side): string | null {
  const now = sideOf(database, 0);
  if (side.ledger !== now.ledger) return "another ledger stood here before";
  if (side.fence > now.fence) return `it was opened ${side.fence} times, and knows of ${now.fence}`;
  if (side.journal > now.journal)
    return `its journal had reached entry ${side.journal}, and ends with ${now.journal}`;
  if (side.entries > now.entries) return `its audit log had ${side.entries} entries, and has ${now.entries}`;
  if (side.head !== null && hashAt(database, side.entries) !== side.head)
    return `entry ${side.entries} of its audit log is not the one that was written`;
  return null;
}

function hashAt(database: Database, entry: number): string | null {
  const row = database.one<{ hash: string }>(
    "SELECT hash FROM audit ORDER BY id LIMIT 1 OFFSET ?",
    entry - 1,
  );
  return row?.hash ?? null;
}
