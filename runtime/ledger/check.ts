// Looks at everything in and around a ledger, and says what is the matter and what to do.
//
// In:  a path; the ledger may be in use. Out: facts and findings. *damage*: something is not as it was written, or cannot be
// true. *unread*: who asks, or the disk, stands in the way. *note*: nothing is wrong, and a person may want to know. Nothing
// is changed or mended: a damaged ledger is evidence.
// Surprising: every check goes on after the one before found something, because the whole list says what happened.

import { hash as digest } from "node:crypto";
import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Hash } from "../../compiler/graph.ts";
import { isJsonObject, type Json } from "../../compiler/json.ts";
import { soundGraphOf } from "../accepted.ts";
import { LedgerError, type Recovery } from "../ledger.ts";
import { sameJson } from "../plan/diff.ts";
import { auditTrail } from "./audit.ts";
import { type Backup, backupFolder, listBackups } from "./backup.ts";
import { Database } from "./database.ts";
import { isInTheWay, readError } from "./failure.ts";
import { readHolder } from "./lock.ts";
import { findLedger } from "./place.ts";
import { readMarker, readRecovery } from "./recovery.ts";
import { NEWEST_FORMAT, readFormat } from "./schema.ts";
import { isBehind, isLost, readSide, sideOf, sidePath } from "./side.ts";

export interface Finding {
  readonly severity: "damage" | "unread" | "note";
  readonly what: string;
  readonly help: string | null;
}

export interface LedgerFacts {
  readonly id: string;
  readonly format: number;
  readonly fence: number;
  readonly environments: number;
  readonly resources: number;
  readonly journal: number;
  readonly openIntents: number;
  readonly audit: number;
  readonly head: string | null;
  readonly recovery: Recovery | null;
}

export interface CheckReport {
  readonly path: string;
  /** Null: there is no ledger, or nothing of it can be read. */
  readonly facts: LedgerFacts | null;
  readonly findings: readonly Finding[];
}

const RESTORE =
  "Stop the agent and put a backup in its place: setpoint ledger restore BACKUP. What stands there now is kept beside it.";
const LOST =
  "Put back the file, or a backup: setpoint ledger restore BACKUP. Without it, the next start begins in recovery.";
const ABANDONED =
  "Put back the file, or the backup: setpoint ledger restore BACKUP. Without it, the next start makes a new ledger, which knows nothing of what was done.";
const REPORT =
  "Keep a copy of the ledger, and put a backup in its place if the resource cannot be explained.";

export function check(path: string): CheckReport {
  const findings: Finding[] = [];
  const note = (what: string, help: string | null = null): void => {
    findings.push({ severity: "note", what, help });
  };
  const damage = (what: string, help: string): void => {
    // One broken page stands in the way of many checks, in the same words.
    if (!findings.some((finding) => finding.what === what)) findings.push({ severity: "damage", what, help });
  };
  let facts: LedgerFacts | null = null;
  try {
    if (findLedger(path) === null) {
      const [backup] = listBackups(backupFolder(path));
      if (isLost(path))
        damage(`there is no ledger at ${path}, and ${sidePath(path)} says that there was one`, LOST);
      else if (backup !== undefined)
        damage(`there is no ledger at ${path}, and there is a backup of one: ${backup.path}`, ABANDONED);
      else note(`there is no ledger at ${path} yet`);
      return { path, facts, findings };
    }
    const database = new Database(path, { readOnly: true, timeout: 2_000 });
    try {
      const format = readFormat(database);
      if (format === 0 && !isLost(path))
        note("it is empty: an interrupted start left it, and the next one begins anew");
      else if (format === 0) damage(`it is empty, and ${sidePath(path)} says that something was in it`, LOST);
      else database.glimpse(() => (facts = lookInside(database, format, note, damage)));
    } finally {
      database.close();
    }
  } catch (error) {
    const { message, help } = readError(error, path);
    const severity = isInTheWay(error) ? "unread" : "damage";
    if (!findings.some((finding) => finding.what === message))
      findings.push({ severity, what: message, help });
  }
  lookAround(path, note);
  return { path, facts, findings };
}

type Tell = (what: string, help: string) => void;
type Note = (what: string, help?: string | null) => void;

