// Values as the graph writes them: JSON with residuals, keyed lists in order, nothing for what is absent.
//
// In:  a value. Out: its text at once, canonical by RFC 8785, without a tree of objects in between: a graph of tens of
// thousands of resources is written in about the time that it takes to compute them.
// Surprising: what renderers need, with the keys in the order in which they were declared, is read back from such a text.

import type { Address } from "../address.ts";
import { escapeKey, residualName } from "../graph.ts";
import { canonicalJson, canonicalString, isJsonObject, type Json } from "../json.ts";
import type { Span } from "../source.ts";
import type { Container, Definition, Value, Writing, WritingStep } from "../values.ts";
import { isConstant } from "./constant.ts";
import { need, reportAt, spend, type Evaluator } from "./context.ts";
import { directOf } from "./direct.ts";
import { spanOfTop } from "./entries.ts";
import { verify } from "./verify.ts";

/** What is found out on the way. */
export interface Walk {
  readonly order: "canonical" | "declared";
  /** Whose outputs are in it. */
  from: Set<Address> | null;
  /** The first of them, as people write it. */
  path: string | null;
  poisoned: boolean;
  depth: number;
}

export function newWalk(order: Walk["order"]): Walk {
  return { order, from: null, path: null, poisoned: false, depth: 0 };
}

/** Values name each other, so data can be deeper than any source that was read. */
const MAX_DATA_DEPTH = 300;

/** undefined: absent, or poison, which the walk says. */
export function writeValue(evaluator: Evaluator, walk: Walk, value: Value, span: Span): string | undefined {
  switch (typeof value) {
    case "string":
      return canonicalString(value);
    case "number":
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : writeObject(evaluator, walk, value, span);
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
): string | undefined {
  switch (value.kind) {
    case "absent":
      return undefined;
    case "poison":
    case "function":
    case "instance":
      walk.poisoned = true;
      return undefined;
    case "deferred":
      walk.from ??= new Set();
      for (const address of value.from) walk.from.add(address);
      walk.path ??= value.path;
      return canonicalJson(value.residual);
    case "resource":
      need(evaluator, value.address, span);
      return canonicalString(value.address);
    case "list": {
      if (!goDeeper(evaluator, walk, value.items.length, span)) return undefined;
      let text = "[";
      for (const item of value.items) {
        if (text.length > 1) text += ",";
        text += writeValue(evaluator, walk, evaluator.force(evaluator, item), item.span) ?? "null";
      }
      walk.depth--;
      return text + "]";
    }
    case "container":
      return writeContainer(evaluator, walk, value, span);
  }
}

function writeContainer(
  evaluator: Evaluator,
  walk: Walk,
  container: Container,
  span: Span,
): string | undefined {
  const isCanonical = walk.order === "canonical";
  if (isCanonical && container.text !== null) return container.text;
  const { shape } = container;
  if (!goDeeper(evaluator, walk, shape.tops.length, span)) return undefined;
  const before = walk.from?.size ?? 0;
  const text =
    isCanonical && shape.type?.kind !== "keyed"
      ? writeFields(evaluator, walk, container)
      : writeInOrder(evaluator, walk, container);
  walk.depth--;
  const isPlain = walk.path === null && (walk.from?.size ?? 0) === before && !walk.poisoned;
  if (container.shared && isCanonical && isPlain) container.text = text;
  return text;
}

function writeFields(evaluator: Evaluator, walk: Walk, container: Container): string {
  const { steps } = writingOf(evaluator, container);
  let text = "{";
  for (const step of steps) {
    if (typeof step === "string") {
      text += text.length > 1 ? `,${step}` : step;
      continue;
    }
    const { index, prefix } = step;
    const written = shortly(evaluator, container, step) ?? atLength(evaluator, walk, container, index);
    if (written !== undefined && written !== "")
      text += text.length > 1 ? `,${prefix}${written}` : prefix + written;
  }
  return `${text}}`;
}

/** The short way; undefined where the long one must be gone. Empty: there is nothing to write. */
export function shortly(
  evaluator: Evaluator,
  container: Container,
  { direct }: WritingStep,
): string | undefined {
  if (direct === null) return undefined;
  const said = evaluator.diagnostics.length;
  const text = direct(evaluator, container);
  // What was reported would be reported once more.
  return evaluator.diagnostics.length === said ? (text ?? undefined) : "";
}

function atLength(evaluator: Evaluator, walk: Walk, container: Container, index: number): string | undefined {
  const value = evaluator.take(evaluator, container, index);
  if (typeof value === "string") return canonicalString(value);
  const top = container.shape.tops[index] as Definition;
  return writeValue(evaluator, walk, value, spanOfTop(container, top));
}

/** Keyed lists in the order of their keys, and records for those who render them. */
function writeInOrder(evaluator: Evaluator, walk: Walk, container: Container): string {
  const { tops, type } = container.shape;
  const isList = type?.kind === "keyed";
  let text = isList ? "[" : "{";
  for (let index = 0; index < tops.length; index++) {
    const top = tops[index] as Definition;
    const value = evaluator.take(evaluator, container, index);
    const written = writeValue(evaluator, walk, value, spanOfTop(container, top));
    if (written === undefined) continue;
    if (text.length > 1) text += ",";
    text += isList ? written : `${canonicalString(escapeKey(top.key))}:${written}`;
  }
  return text + (isList ? "]" : "}");
}

/** What containers of a shape have in common is written once. */
export function writingOf(evaluator: Evaluator, container: Container, existing = false): Writing {
  const { shape } = container;
  if (shape.writing !== null && !existing) return shape.writing;
  const order = shape.tops
    .map((top, index) => ({ key: escapeKey(top.key), index }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const steps: Writing["steps"][number][] = [];
  for (const { key, index } of order) {
    // Of what is only read, not all is written, whatever it is.
    const text = existing ? null : constantText(evaluator, container, index);
    const prefix = `${canonicalString(key)}:`;
    if (text === null) {
      const direct = existing ? null : directOf(evaluator, container, index, constantText);
      steps.push({ index, prefix, direct });
    }
    if (text !== null && text !== "") {
      const last = steps.at(-1);
      const written = `${prefix}${text}`;
      if (typeof last === "string") steps[steps.length - 1] = `${last},${written}`;
      else steps.push(written);
    }
  }
  const writing = { steps };
  if (!existing) shape.writing = writing;
  return writing;
}

/** The text of a value that is the same in all containers; empty where it is absent, null where it is not the same. */
function constantText(evaluator: Evaluator, container: Container, index: number): string | null {
  const top = container.shape.tops[index] as Definition;
  if (top.source.kind === "absent" && top.guard === null && top.locks.length === 0) return "";
  if (!isConstant(evaluator, top)) return null;
  const value = evaluator.read(evaluator, container, index);
  const span = spanOfTop(container, top);
  verify(evaluator, value, span);
  const walk = newWalk("canonical");
  const text = writeValue(evaluator, walk, value, span);
  return text === undefined || walk.poisoned || walk.path !== null ? null : text;
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
  const walk = newWalk("declared");
  const text = writeValue(evaluator, walk, value, span);
  if (walk.poisoned || !spend(evaluator, "characters", text?.length ?? 0, span)) return null;
  const json = text === undefined ? null : (JSON.parse(text) as Json);
  return { json, from: [...(walk.from ?? [])], path: walk.path };
}

export function hasResidual(json: Json): boolean {
  if (Array.isArray(json)) return (json as readonly Json[]).some(hasResidual);
  if (!isJsonObject(json)) return false;
  return residualName(json) !== null || Object.values(json).some(hasResidual);
}
