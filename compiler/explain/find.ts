// Where a path leads in an evaluated environment: `web.env.LOG`, `keys.ada.mode`, `checkout.db`, `web.command.0`.
//
// In:  the names of a path. Out: the value with the place where it stands, or what is known of what is not there: by what it
// was taken away, or the names that there are instead.

import type { RemoveEntry } from "../ast.ts";
import { readField } from "../evaluate/access.ts";
import { scopeOf } from "../evaluate/blocks.ts";
import { namingCollection, roundKey, roundScope, roundsOf } from "../evaluate/loops.ts";
import { spanOf } from "../check/context.ts";
import { spanOfTop } from "../evaluate/entries.ts";
import { stackAt, type Stacked } from "../evaluate/stacks.ts";
import type { Span } from "../source.ts";
import type { PlacedMember, Type } from "../types.ts";
import type { Cell, Container, Instance, ResourceValue, Scope, Value } from "../values.ts";
import { loopAround, type Around, type Explainer } from "./context.ts";
import type { Naming, Role } from "./facts.ts";
import { typeAt } from "./show.ts";

/** A key of a container. */
export interface Seat {
  readonly container: Container;
  readonly key: string;
}

/** A value where it stands. */
export interface Spot {
  readonly path: readonly string[];
  readonly value: Value;
  /** null: the environment itself, an element of a list, what is known only after apply. */
  readonly seat: Seat | null;
  readonly role: Role;
  readonly type: Type | null;
  /** The resource that it is a part of. */
  readonly resource: ResourceValue | null;
  /** Those around it, the innermost first. */
  readonly systems: readonly Around[];
  /** What the slot declares that it is, or is one of. */
  readonly placed: Placed | null;
  readonly named: Naming | null;
  /** Of an element of a list, which is in no container. */
  readonly cell: Cell | null;
  /** In the value of a `let` of a file: no part of the environment, and read by it. */
  readonly file: boolean;
}

export interface Placed {
  readonly member: PlacedMember;
  /** The slot itself, where this is one of its elements. */
  readonly slot: Seat;
}

export function rootOf({ instance }: Explainer): Spot {
  return {
    path: [],
    value: instance,
    seat: null,
    role: "entry",
    type: null,
    resource: null,
    systems: [],
    placed: null,
    named: null,
    cell: null,
    file: false,
  };
}

/** The value of a `let` of a file. */
export function spotOfFile(explainer: Explainer, name: string, { value, type }: Cell): Spot {
  return { ...rootOf(explainer), path: [name], value, type, file: true };
}

export type Search =
  | { readonly kind: "found"; readonly spot: Spot }
  /** `at`: what it was taken out of. */
  | { readonly kind: "lost"; readonly at: Spot; readonly key: string; readonly rest: readonly string[] };

export function find(explainer: Explainer, path: readonly string[]): Search {
  let at = rootOf(explainer);
  for (const [index, key] of path.entries()) {
    const next = stepInto(explainer, at, key);
    if (next === null) return { kind: "lost", at, key, rest: path.slice(index + 1) };
    at = next;
  }
  return { kind: "found", spot: at };
}

/** The container in which the parts of a value stand; null: it has no parts with names. */
export function partsOf(value: Value): Container | null {
  if (typeof value !== "object" || value === null) return null;
  if (value.kind === "container") return value;
  return value.kind === "resource" || value.kind === "instance" ? value.fields : null;
}

export function stepInto(explainer: Explainer, at: Spot, key: string): Spot | null {
  const { value } = at;
  if (typeof value !== "object" || value === null) return null;
  switch (value.kind) {
    case "instance":
      return slotAt(explainer, at, value, key);
    case "resource":
      return fieldAt(explainer, at, value, key);
    case "container":
      return entryAt(explainer, at, value, key);
    case "list": {
      const cell = /^\d+$/.test(key) ? value.items[Number(key)] : undefined;
      if (cell === undefined) return null;
      const { evaluator } = explainer;
      const type = value.type?.kind === "list" ? value.type.element : null;
      const item = evaluator.force(evaluator, cell);
      const own = { path: [...at.path, key], value: item, seat: null, type, cell } as const;
      return { ...at, ...own, role: "element", placed: null };
    }
    case "deferred":
    case "absent":
    case "poison":
    case "function":
      return null;
  }
}

/** Undefined: there is no such key. */
function readAt({ evaluator }: Explainer, container: Container, key: string): Value | undefined {
  const index = container.shape.keys.get(key);
  if (index === undefined || container.shape.tops[index]?.source.kind === "removed") return undefined;
  return evaluator.read(evaluator, container, index);
}

