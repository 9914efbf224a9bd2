// The residuals of a graph that came as a document: whether each can be worked out, by this agent and from this graph.
//
// In:  a graph whose structure fits the schema. Out: the first residual that cannot mean anything, in words, or null. A graph
// with one would wait for ever for an output that never comes, or be told so by a driver in words about something else.

import type { Address } from "../../compiler/address.ts";
import { type Graph, keyOfStep, type Pointer, residualName, type Resource } from "../../compiler/graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import { RENDERERS } from "../../compiler/render.ts";

export function findIdleResidual(graph: Graph): string | null {
  for (const [address, resource] of Object.entries(graph.resources) as [Address, Resource][]) {
    const why = inKey(graph, resource) ?? inValue(graph, resource, resource.spec);
    if (why !== null) return `The resource ${address} ${why}.`;
  }
  return null;
}

/** What identifies an object is known before anything is done. */
function inKey(graph: Graph, { kind, spec }: Resource): string | null {
  for (const pointer of graph.kinds[kind]?.key ?? []) {
    const value = at(spec, pointer);
    if (value === undefined) return `lacks ${pointer}, by which its kind ${kind} is known`;
    if (holdsResidual(value)) return `has ${pointer}, by which its kind ${kind} is known, from a residual`;
  }
  return null;
}

function inValue(graph: Graph, resource: Resource, value: Json): string | null {
  if (typeof value !== "object" || value === null) return null;
  if (isJsonArray(value)) return first(value, (each) => inValue(graph, resource, each));
  const residual = residualName(value);
  switch (residual) {
    case null:
      return first(Object.values(value), (each) => inValue(graph, resource, each));
    case "$from":
      return outputOf(graph, resource, value);
    case "$render": {
      const name = value["$render"];
      if (!RENDERERS.some((renderer) => renderer === name))
        return `renders ${JSON.stringify(name)}, which this program cannot: it renders ${RENDERERS.join(", ")}`;
      return inValue(graph, resource, value["value"] ?? null);
    }
    case "$join":
    case "$get":
      return inValue(graph, resource, value[residual] ?? null);
    case "$secret":
    case "$regulated":
      return null;
  }
}

function outputOf(graph: Graph, { needs }: Resource, value: JsonObject): string | null {
  const from = value["$from"] as Address;
  const output = value["output"] as string;
  if (!needs.includes(from)) return `reads an output of ${from}, which it does not say that it needs`;
  const kind = graph.resources[from]?.kind ?? "";
  const outputs = graph.kinds[kind]?.outputs ?? {};
  return Object.hasOwn(outputs, output)
    ? null
    : `reads the output \`${output}\` of ${from}, and its kind ${kind} has none of that name`;
}

function first(values: readonly Json[], find: (value: Json) => string | null): string | null {
  for (const value of values) {
    const found = find(value);
    if (found !== null) return found;
  }
  return null;
}

function holdsResidual(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isJsonArray(value)) return value.some(holdsResidual);
  return residualName(value) !== null || Object.values(value).some(holdsResidual);
}

function at(spec: JsonObject, pointer: Pointer): Json | undefined {
  let value: Json | undefined = spec;
  for (const step of pointer.split("/").slice(1)) {
    const key = keyOfStep(step);
    value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
