// JSON columns of a ledger, checked when they are read: what is not as it should be is a `LedgerError` that names it.

import { isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import type { Database } from "./database.ts";
import { damaged } from "./failure.ts";

export function readObject(database: Database, json: string, where: () => string): JsonObject {
  const value = parseJson(json);
  if (!isJsonObject(value)) throw damaged(database.path, `${where()} is not readable`);
  return value;
}

/** Undefined: not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