function typeIn({ shape }: Container, key: string): Type | null {
  const top = shape.tops[shape.keys.get(key) ?? -1];
  return top === undefined ? null : typeAt(shape, top);
}

function slotAt(explainer: Explainer, at: Spot, instance: Instance, key: string): Spot | null {
  const { fields } = instance;
  const value = readAt(explainer, fields, key);
  const member = fields.shape.members?.get(key);
  if (value === undefined || member === undefined) return null;
  const seat = { container: fields, key };
  const isPlaced = member.kind === "resource" || member.kind === "instance";
  return {
    path: [...at.path, key],
    value,
    seat,
    role: isPlaced ? "entry" : member.kind,
    type: isPlaced ? null : typeIn(fields, key),
    resource: null,
    systems: systemsInside(at),
    placed: isPlaced ? { member, slot: seat } : null,
    named: at.named,
    cell: null,
    file: at.file,
  };
}

/** Those around what is in it: what a system has of its own is its body, and what stands after `with`. */
export function systemsInside({ value, placed, systems }: Spot): readonly Around[] {
  if (typeof value !== "object" || value === null || value.kind !== "instance") return systems;
  return [{ instance: value, levels: placed === null ? 0 : placed.member.slot.with.length + 1 }, ...systems];
}

function fieldAt(explainer: Explainer, at: Spot, resource: ResourceValue, key: string): Spot | null {
  const { evaluator } = explainer;
  const { fields, record, existing, span } = resource;
  const field = record.fields.get(key);
  if (field === undefined) return null;
  const top = fields.shape.tops[fields.shape.keys.get(key) ?? -1];
  const isKnown = top !== undefined && !(existing && top.operation === "default");
  const value = isKnown ? readAt(explainer, fields, key) : readField(evaluator, resource, key, span, true);
  if (value === undefined) return null;
  return {
    ...at,
    path: [...at.path, key],
    value,
    seat: isKnown ? { container: fields, key } : null,
    role: field.output ? "output" : "field",
    type: field.type,
    resource,
    placed: null,
    cell: null,
  };
}

function entryAt(explainer: Explainer, at: Spot, container: Container, key: string): Spot | null {
  const value = readAt(explainer, container, key);
  if (value === undefined) return null;
  const path = [...at.path, key];
  const loop = at.placed?.member.slot.loop ?? null;
  if (at.placed !== null && loop !== null) {
    const { member } = at.placed;
    const top = container.shape.tops[container.shape.keys.get(key) ?? -1];
    const over = spanOf(member.module, loop.collection);
    const named = { key, over, element: top === undefined ? over : spanOfTop(container, top) };
    return { ...at, path, value, named };
  }
  const role = container.shape.type?.kind === "record" ? "field" : "entry";
  const seat = { container, key };
  const named = namedByLoop(explainer, seat) ?? at.named;
  return { ...at, path, value, seat, role, type: typeIn(container, key), placed: null, named, cell: null };
}

/** An entry of a comprehension: `[k] = v for k in ks`. */
function namedByLoop(explainer: Explainer, { container, key }: Seat): Naming | null {
  const top = container.shape.tops[container.shape.keys.get(key) ?? -1];
  if (top === undefined || top.round === null) return null;
  const over = loopAround(explainer, top.span);
  return over === null ? null : { key, over, element: top.round.cell.span };
}

/** Everything below that has a place of its own, what it is in before what is in it. */
export function forEachSpot(explainer: Explainer, from: Spot, visit: (spot: Spot) => void): void {
  const container = partsOf(from.value);
  if (container === null) return;
  for (const { key } of container.shape.tops) {
    const spot = stepInto(explainer, from, key);
    if (spot === null) continue;
    visit(spot);
    forEachSpot(explainer, spot, visit);
  }
}

// --- What is not there -----------------------------------------------------------------------------------------------

export type Gone =
  /** `item`: the definition that took it away. */
  | { readonly kind: "removed"; readonly item: Stacked }
  /** An element of a loop, by what stands at `entry` in the block of `item`. */
  | { readonly kind: "removed-element"; readonly item: Stacked; readonly entry: RemoveEntry }
  /** What the loop goes over had it, and `item` took it away there. */
  | { readonly kind: "dropped"; readonly item: Stacked }
  /** It was in what `item` replaced, and there it stood in this seat. */
  | { readonly kind: "replaced"; readonly item: Stacked; readonly was: Seat }
  /** The slot's condition does not hold for this element. */
  | { readonly kind: "left-out"; readonly condition: Span; readonly element: Span };

