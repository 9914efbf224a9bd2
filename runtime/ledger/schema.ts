// The tables of a ledger, as a numbered list of migrations.
//
// In:  an open database. Out: the same database at the newest format, or a `LedgerError` for a file that is not a ledger or
// is a newer one. `application_id` says that it is a ledger and `user_version` which format. A migration that has been
// released is never edited: the next one is added.
// Surprising: a resource's description is kept once, in `body`, under a digest of its own text; `released` and the journal
// only name it. A resource that drifts every minute would otherwise add a copy of its whole content to the journal each
// time, and writing a large version would write everything twice.

import { randomUUID } from "node:crypto";
import type { WallTime } from "../clock.ts";
import type { Database } from "./database.ts";
import { damaged, foreign, newer } from "./failure.ts";

/** "Setp" in ASCII. */
export const APPLICATION_ID = 0x53657470;

const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lease (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    fence INTEGER NOT NULL,
    holder TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    since REAL NOT NULL
  ) STRICT;
  INSERT INTO lease VALUES (1, 0, '', '', 0, 0);

  -- The graph stands last, so that the other columns are read without walking through its pages.
  CREATE TABLE environment (
    name TEXT PRIMARY KEY,
    commit_id TEXT,
    graph_hash TEXT NOT NULL,
    accepted_at REAL NOT NULL,
    applied_commit TEXT,
    applied_hash TEXT,
    applied_at REAL,
    graph TEXT NOT NULL
  ) STRICT;

  CREATE TABLE target (
    name TEXT PRIMARY KEY,
    driver TEXT NOT NULL,
    identity TEXT NOT NULL,
    since REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE identity (
    identity TEXT PRIMARY KEY,
    environment TEXT NOT NULL,
    address TEXT NOT NULL,
    since REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    json TEXT NOT NULL
  ) STRICT;

  CREATE TABLE released (
    environment TEXT NOT NULL,
    address TEXT NOT NULL,
    hash TEXT NOT NULL,
    body INTEGER REFERENCES body (id),
    commit_id TEXT,
    at REAL NOT NULL,
    PRIMARY KEY (environment, address)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE applied (
    environment TEXT NOT NULL,
    address TEXT NOT NULL,
    identity TEXT NOT NULL,
    target_identity TEXT NOT NULL,
    kind TEXT NOT NULL,
    kind_version INTEGER NOT NULL,
    driver TEXT NOT NULL,
    target TEXT NOT NULL,
    hash TEXT NOT NULL,
    outputs TEXT NOT NULL,
    protect INTEGER NOT NULL,
    version TEXT,
    inputs TEXT,
    at REAL NOT NULL,
    took REAL NOT NULL,
    spec TEXT NOT NULL,
    PRIMARY KEY (environment, address)
  ) STRICT;

  CREATE TABLE edge (
    environment TEXT NOT NULL,
    address TEXT NOT NULL,
    needs TEXT NOT NULL,
    PRIMARY KEY (environment, address, needs)
  ) STRICT, WITHOUT ROWID;

  -- Ids are never used again, even after old entries were dropped: targets may have been told one.
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    environment TEXT NOT NULL,
    address TEXT NOT NULL,
    identity TEXT NOT NULL,
    target TEXT NOT NULL,
    target_identity TEXT NOT NULL,
    action TEXT NOT NULL,
    cause TEXT NOT NULL,
    digest TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    desired INTEGER REFERENCES body (id),
    opened_at REAL NOT NULL,
    closed_at REAL,
    outcome TEXT,
    why TEXT,
    took REAL
  ) STRICT;
  CREATE INDEX journal_of_resource ON journal (environment, address);
  CREATE INDEX journal_open ON journal (id) WHERE closed_at IS NULL;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    why TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- What every accepted version asked for: the next one is judged by it. Its kinds say what its resources were like.
  CREATE TABLE version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    environment TEXT NOT NULL,
    commit_id TEXT,
    graph_hash TEXT NOT NULL,
    accepted_at REAL NOT NULL,
    delivery TEXT NOT NULL,
    kinds TEXT NOT NULL
  ) STRICT;
  CREATE INDEX version_of_environment ON version (environment, id);

  CREATE TABLE suspend (
    scope TEXT PRIMARY KEY,
    environment TEXT,
    address TEXT,
    target TEXT,
    reason TEXT NOT NULL,
    who TEXT NOT NULL,
    at REAL NOT NULL,
    lasts REAL,
    elapsed REAL NOT NULL,
    seen REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE approval (
    digest TEXT PRIMARY KEY,
    environment TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    at REAL NOT NULL,
    lasts REAL NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE leave (
    environment TEXT NOT NULL,
    address TEXT NOT NULL,
    at REAL NOT NULL,
    lasts REAL NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (environment, address)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE mark (
    environment TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (environment, kind, value)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE resolution (
    intent INTEGER PRIMARY KEY,
    done INTEGER NOT NULL
  ) STRICT;

  -- What a limit holds stays held when the group becomes smaller, and when the agent starts again.
  CREATE TABLE held (
    environment TEXT NOT NULL,
    address TEXT NOT NULL,
    digest TEXT NOT NULL,
    rule TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (environment, digest)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX journal_disruptions ON journal (opened_at) WHERE action IN ('delete', 'replace');
  CREATE INDEX journal_of_identity ON journal (identity);
  `,
  `
  -- What of somebody else's a repair overwrote: whoever does the same again and again is named, after a restart as well.
  ALTER TABLE journal ADD COLUMN overwrites TEXT;
  CREATE INDEX journal_repairs ON journal (closed_at) WHERE overwrites IS NOT NULL;
  `,
  `
  -- What fields with secrets read as when they were written, under a key that is not in here.
  ALTER TABLE applied ADD COLUMN digests TEXT;
  `,
  `
  -- Every action wrote to it, and only the history of one resource is read by it: that reads the journal through instead.
  DROP INDEX journal_of_identity;

  -- How far a version was applied: apart from it, because SQLite writes a row that grows anew, with the whole graph in it.
  CREATE TABLE progress (
    environment TEXT PRIMARY KEY,
    commit_id TEXT,
    graph_hash TEXT,
    at REAL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO progress SELECT name, applied_commit, applied_hash, applied_at FROM environment;

  CREATE TABLE accepted (
    name TEXT PRIMARY KEY,
    commit_id TEXT,
    graph_hash TEXT NOT NULL,
    accepted_at REAL NOT NULL,
    graph TEXT NOT NULL
  ) STRICT;
  INSERT INTO accepted SELECT name, commit_id, graph_hash, accepted_at, graph FROM environment;
  DROP TABLE environment;
  ALTER TABLE accepted RENAME TO environment;
  `,
];

export const NEWEST_FORMAT = MIGRATIONS.length;

/** The format of the database; 0 is an empty one. Throws for a file that belongs to somebody else. Changes nothing. */
export function readFormat(database: Database): number {
  const format = database.one<{ user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
  const application = database.one<{ application_id: number }>("PRAGMA application_id")?.application_id ?? 0;
  const tables = database.one<{ count: number }>("SELECT count(*) AS count FROM sqlite_schema")?.count ?? 0;
  if (application === 0 && format === 0 && tables === 0) return 0;
  if (application !== APPLICATION_ID)
    throw foreign(database.path, "it is a SQLite database of another program");
  if (format < 1) throw damaged(database.path, `it says that its format is ${format}`);
  if (format > NEWEST_FORMAT) throw newer(database.path, format, NEWEST_FORMAT);
  return format;
}

/** One transaction, however far it is: a program that is killed in between leaves the ledger as it was. */
export function migrate(database: Database, format: number, now: WallTime): void {
  if (format === NEWEST_FORMAT) return;
  database.transaction(() => {
    for (const script of MIGRATIONS.slice(format)) database.script(script);
    if (format === 0) {
      database.script(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.prepare("INSERT INTO meta VALUES ('id', ?), ('made', ?)").run(randomUUID(), String(now));
    }
    database.script(`PRAGMA user_version = ${NEWEST_FORMAT}`);
  });
}

/** Made with the first format, and never another. */
export function ledgerId(database: Database): string {
  const row = database.one<{ value: string }>("SELECT value FROM meta WHERE key = 'id'");
  if (row === null) throw damaged(database.path, "it has lost its own id");
  return row.value;
}
