// Containers: made, amended by blocks, copied, looked at as they were below an overlay.
//
// Surprising: a container is changed while blocks are put on it, and by nobody else. What it holds is computed later, in the
// scopes of the rows, which see the container as it has become.

import { isKeyed, type Block, type ComputedEntry, type SpreadEntry, type Strength } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import { withoutOptional, type Type } from "../types.ts";
import { unmarked } from "../types/marks.ts";
import {
  BODY,
  Container,
  Definition,
  FILE_SCOPE,
  isDeferred,
  Scope,
  Shape,
  type Edge,
  type Frame,
  type Guard,
  type Named,
  type Owner,
  type Source,
  type Value,
} from "../values.ts";
import { codeOf, reportAt, spend, type Evaluator } from "./context.ts";
import { reportDeferred } from "./deferred.ts";
import { roundScope, roundsOf } from "./loops.ts";
import { baseShape, entryType, isShaped } from "./shapes.ts";
import { isNothing, stackBlock } from "./stack.ts";
import { mentionsSuper } from "./super.ts";

export function newContainer(shape: Shape, up: Named, label: string, span: Span | null): Container {
  return new Container(shape, up, label, span);
}

/** The scope of a row, with the container in it. */
export function scopeOf(container: Container, row: number): Scope {
  const known = container.rows[row];
  if (known !== undefined && known !== null) return known;
  const { it } = FILE_SCOPE;
  const scope = new Scope(null, null, container.it ?? it, container, container, FILE_SCOPE.layer);
  // The one row of a container without blocks is shared by all of them.
  if (container.rows.length === 1) container.rows = [scope];
  else if (row < container.rows.length) container.rows[row] = scope;
  return scope;
}

/** The scope in which a block is written, with the container on which it is put. */
export function inside(container: Container, { instance, frame, it, siblings, layer }: Scope): Scope {
  return new Scope(instance, frame, container.it ?? it, container, siblings, layer);
}

/**
 * Puts a block on a container. `outer` is the scope in which the block is written; `owner` the definition that it is a part of,
 * where `super` is read in it.
 */
export function placeBlock(
  evaluator: Evaluator,
  container: Container,
  block: Block,
  module: Module,
  outer: Scope,
  strength: Strength,
  guard: Guard | null,
  owner: Owner | null = null,
  fromEach = false,
): void {
  const { shape } = container;
  const scope = inside(container, outer);
  const { rows } = container;
  // Most containers are written by one block, and most of the others by few.
  container.rows = rows.length === 1 ? [rows[0] ?? null, scope] : rows.concat(scope);
  if (owner !== null) (container.owners ??= [])[shape.rows] = owner;
  const edges = shape.edges?.get(block);
  const { layer } = outer;
  if (edges !== undefined) {
    for (let index = 0; index < edges.length; index++) {
      const edge = edges[index] as Edge;
      const same = edge.layer === layer && edge.strength === strength && edge.guard?.each === guard?.each;
      if (!same) continue;
      container.shape = edge.to;
      return;
    }
  }
  const row = shape.rows;
  const placing = { container, module, layer, strength, guard, row, fromEach };
  if (block.entries.some((entry) => entry.kind === "spread" || entry.kind === "computed")) {
    const { below, order } = withComputed(evaluator, container, block, module, row, outer);
    container.shape = asDeclared(stackBlock(evaluator, below, block, placing), order);
    return;
  }
  const to = stackBlock(evaluator, shape, block, placing);
  const edge = { layer, strength, guard, to };
  if (edges === undefined) (shape.edges ??= new Map<object, Edge[]>()).set(block, [edge]);
  else edges.push(edge);
  container.shape = to;
}

/**
 * What an overlay amends where the value comes from elsewhere: all that was written there is as it is there, below everything that
 * is written here, and what only its type says follows what is written here.
 */
export function adopt(of: Container, up: Named, label: string): Container {
  const tops = of.shape.tops
    .filter((top) => top.source.kind !== "removed")
    .map((top) => (top.operation === "default" ? top : viewOf(of, top, top.type, top.given)));
  const shape = new Shape(of.shape.type, of.shape.members, tops, 1, of.shape.gone);
  const container = newContainer(shape, up, label, of.span);
  container.it = of.it === of ? container : of.it;
  return container;
}

