// Operators on known values. A deferred value in one of them is an error: the runtime computes no arithmetic.

import type { BinaryOperator, Chain, Link, Unary } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { DAY, dateOfDays, daysOf } from "../quantities.ts";
import type { Span } from "../source.ts";
import { POISONED, type Cell, type Container, type EvalScope, type Value } from "../values.ts";
import { reportAt, spend, type Evaluator } from "./context.ts";
import { decide, isDeferred, reportDeferred } from "./deferred.ts";

export function evaluateChain(evaluator: Evaluator, chain: Chain, scope: EvalScope, cell: Cell): Value {
  const operator = chain.rest[0]?.operator;
  if (operator === "and" || operator === "or") return logic(evaluator, chain, operator, scope, cell);
  let left = evaluator.evaluate(evaluator, chain.first, null, scope, cell);
  for (const link of chain.rest) {
    if (link.operator === "??") {
      // A deferred value is there, only not known.
      if (isKind(left, "absent")) left = evaluator.evaluate(evaluator, link.operand, null, scope, cell);
      continue;
    }
    const right = evaluator.evaluate(evaluator, link.operand, null, scope, cell);
    left = operate(evaluator, link, left, right, scope);
    if (isKind(left, "poison")) return left;
  }
  return left;
}

function isKind(value: Value, kind: "absent" | "poison"): boolean {
  return typeof value === "object" && value !== null && value.kind === kind;
}

function logic(
  evaluator: Evaluator,
  chain: Chain,
  operator: "and" | "or",
  scope: EvalScope,
  cell: Cell,
): Value {
  for (const operand of [chain.first, ...chain.rest.map((link) => link.operand)]) {
    const value = decide(evaluator, operand, scope, cell, "a condition");
    if (value === null) return POISONED;
    if (value === (operator === "or")) return value;
  }
  return operator === "and";
}

function operate(evaluator: Evaluator, link: Link, left: Value, right: Value, scope: EvalScope): Value {
  const span = spanOf(scope.module, link);
  for (const value of [left, right]) {
    if (isKind(value, "poison")) return POISONED;
    if (isDeferred(value)) {
      reportDeferred(evaluator, value, `a value in \`${link.operator}\``, span);
      return POISONED;
    }
  }
  if (link.operator === "==" || link.operator === "!=") {
    const same = equal(evaluator, left, right, span);
    return same === null ? POISONED : same === (link.operator === "==");
  }
  const dated = withDates(evaluator, link.operator, left, right, span);
  if (dated !== null) return dated;
  if (typeof left === "string" && typeof right === "string") {
    if (!spend(evaluator, "characters", left.length + right.length, span)) return POISONED;
    return textual(link.operator, left, right);
  }
  if (typeof left !== "number" || typeof right !== "number") return POISONED;
  if (evaluator.checked.checker.percentages.has(link)) return (left * right) / 100;
  return numeric(evaluator, link.operator, left, right, span);
}

/** Lists by their elements in order, records and maps by their keys; null for what cannot be known. */
function equal(evaluator: Evaluator, left: Value, right: Value, span: Span): boolean | null {
  for (const value of [left, right]) {
    if (isKind(value, "poison")) return null;
    if (!isDeferred(value)) continue;
    reportDeferred(evaluator, value, "a value in `==`", span);
    return null;
  }
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (left.kind === "absent" || right.kind === "absent") return left.kind === right.kind;
  if (left.kind === "list" && right.kind === "list") {
    if (left.items.length !== right.items.length) return false;
    return equalCells(evaluator, left.items, right.items, span);
  }
  if (left.kind !== "container" || right.kind !== "container") return false;
  const [a, b] = [present(evaluator, left), present(evaluator, right)];
  if (a.length !== b.length) return false;
  const others = new Map(b);
  const pairs = a.map(([key, cell]) => [cell, others.get(key)] as const);
  if (pairs.some(([, other]) => other === undefined)) return false;
  return equalCells(
    evaluator,
    pairs.map(([cell]) => cell),
    pairs.flatMap(([, other]) => (other === undefined ? [] : [other])),
    span,
  );
}

function equalCells(
  evaluator: Evaluator,
  left: readonly Cell[],
  right: readonly Cell[],
  span: Span,
): boolean | null {
  if (!spend(evaluator, "steps", left.length, span)) return null;
  for (const [index, cell] of left.entries()) {
    const other = right[index];
    if (other === undefined) return false;
    const same = equal(evaluator, evaluator.force(evaluator, cell), evaluator.force(evaluator, other), span);
    if (same !== true) return same;
  }
  return true;
}

function present(evaluator: Evaluator, container: Container): [string, Cell][] {
  return [...container.entries].filter(([, cell]) => !isKind(evaluator.force(evaluator, cell), "absent"));
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A date and a duration of whole days. The checker knows that a text beside `-` or a number is a date. */
function withDates(
  evaluator: Evaluator,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  span: Span,
): Value | null {
  if (typeof left !== "string" || !DATE.test(left) || (operator !== "+" && operator !== "-")) return null;
  if (typeof right === "string") return operator === "-" ? (daysOf(left) - daysOf(right)) * DAY : null;
  if (typeof right !== "number") return null;
  if (right % DAY !== 0) {
    reportAt(evaluator, "SP3005", { why: "a date moves by whole days" }, span, "not a number of days");
    return POISONED;
  }
  const date = dateOfDays(daysOf(left) + (operator === "+" ? right : -right) / DAY);
  if (date !== null) return date;
  reportAt(evaluator, "SP3005", { why: "the years of a date have four digits" }, span, "out of the calendar");
  return POISONED;
}

function textual(operator: BinaryOperator, left: string, right: string): Value {
  if (operator === "+") return left + right;
  return ordered(operator, left < right ? -1 : left > right ? 1 : 0);
}

function ordered(operator: BinaryOperator, order: number): Value {
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  if (operator === ">") return order > 0;
  return operator === ">=" ? order >= 0 : POISONED;
}

function numeric(
  evaluator: Evaluator,
  operator: BinaryOperator,
  left: number,
  right: number,
  span: Span,
): Value {
  if (operator === "/" && right === 0) {
    reportAt(evaluator, "SP3005", { why: "it divides by zero" }, span, "the right side is 0");
    return POISONED;
  }
  const exact = Number.isSafeInteger(left) && Number.isSafeInteger(right);
  const result = compute(operator, left, right);
  if (typeof result !== "number") return result;
  if (exact && Number.isInteger(result) && !Number.isSafeInteger(result)) {
    reportAt(evaluator, "SP3005", { why: "integers are exact up to 9007199254740991" }, span, "too large");
    return POISONED;
  }
  return result;
}

function compute(operator: BinaryOperator, left: number, right: number): Value {
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  if (operator === "/") return left / right;
  return ordered(operator, left - right);
}

export function negate(evaluator: Evaluator, unary: Unary, scope: EvalScope, cell: Cell): Value {
  if (unary.operator === "not") {
    const value = decide(evaluator, unary.operand, scope, cell, "a condition");
    return value === null ? POISONED : !value;
  }
  const value = evaluator.evaluate(evaluator, unary.operand, null, scope, cell);
  if (typeof value === "number") return value === 0 ? 0 : -value;
  if (isDeferred(value)) reportDeferred(evaluator, value, "a value in `-`", spanOf(scope.module, unary));
  return POISONED;
}
