// Residuals to values, at the last moment: what the compiler could not know is filled in from the outputs of resources.
//
// In:  a spec with residuals, and a way to ask for a resource's outputs. Out: the spec as plain values, and for each field
// that cannot be known yet the addresses that it waits for; such a field is left out of the values. References to secrets stay
// what they are, and so does what is made of them: `reveal` does the rest, inside the driver's call and nowhere else.
// Plain data that looks like a reference is refused: a name that comes out of an output would fetch a secret for whoever wrote it.
// Surprising: a list is known or not known as a whole, because a plain list is one value to every driver and every diff.

import type { Address } from "../compiler/address.ts";
import { escapeKey, type Pointer, residualName, stepOf, unescapeKey } from "../compiler/graph.ts";
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
    const at = `${pointer}/${stepOf(key)}`;
    if (looksLikeReference(key, value)) {
      found.waiting.set(at, []);
      found.problem ??= `${at.slice(1)} ${RESERVED}`;
      continue;
    }
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
    case null:
      return allOf(value, unescapeKey, (each) => resolveValue(each, outputsOf));
    case "$from": {
      const from = value["$from"] as Address;
      const output = outputsOf(from)?.[value["output"] as string];
      if (output === undefined) return { known: false, on: [from] };
      return holdsSecret(output)
        ? { known: false, on: [], problem: RESERVED }
        : { known: true, value: output };
    }
    case "$secret":
      return { known: true, value };
    case "$join":
    case "$render":
    case "$get": {
      if (holdsSecret(value)) return keep(value, outputsOf);
      const inner = resolveValue(innerOf(residual, value), outputsOf);
      if (!inner.known) return inner;
      const computed = compute(residual, value, inner.value);
      return "problem" in computed
        ? { known: false, on: [], problem: computed.problem }
        : { known: true, value: computed.value };
    }
    case "$regulated":
      return { known: true, value: (value["$regulated"] as JsonObject)["start"] as Json };
  }
}

/** A residual that only lacks its secrets. It stays in the form of the graph, and so its outputs are brought into that form. */
function keep(value: Json, outputsOf: OutputsOf): Value {
  if (typeof value !== "object" || value === null) return { known: true, value };
  if (isJsonArray(value)) return all(value.map((element) => keep(element, outputsOf)));
  switch (residualName(value)) {
    case "$from": {
      const output = resolveValue(value, outputsOf);
      return output.known ? { known: true, value: escaped(output.value) } : output;
    }
    case "$secret":
      return { known: true, value };
    case "$regulated":
      return resolveValue(value, outputsOf);
    case null:
    case "$join":
    case "$render":
    case "$get":
      return allOf(
        value,
        (key) => key,
        (each) => keep(each, outputsOf),
      );
  }
}

function escaped(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isJsonArray(value)) return value.map(escaped);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [escapeKey(key), escaped(each)]));
}

const RESERVED = "has a key that only a reference to a secret may have";

/** As plain data, after which a driver could no longer tell. Of what is computed, only what a secret stands in is left to it. */
function looksLikeReference(key: string, value: Json): boolean {
  return key === "$secret" || (COMPUTED.has(key) && holdsSecret(value));
}

const COMPUTED: ReadonlySet<string> = new Set(["$join", "$render", "$get"]);

export function holdsSecret(value: Json | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isJsonArray(value)) return value.some(holdsSecret);
  return Object.hasOwn(value, "$secret") || Object.values(value).some(holdsSecret);
}

/** Asks for the value of a reference; rejects where there is none. */
export type Secrets = (reference: Json) => Promise<string>;

/** With its secrets in their places. For a driver, inside a call: what it returns stays there. */
export async function reveal(value: Json, secret: Secrets): Promise<Json> {
  if (typeof value !== "object" || value === null || !holdsSecret(value)) return value;
  if (isJsonArray(value)) return Promise.all(value.map((each) => reveal(each, secret)));
  if (residualName(value) !== null) return finish(value, secret);
  const fields = Object.entries(value).map(async ([key, each]) => [key, await reveal(each, secret)] as const);
  return Object.fromEntries(await Promise.all(fields));
}

async function finish(value: Json, secret: Secrets): Promise<Json> {
  if (typeof value !== "object" || value === null) return value;
  if (isJsonArray(value)) return Promise.all(value.map((each) => finish(each, secret)));
  const residual = residualName(value);
  switch (residual) {
    case "$secret":
      return secret(value);
    case "$join":
    case "$render":
    case "$get": {
      const computed = compute(residual, value, await finish(innerOf(residual, value), secret));
      if ("problem" in computed) throw new Error(computed.problem);
      return computed.value;
    }
    case null:
    case "$from":
    case "$regulated": {
      const fields = Object.entries(value).map(
        async ([key, each]) => [unescapeKey(key), await finish(each, secret)] as const,
      );
      return Object.fromEntries(await Promise.all(fields));
    }
  }
}

// --- Residuals that are computed from one value ------------------------------------------------------------------------

type Computing = "$join" | "$render" | "$get";

function innerOf(residual: Computing, value: JsonObject): Json {
  if (residual !== "$render") return value[residual] as Json;
  const { order } = value;
  const given = value["value"] as Json;
  return isJsonObject(order) ? inDeclaredOrder(given, order) : given;
}

function compute(
  residual: Computing,
  value: JsonObject,
  inner: Json,
): { readonly value: Json } | { readonly problem: string } {
  switch (residual) {
    case "$join":
      return { value: (inner as readonly Json[]).map(textOf).join("") };
    case "$render": {
      const renderer = value["$render"] as Renderer;
      const text = renderText(renderer, inner);
      if (typeof text === "string") return { value: text };
      return { problem: `cannot be written as ${renderer}: ${text.why}` };
    }
    case "$get":
      return { value: getAt(inner, value["path"] as readonly (string | number)[]) };
  }
}

function allOf(map: JsonObject, keyOf: (key: string) => string, valueOf: (each: Json) => Value): Value {
  const keys = Object.keys(map);
  const odd = keys.some((key) => keyOf(key) !== key && looksLikeReference(keyOf(key), map[key] as Json));
  if (odd) return { known: false, on: [], problem: RESERVED };
  const values = all(keys.map((key) => valueOf(map[key] as Json)));
  if (!values.known) return values;
  const list = values.value as readonly Json[];
  return {
    known: true,
    value: Object.fromEntries(keys.map((key, index) => [keyOf(key), list[index] as Json])),
  };
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
