// Entries of overlays that give what is below them already, found in what stands on every leaf of every environment.
//
// In:  the compiled environments. Out: findings about literals; computed values may differ tomorrow.
// Surprising: nothing is computed of an entry that made a difference once, or of what is no literal of an overlay. A package
// has few entries and many leaves, and to compute each definition of each leaf would take longer than to compile it.

import type { Literal } from "../ast.ts";
import type { Module } from "../bind.ts";
import type { Compilation } from "../compile.ts";
import type { Evaluator } from "../evaluate/context.ts";
import { spanOfTop } from "../evaluate/entries.ts";
import type { Stacked } from "../evaluate/stacks.ts";
import { toJson } from "../evaluate/text.ts";
import { canonicalJson } from "../json.ts";
import { standingOn } from "../provenance.ts";
import { withoutOptional, type Type } from "../types.ts";
import { unmarked } from "../types/marks.ts";
import { isContainerValue, type Container, type Definition, type Shape } from "../values.ts";
import { find, sourceOf, type Linter } from "./context.ts";

export function lintIdle(linter: Linter, compiled: Iterable<Compilation>): void {
  const entries = new Map<Literal, Entry>();
  for (const { evaluated } of compiled) {
    if (evaluated === null) continue;
    const { evaluator, resources } = evaluated;
    const search: Search = { evaluator, entries, steps: new Map(), seen: new Set() };
    for (const [address, { fields }] of resources) searchContainer(search, fields, address);
  }
  for (const [node, { module, path, idle }] of entries) {
    if (!idle) continue;
    find(linter, "SP7006", { path, value: sourceOf(module, node) }, { module, node }, "the same again");
  }
}

interface Entry {
  readonly module: Module;
  /** Of the first leaf on which it stands. */
  readonly path: string;
  idle: boolean;
}

interface Search {
  readonly evaluator: Evaluator;
  readonly entries: Map<Literal, Entry>;
  readonly steps: Map<Shape, readonly Step[]>;
  /** Containers that many share. */
  readonly seen: Set<Container>;
}

/** A key of a shape that is worth a look. */
interface Step {
  readonly index: number;
  readonly top: Definition;
  /** As it stands in the path of a leaf. */
  readonly name: string;
  readonly mayHold: boolean;
  readonly literals: readonly Literal[];
  /** What it views may have literals too. */
  readonly views: boolean;
}

function searchContainer(search: Search, container: Container, path: string): void {
  const { evaluator, seen } = search;
  if (container.shared) {
    if (seen.has(container)) return;
    seen.add(container);
  }
  for (const step of stepsOf(search, container.shape)) {
    const isOpen = step.views || step.literals.some((literal) => search.entries.get(literal)?.idle !== false);
    if (!isOpen && !step.mayHold) continue;
    const value = evaluator.read(evaluator, container, step.index);
    const at = `${path}.${step.name}`;
    if (isContainerValue(value) && value.shape.tops.length > 0) searchContainer(search, value, at);
    else if (isOpen && !isAbsent(value)) judge(search, container, step.top, at);
  }
}

function isAbsent(value: ReturnType<Evaluator["read"]>): boolean {
  return typeof value === "object" && value !== null && value.kind === "absent";
}

function stepsOf({ steps }: Search, shape: Shape): readonly Step[] {
  const known = steps.get(shape);
  if (known !== undefined) return known;
  const found: Step[] = [];
  for (const [index, top] of shape.tops.entries()) {
    const literals: Literal[] = [];
    let views = false;
    for (let each: Definition | null = top; each !== null; each = each.below) {
      const literal = literalOf(each);
      if (literal !== null) literals.push(literal);
      if (each.source.kind === "view") views = true;
    }
    const name = shape.type?.kind === "keyed" ? String(index) : top.key;
    const step: Step = { index, top, name, mayHold: mayHold(top.type), literals, views };
    if (views || step.mayHold || literals.length > 0) found.push(step);
  }
  steps.set(shape, found);
  return found;
}

/** Whether a value of the type may have entries of its own. */
function mayHold(type: Type | null): boolean {
  if (type === null) return true;
  const { kind } = withoutOptional(unmarked(type));
  return kind !== "scalar" && kind !== "literal" && kind !== "list";
}

/** The literal of an overlay's own entry. */
function literalOf({ layer, operation, module, source }: Definition): Literal | null {
  if (layer.overlay === null || operation !== "set" || module === null || module.standard !== null)
    return null;
  if (source.kind === "agree") return literalOf(source.other);
  if (source.kind !== "expression" || source.expression.kind !== "literal") return null;
  // What nobody wrote has no length.
  return source.expression.end > source.expression.start ? source.expression : null;
}

/** Each against what is directly below it. */
function judge({ evaluator, entries }: Search, container: Container, top: Definition, path: string): void {
  const stack = standingOn(evaluator, container, top);
  for (const [index, item] of stack.entries()) {
    const literal = literalOf(item.definition);
    const { module } = item.definition;
    if (literal === null || module === null) continue;
    const known = entries.get(literal);
    if (known?.idle === false) continue;
    const idle = isSame(evaluator, item, stack[index + 1]);
    if (known === undefined) entries.set(literal, { module, path, idle });
    else known.idle = idle;
  }
}

function isSame(evaluator: Evaluator, above: Stacked, below: Stacked | undefined): boolean {
  if (below === undefined || below.definition.operation === "remove") return false;
  const text = textOf(evaluator, above);
  return text !== null && text === textOf(evaluator, below);
}

/** null: it cannot be computed. */
function textOf(evaluator: Evaluator, { container, definition }: Stacked): string | null {
  const value = evaluator.lower(evaluator, container, definition);
  const made = toJson(evaluator, value, spanOfTop(container, definition));
  return made === null ? null : canonicalJson(made.json);
}
