// Provenance: for every leaf of every spec the stack of its definitions, winner first. Made only when somebody asks.
//
// Surprising: the values of definitions that lost are computed here, for the first time, and what goes wrong in them is
// nobody's error: a loser that cannot be computed is shown without its value.

import type { Address } from "./address.ts";
import type { Evaluator } from "./evaluate/context.ts";
import { spanOfTop } from "./evaluate/entries.ts";
import { isNothing } from "./evaluate/stack.ts";
import { stackFrom, winnerOf, type Stacked } from "./evaluate/stacks.ts";
import { toJson } from "./evaluate/text.ts";
import { keyOfStep, type Pointer, stepOf } from "./graph.ts";
import { canonicalJson, canonicalString, type Json } from "./json.ts";
import { placeOf, type Place, type Span } from "./source.ts";
import { isContainerValue, type Container, type Definition, type ResourceValue } from "./values.ts";

/** One definition of a leaf's stack, as the side file of the graph shows it. */
export interface DefinitionRecord extends Place {
  /** The overlay that made it; null for the system's body and the type's default. */
  readonly overlay: string | null;
  readonly operation: Definition["operation"];
  readonly strength: Definition["strength"];
  readonly value: Json;
}

/** For every resource, for every leaf of its spec: the stack of definitions, winner first. */
export type ProvenanceMap = Readonly<Record<Address, Leaves>>;

type Leaves = Readonly<Record<Pointer, readonly DefinitionRecord[]>>;

export function placeOfLeaf(
  evaluator: Evaluator,
  resources: ReadonlyMap<Address, ResourceValue>,
  address: Address,
  pointer: Pointer,
): Place | null {
  const resource = resources.get(address);
  if (resource === undefined) return null;
  let container: Container = resource.fields;
  let found: Span | null = null;
  // It is asked for every field of what is new: a step is cut out of the pointer when it is taken.
  for (let at = 0; at < pointer.length;) {
    const next = pointer.indexOf("/", at + 1);
    const end = next === -1 ? pointer.length : next;
    const step = keyOfStep(pointer.slice(at + 1, end));
    at = end;
    const { shape }: Container = container;
    const index: number | undefined = shape.type?.kind === "keyed" ? Number(step) : shape.keys.get(step);
    const top: Definition | undefined = index === undefined ? undefined : shape.tops[index];
    if (index === undefined || top === undefined) break;
    const winner = winnerOf(evaluator, container, top);
    found = spanOfTop(winner.container, winner.definition);
    // What the leaf itself comes to says nothing about where it stands.
    const value = at === pointer.length ? null : evaluator.read(evaluator, container, index);
    if (value === null || !isContainerValue(value)) break;
    container = value;
  }
  return placeOf(found ?? resource.span);
}

export function traceAll(
  evaluator: Evaluator,
  resources: ReadonlyMap<Address, ResourceValue>,
): ProvenanceMap {
  const map: Record<Address, Leaves> = {};
  for (const [address, resource] of resources) map[address] = traceResource(evaluator, resource);
  return map;
}

/** The same as canonical JSON, resource by resource: all of it at once is many times as large as the graph. */
export function* writeTrace(
  evaluator: Evaluator,
  resources: ReadonlyMap<Address, ResourceValue>,
): Generator<string, void, undefined> {
  let before = "{";
  for (const address of [...resources.keys()].toSorted()) {
    const leaves = traceResource(evaluator, resources.get(address) as ResourceValue);
    yield `${before}${canonicalString(address)}:${canonicalJson(leaves as unknown as Json)}`;
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

function traceResource(evaluator: Evaluator, { fields }: ResourceValue): Leaves {
  const leaves: Record<Pointer, readonly DefinitionRecord[]> = {};
  traceContainer(evaluator, fields, "", leaves);
  return leaves;
}

function traceContainer(
  evaluator: Evaluator,
  container: Container,
  pointer: Pointer,
  leaves: Record<Pointer, readonly DefinitionRecord[]>,
): void {
  const { shape } = container;
  shape.tops.forEach((top, index) => {
    const step = shape.type?.kind === "keyed" ? String(index) : top.key;
    const at = `${pointer}/${stepOf(step)}`;
    const value = evaluator.read(evaluator, container, index);
    if (isContainerValue(value) && value.shape.tops.length > 0) {
      traceContainer(evaluator, value, at, leaves);
      return;
    }
    if (typeof value === "object" && value !== null && value.kind === "absent") return;
    leaves[at] = stackOf(evaluator, container, top);
  });
}

/** What the side file says of one leaf. */
export function stackOf(
  evaluator: Evaluator,
  container: Container,
  top: Definition,
): readonly DefinitionRecord[] {
  return standingOn(evaluator, container, top).map((item) => {
    const { definition } = item;
    const span = spanOfTop(item.container, definition);
    const json =
      toJson(evaluator, evaluator.lower(evaluator, item.container, definition), span)?.json ?? null;
    const { operation, strength, layer } = definition;
    return { ...placeOf(span), overlay: layer.overlay, operation, strength, value: json };
  });
}

/** Winner first, without what does not apply, and without the absence that every stack begins with. */
export function standingOn(evaluator: Evaluator, container: Container, top: Definition): readonly Stacked[] {
  const standing: Stacked[] = [];
  for (const item of stackFrom(evaluator, container, top)) {
    const { definition, applies } = item;
    if (applies && (!isNothing(definition) || definition.operation === "remove")) standing.push(item);
  }
  return standing;
}
