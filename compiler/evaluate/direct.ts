// The short way from definitions to text: for what is written by static blocks and holds plain values, no container is made.
//
// In:  a container and the definition on top of one of its keys. Out: a function that gives the text of that key's value in any
// container of the same shape, or null, where it is no plain value: then the long way is gone, which knows everything.
// Surprising: this is no second evaluator. Which definitions win is read off the very shapes that the long way uses, and their
// expressions are run by the same code; only the containers between the two are left out, since nobody else would see them.

import type { Block, Expression, List, Strength } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { escapeKey } from "../graph.ts";
import { canonicalString } from "../json.ts";
import type { Span } from "../source.ts";
import { withoutOptional, type Type } from "../types.ts";
import { judgeLimit } from "../types/limits.ts";
import { unmarked } from "../types/marks.ts";
import type { Code, Container, Definition, Scope, Shape } from "../values.ts";
import { newContainer, placeBlock, scopeOf } from "./blocks.ts";
import { spend, type CodeContext, type Evaluator } from "./context.ts";
import { baseShape, isShaped, type Shaped } from "./shapes.ts";
import { mayBreak } from "./verify.ts";

/** null: go the long way. Empty: the value is absent. */
export type Direct = (evaluator: Evaluator, container: Container) => string | null;

/** The same for an expression in its scope. */
type Leaf = (evaluator: Evaluator, scope: Scope) => string | null;

/** The text of what is the same everywhere; empty where that is absent, null where it is not the same. */
export type ConstantText = (evaluator: Evaluator, container: Container, index: number) => string | null;

export function directOf(
  evaluator: Evaluator,
  container: Container,
  index: number,
  constantText: ConstantText,
): Direct | null {
  const top = container.shape.tops[index] as Definition;
  // What has rules is judged as a value.
  if (top.type !== null && mayBreak(evaluator, top.type)) return null;
  const blocks = blocksOf(top, (row) => row);
  if (blocks !== null) {
    const plan: Plan = { evaluator, root: container, constantText };
    return writeBlocks(plan, blocks, shapedType(evaluator, top), top, top.given !== null);
  }
  const leaf = leafOf(evaluator, top, false);
  if (leaf === null) return null;
  const { row } = top;
  // What somebody has read already is not computed again.
  return (rt, own) => (own.values[index] === undefined ? leaf(rt, scopeOf(own, row)) : null);
}

// --- Blocks ----------------------------------------------------------------------------------------------------------

interface Plan {
  readonly evaluator: Evaluator;
  /** The container that is there: the scopes of its rows are those in which everything is run. */
  readonly root: Container;
  readonly constantText: ConstantText;
}

/** A block on a value, and the row of the root in whose scope it was written. */
interface Part {
  readonly block: Block;
  readonly module: Module;
  readonly row: number;
  readonly strength: Strength;
  readonly fromEach: boolean;
}

/** What writes a value from bottom to top; null where that is no stack of static blocks. */
function blocksOf(top: Definition, rowOf: (row: number) => number): readonly Part[] | null {
  const parts: Part[] = [];
  for (let item: Definition | null = top; item !== null; item = item.below) {
    const { source, module, guard, round, strength, fromEach } = item;
    if (guard !== null || round !== null || module === null) return null;
    const row = rowOf(item.row);
    if (source.kind === "amend" && source.inner === null) {
      parts.push({ block: source.block, module, row, strength, fromEach });
      continue;
    }
    if (source.kind !== "expression" || item.row === 0) return null;
    const { expression } = source;
    const block =
      expression.kind === "block" ? expression : expression.kind === "construct" ? expression.block : null;
    if (block === null) return null;
    parts.push({ block, module, row, strength, fromEach });
    return parts.toReversed();
  }
  return null;
}

