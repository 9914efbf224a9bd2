// Everything that a ledger holds, as plain values: one for each row, each with the table that it is from.
//
// In:  a ledger that may be in use. Out: the rows of one moment, in a fixed order. What may be tainted by a secret is a keyed
// digest: the same value gives the same digest within one export, and nothing else can be learnt from it.
// What is tainted is what the kind says: fields in its `secret`, and outputs that are declared secret. A kind that no accepted
// graph describes any more is not trusted: then every output is a digest.

import { createHmac, randomBytes } from "node:crypto";
import { type Graph, type Kind, type Pointer, stepOf } from "../../compiler/graph.ts";
import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import { LedgerError } from "../ledger.ts";
import { Database } from "./database.ts";
import { readError } from "./failure.ts";
import { readFormat } from "./schema.ts";

/** Calls `write` for each row; the order is that of the tables and of their keys. */
export function exportLedger(path: string, write: (row: JsonObject) => void): void {
  const database = new Database(path, { readOnly: true, timeout: 2_000 });
  try {
    if (readFormat(database) === 0)
      throw new LedgerError(`There is nothing in the ledger ${path}.`, "It was never used.");
    database.glimpse(() => exportAll(database, write));
  } catch (error) {
    throw readError(error, path);
  } finally {
    database.close();
  }
}

function exportAll(database: Database, write: (row: JsonObject) => void): void {
  const kinds = kindsOf(database);
  const hide = hider();
  for (const { name, sql } of tablesOf(database)) {
    for (const row of database.all<Record<string, Json>>(sql))
      write({ table: name, ...shown(name, { ...row }, kinds, hide) });
  }
}

interface Table {
  readonly name: string;
  /** In the order of its key, so that the same ledger gives the same lines. */
  readonly sql: string;
}

/** In the order in which the ledger was made; a table of a newer format is exported like any other. */
function tablesOf(database: Database): readonly Table[] {
  const rows = database.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
  );
  return rows.map(({ name }) => {
    const keys = database.all<{ name: string }>(
      "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk",
      name,
    );
    const order = keys.map((key) => quoted(key.name)).join(", ");
    return { name, sql: `SELECT * FROM ${quoted(name)} ORDER BY ${order}` };
  });
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

type Kinds = ReadonlyMap<string, Kind>;
type Hide = (value: Json) => Json;

function shown(table: string, row: Record<string, Json>, kinds: Kinds, hide: Hide): JsonObject {
  switch (table) {
    case "environment":
      return { ...row, graph: json(row["graph"]) };
    case "body": {
      const resource = json(row["json"]);
      const { json: _, ...rest } = row;
      if (!isJsonObject(resource)) return { ...rest, resource };
      return { ...rest, resource: { ...resource, spec: withoutSecrets(resource, kinds, hide) } };
    }
    case "applied": {
      const kind = kinds.get(typeof row["kind"] === "string" ? row["kind"] : "");
      const outputs = json(row["outputs"]);
      return {
        ...row,
        spec: withoutSecrets({ kind: row["kind"] ?? null, spec: json(row["spec"]) }, kinds, hide),
        outputs: isJsonObject(outputs) ? outputsOf(outputs, kind, hide) : outputs,
      };
    }
    case "journal":
      return { ...row, overwrites: json(row["overwrites"]) };
    case "audit":
      return { ...row, detail: json(row["detail"]) };
    default:
      return row;
  }
}

function outputsOf(outputs: JsonObject, kind: Kind | undefined, hide: Hide): JsonObject {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      kind?.outputs[name]?.secret === false ? value : hide(value),
    ]),
  );
}

function withoutSecrets(resource: JsonObject, kinds: Kinds, hide: Hide): Json {
  const { kind, spec } = resource;
  const secret = kinds.get(typeof kind === "string" ? kind : "")?.secret ?? [];
  return spec === undefined ? null : walk(spec, "", secret, hide);
}

/** References stay what they are: they name a secret and do not hold it. */
function walk(value: Json, at: Pointer, secret: readonly Pointer[], hide: Hide): Json {
  if (secret.includes(at) && !(isJsonObject(value) && Object.hasOwn(value, "$secret"))) return hide(value);
  if (isJsonArray(value)) return value.map((each, index) => walk(each, `${at}/${index}`, secret, hide));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, walk(each, `${at}/${stepOf(key)}`, secret, hide)]),
  );
}

function hider(): Hide {
  const key = randomBytes(32);
  return (value) => ({ digest: createHmac("sha256", key).update(canonicalJson(value)).digest("hex") });
}

function kindsOf(database: Database): Kinds {
  const kinds = new Map<string, Kind>();
  for (const { graph } of database.all<{ graph: string }>(
    "SELECT graph FROM environment ORDER BY accepted_at",
  )) {
    const value = json(graph) as unknown as Partial<Graph>;
    for (const [name, kind] of Object.entries(value.kinds ?? {})) kinds.set(name, kind);
  }
  return kinds;
}

function json(text: Json | undefined): Json {
  if (typeof text !== "string") return text ?? null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    // An export is also made of what is left of a damaged ledger.
    return { unreadable: text.length };
  }
}
