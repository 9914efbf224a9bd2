// The file of what people decided, `<ledger>.pins.json`: suspends, pins, rejected and last accepted commits, outside of the
// ledger as well. A ledger that was lost, or was restored from a backup, takes them from here: no suspend ends and no
// history is forgotten because a file was.
//
// In:  an open ledger. Out: the file, whole and on the disk; and at the next opening, what it knows and the ledger does not.
// The file may lag behind the ledger (the process died in between), and then the ledger is right. Only where the file is of
// another ledger, or of a longer audit log than the ledger has, is it the other way round.

import { readFileSync } from "node:fs";
import { parseAddress } from "../../compiler/address.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import type { WallTime } from "../clock.ts";
import type { Mark } from "../decision.ts";
import type { Scope, Suspend } from "../permit/suspend.ts";
import { auditHead } from "./audit.ts";
import { writeBeside } from "./beside.ts";
import type { Database } from "./database.ts";
import { decisionReader, putMark, putSuspend, readMarks } from "./decisions.ts";
import { parseJson } from "./json.ts";
import { ledgerId } from "./schema.ts";

export interface Pins {
  readonly ledger: string;
  /** Entries of the audit log when it was written. */
  readonly entries: number;
  readonly suspends: readonly Suspend[];
  /** The last accepted version of each environment is a mark among them. */
  readonly marks: readonly Mark[];
}

export function pinsPath(path: string): string {
  return `${path}.pins.json`;
}

/** Null: there is none, or it cannot be read; the ledger is all that there is then. */
export function readPins(path: string): Pins | null {
  const text = textIn(path);
  const value = text === null ? null : parseJson(text);
  if (!isJsonObject(value)) return null;
  const { setpoint, ledger, entries, suspends, marks } = value;
  if (setpoint !== 1 || typeof ledger !== "string" || typeof entries !== "number") return null;
  return { ledger, entries, suspends: listOf(suspends, suspendOf), marks: listOf(marks, markOf) };
}

export function pinsOf(database: Database): Pins {
  const marks = readMarks(database, null).filter(({ kind }) => kind !== "allowed" && kind !== "spared");
  const rows = database.all<{ name: string; commit: string; hash: string; at: WallTime }>(
    'SELECT name, commit_id AS "commit", graph_hash AS hash, accepted_at AS at FROM environment WHERE commit_id IS NOT NULL ORDER BY name',
  );
  const accepted = rows.map(({ name, commit, hash, at }): Mark => ({
    kind: "accepted",
    environment: name,
    value: `${commit} ${hash}`,
    at,
    who: "setpoint",
    why: "",
  }));
  const known = new Set(accepted.map(({ environment }) => environment));
  const others = marks.filter(({ kind, environment }) => kind !== "accepted" || !known.has(environment));
  return {
    ledger: ledgerId(database),
    entries: auditHead(database).entries,
    suspends: decisionReader(database).suspends(),
    marks: [...accepted, ...others],
  };
}

/** Most openings and most versions change nothing in it, and where nobody has decided anything there is none. */
export function writePins(path: string, pins: Pins): void {
  const before = textIn(path);
  if (before === null && pins.suspends.length + pins.marks.length === 0) return;
  const text = `${JSON.stringify({ setpoint: 1, ...pins }, null, 2)}\n`;
  if (before !== text) writeBeside(pinsPath(path), text);
}

function textIn(path: string): string | null {
  try {
    return readFileSync(pinsPath(path), "utf8");
  } catch {
    return null;
  }
}

/** What the file knows and the ledger cannot. To be called once, by the writer, before it writes anything of its own. */
export function takePins(database: Database, pins: Pins | null, entriesBefore: number): void {
  if (pins === null) return;
  if (pins.ledger === ledgerId(database) && pins.entries <= entriesBefore) return;
  database.transaction(() => {
    for (const suspend of pins.suspends) putSuspend(database, suspend);
    const accepted = database.prepare("SELECT commit_id FROM environment WHERE name = ?");
    for (const mark of pins.marks) {
      if (mark.kind === "accepted" && accepted.get(mark.environment) !== undefined) continue;
      putMark(database, mark);
    }
  });
}

function listOf<T>(value: Json | undefined, read: (each: JsonObject) => T | null): readonly T[] {
  if (value === undefined || !isJsonArray(value)) return [];
  return value.flatMap((each) => (isJsonObject(each) ? (read(each) ?? []) : []));
}

function suspendOf({ scope, reason, who, at, lasts, elapsed, seen }: JsonObject): Suspend | null {
  const where = isJsonObject(scope) ? scopeOf(scope) : null;
  if (where === null || typeof reason !== "string" || typeof who !== "string") return null;
  if (typeof at !== "number" || typeof elapsed !== "number" || typeof seen !== "number") return null;
  if (typeof lasts !== "number" && lasts !== null) return null;
  return { scope: where, reason, who, at, lasts, elapsed, seen };
}

function scopeOf({ kind, environment, address, target }: JsonObject): Scope | null {
  if (kind === "target" && typeof target === "string") return { kind, target };
  if (typeof environment !== "string") return null;
  if (kind === "environment") return { kind, environment };
  const parsed = typeof address === "string" ? parseAddress(address) : null;
  return kind === "address" && parsed !== null ? { kind, environment, address: parsed } : null;
}

const MARKS: readonly Mark["kind"][] = ["destroyed", "pinned", "rejected", "accepted"];

function markOf({ kind, environment, value, at, who, why }: JsonObject): Mark | null {
  const known = MARKS.find((each) => each === kind);
  if (known === undefined || typeof environment !== "string" || typeof value !== "string") return null;
  if (typeof at !== "number" || typeof who !== "string" || typeof why !== "string") return null;
  return { kind: known, environment, value, at, who, why };
}
