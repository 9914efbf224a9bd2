// Values as the graph writes them: JSON with residuals, keyed lists in order, nothing for what is absent.
//
// In:  a value. Out: its text at once, canonical by RFC 8785, without a tree of objects in between: a graph of tens of
// thousands of resources is written in about the time that it takes to compute them.
// Surprising: what renderers need, with the keys in the order in which they were declared, is read back from such a text.

import type { Address } from "../address.ts";
import { escapeKey, residualName } from "../graph.ts";
import { canonicalJson, canonicalString, isJsonObject, type Json } from "../json.ts";
import type { Sheet } from "../sheet.ts";
import type { Span } from "../source.ts";
import type { Container, Definition, Shape, Value, Writing, WritingStep } from "../values.ts";
import { isConstant } from "./constant.ts";
import { need, reportAt, spend, type Evaluator, type KeyPlace } from "./context.ts";
import { directOf, type Written } from "./direct.ts";
import { spanOfTop } from "./entries.ts";
import { verify } from "./verify.ts";

/** What is found out on the way. */
export interface Walk {
  readonly order: "canonical" | "declared";
  readonly sheet: Sheet;
  /** Whose outputs are in it. */
  from: Set<Address> | null;
  /** The first of them, as people write it. */
  path: string | null;
  poisoned: boolean;
  depth: number;
}

export function newWalk(order: Walk["order"], sheet: Sheet): Walk {
  return { order, sheet, from: null, path: null, poisoned: false, depth: 0 };
}

/** Values name each other, so data can be deeper than any source that was read. */
const MAX_DATA_DEPTH = 300;

/** False where nothing was written: it is absent, or poison, which the walk says. */
export function writeValue(evaluator: Evaluator, walk: Walk, value: Value, span: Span): boolean {
  switch (typeof value) {
    case "string":
      walk.sheet.quoted(value);
      return true;
    case "number":
      walk.sheet.number(value);
      return true;
    case "boolean":
      walk.sheet.text(value ? "true" : "false");
      return true;
    case "object":
      if (value !== null) return writeObject(evaluator, walk, value, span);
      walk.sheet.text("null");
      return true;
    case "undefined":
    case "bigint":
    case "symbol":
    case "function":
      throw new TypeError(`no value of the language is a ${typeof value}`);
  }
}

function writeObject(
  evaluator: Evaluator,
  walk: Walk,
  value: Extract<Value, { kind: string }>,
  span: Span,
): boolean {
  const { sheet } = walk;
  switch (value.kind) {
    case "absent":
      return false;
    case "poison":
    case "function":
    case "instance":
      walk.poisoned = true;
      return false;
    case "deferred":
      if (!spend(evaluator, "elements", value.size, span)) {
        walk.poisoned = true;
        return false;
      }
      walk.from ??= new Set();
      for (const address of value.from) walk.from.add(address);
      walk.path ??= value.path;
      sheet.text(canonicalJson(value.residual));
      return true;
    case "resource":
      need(evaluator, value.address, span);
      sheet.quoted(value.address);
      return true;
    case "list": {
      if (!goDeeper(evaluator, walk, value.items.length, span)) return false;
      sheet.text("[");
      for (const item of value.items) {
        sheet.text(",");
        const isWritten = writeValue(evaluator, walk, evaluator.force(evaluator, item), item.span);
        if (!isWritten) sheet.text("null");
      }
      walk.depth--;
      sheet.text("]");
      return true;
    }
    case "container":
      return writeContainer(evaluator, walk, value, span);
  }
}

