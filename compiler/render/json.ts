// JSON for files: two blanks for each level, keys in the order in which they were written, a line break at the end.

import { unescapeKey } from "../graph.ts";
import { isJsonArray, type Json } from "../json.ts";

export function renderJson(value: Json): string {
  return write(value, "") + "\n";
}

function write(value: Json, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = indent + "  ";
  const parts = isJsonArray(value)
    ? value.map((item) => inner + write(item, inner))
    : Object.entries(value).map(
        ([key, item]) => `${inner}${JSON.stringify(unescapeKey(key))}: ${write(item, inner)}`,
      );
  const [open, close] = isJsonArray(value) ? ["[", "]"] : ["{", "}"];
  return parts.length === 0 ? open + close : `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}