/** How a key came to be missing; null: nobody ever wrote it. */
export function goneAt(explainer: Explainer, at: Spot, key: string): Gone | null {
  const { evaluator } = explainer;
  const container = partsOf(at.value);
  if (container !== null) {
    for (const item of stackAt(evaluator, container, key))
      if (item.applies && item.definition.source.kind === "removed") return { kind: "removed", item };
  }
  if (at.placed !== null && at.seat !== null && at.seat === at.placed.slot)
    return goneElement(explainer, at.placed, key);
  if (at.seat === null) return null;
  let replacing: Stacked | null = null;
  for (const item of stackAt(evaluator, at.seat.container, at.seat.key)) {
    const { definition } = item;
    if (replacing !== null) {
      const below = partsOf(evaluator.lower(evaluator, item.container, definition));
      if (below !== null && below.shape.keys.has(key))
        return { kind: "replaced", item: replacing, was: { container: below, key } };
    } else if (item.applies && definition.source.kind !== "amend") replacing = item;
  }
  return null;
}

function goneElement(explainer: Explainer, placed: Placed, key: string): Gone | null {
  const { evaluator } = explainer;
  const { container, key: slot } = placed.slot;
  for (const item of stackAt(evaluator, container, slot)) {
    const { source } = item.definition;
    if (source.kind !== "amend") continue;
    for (const entry of source.block.entries)
      if (entry.kind === "remove" && entry.key.text === key) return { kind: "removed-element", item, entry };
  }
  const { condition, loop } = placed.member.slot;
  const scope = loop === null ? null : scopeOfSlot(explainer, placed.slot);
  const over =
    loop === null || scope === null ? null : namingCollection(evaluator, loop, placed.member.module, scope);
  const dropped = over?.shape.gone.get(key);
  if (over !== null && dropped !== undefined)
    return { kind: "dropped", item: { container: over, definition: dropped, applies: true } };
  if (condition === null) return null;
  const left = elementsOf(explainer, placed).find((element) => element.key === key);
  return left === undefined
    ? null
    : { kind: "left-out", condition: spanOf(placed.member.module, condition), element: left.span };
}

export interface LoopElement {
  readonly key: string;
  readonly span: Span;
}

/** All elements that a slot with `for` goes over, also those for which its condition does not hold. */
export function elementsOf(explainer: Explainer, { member, slot }: Placed): readonly LoopElement[] {
  const { evaluator } = explainer;
  const { loop } = member.slot;
  const scope = scopeOfSlot(explainer, slot);
  if (loop === null || scope === null) return [];
  const span = spanOf(member.module, loop.collection);
  return (roundsOf(evaluator, loop, member.module, scope) ?? []).flatMap((round) => {
    const inside = roundScope(loop, round, scope, span);
    const key = roundKey(evaluator, loop, member.module, round, inside);
    return key === null ? [] : [{ key, span: round.cell.span }];
  });
}

/** In which the loop and the condition of a slot are written. */
function scopeOfSlot({ evaluator }: Explainer, { container, key }: Seat): Scope | null {
  for (const item of stackAt(evaluator, container, key))
    if (item.definition.source.kind === "slot") return scopeOf(item.container, item.definition.row);
  return null;
}

/** The names that could have stood there instead. */
export function namesIn(at: Spot): readonly string[] {
  const { value } = at;
  if (typeof value !== "object" || value === null) return [];
  if (value.kind === "list") return value.items.map((_, index) => String(index));
  const container = partsOf(value);
  if (container === null) return [];
  const keys = container.shape.tops.filter(({ source }) => source.kind !== "removed").map((top) => top.key);
  if (value.kind !== "resource") return keys;
  return [...value.record.fields.keys()];
}

/** Whether a path leads into another one, or is the same. */
export function isWithin(path: readonly string[], outer: readonly string[]): boolean {
  return outer.length <= path.length && outer.every((step, index) => step === path[index]);
}

export function pathText(path: readonly string[]): string {
  return path.reduce((text, step) => {
    const isPlain = /^(?:@?[A-Za-z_][A-Za-z0-9_-]*|\d+)$/.test(step);
    const shown = isPlain ? step : JSON.stringify(step);
    return text === "" ? shown : `${text}.${shown}`;
  }, "");
}