function shapedType(evaluator: Evaluator, top: Definition): Shaped | null | undefined {
  let bottom = top;
  while (bottom.source.kind === "amend" && bottom.below !== null) bottom = bottom.below;
  const { source } = bottom;
  const expression = source.kind === "expression" ? source.expression : null;
  const block = expression?.kind === "construct" ? expression.block : expression;
  const known = block?.kind === "block" ? evaluator.checked.shapes.get(block) : undefined;
  const type = known ?? top.type;
  if (type === null) return null;
  const inner = withoutOptional(unmarked(type));
  return isShaped(inner) ? inner : undefined;
}

type Step =
  | string
  | { readonly prefix: string; readonly leaf: Leaf; readonly row: number }
  | { readonly inner: Direct; readonly prefix: string };

/** `entry`: somewhere around is the entry of a keyed list, which is `it` for all that is in it. */
function writeBlocks(
  plan: Plan,
  parts: readonly Part[],
  type: Shaped | null | undefined,
  top: Definition,
  entry: boolean,
): Direct | null {
  const { evaluator, root, constantText } = plan;
  if (type === undefined || (type !== null && mayBreak(evaluator, type))) return null;
  const probe = newContainer(baseShape(evaluator, type, top.given, top.span), root, top.key, top.span);
  if (top.given !== null) probe.it = probe;
  for (const { block, module, row, strength, fromEach } of parts) {
    if (block.entries.some((item) => item.kind === "spread" || item.kind === "computed")) return null;
    placeBlock(evaluator, probe, block, module, scopeOf(root, row), strength, null, null, fromEach);
  }
  const isList = type?.kind === "keyed";
  const steps: Step[] = [];
  for (const index of placesOf(probe.shape, isList)) {
    const item = probe.shape.tops[index] as Definition;
    const prefix = isList ? "" : `${canonicalString(escapeKey(item.key))}:`;
    const known =
      item.source.kind === "key" ? canonicalString(top.key) : constantText(evaluator, probe, index);
    if (known !== null) {
      if (known !== "") addText(steps, prefix + known);
      continue;
    }
    // The defaults of a type read what is beside them, in a container.
    if (item.row === 0) return null;
    const rowOf = (row: number) => (row === 0 ? -1 : (parts[row - 1]?.row ?? -1));
    const blocks = blocksOf(item, rowOf);
    const inside = entry || item.given !== null;
    if (blocks !== null) {
      if (blocks.some(({ row }) => row < 0)) return null;
      const inner = writeBlocks(plan, blocks, shapedType(evaluator, item), item, inside);
      if (inner === null) return null;
      steps.push({ inner, prefix });
      continue;
    }
    const leaf = leafOf(evaluator, item, entry);
    if (leaf === null) return null;
    steps.push({ prefix, leaf, row: rowOf(item.row) });
  }
  return runSteps(steps, isList, top.span);
}

function placesOf(shape: Shape, isList: boolean): readonly number[] {
  const places = shape.tops.map((top, index) => ({ key: escapeKey(top.key), index }));
  if (!isList) places.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return places.map(({ index }) => index);
}

function addText(steps: Step[], text: string): void {
  const last = steps.at(-1);
  if (typeof last === "string") steps[steps.length - 1] = `${last},${text}`;
  else steps.push(text);
}

function runSteps(steps: readonly Step[], isList: boolean, span: Span): Direct {
  const open = isList ? "[" : "{";
  const close = isList ? "]" : "}";
  const size = steps.length + 1;
  return (rt, container) => {
    if (!spend(rt, "elements", size, span)) return null;
    let text = open;
    for (const step of steps) {
      if (typeof step === "string") {
        text += text.length > 1 ? `,${step}` : step;
        continue;
      }
      const written =
        "leaf" in step ? step.leaf(rt, scopeOf(container, step.row)) : step.inner(rt, container);
      if (written === null) return null;
      if (written === "") continue;
      text += text.length > 1 ? `,${step.prefix}${written}` : step.prefix + written;
    }
    return text + close;
  };
}

// --- Leaves ----------------------------------------------------------------------------------------------------------

