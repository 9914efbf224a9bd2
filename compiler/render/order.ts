// The order in which keys were declared, kept beside canonical JSON, which sorts them.
//
// A file that is rendered shows its keys as its author wrote them. What the agent renders later comes through the graph, whose
// objects are sorted, so the residual says their order where it is another one.

import { stepOf } from "../graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../json.ts";

/** From the pointer of an object to its keys; null where every object is in canonical order. */
export function declaredOrder(value: Json): JsonObject | null {
  const found: Record<string, readonly string[]> = {};
  note(value, "", found);
  return Object.keys(found).length === 0 ? null : found;
}

function note(value: Json, at: string, found: Record<string, readonly string[]>): void {
  if (isJsonObject(value)) {
    const keys = Object.keys(value);
    if (keys.some((key, index) => index > 0 && key < (keys[index - 1] as string))) found[at] = keys;
    for (const key of keys) note(value[key] as Json, `${at}/${stepOf(key)}`, found);
  } else if (typeof value === "object" && value !== null && isJsonArray(value)) {
    for (let index = 0; index < value.length; index++) note(value[index] as Json, `${at}/${index}`, found);
  }
}

export function inDeclaredOrder(value: Json, order: JsonObject, at = ""): Json {
  if (isJsonObject(value)) {
    const declared = order[at];
    const own = Object.keys(value);
    // A document from elsewhere may leave some out: they come last, and none is lost.
    const keys = declared !== undefined && isJsonArray(declared) ? new Set([...declared, ...own]) : own;
    const entries = [...keys].flatMap((key): [string, Json][] => {
      const inner = typeof key === "string" ? value[key] : undefined;
      if (typeof key !== "string" || inner === undefined) return [];
      return [[key, inDeclaredOrder(inner, order, `${at}/${stepOf(key)}`)]];
    });
    return Object.fromEntries(entries);
  }
  if (typeof value === "object" && value !== null && isJsonArray(value))
    return value.map((item, index) => inDeclaredOrder(item, order, `${at}/${index}`));
  return value;
}
