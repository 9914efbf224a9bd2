// Provenance: for every leaf of every spec the stack of its definitions, winner first. Made only when somebody asks.
//
// Surprising: the values of definitions that lost are computed here, for the first time, and what goes wrong in them is
// nobody's error: a loser that cannot be computed is shown without its value.

import type { Address } from "./address.ts";
import { force } from "./evaluate.ts";
import type { Evaluator } from "./evaluate/context.ts";
import { toJson } from "./evaluate/normalize.ts";
import type { Pointer } from "./graph.ts";
import type { Json } from "./json.ts";
import { placeOf, type Place } from "./source.ts";
import type { Cell, Container, ResourceValue } from "./values.ts";

/** One definition of a leaf's stack, as the side file of the graph shows it. */
export interface DefinitionRecord extends Place {
  /** The overlay that made it; null for the system's body and the type's default. */
  readonly overlay: string | null;
  readonly operation: "default" | "set" | "amend" | "remove";
  readonly value: Json;
}

/** For every resource, for every leaf of its spec: the stack of definitions, winner first. */
export type ProvenanceMap = Readonly<Record<Address, Readonly<Record<Pointer, readonly DefinitionRecord[]>>>>;

export function placeOfLeaf(
  evaluator: Evaluator,
  resources: ReadonlyMap<Address, ResourceValue>,
  address: Address,
  pointer: Pointer,
): Place | null {
  const resource = resources.get(address);
  if (resource === undefined) return null;
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  let container: Container | null = resource.fields;
  let found: Cell | null = null;
  for (const step of steps) {
    if (container === null) break;
    const entries: Cell[] = [...container.entries.values()];
    const cell: Cell | undefined =
      container.type?.kind === "keyed" ? entries[Number(step)] : container.entries.get(step);
    if (cell === undefined) break;
    found = winner(cell);
    const value = force(evaluator, cell);
    container = typeof value === "object" && value !== null && value.kind === "container" ? value : null;
  }
  return placeOf(found?.span ?? resource.span);
}

/** What a cell shows is what it views. */
function winner(cell: Cell): Cell {
  let top = cell;
  while (top.source.kind === "view" && top.operation !== "remove") top = top.source.of;
  return top;
}

export function traceAll(
  evaluator: Evaluator,
  resources: ReadonlyMap<Address, ResourceValue>,
): ProvenanceMap {
  const map: Record<Address, Record<Pointer, readonly DefinitionRecord[]>> = {};
  for (const [address, resource] of resources) {
    const leaves: Record<Pointer, readonly DefinitionRecord[]> = {};
    traceContainer(evaluator, resource.fields, "", leaves);
    map[address] = leaves;
  }
  return map;
}

function traceContainer(
  evaluator: Evaluator,
  container: Container,
  pointer: Pointer,
  leaves: Record<Pointer, readonly DefinitionRecord[]>,
): void {
  let index = 0;
  for (const [key, cell] of container.entries) {
    const step = container.type?.kind === "keyed" ? String(index++) : key;
    const at = `${pointer}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const value = force(evaluator, cell);
    if (typeof value === "object" && value !== null && value.kind === "container" && value.entries.size > 0) {
      traceContainer(evaluator, value, at, leaves);
      continue;
    }
    if (typeof value === "object" && value !== null && value.kind === "absent") continue;
    leaves[at] = stackOf(evaluator, cell);
  }
}

function stackOf(evaluator: Evaluator, cell: Cell): readonly DefinitionRecord[] {
  const records: DefinitionRecord[] = [];
  for (let item: Cell | null = winner(cell); item !== null; item = item.below) {
    if (item.source.kind === "absent" || item.source.kind.startsWith("missing")) continue;
    const json = toJson(evaluator, force(evaluator, item), item.span)?.json ?? null;
    records.push({ ...placeOf(item.span), overlay: item.overlay, operation: item.operation, value: json });
  }
  return records;
}
