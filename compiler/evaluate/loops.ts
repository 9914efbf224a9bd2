// Loops and choices of values: comprehensions, ranges, spreading, `match`.

import type { Comprehension, ComputedEntry, List, Loop, Match, Pattern, RangeExpression } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import type { Span } from "../source.ts";
import { unmarked } from "../types/marks.ts";
import { isIn, judgeLimit } from "../types/limits.ts";
import { withoutOptional, type Type } from "../types.ts";
import {
  knownCell,
  newCell,
  POISONED,
  withFrame,
  type Cell,
  type EvalScope,
  type ListValue,
  type Value,
} from "../values.ts";
import { reportAt, spend, type Evaluator } from "./context.ts";
import { decide, isDeferred, reportDeferred } from "./deferred.ts";

/** One round of a loop: the key (of a list: the place), and the cell of the element. */
export interface Round {
  readonly key: string | number;
  readonly cell: Cell;
}

/** null: what is gone over cannot be known, which was reported. */
export function roundsOf(
  evaluator: Evaluator,
  loop: Loop,
  scope: EvalScope,
  cell: Cell,
): readonly Round[] | null {
  const value = evaluator.evaluate(evaluator, loop.collection, null, scope, cell);
  const span = spanOf(scope.module, loop.collection);
  if (isDeferred(value)) {
    reportDeferred(evaluator, value, "what a loop goes over", span);
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  if (value.kind === "list") {
    if (!spend(evaluator, "steps", value.items.length, span)) return null;
    return value.items.map((item, key) => ({ key, cell: item }));
  }
  if (value.kind !== "container" || !spend(evaluator, "steps", value.entries.size, span)) return null;
  const rounds: Round[] = [];
  for (const [key, item] of value.entries) rounds.push({ key, cell: item });
  return rounds;
}

export function roundScope(loop: Loop, round: Round, scope: EvalScope, span: Span): EvalScope {
  const names = new Map<string, Cell>([[loop.variable.text, round.cell]]);
  if (loop.key !== null) names.set(loop.key.text, knownCell(loop.key.text, span, round.key));
  return withFrame(scope, names);
}

export function evaluateComprehension(
  evaluator: Evaluator,
  expression: Comprehension,
  expected: Type | null,
  scope: EvalScope,
  cell: Cell,
): Value {
  const rounds = roundsOf(evaluator, expression.loop, scope, cell);
  if (rounds === null) return POISONED;
  const span = spanOf(scope.module, expression.element);
  const element = elementOf(expected);
  const items: Cell[] = [];
  for (const round of rounds) {
    const inside = roundScope(expression.loop, round, scope, span);
    if (expression.condition !== null) {
      const condition = decide(evaluator, expression.condition, inside, cell, "a condition");
      if (condition === null) return POISONED;
      if (!condition) continue;
    }
    const source = { kind: "expression", expression: expression.element, scope: inside } as const;
    items.push(
      newCell({ name: `${cell.name}[${items.length}]`, span, type: element, overlay: cell.overlay, source }),
    );
  }
  return { kind: "list", type: listType(expected), items };
}

function listType(expected: Type | null): Type | null {
  const inner = expected === null ? null : withoutOptional(unmarked(expected));
  if (inner?.kind === "union") return inner.members.find((member) => member.kind === "list") ?? null;
  return inner?.kind === "list" ? inner : null;
}

function elementOf(expected: Type | null): Type | null {
  const list = listType(expected);
  return list?.kind === "list" ? list.element : null;
}

export function evaluateList(
  evaluator: Evaluator,
  list: List,
  expected: Type | null,
  scope: EvalScope,
  cell: Cell,
): Value {
  const element = elementOf(expected);
  const items: Cell[] = [];
  for (const item of list.items) {
    const name = `${cell.name}[${items.length}]`;
    if (item.kind !== "spread") {
      const source = { kind: "expression", expression: item, scope } as const;
      const { overlay, below } = cell;
      items.push(newCell({ name, span: spanOf(scope.module, item), overlay, type: element, below, source }));
      continue;
    }
    const spread = evaluator.evaluate(evaluator, item.value, listType(expected), scope, cell);
    const cells = cellsOf(evaluator, spread, spanOf(scope.module, item.value));
    if (cells === null) return POISONED;
    for (const inner of cells) {
      items.push(
        element === null ? inner : newCell({ ...inner, type: element, source: { kind: "view", of: inner } }),
      );
    }
  }
  return { kind: "list", type: listType(expected), items };
}

function cellsOf(evaluator: Evaluator, value: Value, span: Span): readonly Cell[] | null {
  if (isDeferred(value)) {
    reportDeferred(evaluator, value, "what a list is made of", span);
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  if (value.kind === "list")
    return spend(evaluator, "elements", value.items.length, span) ? value.items : null;
  if (value.kind !== "container") return null;
  return spend(evaluator, "elements", value.entries.size, span) ? [...value.entries.values()] : null;
}

export function evaluateRange(
  evaluator: Evaluator,
  range: RangeExpression,
  scope: EvalScope,
  cell: Cell,
): Value {
  const [from, to] = [range.from, range.to].map((bound) =>
    evaluator.evaluate(evaluator, bound, null, scope, cell),
  );
  const span = spanOf(scope.module, range);
  for (const value of [from, to]) {
    if (value !== undefined && isDeferred(value)) {
      reportDeferred(evaluator, value, "a bound of a range", span);
      return POISONED;
    }
  }
  if (typeof from !== "number" || typeof to !== "number") return POISONED;
  const length = Math.max(0, to - from + 1);
  if (!spend(evaluator, "elements", length, span)) return POISONED;
  const items = Array.from({ length }, (_, index) => knownCell(`${cell.name}[${index}]`, span, from + index));
  return { kind: "list", type: null, items };
}

/** What `xs += ys` and `xs -= ys` give. */
export function changeList(
  evaluator: Evaluator,
  source: {
    readonly operator: "+=" | "-=";
    readonly expression: List | Comprehension | ComputedEntry["value"];
    readonly scope: EvalScope;
  },
  cell: Cell,
): Value {
  const below = cell.below === null ? null : evaluator.force(evaluator, cell.below);
  const span = spanOf(source.scope.module, source.expression);
  const value = evaluator.evaluate(evaluator, source.expression, cell.type, source.scope, cell);
  const change = cellsOf(evaluator, value, span);
  if (change === null) return POISONED;
  const absent = below === null || (typeof below === "object" && below.kind === "absent");
  const old = absent ? [] : cellsOf(evaluator, below, cell.span);
  if (old === null) return POISONED;
  if (source.operator === "+=") return list(cell, [...old, ...change]);
  const kept = [...old];
  for (const item of change) {
    const wanted = evaluator.force(evaluator, item);
    const at = kept.findIndex((other) => evaluator.force(evaluator, other) === wanted);
    if (at >= 0) kept.splice(at, 1);
    else {
      const parameters = { name: JSON.stringify(wanted), owner: cell.name, what: "element" };
      const help = "the list has no such element: what is taken away must be there";
      reportAt(evaluator, "SP2107", parameters, item.span, "no such element", { help });
    }
  }
  return list(cell, kept);
}

function list(cell: Cell, items: readonly Cell[]): ListValue {
  const type = cell.type === null ? null : listType(cell.type);
  const element = type?.kind === "list" ? type.element : null;
  const held = items.map((item) =>
    element === null ? item : newCell({ ...item, type: element, source: { kind: "view", of: item } }),
  );
  return { kind: "list", type, items: held };
}

// --- match -----------------------------------------------------------------------------------------------------------

export function evaluateMatch(
  evaluator: Evaluator,
  match: Match,
  expected: Type | null,
  scope: EvalScope,
  cell: Cell,
): Value {
  const subject = evaluator.evaluate(evaluator, match.subject, null, scope, cell);
  if (isDeferred(subject)) {
    reportDeferred(evaluator, subject, "what `match` decides by", spanOf(scope.module, match.subject));
    return POISONED;
  }
  if (typeof subject === "object" && subject !== null && subject.kind === "poison") return POISONED;
  for (const arm of match.arms) {
    const pattern = arm.patterns.find((item) => matches(evaluator, item, subject));
    if (pattern === undefined) continue;
    if (pattern.kind !== "type" || pattern.as === null)
      return evaluator.evaluate(evaluator, arm.value, expected, scope, cell);
    const named = knownCell(pattern.as.text, spanOf(scope.module, pattern.as), subject);
    const inside = withFrame(scope, new Map([[pattern.as.text, named]]));
    return evaluator.evaluate(evaluator, arm.value, expected, inside, cell);
  }
  return POISONED;
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
        value.type?.kind === type.kind
      );
    case "record": {
      if (typeof value !== "object" || value === null || value.kind !== "container") return false;
      const own = value.type?.kind === "record" ? value.type.record : null;
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
        value.system === type.system
      );
    case "optional":
    case "secret":
    case "deferred":
      return isOf(value, type.inner);
    case "poison":
    case "data":
    case "function":
    case "parameter":
      return false;
  }
}
