// Which fields of a resource must never be shown: those that its kind calls secret, and those into which a secret flows. PURE.
//
// In:  the graph and a resource. Out: pointers; whatever lies under one of them is secret too. A value flows by an output that
// is declared secret or by a secret reference, through any residual. Inside a list the whole list counts: its entries are
// named by key in a plan and by position in a spec.

import { type Graph, type Pointer, residualName, type Resource, stepOf } from "../../compiler/graph.ts";
import { isJsonArray, isJsonObject, type Json } from "../../compiler/json.ts";

/** By the kind alone. */
export function secretFields(graph: Graph, { kind }: Resource): readonly Pointer[] {
  return graph.kinds[kind]?.secret ?? [];
}

export function secretPointers(graph: Graph, resource: Resource): readonly Pointer[] {
  const found = [...secretFields(graph, resource)];
  walk(graph, resource.spec, "", found);
  return found;
}

function walk(graph: Graph, value: Json, at: Pointer, found: Pointer[]): void {
  if (typeof value !== "object" || value === null) return;
  if (isJsonArray(value) || residualName(value) !== null) {
    if (holdsSecret(graph, value)) found.push(at);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [key, each] of Object.entries(value))
    if (typeof each === "object") walk(graph, each, `${at}/${stepOf(key)}`, found);
}

function holdsSecret(graph: Graph, value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isJsonArray(value)) return value.some((each) => holdsSecret(graph, each));
  if (!isJsonObject(value)) return false;
  const residual = residualName(value);
  if (residual === "$secret") return true;
  if (residual === "$from") {
    const from = graph.resources[value["$from"] as keyof Graph["resources"]];
    const output = typeof value["output"] === "string" ? value["output"] : "";
    return graph.kinds[from?.kind ?? ""]?.outputs[output]?.secret ?? false;
  }
  return Object.values(value).some((each) => holdsSecret(graph, each));
}