function lookInside(database: Database, format: number, note: Note, damage: Tell): LedgerFacts {
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      damage(error.message, error.help);
    }
  };
  const side = sideOf(database, 0);
  guarded(() => {
    for (const { integrity_check: word } of database.all<{ integrity_check: string }>(
      "PRAGMA integrity_check",
    ))
      if (word !== "ok") damage(`its structure is broken: ${inFewWords(word)}`, RESTORE);
  });
  guarded(() => {
    for (const row of database.all<{ table: string; rowid: number | null; parent: string }>(
      "PRAGMA foreign_key_check",
    ))
      damage(
        `a row of \`${row.table}\` (${row.rowid ?? "no number"}) names nothing in \`${row.parent}\``,
        RESTORE,
      );
  });
  for (const { sql, name } of JSON_COLUMNS) guarded(() => checkJson(database, sql, name, damage));
  guarded(() => checkSpecs(database, checkBodies(database, damage), damage));
  for (const { name } of database.all<{ name: string }>("SELECT name FROM environment"))
    guarded(() => checkGraph(database, name));
  for (const { sql, words } of CONSISTENCY)
    guarded(() => {
      for (const row of database.all<{ name: string; other: string | null }>(sql))
        damage(words(row.name, row.other ?? ""), REPORT);
    });
  guarded(() => auditTrail(database));
  guarded(() => checkSide(database, note, damage));
  const count = (sql: string): number => database.one<{ count: number }>(sql)?.count ?? 0;
  const openIntents = count("SELECT count(*) AS count FROM journal WHERE closed_at IS NULL");
  if (openIntents > 0)
    note(
      `${openIntents} ${openIntents === 1 ? "intent is" : "intents are"} open: an agent is acting, or the next start settles them by looking`,
    );
  const recovery = lookForRecovery(database, note);
  if (format < NEWEST_FORMAT) note(`its format is ${format}; the next start upgrades it to ${NEWEST_FORMAT}`);
  return {
    id: side.ledger,
    format,
    fence: side.fence,
    environments: count("SELECT count(*) AS count FROM environment"),
    resources: count("SELECT count(*) AS count FROM applied"),
    journal: count("SELECT count(*) AS count FROM journal"),
    openIntents,
    audit: side.entries,
    head: side.head,
    recovery,
  };
}

/** SQLite names up to a hundred places, a line for each; the first says where to look. */
function inFewWords(word: string): string {
  const [first = word, ...more] = word.split("\n").filter((line) => line !== "" && !line.startsWith("***"));
  return more.length === 0 ? first : `${first}, and ${more.length} more`;
}

/** The marker stays when the last environment has left it: then it holds nothing back any more. */
function lookForRecovery(database: Database, note: Note): Recovery | null {
  const marker = readMarker(database);
  if (marker === null) return null;
  const names = database.all<{ name: string }>("SELECT name FROM environment ORDER BY name");
  const held = names.map(({ name }) => name).filter((name) => readRecovery(database, name) !== null);
  if (held.length === 0 && names.length > 0) return null;
  const who = held.length === 0 ? "it is" : `${held.join(" and ")} ${held.length === 1 ? "is" : "are"}`;
  if (marker.reason !== "new") note(`${who} in recovery: ${marker.why}`);
  return marker;
}

const JSON_COLUMNS = [
  { name: "the description", sql: "SELECT id AS name, json FROM body" },
  {
    name: "the spec of the applied resource",
    sql: "SELECT environment || '/' || address AS name, spec AS json FROM applied",
  },
  {
    name: "the outputs of the applied resource",
    sql: "SELECT environment || '/' || address AS name, outputs AS json FROM applied",
  },
  {
    name: "the digests of the applied resource",
    sql: "SELECT environment || '/' || address AS name, digests AS json FROM applied WHERE digests IS NOT NULL",
  },
];

function checkJson(database: Database, sql: string, what: string, damage: Tell): void {
  for (const { name, json } of database.all<{ name: string | number; json: string }>(sql)) {
    if (!isJsonObject(parse(json))) damage(`${what} ${name} is not readable`, RESTORE);
  }
}

/** Out: the spec of each description that is as it was written, by the hash of its resource. */
function checkBodies(database: Database, damage: Tell): ReadonlyMap<string, Json | undefined> {
  const specs = new Map<string, Json | undefined>();
  const rows = database.all<{ id: number; digest: string; json: string }>(
    "SELECT id, digest, json FROM body",
  );
  for (const { id, digest: written, json } of rows) {
    const value = parse(json);
    if (digest("sha256", json, "base64url") !== written)
      damage(`the description ${id} is not the one that was written`, RESTORE);
    else if (isJsonObject(value) && typeof value["hash"] === "string")
      specs.set(value["hash"], value["spec"]);
  }
  return specs;
}

