// The short way from definitions to text: for what is written by static blocks and holds plain values, no container is made.
//
// In:  a container and the definition on top of one of its keys. Out: a function that writes that key's value in any container
// of the same shape, or says that it is no plain value: then the long way is gone, which knows everything.
// Surprising: this is no second evaluator. Which definitions win is read off the very shapes that the long way uses, and their
// expressions are run by the same code; only the containers between the two are left out, since nobody else would see them.

import type { Block, Expression, List, Strength, Template } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { escapeKey } from "../graph.ts";
import { canonicalString } from "../json.ts";
import { encode, type Sheet } from "../sheet.ts";
import type { Span } from "../source.ts";
import { withoutOptional, type Type } from "../types.ts";
import { judgeLimit } from "../types/limits.ts";
import { unmarked } from "../types/marks.ts";
import type { Code, Container, Definition, Scope, Shape } from "../values.ts";
import { newContainer, placeBlock, scopeOf } from "./blocks.ts";
import { MAX_CHARACTERS, spend, type CodeContext, type Evaluator } from "./context.ts";
import { baseShape, isShaped, type Shaped } from "./shapes.ts";
import { mayBreak } from "./verify.ts";

/** `unknown`: go the long way; what was written of it is to be dropped. */
export type Written = "written" | "absent" | "unknown";
export type Direct = (evaluator: Evaluator, container: Container, sheet: Sheet) => Written;

/** The same for an expression in its scope. */
type Leaf = (evaluator: Evaluator, scope: Scope, sheet: Sheet) => Written;

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
  const list = blocks === null ? listOf(top, false) : null;
  if (blocks === null && list === null) {
    const leaf = leafOf(evaluator, top, false);
    if (leaf === null) return null;
    const { row } = top;
    // What somebody has read already is not computed again.
    return (rt, own, sheet) =>
      own.values[index] === undefined ? leaf(rt, scopeOf(own, row), sheet) : "unknown";
  }
  const plan: Plan = { evaluator, root: container, constantText, form: new Form() };
  const isDirect =
    blocks === null
      ? list !== null && layList(plan, list, top.row)
      : layBlocks(plan, blocks, shapedType(evaluator, top), top, top.given !== null);
  return isDirect ? fillIn(plan.form, top.span) : null;
}

// --- Forms -----------------------------------------------------------------------------------------------------------

/** A text with gaps, as it is filled in for every container. */
class Form {
  readonly gaps: Gap[] = [];
  /** What stands after the last gap. */
  after = "";
  size = 0;

  text(text: string): void {
    this.after += text;
  }

  /** Another entry of the object or list that is open. */
  next(): void {
    const last = this.after.at(-1);
    if (last !== "{" && last !== "[") this.after += ",";
  }

  /** `prefix`: what is not there either where the leaf is absent; null: it must not be. */
  gap(prefix: string | null, leaf: Leaf, row: number): void {
    const before = this.after;
    this.next();
    this.after += prefix ?? "";
    const own = prefix === null ? null : this.after.length - before.length;
    const bytes = encode(this.after);
    this.gaps.push({
      before: bytes,
      own: own === null ? null : bytes.length - encode(before).length,
      leaf,
      row,
    });
    this.after = "";
  }
}

interface Gap {
  readonly before: Uint8Array;
  /** How many bytes of that are its own: the key, and the comma. null: it must be filled. */
  readonly own: number | null;
  readonly leaf: Leaf;
  /** Of the root: in whose scope it is run. */
  readonly row: number;
}

function fillIn({ gaps, after, size }: Form, span: Span): Direct {
  const last = encode(after);
  return (rt, container, sheet) => {
    if (!spend(rt, "elements", size, span)) return "unknown";
    for (let index = 0; index < gaps.length; index++) {
      const { before, own, leaf, row } = gaps[index] as Gap;
      const start = sheet.end;
      sheet.copy(before);
      const { end } = sheet;
      const written = leaf(rt, scopeOf(container, row), sheet);
      if (written === "written") continue;
      if (written === "unknown" || own === null) return "unknown";
      // After an opening bracket its comma was left out.
      sheet.rewind(Math.max(start, end - own));
    }
    sheet.copy(last);
    return "written";
  };
}

// --- Blocks ----------------------------------------------------------------------------------------------------------

