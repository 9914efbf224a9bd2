// The audit log: who decided what, and why, as a chain of hashes.
//
// In:  an entry. Out: a row whose hash is over the hash before it and the entry's canonical JSON; the first one stands on
// the ledger's id. Nobody can change, drop or reorder an entry without every later hash changing, and the newest one (the
// head) is also written elsewhere. The chain is proved every time that it is read.

import { hash as digest } from "node:crypto";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import type { AuditEntry, AuditRecord } from "../ledger.ts";
import type { Database } from "./database.ts";
import { damaged } from "./failure.ts";

/** To be called inside a transaction. */
export function appendAudit(database: Database, entry: AuditEntry): void {
  const { at, who, what, why, detail } = entry;
  const head = database.prepare("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").get();
  const before = typeof head?.["hash"] === "string" ? head["hash"] : firstLink(database);
  database
    .prepare("INSERT INTO audit (at, who, what, why, detail, hash) VALUES (?, ?, ?, ?, ?, ?)")
    .run(at, who, what, why, canonicalJson(detail), link(before, entry));
}

/** How many entries there are, and the hash of the newest; null where there is none. */
export function auditHead(database: Database): { readonly entries: number; readonly head: string | null } {
  const row = database.one<{ entries: number; head: string | null }>(
    "SELECT count(*) AS entries, (SELECT hash FROM audit ORDER BY id DESC LIMIT 1) AS head FROM audit",
  );
  return { entries: row?.entries ?? 0, head: row?.head ?? null };
}

/** Oldest first. Throws where the chain is broken. */
export function auditTrail(database: Database): readonly AuditRecord[] {
  const rows = database.all<Omit<AuditRecord, "detail"> & { readonly id: number; readonly detail: string }>(
    "SELECT id, at, who, what, why, detail, hash FROM audit ORDER BY id",
  );
  let before = firstLink(database);
  return rows.map(({ id, at, who, what, why, detail, hash }) => {
    const entry: AuditEntry = { at, who, what, why, detail: parseDetail(detail) ?? {} };
    if (parseDetail(detail) === null || link(before, entry) !== hash)
      throw damaged(database.path, `entry ${id} of its audit log, or one before it, was changed or removed`);
    before = hash;
    return { ...entry, hash };
  });
}

function link(before: string, { at, who, what, why, detail }: AuditEntry): string {
  return digest("sha256", before + canonicalJson({ at, who, what, why, detail }));
}

function firstLink(database: Database): string {
  const id = database.prepare("SELECT value FROM meta WHERE key = 'id'").get()?.["value"];
  return typeof id === "string" ? id : "";
}

function parseDetail(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
