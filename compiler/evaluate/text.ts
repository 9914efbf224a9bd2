// Values as the graph writes them: JSON with residuals, keyed lists in order, nothing for what is absent.
//
// In:  a value. Out: its text at once, canonical by RFC 8785, without a tree of objects in between: a graph of tens of
// thousands of resources is written in about the time that it takes to compute them.
// Surprising: what renderers need, with the keys in the order in which they were declared, is read back from such a text.

import type { Address } from "../address.ts";
import { escapeKey, residualName } from "../graph.ts";
import { canonicalJson, canonicalString, isJsonObject, type Json } from "../json.ts";
import type { Span } from "../source.ts";
import type { Container, Definition, Shape, Value } from "../values.ts";
import { need, reportAt, spend, type Evaluator } from "./context.ts";
import { spanOfTop } from "./entries.ts";

/** What is found out on the way. */
export interface Walk {
  readonly order: "canonical" | "declared";
  /** Whose outputs are in it. */
  from: Set<Address> | null;
  /** The first of them, as people write it. */
  path: string | null;
  poisoned: boolean;
  depth: number;
}

export function newWalk(order: Walk["order"]): Walk {
  return { order, from: null, path: null, poisoned: false, depth: 0 };
}

/** Values name each other, so data can be deeper than any source that was read. */
const MAX_DATA_DEPTH = 300;

/** undefined: absent, or poison, which the walk says. */
export function writeValue(evaluator: Evaluator, walk: Walk, value: Value, span: Span): string | undefined {
  switch (typeof value) {
    case "string":
      return canonicalString(value);
    case "number":
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : writeObject(evaluator, walk, value, span);
    case "undefined":
    case "bigint":
    case "symbol":
    case "function":
      throw new TypeError(`no value of the language is a ${typeof value}`);
  }
}

function writeObject(
  evaluator: Evaluator,
  walk: Walk,
  value: Extract<Value, { kind: string }>,
  span: Span,
): string | undefined {
  switch (value.kind) {
    case "absent":
      return undefined;
    case "poison":
    case "function":
    case "instance":
      walk.poisoned = true;
      return undefined;
    case "deferred":
      walk.from ??= new Set();
      for (const address of value.from) walk.from.add(address);
      walk.path ??= value.path;
      return canonicalJson(value.residual);
    case "resource":
      need(evaluator, value.address, span);
      return canonicalString(value.address);
    case "list": {
      if (!goDeeper(evaluator, walk, value.items.length, span)) return undefined;
      let text = "[";
      for (const item of value.items) {
        if (text.length > 1) text += ",";
        text += writeValue(evaluator, walk, evaluator.force(evaluator, item), item.span) ?? "null";
      }
      walk.depth--;
      return text + "]";
    }
    case "container":
      return writeContainer(evaluator, walk, value, span);
  }
}

function writeContainer(
  evaluator: Evaluator,
  walk: Walk,
  container: Container,
  span: Span,
): string | undefined {
  const isCanonical = walk.order === "canonical";
  if (isCanonical && container.text !== null) return container.text;
  const { shape } = container;
  const { tops } = shape;
  if (!goDeeper(evaluator, walk, tops.length, span)) return undefined;
  const isList = shape.type?.kind === "keyed";
  const { order, prefixes } = orderOf(shape);
  const before = walk.from?.size ?? 0;
  let text = isList ? "[" : "{";
  for (let place = 0; place < tops.length; place++) {
    const index = isCanonical && !isList ? (order[place] as number) : place;
    const value = evaluator.read(evaluator, container, index);
    const top = tops[index] as Definition;
    const written =
      typeof value === "string"
        ? canonicalString(value)
        : writeValue(evaluator, walk, value, spanOfTop(container, top));
    if (written === undefined) continue;
    if (text.length > 1) text += ",";
    text += isList ? written : (prefixes[index] as string) + written;
  }
  walk.depth--;
  text += isList ? "]" : "}";
  const isPlain = walk.path === null && (walk.from?.size ?? 0) === before && !walk.poisoned;
  if (container.shared && isCanonical && isPlain) container.text = text;
  return text;
}

/** False where there is too much of it, or it is too deep, which was said. */
function goDeeper(evaluator: Evaluator, walk: Walk, size: number, span: Span): boolean {
  if (walk.depth > MAX_DATA_DEPTH && !walk.poisoned) {
    reportAt(evaluator, "SP1105", { limit: MAX_DATA_DEPTH }, span, "too deep inside the data");
    walk.poisoned = true;
  }
  if (walk.poisoned || !spend(evaluator, "elements", size + 1, span)) {
    walk.poisoned = true;
    return false;
  }
  walk.depth++;
  return true;
}

/** The places of a shape in canonical order, and of each place its key as it is written. */
export function orderOf(shape: Shape): {
  readonly order: readonly number[];
  readonly prefixes: readonly string[];
} {
  if (shape.order !== null && shape.prefixes !== null)
    return { order: shape.order, prefixes: shape.prefixes };
  const keys = shape.tops.map((top) => escapeKey(top.key));
  const order = keys
    .map((key, index) => ({ key, index }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ index }) => index);
  const prefixes = keys.map((key) => `${canonicalString(key)}:`);
  shape.order = order;
  shape.prefixes = prefixes;
  return { order, prefixes };
}

export interface Normalized {
  readonly json: Json;
  readonly from: readonly Address[];
  readonly path: string | null;
}

/** The value as data, its keys in the order in which they were declared; null where something in it is poison. */
export function toJson(evaluator: Evaluator, value: Value, span: Span): Normalized | null {
  const walk = newWalk("declared");
  const text = writeValue(evaluator, walk, value, span);
  if (walk.poisoned || !spend(evaluator, "characters", text?.length ?? 0, span)) return null;
  const json = text === undefined ? null : (JSON.parse(text) as Json);
  return { json, from: [...(walk.from ?? [])], path: walk.path };
}

export function hasResidual(json: Json): boolean {
  if (Array.isArray(json)) return (json as readonly Json[]).some(hasResidual);
  if (!isJsonObject(json)) return false;
  return residualName(json) !== null || Object.values(json).some(hasResidual);
}
