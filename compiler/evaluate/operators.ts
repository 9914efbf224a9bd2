// Operators on known values. A deferred value in one of them is an error: the runtime computes no arithmetic.

import type { BinaryOperator, Chain, Link, Unary } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import type { Span } from "../source.ts";
import { POISONED, type Cell, type EvalScope, type Value } from "../values.ts";
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
    const same = left === right || (isKind(left, "absent") && isKind(right, "absent"));
    return same === (link.operator === "==");
  }
  if (typeof left === "string" && typeof right === "string") {
    if (!spend(evaluator, "characters", left.length + right.length, span)) return POISONED;
    return textual(link.operator, left, right);
  }
  if (typeof left === "number" && typeof right === "number")
    return numeric(evaluator, link.operator, left, right, span);
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
