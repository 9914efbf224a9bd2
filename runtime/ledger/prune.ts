// Keeps the ledger from growing for ever: old entries of the journal go, and descriptions that nothing names any more.
//
// In:  how long and how much to keep. Out: how many rows went, a bounded number in one transaction, so that nothing waits
// long; what is left goes the next time. The audit log is never shortened: it is evidence, and a person's to archive.
// Surprising: foreign keys are off meanwhile. What goes is chosen by those very keys, and without an index each deleted
// description would cost a walk through the journal; the index would be paid for by every action.

import type { WallTime } from "../clock.ts";
import type { Database } from "./database.ts";

export interface Retention {
  /** Entries younger than this stay, in milliseconds. */
  readonly age: number;
  /** And so do the newest ones of each resource. */
  readonly entries: number;
}

export const RETENTION: Retention = { age: 30 * 24 * 60 * 60_000, entries: 20 };

/** Rows at a time. */
const MOST = 20_000;

export interface Pruned {
  readonly entries: number;
  readonly bodies: number;
}

/** `transaction` is the writer's own, which looks at the fence first. */
export function prune(
  database: Database,
  transaction: <T>(work: () => T) => T,
  { age, entries }: Retention,
  now: WallTime,
): Pruned {
  database.script("PRAGMA foreign_keys = OFF");
  try {
    return transaction(() => ({
      entries: Number(database.prepare(DROP_ENTRIES).run(entries, now - age, MOST).changes),
      bodies: Number(database.prepare(DROP_BODIES).run(MOST).changes),
    }));
  } finally {
    database.script("PRAGMA foreign_keys = ON");
  }
}

/** An open intent has no `closed_at`, and so is never older than anything. */
const DROP_ENTRIES = `
  DELETE FROM journal WHERE id IN (
    SELECT id FROM (
      SELECT id, closed_at, row_number() OVER (PARTITION BY environment, address ORDER BY id DESC) AS place FROM journal
    ) WHERE place > ? AND closed_at < ? ORDER BY id LIMIT ?
  )`;
const DROP_BODIES = `
  DELETE FROM body WHERE id IN (
    SELECT id FROM body WHERE id NOT IN (
      SELECT body FROM released WHERE body IS NOT NULL
      UNION SELECT desired FROM journal WHERE desired IS NOT NULL
    ) ORDER BY id LIMIT ?
  )`;