function leafOf(evaluator: Evaluator, definition: Definition, entry: boolean): Leaf | null {
  const { source, guard, round, module, type, given, locks } = definition;
  if (source.kind !== "expression" || guard !== null || round !== null || module === null) return null;
  if (locks.length > 0) return null;
  const { expression } = source;
  if (usesSuper(expression) || (entry && usesIt(expression)) || given !== null) return null;
  const context: CodeContext = { module, definition, given: null, strength: "normal" };
  const inner = type === null ? null : withoutOptional(unmarked(type));
  if (inner?.kind === "list") {
    if (expression.kind !== "list" || inner.size !== null || inner.limits !== undefined) return null;
    return listOf(evaluator, expression, inner.element, context);
  }
  return scalarOf(evaluator, expression, type, context);
}

function scalarOf(
  evaluator: Evaluator,
  expression: Expression,
  type: Type | null,
  context: CodeContext,
): Leaf | null {
  const fits = plainly(type);
  if (fits === null || !mayBePlain(expression)) return null;
  const code: Code = evaluator.compile(evaluator, expression, type, context);
  return (rt, scope) => {
    const value = code(rt, scope);
    if (typeof value === "string") return fits(value) ? canonicalString(value) : null;
    if (typeof value === "number") return fits(value) ? String(value) : null;
    if (typeof value === "boolean") return value ? "true" : "false";
    return typeof value === "object" && value !== null && value.kind === "absent" ? "" : null;
  };
}

function listOf(evaluator: Evaluator, list: List, element: Type, context: CodeContext): Leaf | null {
  const leaves: Leaf[] = [];
  for (const item of list.items) {
    const leaf = item.kind === "spread" ? null : scalarOf(evaluator, item, element, context);
    if (leaf === null) return null;
    leaves.push(leaf);
  }
  const span = spanOf(context.module, list);
  return (rt, scope) => {
    if (!spend(rt, "elements", leaves.length + 1, span)) return null;
    let text = "[";
    for (const leaf of leaves) {
      const written = leaf(rt, scope);
      if (written === null || written === "") return null;
      text += text.length > 1 ? `,${written}` : written;
    }
    return `${text}]`;
  };
}

/** What it makes is no container and no list, as far as one can see. */
function mayBePlain(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
    case "template":
    case "name":
    case "access":
    case "chain":
    case "unary":
      return true;
    case "if":
      return mayBePlain(expression.yes) && (expression.no === null || mayBePlain(expression.no));
    case "regex":
    case "missing":
    case "list":
    case "comprehension":
    case "block":
    case "construct":
    case "it":
    case "super":
    case "range":
    case "match":
    case "lambda":
    case "with":
      return false;
  }
}

const ANY = (value: string | number): boolean => typeof value === "string" || Number.isFinite(value);

/** Whether a plain value surely holds to a type; null where that takes more than a look. */
function plainly(type: Type | null): ((value: string | number) => boolean) | null {
  if (type === null) return ANY;
  const inner = withoutOptional(unmarked(type));
  if (inner.kind !== "scalar") return null;
  const { limits, name } = inner;
  if (limits.some((limit) => limit.kind === "where")) return null;
  const isWhole = name === "Int" || name === "Duration" || name === "Size" || name === "Cpu";
  const isNumber = isWhole || name === "Number" || name === "Percent";
  return (value: string | number) => {
    if (isNumber ? typeof value !== "number" : typeof value !== "string") return false;
    if (typeof value === "number" && !(isWhole ? Number.isSafeInteger(value) : Number.isFinite(value)))
      return false;
    for (const limit of limits) if (judgeLimit(limit, value) !== null) return false;
    return true;
  };
}

// --- What an expression looks at ---------------------------------------------------------------------------------------

function usesSuper(expression: Expression): boolean {
  return mentions(expression, "super");
}

function usesIt(expression: Expression): boolean {
  return mentions(expression, "it");
}

function mentions(node: unknown, kind: "it" | "super"): boolean {
  if (typeof node !== "object" || node === null) return false;
  if (Array.isArray(node)) return node.some((item) => mentions(item, kind));
  if ("kind" in node && node.kind === kind) return true;
  return Object.values(node).some((item) => mentions(item, kind));
}