function writeContainer(evaluator: Evaluator, walk: Walk, container: Container, span: Span): boolean {
  const { sheet } = walk;
  const isCanonical = walk.order === "canonical";
  if (isCanonical && container.text !== null) {
    sheet.copy(container.text);
    return true;
  }
  const { shape } = container;
  if (!goDeeper(evaluator, walk, shape.tops.length, span)) return false;
  const before = walk.from?.size ?? 0;
  const { end } = sheet;
  if (isCanonical && shape.type?.kind !== "keyed") writeFields(evaluator, walk, container);
  else writeInOrder(evaluator, walk, container);
  walk.depth--;
  const isPlain = walk.path === null && (walk.from?.size ?? 0) === before && !walk.poisoned;
  if (container.shared && isCanonical && isPlain) container.text = sheet.since(end).slice();
  return true;
}

function writeFields(evaluator: Evaluator, walk: Walk, container: Container): void {
  const { sheet } = walk;
  const writing = writingOf(evaluator, container);
  if (writing === null) return;
  const { steps, after } = writing;
  for (const step of steps) {
    const place = startStep(sheet, step);
    const short = shortly(evaluator, container, step, sheet);
    const isWritten =
      short === "unknown" ? atLength(evaluator, walk, container, step.index) : short === "written";
    if (!isWritten) sheet.rewind(place);
  }
  sheet.copy(after);
}

/** Writes what stands before a step; gives the place to go back to where there is nothing to write. */
export function startStep(sheet: Sheet, { before, own }: WritingStep): number {
  const start = sheet.end;
  sheet.copy(before);
  // After an opening bracket its comma was left out.
  return Math.max(start, sheet.end - own);
}

/** The short way, where there is one. */
export function shortly(
  evaluator: Evaluator,
  container: Container,
  { direct }: WritingStep,
  sheet: Sheet,
): Written {
  if (direct === null) return "unknown";
  const said = evaluator.diagnostics.length;
  const { end } = sheet;
  const written = direct(evaluator, container, sheet);
  if (written === "unknown") sheet.rewind(end);
  // What was reported would be reported once more.
  return evaluator.diagnostics.length === said ? written : "absent";
}

function atLength(evaluator: Evaluator, walk: Walk, container: Container, index: number): boolean {
  const value = evaluator.take(evaluator, container, index);
  const top = container.shape.tops[index] as Definition;
  return writeValue(evaluator, walk, value, spanOfTop(container, top));
}

/** Keyed lists in the order of their keys, and records for those who render them. */
function writeInOrder(evaluator: Evaluator, walk: Walk, container: Container): void {
  const { sheet } = walk;
  const { tops, type } = container.shape;
  const isList = type?.kind === "keyed";
  sheet.text(isList ? "[" : "{");
  for (let index = 0; index < tops.length; index++) {
    const top = tops[index] as Definition;
    const value = evaluator.take(evaluator, container, index);
    const { end } = sheet;
    sheet.text(isList ? "," : `,${canonicalString(escapeKey(top.key))}:`);
    if (!writeValue(evaluator, walk, value, spanOfTop(container, top))) sheet.rewind(end);
  }
  sheet.text(isList ? "]" : "}");
}

/**
 * What containers of a shape have in common is written once. null: nothing is to be done, because the first container of a shape
 * that holds nothing but constants was written whole. Of most such shapes, those of single resources, no other ever comes.
 */
export function writingOf(evaluator: Evaluator, container: Container, existing = false): Writing | null {
  const { shape } = container;
  if (shape.writing !== null && shape.writing !== "once" && !existing) return shape.writing;
  const order = orderOf(evaluator, shape);
  const steps: WritingStep[] = [];
  // It is written behind what is there, and taken from there piece by piece and dropped where others may come.
  const { sheet } = evaluator;
  const start = sheet.end;
  let from = start;
  sheet.text("{");
  for (let at = 0; at < order.length; at++) {
    const { label, index } = order[at] as KeyPlace;
    const top = shape.tops[index] as Definition;
    // Of what is only read, not all is written, whatever it is.
    if (!existing && isNowhere(top)) continue;
    const before = sheet.end;
    sheet.text(label);
    const { end } = sheet;
    if (!existing && writeConstant(evaluator, container, index)) continue;
    const direct = existing ? null : directOf(evaluator, container, index, constantText);
    steps.push({ index, before: sheet.bytes.slice(from, end), own: end - before, direct });
    from = end;
  }
  sheet.text("}");
  if (steps.length === 0 && shape.writing === null && !existing) {
    shape.writing = "once";
    return null;
  }
  const writing = { steps, after: sheet.bytes.slice(from, sheet.end) };
  sheet.rewind(start);
  if (!existing) shape.writing = writing;
  return writing;
}

