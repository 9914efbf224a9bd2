// TOML 1.0: plain keys of a table first, then its tables, so that nothing lands in the table before it.
//
// Surprising: a list of records becomes `[[tables]]` only where every element is a record; a mixed list is written inline.

import { unescapeKey } from "../graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../json.ts";

class NotToml extends Error {}

export function renderToml(value: Json): string | { readonly why: string } {
  if (!isJsonObject(value)) return { why: "a TOML document is a record" };
  try {
    const lines: string[] = [];
    writeTable(lines, value, []);
    return lines.length === 0 ? "" : lines.join("\n") + "\n";
  } catch (error) {
    if (error instanceof NotToml) return { why: error.message };
    throw error;
  }
}

function writeTable(lines: string[], table: JsonObject, path: readonly string[]): void {
  const nested: [string, Json][] = [];
  for (const [raw, value] of Object.entries(table)) {
    const key = unescapeKey(raw);
    if (isTable(value)) nested.push([key, value]);
    else lines.push(`${writeKey(key)} = ${writeValue(value)}`);
  }
  for (const [key, value] of nested) {
    const inner = [...path, writeKey(key)];
    if (isJsonArray(value)) {
      for (const item of value) {
        openTable(lines, `[[${inner.join(".")}]]`);
        writeTable(lines, item as JsonObject, inner);
      }
      continue;
    }
    const record = value as JsonObject;
    // A table that only holds tables needs no head of its own.
    const plain = Object.values(record).some((item) => !isTable(item));
    if (plain || Object.keys(record).length === 0) openTable(lines, `[${inner.join(".")}]`);
    writeTable(lines, record, inner);
  }
}

function openTable(lines: string[], head: string): void {
  if (lines.length > 0) lines.push("");
  lines.push(head);
}

function isTable(value: Json): boolean {
  if (isJsonArray(value)) return value.length > 0 && value.every(isJsonObject);
  return isJsonObject(value);
}

function writeKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : writeString(key);
}

function writeValue(value: Json): string {
  if (value === null) throw new NotToml("TOML has no null");
  if (typeof value === "string") return writeString(value);
  if (typeof value === "number") return writeNumber(value);
  if (typeof value === "boolean") return String(value);
  if (isJsonArray(value)) return value.length === 0 ? "[]" : `[${value.map(writeValue).join(", ")}]`;
  const pairs = Object.entries(value).map(
    ([key, item]) => `${writeKey(unescapeKey(key))} = ${writeValue(item)}`,
  );
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** An exponent of TOML has no `+`, and a large number that looks whole is still a float. */
function writeNumber(value: number): string {
  if (Object.is(value, -0)) return "0";
  return String(value).replace("e+", "e");
}

function writeString(text: string): string {
  // JSON's escapes are TOML's, except that TOML also refuses a bare DEL.
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}
