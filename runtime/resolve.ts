// Residuals to values, at the last moment: what the compiler could not know is filled in from the outputs of resources.
//
// In:  a spec with residuals, and a way to ask for a resource's outputs. Out: the spec as plain values, and for each field
// that cannot be known yet the addresses that it waits for; such a field is left out of the values. Secret references stay
// what they are: they are resolved inside the driver's call and nowhere else.
// Surprising: a list is known or not known as a whole, because a plain list is one value to every driver and every diff.

import type { Address } from "../compiler/address.ts";
import { type Pointer, residualName, unescapeKey } from "../compiler/graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../compiler/json.ts";
import { inDeclaredOrder, type Renderer, renderText } from "../compiler/render.ts";

export interface Resolved {
  readonly spec: JsonObject;
  /** Fields left out, with the addresses whose outputs they need. */
  readonly waiting: ReadonlyMap<Pointer, readonly Address[]>;
  /** What the fields with residuals came to, by pointer; null: there are none. */
  readonly inputs: JsonObject | null;
  /** Why a field cannot be written as what it is to be: the value is known, and its format cannot say it. */
  readonly problem: string | null;
}

/** The outputs of a resource, or null while they are not known. */
export type OutputsOf = (address: Address) => JsonObject | null;

type Value =
  | { readonly known: true; readonly value: Json }
  | { readonly known: false; readonly on: readonly Address[]; readonly problem?: string };

interface Found {
  readonly waiting: Map<Pointer, readonly Address[]>;
  readonly inputs: Record<Pointer, Json>;
  problem: string | null;
}

const NOTHING_WAITS: ReadonlyMap<Pointer, readonly Address[]> = new Map();

export function resolve(spec: JsonObject, outputsOf: OutputsOf): Resolved {
  if (!holdsResidual(spec)) return { spec, waiting: NOTHING_WAITS, inputs: null, problem: null };
  const found: Found = { waiting: new Map(), inputs: {}, problem: null };
  const resolved = resolveFields(spec, "", outputsOf, found);
  return { spec: resolved, ...found };
}

/** Most specs have none, and are then used as they are. A doubled `$` counts, because it must be unescaped. */
function holdsResidual(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isJsonArray(value)) return value.some(holdsResidual);
  for (const key in value) if (key.startsWith("$") || holdsResidual(value[key] as Json)) return true;
  return false;
}

function resolveFields(fields: JsonObject, pointer: Pointer, outputsOf: OutputsOf, found: Found): JsonObject {
  const result = new Map<string, Json>();
  for (const [escaped, value] of Object.entries(fields)) {
    const key = unescapeKey(escaped);
    const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (isJsonObject(value) && residualName(value) === null) {
      result.set(key, resolveFields(value, at, outputsOf, found));
      continue;
    }
    const resolved = resolveValue(value, outputsOf);
    if (resolved.known) {
      result.set(key, resolved.value);
      if (resolved.value !== value) found.inputs[at] = resolved.value;
    } else {
      found.waiting.set(at, resolved.on);
      if (resolved.problem !== undefined) found.problem ??= `${at.slice(1)} ${resolved.problem}`;
    }
  }
  return Object.fromEntries(result);
}

function resolveValue(value: Json, outputsOf: OutputsOf): Value {
  if (typeof value !== "object" || value === null) return { known: true, value };
  if (isJsonArray(value)) return all(value.map((element) => resolveValue(element, outputsOf)));
  const residual = residualName(value);
  switch (residual) {
    case null: {
      const keys = Object.keys(value);
      const values = all(keys.map((key) => resolveValue(value[key] as Json, outputsOf)));
      if (!values.known) return values;
      const list = values.value as readonly Json[];
      return {
        known: true,
        value: Object.fromEntries(keys.map((key, i) => [unescapeKey(key), list[i] as Json])),
      };
    }
    case "$from": {
      const from = value["$from"] as Address;
      const output = outputsOf(from)?.[value["output"] as string];
      return output === undefined ? { known: false, on: [from] } : { known: true, value: output };
    }
    case "$secret":
      return { known: true, value };
    case "$join": {
      const parts = resolveValue(value["$join"] as readonly Json[], outputsOf);
      if (!parts.known) return parts;
      return { known: true, value: (parts.value as readonly Json[]).map(textOf).join("") };
    }
    case "$render": {
      const { order } = value;
      const given = value["value"] as Json;
      const inner = resolveValue(isJsonObject(order) ? inDeclaredOrder(given, order) : given, outputsOf);
      if (!inner.known) return inner;
      const renderer = value["$render"] as Renderer;
      const text = renderText(renderer, inner.value);
      if (typeof text === "string") return { known: true, value: text };
      return {
        known: false,
        on: [],
        problem: `cannot be written as ${renderer}: ${text.why}`,
      };
    }
    case "$get": {
      const inner = resolveValue(value["$get"] as Json, outputsOf);
      if (!inner.known) return inner;
      return { known: true, value: getAt(inner.value, value["path"] as readonly (string | number)[]) };
    }
    case "$regulated":
      return { known: true, value: (value["$regulated"] as JsonObject)["start"] as Json };
  }
}

function all(values: readonly Value[]): Value {
  const unknown = values.filter((value) => !value.known);
  if (unknown.length > 0) {
    const on = [...new Set(unknown.flatMap((value) => value.on))].toSorted();
    const problem = unknown.find((value) => value.problem !== undefined)?.problem;
    return { known: false, on, ...(problem === undefined ? {} : { problem }) };
  }
  return { known: true, value: values.map((value) => (value.known ? value.value : null)) };
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function getAt(value: Json, path: readonly (string | number)[]): Json {
  let at: Json | undefined = value;
  for (const step of path) {
    if (at !== undefined && isJsonArray(at)) at = at[step as number];
    else at = isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at ?? null;
}
