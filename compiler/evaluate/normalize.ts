// Values as the graph writes them: JSON with residuals, keyed lists in order, nothing for what is absent.

import type { Address } from "../address.ts";
import { escapeKey, residualName } from "../graph.ts";
import { isJsonObject, type Json } from "../json.ts";
import type { Span } from "../source.ts";
import type { Value } from "../values.ts";
import { need, reportAt, spend, type Evaluator } from "./context.ts";

export interface Normalized {
  /** undefined: absent. */
  readonly json: Json;
  readonly from: readonly Address[];
  readonly path: string | null;
}

interface Walk {
  readonly from: Set<Address>;
  path: string | null;
  poisoned: boolean;
  depth: number;
}

/** Values name each other, so data can be deeper than any source that was read. */
const MAX_DATA_DEPTH = 300;

/** null where something in it is poison. */
export function toJson(evaluator: Evaluator, value: Value, span: Span): Normalized | null {
  const walk: Walk = { from: new Set(), path: null, poisoned: false, depth: 0 };
  const json = write(evaluator, walk, value, span);
  if (walk.poisoned) return null;
  return { json: json ?? null, from: [...walk.from], path: walk.path };
}

function write(evaluator: Evaluator, walk: Walk, value: Value, span: Span): Json | undefined {
  if (walk.depth > MAX_DATA_DEPTH) {
    if (!walk.poisoned)
      reportAt(evaluator, "SP1105", { limit: MAX_DATA_DEPTH }, span, "too deep inside the data");
    walk.poisoned = true;
  }
  if (walk.poisoned || !spend(evaluator, "elements", 1, span)) {
    walk.poisoned = true;
    return undefined;
  }
  if (typeof value !== "object" || value === null) {
    if (typeof value === "string" && !spend(evaluator, "characters", value.length, span))
      walk.poisoned = true;
    return value;
  }
  walk.depth++;
  const json = writeObject(evaluator, walk, value, span);
  walk.depth--;
  return json;
}

function writeObject(
  evaluator: Evaluator,
  walk: Walk,
  value: Extract<Value, { kind: string }>,
  span: Span,
): Json | undefined {
  switch (value.kind) {
    case "absent":
      return undefined;
    case "poison":
    case "function":
    case "instance":
      walk.poisoned = true;
      return undefined;
    case "deferred":
      for (const address of value.from) walk.from.add(address);
      walk.path ??= value.path;
      return value.residual;
    case "resource":
      need(evaluator, value.address, span);
      return value.address;
    case "list":
      return value.items.map(
        (item) => write(evaluator, walk, evaluator.force(evaluator, item), item.span) ?? null,
      );
    case "container": {
      const keyed = value.type?.kind === "keyed";
      const items: Json[] = [];
      const record: Record<string, Json> = {};
      for (const [key, cell] of value.entries) {
        const json = write(evaluator, walk, evaluator.force(evaluator, cell), cell.span);
        if (json === undefined) continue;
        if (keyed) items.push(json);
        else defineKey(record, escapeKey(key), json);
      }
      return keyed ? items : record;
    }
  }
}

/** `__proto__` is a key like any other. */
function defineKey(record: Record<string, Json>, key: string, value: Json): void {
  if (key !== "__proto__") record[key] = value;
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}

export function hasResidual(json: Json): boolean {
  if (Array.isArray(json)) return (json as readonly Json[]).some(hasResidual);
  if (!isJsonObject(json)) return false;
  return residualName(json) !== null || Object.values(json).some(hasResidual);
}