/** Its layer and its strength are of the place that it comes from, and mean nothing here. */
function viewOf(of: Container, top: Definition, type: Type | null, given: string | null): Definition {
  const { key, module, span } = top;
  const operation = top.operation === "default" ? "default" : "set";
  const source = { kind: "view", of, key } as const;
  return new Definition({ key, row: 0, layer: BODY, operation, type, module, span, source, given });
}

/** The container as it is below a level; what its definitions mention is as it has become. */
export function cutBelow(container: Container, level: number): Container {
  const { shape } = container;
  let cut = shape.cuts?.get(level);
  if (cut === undefined) {
    const tops = new Map<string, Definition>();
    // What was taken away above is there below, and what was taken away and said again stands as it is said.
    for (const top of [...shape.gone.values(), ...shape.tops]) {
      const found = underLevel(top, level);
      if (found !== null && (found !== top || found.source.kind !== "removed")) tops.set(top.key, found);
    }
    cut = new Shape(shape.type, shape.members, [...tops.values()], shape.rows, new Map());
    (shape.cuts ??= new Map<number, Shape>()).set(level, cut);
  }
  for (let row = 0; row < shape.rows; row++) scopeOf(container, row);
  const view = new Container(cut, container.up, container.label, container.span);
  view.rows = container.rows;
  view.it = container.it;
  return view;
}

function underLevel(top: Definition, level: number): Definition | null {
  let found: Definition | null = top;
  while (found !== null && found.operation !== "default" && found.layer.level >= level) found = found.below;
  return found;
}

/** What came from elsewhere as an entry of a keyed list: the same, under the name of the entry. */
export function underKey(
  evaluator: Evaluator,
  value: Value,
  at: Container,
  { key, given }: Definition,
): Value {
  if (given === null || typeof value !== "object" || value === null || value.kind !== "container")
    return value;
  if (value.up === at) return value;
  const index = value.shape.keys.get(given);
  if (index === undefined || evaluator.read(evaluator, value, index) === key) return value;
  const { shape } = adopt(value, at, key);
  const tops = shape.tops.map((top) => (top.key === given ? keyOf(top) : top));
  const renamed = newContainer(new Shape(shape.type, null, tops, 1, shape.gone), at, key, value.span);
  renamed.it = renamed;
  return renamed;
}

function keyOf({ key, row, layer, type, module, span, given }: Definition): Definition {
  const source = { kind: "key" } as const;
  return new Definition({ key, row, layer, operation: "set", type, module, span, source, given });
}

/** The same entries, held to another type. */
export function viewAs(evaluator: Evaluator, of: Container, type: Type, up: Named, label: string): Container {
  const inner = withoutOptional(unmarked(type));
  const span = of.span;
  const base = baseShape(evaluator, isShaped(inner) ? inner : null, null, span ?? noSpan(of));
  const tops = new Map(base.tops.map((top) => [top.key, top]));
  for (const top of of.shape.tops) {
    if (top.source.kind === "removed" || (isNothing(top) && tops.has(top.key))) continue;
    tops.set(top.key, viewOf(of, top, entryType(base, top.key), inner.kind === "keyed" ? inner.key : null));
  }
  const shape = new Shape(base.type, null, [...tops.values()], 1, of.shape.gone);
  return newContainer(shape, up, label, span);
}

function noSpan(container: Container): Span {
  const [top] = container.shape.tops;
  if (top !== undefined) return top.span;
  throw new Error("a container without a place and without entries needs no defaults");
}

// --- Entries that are computed ---------------------------------------------------------------------------------------

interface Computed {
  readonly below: Shape;
  /** The keys that were there, and then all that the block says, as they come in it. */
  readonly order: ReadonlySet<string>;
}

