// Loops and choices of values: comprehensions, ranges, spreading, `match`.

import type { Comprehension, List, Loop, Match, Pattern, RangeExpression } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import type { Span } from "../source.ts";
import { unmarked } from "../types/marks.ts";
import { isIn, judgeLimit } from "../types/limits.ts";
import { withoutOptional, type Type } from "../types.ts";
import {
  Cell,
  isDeferred,
  isPoison,
  knownCell,
  POISONED,
  withName,
  type Code,
  type Container,
  type Scope,
  type Value,
} from "../values.ts";
import { codeOf, spend, type CodeContext, type Evaluator } from "./context.ts";
import { decide, reportDeferred } from "./deferred.ts";
import { entryCells } from "./entries.ts";

/** One round of a loop: the key (of a list: the place), and the cell of the element. */
export interface Round {
  readonly key: string | number;
  readonly cell: Cell;
}

/** null: what is gone over cannot be known, which was reported. */
export function roundsOf(
  evaluator: Evaluator,
  loop: Loop,
  module: Module,
  scope: Scope,
): readonly Round[] | null {
  const value = codeOf(evaluator, loop.collection, module)(evaluator, scope);
  const span = spanOf(module, loop.collection);
  if (isDeferred(value)) {
    reportDeferred(evaluator, value, "what a loop goes over", span);
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  if (value.kind === "list") {
    if (!spend(evaluator, "steps", value.items.length, span)) return null;
    return value.items.map((cell, key) => ({ key, cell }));
  }
  if (value.kind !== "container" || !spend(evaluator, "steps", value.shape.tops.length, span)) return null;
  return [...entryCells(evaluator, value)].map(([key, cell]) => ({ key, cell }));
}

/** What a loop goes over, where its keys are those of what is made. */
export function namingCollection(
  evaluator: Evaluator,
  loop: Loop,
  module: Module,
  scope: Scope,
): Container | null {
  if (loop.by !== null) return null;
  const value = codeOf(evaluator, loop.collection, module)(evaluator, scope);
  return typeof value === "object" && value !== null && value.kind === "container" ? value : null;
}

export function roundScope(loop: Loop, round: Round, scope: Scope, span: Span): Scope {
  const inside = withName(scope, loop.variable.text, round.cell);
  if (loop.key === null) return inside;
  return withName(inside, loop.key.text, knownCell(loop.key.text, "", span, round.key));
}

/** What a round is called: by its key, by the text that its element is, or by what stands after `by`. */
export function roundKey(
  evaluator: Evaluator,
  loop: Loop,
  module: Module,
  round: Round,
  scope: Scope,
): string | null {
  const value =
    loop.by !== null
      ? codeOf(evaluator, loop.by, module)(evaluator, scope)
      : typeof round.key === "string"
        ? round.key
        : evaluator.force(evaluator, round.cell);
  if (typeof value === "string") return value;
  if (isDeferred(value))
    reportDeferred(evaluator, value, "an address", spanOf(module, loop.by ?? loop.collection));
  return null;
}

export function compileComprehension(
  evaluator: Evaluator,
  expression: Comprehension,
  expected: Type | null,
  context: CodeContext,
): Code {
  const { loop, condition } = expression;
  const { module } = context;
  const inside: CodeContext = { ...context, given: null, strength: "normal" };
  const span = spanOf(module, expression.element);
  const type = listType(expected);
  const elementType = type?.kind === "list" ? type.element : null;
  const element = evaluator.compile(evaluator, expression.element, elementType, inside);
  const kept = condition === null ? null : evaluator.compile(evaluator, condition, null, inside);
  const conditionSpan = condition === null ? span : spanOf(module, condition);
  return (rt, scope) => {
    const { up, label } = rt;
    const rounds = roundsOf(rt, loop, module, scope);
    if (rounds === null) return POISONED;
    const items: Cell[] = [];
    for (const round of rounds) {
      const own = roundScope(loop, round, scope, span);
      if (kept !== null) {
        const there = decide(rt, kept, own, "a condition", conditionSpan);
        if (there === null) return POISONED;
        if (!there) continue;
      }
      items.push(new Cell(up, `${label}[${items.length}]`, span, elementType, element, own));
    }
    return { kind: "list", type, items };
  };
}

export function listType(expected: Type | null): Type | null {
  const inner = expected === null ? null : withoutOptional(unmarked(expected));
  if (inner?.kind === "union") return inner.members.find((member) => member.kind === "list") ?? null;
  return inner?.kind === "list" ? inner : null;
}

export function compileList(
  evaluator: Evaluator,
  list: List,
  expected: Type | null,
  context: CodeContext,
): Code {
  const type = listType(expected);
  const element = type?.kind === "list" ? type.element : null;
  const inside: CodeContext = { ...context, given: null, strength: "normal" };
  const parts = list.items.map((item) => ({
    spread: item.kind === "spread",
    span: spanOf(context.module, item.kind === "spread" ? item.value : item),
    code: evaluator.compile(
      evaluator,
      item.kind === "spread" ? item.value : item,
      item.kind === "spread" ? type : element,
      inside,
    ),
  }));
  return (rt, scope) => {
    const { up, label } = rt;
    const items: Cell[] = [];
    for (const part of parts) {
      if (!part.spread) {
        items.push(new Cell(up, `${label}[${items.length}]`, part.span, element, part.code, scope));
        continue;
      }
      const cells = cellsOf(rt, part.code(rt, scope), part.span);
      if (cells === null) return POISONED;
      for (const inner of cells) items.push(element === null ? inner : heldTo(inner, element));
    }
    return { kind: "list", type, items };
  };
}

/** The same element, held to another type. */
export function heldTo(cell: Cell, type: Type): Cell {
  if (cell.type === type) return cell;
  return new Cell(cell.up, cell.label, cell.span, type, (rt) => rt.force(rt, cell), cell.scope);
}

/** The elements of what a list is made of. */
export function cellsOf(evaluator: Evaluator, value: Value, span: Span): readonly Cell[] | null {
  if (isDeferred(value)) {
    reportDeferred(evaluator, value, "what a list is made of", span);
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  if (value.kind === "list")
    return spend(evaluator, "elements", value.items.length, span) ? value.items : null;
  if (value.kind !== "container") return null;
  return spend(evaluator, "elements", value.shape.tops.length, span)
    ? [...entryCells(evaluator, value).values()]
    : null;
}

export function compileRange(evaluator: Evaluator, range: RangeExpression, context: CodeContext): Code {
  const inside: CodeContext = { ...context, given: null };
  const low = evaluator.compile(evaluator, range.from, null, inside);
  const high = evaluator.compile(evaluator, range.to, null, inside);
  const span = spanOf(context.module, range);
  return (rt, scope) => {
    const { up, label } = rt;
    const from = low(rt, scope);
    const to = high(rt, scope);
    for (const value of [from, to]) {
      if (!isDeferred(value)) continue;
      reportDeferred(rt, value, "a bound of a range", span);
      return POISONED;
    }
    if (typeof from !== "number" || typeof to !== "number") return POISONED;
    const length = Math.max(0, to - from + 1);
    if (!spend(rt, "elements", length, span)) return POISONED;
    const items: Cell[] = [];
    for (let index = 0; index < length; index++) items.push(knownCell(up, label, span, from + index));
    return { kind: "list", type: null, items };
  };
}

// --- match -----------------------------------------------------------------------------------------------------------

export function compileMatch(
  evaluator: Evaluator,
  match: Match,
  expected: Type | null,
  context: CodeContext,
): Code {
  const { module } = context;
  const subjectCode = evaluator.compile(evaluator, match.subject, null, { ...context, given: null });
  const span = spanOf(module, match.subject);
  const arms = match.arms.map((arm) => ({
    patterns: arm.patterns,
    code: evaluator.compile(evaluator, arm.value, expected, context),
  }));
  return (rt, scope) => {
    const subject = subjectCode(rt, scope);
    if (isDeferred(subject)) {
      reportDeferred(rt, subject, "what `match` decides by", span);
      return POISONED;
    }
    if (isPoison(subject)) return POISONED;
    for (const { patterns, code } of arms) {
      const pattern = patterns.find((item) => matches(rt, item, subject));
      if (pattern === undefined) continue;
      if (pattern.kind !== "type" || pattern.as === null) return code(rt, scope);
      const named = knownCell(pattern.as.text, "", spanOf(module, pattern.as), subject);
      return code(rt, withName(scope, pattern.as.text, named));
    }
    return POISONED;
  };
}

function matches(evaluator: Evaluator, pattern: Pattern, value: Value): boolean {
  switch (pattern.kind) {
    case "any":
      return true;
    case "missing":
      return false;
    case "literal":
      return pattern.literal.value === value;
    case "type": {
      const type = evaluator.checked.checker.named.get(pattern.name);
      return type !== undefined && isOf(value, type);
    }
  }
}

/** Is the value one of the type? Unions are told apart by the kind of value, and records by their type. */
function isOf(value: Value, type: Type): boolean {
  switch (type.kind) {
    case "literal":
      return value === type.value;
    case "null":
      return value === null;
    case "scalar":
      if (typeof value !== "string" && typeof value !== "number")
        return type.name === "Bool" && typeof value === "boolean";
      if (typeof value !== (["String", "Date", "Bytes"].includes(type.name) ? "string" : "number"))
        return false;
      if (type.name === "Int" && !Number.isInteger(value)) return false;
      return type.limits.every((limit) => judgeLimit(limit, value) === null);
    case "union":
      return type.members.some((member) => isOf(value, member));
    case "list":
      return (
        typeof value === "object" &&
        value !== null &&
        value.kind === "list" &&
        (type.size === null || isIn(type.size, value.items.length))
      );
    case "keyed":
    case "map":
      return (
        typeof value === "object" &&
        value !== null &&
        value.kind === "container" &&
        value.shape.type?.kind === type.kind
      );
    case "record": {
      if (typeof value !== "object" || value === null || value.kind !== "container") return false;
      const own = value.shape.type?.kind === "record" ? value.shape.type.record : null;
      if (own === null) return false;
      return own === type.record || (own.generic !== null && own.generic.of === type.record.generic?.of);
    }
    case "resource":
      return (
        typeof value === "object" &&
        value !== null &&
        value.kind === "resource" &&
        value.record === type.record
      );
    case "instance":
      return (
        typeof value === "object" &&
        value !== null &&
        value.kind === "instance" &&
        value.system.declaration === type.system.declaration
      );
    case "optional":
    case "secret":
    case "deferred":
      return isOf(value, type.inner);
    case "poison":
    case "data":
    case "pattern":
    case "function":
    case "parameter":
      return false;
  }
}