/** What an applied resource says of itself must be what its description says. */
function checkSpecs(database: Database, specs: ReadonlyMap<string, Json | undefined>, damage: Tell): void {
  const rows = database.all<{ name: string; hash: string; spec: string }>(
    "SELECT environment || '/' || address AS name, hash, spec FROM applied",
  );
  for (const { name, hash, spec } of rows) {
    const described = specs.get(hash);
    const value = parse(spec);
    if (described !== undefined && value !== undefined && !sameJson(described, value))
      damage(`the spec of the applied resource ${name} is not the one that was carried out`, RESTORE);
  }
}

function checkGraph(database: Database, name: string): void {
  const row = database.one<{ name: string; graph: string; graphHash: Hash }>(
    "SELECT name, graph, graph_hash AS graphHash FROM environment WHERE name = ?",
    name,
  );
  if (row !== null) soundGraphOf(row, (text) => digest("sha256", text));
}

/** What one transaction writes together must be found together. */
const CONSISTENCY: readonly { sql: string; words: (name: string, other: string) => string }[] = [
  {
    sql: `SELECT applied.environment || '/' || applied.address AS name, identity.environment || '/' || identity.address AS other
          FROM applied LEFT JOIN identity USING (identity)
          WHERE identity.address IS NULL OR identity.environment <> applied.environment
            OR identity.address <> applied.address`,
    words: (name, other) =>
      other === ""
        ? `${name} is applied and nobody claims its identity`
        : `${name} is applied, and its identity is claimed by ${other}`,
  },
  {
    sql: `SELECT identity.identity AS name, identity.environment || '/' || identity.address AS other
          FROM identity LEFT JOIN applied USING (identity) WHERE applied.identity IS NULL`,
    words: (name, other) => `${other} claims the identity ${name} and is not applied`,
  },
  {
    sql: `SELECT DISTINCT edge.environment || '/' || edge.address AS name, NULL AS other
          FROM edge LEFT JOIN applied USING (environment, address) WHERE applied.address IS NULL`,
    words: (name) => `${name} has edges and is not applied`,
  },
];

function checkSide(database: Database, note: Note, damage: Tell): void {
  const side = readSide(database.path);
  if (side === null) {
    note(
      `${sidePath(database.path)} is missing: nothing outside of the ledger says how far it had come`,
      "The next start writes it again.",
    );
    return;
  }
  if (side === undefined) {
    damage(
      `${sidePath(database.path)} is not readable`,
      "The next start writes it again; find out who changed it.",
    );
    return;
  }
  const behind = isBehind(database, side);
  if (behind === null) return;
  // A backup that was put back on purpose says so itself.
  if (readMarker(database)?.reason === "restored")
    note(`it is older than what stands beside it says: ${behind}`);
  else
    damage(
      `it is not what ${sidePath(database.path)} says: ${behind}`,
      "Put back the newest state if there is one. Otherwise the next start begins in recovery: it adopts what is as it should be, and everything else waits for an approval.",
    );
}

function lookAround(path: string, note: Note): void {
  const holder = readHolder(path);
  if (holder !== null)
    note(
      `it was last opened by "${holder.name}" (process ${holder.pid} on ${holder.host}), which has not closed it`,
      "Nothing is to be done: if that process was killed, the lock went with it.",
    );
  for (const name of siblings(path))
    note(
      `${name} was left beside it`,
      "It holds a ledger that was replaced. Remove it when it is no longer needed.",
    );
  let backups: readonly Backup[];
  try {
    backups = listBackups(backupFolder(path));
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return note(error.message, error.help);
  }
  const [newest] = backups;
  if (newest === undefined)
    note("it has no backup", "setpoint ledger backup makes one; a running agent does so every hour.");
  else
    note(
      `it has ${backups.length} backup${backups.length === 1 ? "" : "s"}, the newest of ${newest.manifest.at}`,
    );
}

function siblings(path: string): readonly string[] {
  const start = `${basename(path)}.replaced-`;
  try {
    return readdirSync(dirname(path)).filter((name) => name.startsWith(start));
  } catch {
    return [];
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