/** `...xs` and `[k] = v`: they stand below what is written beside them, in the order in which all of it is written. */
function withComputed(
  evaluator: Evaluator,
  container: Container,
  block: Block,
  module: Module,
  row: number,
  outer: Scope,
): Computed {
  const { shape } = container;
  const tops = new Map(shape.tops.map((top) => [top.key, top]));
  const order = new Set(tops.keys());
  const place = (
    key: string,
    span: Span,
    source: Source,
    at: Span = span,
    round: Frame | null = null,
  ): void => {
    const below = tops.get(key) ?? null;
    order.add(key);
    // Two of one key in one block are a mistake: their order would decide.
    if (below !== null && below.operation !== "default" && below.row === row) {
      const labels = [secondary(below.span, "the first one")];
      reportAt(evaluator, "SP2112", { name: key }, at, "the same key again", { labels });
      return;
    }
    const { type } = shape;
    tops.set(
      key,
      new Definition({
        key,
        row,
        layer: outer.layer,
        operation: "set",
        below,
        type: entryType(shape, key),
        module,
        span,
        source,
        given: type?.kind === "keyed" ? type.key : null,
        round,
      }),
    );
  };
  for (const entry of block.entries) {
    if (entry.kind === "spread") spread(evaluator, container, entry, module, row, place);
    if (entry.kind === "computed") compute(evaluator, container, entry, module, row, place);
    if (isKeyed(entry)) order.add(entry.key.text);
  }
  const below = new Shape(shape.type, shape.members, [...tops.values()], shape.rows, shape.gone);
  return { below, order };
}

/** What is computed was put first, below the rest; a keyed list says its entries as they were declared all the same. */
function asDeclared(shape: Shape, order: ReadonlySet<string>): Shape {
  const tops: Definition[] = [];
  let isSo = true;
  for (const key of order) {
    const index = shape.keys.get(key);
    if (index === undefined) continue;
    isSo &&= index === tops.length;
    tops.push(shape.tops[index] as Definition);
  }
  return isSo ? shape : new Shape(shape.type, shape.members, tops, shape.rows, shape.gone);
}

type Place = (key: string, span: Span, source: Source, at?: Span, round?: Frame | null) => void;

function spread(
  evaluator: Evaluator,
  container: Container,
  entry: SpreadEntry,
  module: Module,
  row: number,
  place: Place,
): void {
  const span = spanOf(module, entry.value);
  const value = spreadValue(evaluator, container, entry, module, row);
  if (isDeferred(value)) reportDeferred(evaluator, value, "what a value is made of", span);
  if (typeof value !== "object" || value === null || value.kind !== "container") return;
  if (!spend(evaluator, "elements", value.shape.tops.length, span)) return;
  const { keys, tops } = container.shape;
  for (const top of value.shape.tops) {
    if (isNothing(top) || top.source.kind === "removed") continue;
    // The key of an entry is its name, whatever is copied into it.
    if (tops[keys.get(top.key) ?? -1]?.source.kind === "key") continue;
    place(top.key, top.span, { kind: "view", of: value, key: top.key });
  }
}

/** In `replace env = { ...super, A = "1" }`, what is below is that of `env`. */
function spreadValue(
  evaluator: Evaluator,
  container: Container,
  { value }: SpreadEntry,
  module: Module,
  row: number,
): Value {
  const scope = scopeOf(container, row);
  const owner = container.owners?.[row];
  if (owner === undefined || !mentionsSuper(value)) return codeOf(evaluator, value, module)(evaluator, scope);
  const { definition } = owner;
  const code = evaluator.compile(evaluator, value, null, {
    module,
    definition,
    given: null,
    strength: "normal",
  });
  const { instance, frame, it, layer, siblings } = scope;
  return code(evaluator, new Scope(instance, frame, it, owner.container, siblings, layer));
}

function compute(
  evaluator: Evaluator,
  container: Container,
  entry: ComputedEntry,
  module: Module,
  row: number,
  place: Place,
): void {
  const { loop } = entry;
  const span = spanOf(module, entry.value);
  const own = scopeOf(container, row);
  const rounds = loop === null ? null : roundsOf(evaluator, loop, module, own);
  if (loop !== null && rounds === null) return;
  const key = codeOf(evaluator, entry.key, module);
  const condition = entry.condition === null ? null : codeOf(evaluator, entry.condition, module);
  const at = spanOf(module, entry.key);
  const scopes =
    loop === null || rounds === null ? [own] : rounds.map((round) => roundScope(loop, round, own, span));
  for (const inside of scopes) {
    if (condition !== null && entry.condition !== null) {
      const there = condition(evaluator, inside);
      if (isDeferred(there)) reportDeferred(evaluator, there, "a condition", spanOf(module, entry.condition));
      if (there !== true) continue;
    }
    const name = key(evaluator, inside);
    if (isDeferred(name)) reportDeferred(evaluator, name, "a key", at);
    if (typeof name !== "string" || !spend(evaluator, "elements", 1, at)) continue;
    place(
      name,
      span,
      { kind: "expression", expression: entry.value },
      at,
      loop === null ? null : inside.frame,
    );
  }
}