interface Plan {
  readonly evaluator: Evaluator;
  /** The container that is there: the scopes of its rows are those in which everything is run. */
  readonly root: Container;
  readonly constantText: ConstantText;
  readonly form: Form;
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
    if (source.kind !== "expression") return null;
    // The default of a type stands below all layers: what is put on it is left to those who know them.
    if (item.row === 0 && item !== top) return null;
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

/** `entry`: somewhere around is the entry of a keyed list, which is `it` for all that is in it. */
function layBlocks(
  plan: Plan,
  parts: readonly Part[],
  type: Shaped | null | undefined,
  top: Definition,
  entry: boolean,
): boolean {
  const { evaluator, root, constantText, form } = plan;
  if (type === undefined || (type !== null && mayBreak(evaluator, type))) return false;
  const probe = newContainer(baseShape(evaluator, type, top.given, top.span), root, top.key, top.span);
  if (top.given !== null) probe.it = probe;
  for (const { block, module, row, strength, fromEach } of parts) {
    if (block.entries.some((item) => item.kind === "spread" || item.kind === "computed")) return false;
    placeBlock(evaluator, probe, block, module, scopeOf(root, row), strength, null, null, fromEach);
  }
  const isList = type?.kind === "keyed";
  form.text(isList ? "[" : "{");
  form.size++;
  for (const index of placesOf(probe.shape, isList)) {
    form.size++;
    const item = probe.shape.tops[index] as Definition;
    const prefix = isList ? "" : `${canonicalString(escapeKey(item.key))}:`;
    const known =
      item.source.kind === "key" ? canonicalString(top.key) : constantText(evaluator, probe, index);
    if (known === "") continue;
    if (known !== null) {
      form.next();
      form.text(prefix + known);
      continue;
    }
    // The defaults of a type read what is beside them, in a container.
    if (item.row === 0) return false;
    const rowOf = (row: number) => (row === 0 ? -1 : (parts[row - 1]?.row ?? -1));
    const blocks = blocksOf(item, rowOf);
    const inside = entry || item.given !== null;
    if (blocks !== null) {
      if (blocks.some(({ row }) => row < 0)) return false;
      form.next();
      form.text(prefix);
      if (!layBlocks(plan, blocks, shapedType(evaluator, item), item, inside)) return false;
      continue;
    }
    const row = rowOf(item.row);
    const list = listOf(item, entry);
    if (list !== null) {
      form.next();
      form.text(prefix);
      if (!layList(plan, list, row)) return false;
      continue;
    }
    const leaf = leafOf(evaluator, item, entry);
    if (leaf === null) return false;
    form.gap(prefix, leaf, row);
  }
  form.text(isList ? "]" : "}");
  return true;
}

function placesOf(shape: Shape, isList: boolean): readonly number[] {
  const places = shape.tops.map((top, index) => ({ key: escapeKey(top.key), index }));
  if (!isList) places.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return places.map(({ index }) => index);
}

function layList({ evaluator, form }: Plan, { list, element, context }: PlainList, row: number): boolean {
  form.text("[");
  form.size++;
  for (const item of list.items) {
    const leaf = item.kind === "spread" ? null : scalarOf(evaluator, item, element, context);
    if (leaf === null) return false;
    form.size++;
    form.gap(null, leaf, row);
  }
  form.text("]");
  return true;
}

// --- Leaves ----------------------------------------------------------------------------------------------------------

interface PlainList {
  readonly list: List;
  readonly element: Type;
  readonly context: CodeContext;
}

function listOf(definition: Definition, entry: boolean): PlainList | null {
  const { source, type } = definition;
  const context = contextOf(definition, entry);
  if (context === null || source.kind !== "expression" || source.expression.kind !== "list") return null;
  const inner = type === null ? null : withoutOptional(unmarked(type));
  if (inner?.kind !== "list" || inner.size !== null || inner.limits !== undefined) return null;
  return { list: source.expression, element: inner.element, context };
}

function leafOf(evaluator: Evaluator, definition: Definition, entry: boolean): Leaf | null {
  const { source, type } = definition;
  const context = contextOf(definition, entry);
  if (context === null || source.kind !== "expression") return null;
  return scalarOf(evaluator, source.expression, type, context);
}

/** null: it is no expression that means the same wherever it is run. */
function contextOf(definition: Definition, entry: boolean): CodeContext | null {
  const { source, guard, round, module, given, locks } = definition;
  if (source.kind !== "expression" || guard !== null || round !== null || module === null) return null;
  if (locks.length > 0 || given !== null) return null;
  const { expression } = source;
  if (usesSuper(expression) || (entry && usesIt(expression))) return null;
  return { module, definition, given: null, strength: "normal" };
}

function scalarOf(
  evaluator: Evaluator,
  expression: Expression,
  type: Type | null,
  context: CodeContext,
): Leaf | null {
  if (expression.kind === "template" && isAnyText(type)) return templateOf(evaluator, expression, context);
  const fits = plainly(type);
  if (fits === null || !mayBePlain(expression)) return null;
  const code: Code = evaluator.compile(evaluator, expression, type, context);
  return (rt, scope, sheet) => {
    const value = code(rt, scope);
    switch (typeof value) {
      case "string":
        if (!fits(value)) return "unknown";
        sheet.quoted(value);
        return "written";
      case "number":
        if (!fits(value)) return "unknown";
        sheet.number(value);
        return "written";
      case "boolean":
        sheet.text(value ? "true" : "false");
        return "written";
      case "object":
        return value !== null && value.kind === "absent" ? "absent" : "unknown";
      case "undefined":
      case "bigint":
      case "symbol":
      case "function":
        return "unknown";
    }
  };
}

/** Whatever text it is, it holds to the type. */
function isAnyText(type: Type | null): boolean {
  if (type === null) return true;
  const inner = withoutOptional(unmarked(type));
  return inner.kind === "scalar" && inner.name === "String" && inner.limits.length === 0;
}

/** Its parts are written as they come, and no string is made of them. */
function templateOf(evaluator: Evaluator, template: Template, context: CodeContext): Leaf {
  const parts = template.parts.map((part) =>
    typeof part === "string"
      ? encode(canonicalString(part).slice(1, -1))
      : evaluator.compile(evaluator, part, null, context),
  );
  const span = spanOf(context.module, template);
  return (rt, scope, sheet) => {
    const { end } = sheet;
    sheet.text('"');
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index] as Uint8Array | Code;
      if (typeof part !== "function") {
        sheet.put(part);
        continue;
      }
      const value = part(rt, scope);
      if (typeof value === "string") {
        if (sheet.end - end + value.length > MAX_CHARACTERS) return "unknown";
        sheet.unquoted(value);
      } else if (typeof value === "number" && Number.isFinite(value)) sheet.number(value);
      else return "unknown";
    }
    sheet.text('"');
    return spend(rt, "characters", sheet.end - end, span) ? "written" : "unknown";
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
  const isOne = isWhole ? Number.isSafeInteger : isNumber ? Number.isFinite : isText;
  if (limits.length === 0) return isOne;
  return (value) => isOne(value) && limits.every((limit) => judgeLimit(limit, value) === null);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
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