/** The keys of a shape as they are written: canonical. */
function orderOf({ memory }: Evaluator, { keys, tops }: Shape): readonly KeyPlace[] {
  const known = memory.orders.get(keys);
  if (known !== undefined) return known;
  const order = tops
    .map((top, index) => ({ key: escapeKey(top.key), index }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ key, index }) => ({ label: `,${canonicalString(key)}:`, index }));
  memory.orders.set(keys, order);
  return order;
}

/** The text of a value that is the same in all containers; empty where it is absent, null where it is not the same. */
function constantText(evaluator: Evaluator, container: Container, index: number): string | null {
  if (isNowhere(container.shape.tops[index] as Definition)) return "";
  const { sheet } = evaluator;
  const { end } = sheet;
  const text = writeConstant(evaluator, container, index) ? sheet.textSince(end) : null;
  sheet.rewind(end);
  return text;
}

function isNowhere({ source, guard, locks }: Definition): boolean {
  return source.kind === "absent" && guard === null && locks.length === 0;
}

/** False where the value is not the same in all containers: then nothing was written. */
function writeConstant(evaluator: Evaluator, container: Container, index: number): boolean {
  const top = container.shape.tops[index] as Definition;
  if (!isConstant(evaluator, top)) return false;
  const value = evaluator.read(evaluator, container, index);
  const span = spanOfTop(container, top);
  verify(evaluator, value, span);
  const { sheet } = evaluator;
  const { end } = sheet;
  const walk = newWalk("canonical", sheet);
  if (writeValue(evaluator, walk, value, span) && !walk.poisoned && walk.path === null) return true;
  sheet.rewind(end);
  return false;
}

/** False where there is too much of it, or it is too deep, which was said. */
function goDeeper(evaluator: Evaluator, walk: Walk, size: number, span: Span): boolean {
  if (walk.depth > MAX_DATA_DEPTH && !walk.poisoned) {
    reportAt(evaluator, "SP1105", { limit: MAX_DATA_DEPTH }, span, "too deep inside the data");
    walk.poisoned = true;
  }
  if (walk.poisoned || !spend(evaluator, "elements", size + 1, span)) {
    walk.poisoned = true;
    return false;
  }
  walk.depth++;
  return true;
}

export interface Normalized {
  readonly json: Json;
  readonly from: readonly Address[];
  readonly path: string | null;
}

/** The value as data, its keys in the order in which they were declared; null where something in it is poison. */
export function toJson(evaluator: Evaluator, value: Value, span: Span): Normalized | null {
  // It may be asked for while something else is being written: what is on the sheet stays, and what is added goes.
  const { sheet } = evaluator;
  const { end } = sheet;
  const walk = newWalk("declared", sheet);
  const isWritten = writeValue(evaluator, walk, value, span);
  const size = sheet.end - end;
  const isWhole = !walk.poisoned && spend(evaluator, "characters", size, span);
  const json = isWhole && isWritten ? (JSON.parse(sheet.textSince(end)) as Json) : null;
  sheet.rewind(end);
  if (!isWhole) return null;
  return { json, from: [...(walk.from ?? [])], path: walk.path };
}

export function hasResidual(json: Json): boolean {
  if (Array.isArray(json)) return (json as readonly Json[]).some(hasResidual);
  if (!isJsonObject(json)) return false;
  return residualName(json) !== null || Object.values(json).some(hasResidual);
}
