// Recovery: a ledger that cannot know what its world is like says so, until a person has seen what it would do.
//
// In:  an opened ledger and what stands beside it. Out: a marker in `meta`, with the reason: *new* (there never was one),
// *lost* (the side file says that there was one), *restored* (a backup, or older than the side file knows).
// The marker is the ledger's, its end is each environment's own: whoever approves the report of one environment has not seen
// that of another. What a marker holds back is permit.ts's to say.

import type { WallTime } from "../clock.ts";
import { canonicalJson, isJsonObject, type Json } from "../../compiler/json.ts";
import type { Recovery } from "../ledger.ts";
import { appendAudit } from "./audit.ts";
import type { Database } from "./database.ts";
import { isBehind, newestJournal, type Side } from "./side.ts";

const MARKER = "recovery";
/** In a copy: when it was made. A ledger in which this stands is a backup that was put back. */
const BACKUP = "backup";
const ended = (environment: string): string => `recovered/${environment}`;

/**
 * Which kind of beginning this is; called once by the writer, before anything else is written. `made`: the file was empty.
 */
export function begin(database: Database, made: boolean, side: Side | null | undefined, now: WallTime): void {
  const cause = causeOf(database, made, side);
  if (cause === null) return;
  database.transaction(() => {
    database.prepare("DELETE FROM meta WHERE key = ?").run(BACKUP);
    mark(database, { ...cause, since: now });
    if (cause.reason === "new") return;
    skipIds(database, side?.journal ?? 0);
    const detail = { reason: cause.reason, before: side?.ledger ?? null, head: side?.head ?? null };
    appendAudit(database, { at: now, who: "setpoint", what: "recovery", why: cause.why, detail });
  });
}

/** More than one interval of backups can have used up. */
const GAP = 1_000_000;

/** Targets may have been told an id that this ledger does not know of: none is given twice. */
function skipIds(database: Database, known: number): void {
  const next = Math.max(known, newestJournal(database)) + GAP;
  const { changes } = database.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'journal'").run(next);
  if (changes === 0)
    database.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('journal', ?)").run(next);
}

type Cause = Pick<Recovery, "reason" | "why">;

function causeOf(database: Database, made: boolean, side: Side | null | undefined): Cause | null {
  if (made && side === null) return { reason: "new", why: "there was no ledger before" };
  if (made)
    return { reason: "lost", why: "its file was gone, and what stands beside it says that there was one" };
  const copiedAt = readMeta(database, BACKUP);
  if (copiedAt !== null) return { reason: "restored", why: `it is the backup of ${copiedAt}` };
  if (side === null || side === undefined) return null;
  const behind = isBehind(database, side);
  return behind === null ? null : { reason: "restored", why: `it is older than its world: ${behind}` };
}

/** To be called inside a transaction. Whatever was approved before counts no more. */
function mark(database: Database, recovery: Recovery): void {
  database.prepare("DELETE FROM meta WHERE key LIKE 'recovered/%'").run();
  putMeta(database, MARKER, canonicalJson({ ...recovery }));
}

export function markAsCopy(database: Database, at: string): void {
  database.transaction(() => putMeta(database, BACKUP, at));
}

export function readRecovery(database: Database, environment: string): Recovery | null {
  const marker = readMarker(database);
  // What was approved before the backup was made is not about what it is put back into.
  const isOver = readMeta(database, BACKUP) === null && readMeta(database, ended(environment)) !== null;
  return isOver ? null : marker;
}

/** The ledger's own marker, whatever was approved since. */
export function readMarker(database: Database): Recovery | null {
  const copiedAt = readMeta(database, BACKUP);
  if (copiedAt !== null) return { reason: "restored", why: `it is the backup of ${copiedAt}`, since: 0 };
  const text = readMeta(database, MARKER);
  return text === null ? null : parseRecovery(text);
}

/** To be called inside a transaction. Whether it was audited: that a ledger is no longer new is nothing that anybody decided. */
export function endRecovery(
  database: Database,
  environment: string,
  who: string,
  why: string,
  at: WallTime,
): boolean {
  const recovery = readRecovery(database, environment);
  if (recovery === null) return false;
  putMeta(database, ended(environment), String(at));
  if (recovery.reason === "new") return false;
  const detail = { environment, reason: recovery.reason, since: recovery.since };
  appendAudit(database, { at, who, what: "recovery ended", why, detail });
  return true;
}

/** An unreadable marker is still one: the strictest. */
function parseRecovery(text: string): Recovery {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    value = null;
  }
  const marker = isJsonObject(value) ? value : {};
  const { reason, why, since } = marker;
  return {
    reason: reason === "new" || reason === "lost" ? reason : "restored",
    why: typeof why === "string" ? why : "its marker is not readable",
    since: typeof since === "number" ? since : 0,
  };
}

function readMeta(database: Database, key: string): string | null {
  return database.one<{ value: string }>("SELECT value FROM meta WHERE key = ?", key)?.value ?? null;
}

function putMeta(database: Database, key: string, value: string): void {
  database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(key, value);
}
