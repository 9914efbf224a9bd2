// Operators on known values. A deferred value in one of them is an error: the runtime computes no arithmetic.

import type { BinaryOperator, Chain, Link, Unary } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { DAY, dateOfDays, daysOf } from "../quantities.ts";
import type { Span } from "../source.ts";
import {
  isAbsent,
  isDeferred,
  isPoison,
  POISONED,
  type Cell,
  type Code,
  type Container,
  type Value,
} from "../values.ts";
import { reportAt, spend, type CodeContext, type Evaluator } from "./context.ts";
import { decide, reportDeferred } from "./deferred.ts";
import { entryCells } from "./entries.ts";

export function compileChain(evaluator: Evaluator, chain: Chain, context: CodeContext): Code {
  const operator = chain.rest[0]?.operator;
  const inside: CodeContext = { ...context, given: null };
  if (operator === "and" || operator === "or") return compileLogic(evaluator, chain, operator, inside);
  const first = evaluator.compile(evaluator, chain.first, null, inside);
  const links = chain.rest.map((link): Linked => ({
    link,
    operand: evaluator.compile(evaluator, link.operand, null, inside),
    span: spanOf(context.module, link),
    isPercentage: evaluator.checked.checker.percentages.has(link),
  }));
  return (rt, scope) => {
    let left = first(rt, scope);
    // By places: the iterator of an array is an object or two for every resource.
    for (let index = 0; index < links.length; index++) {
      const { link, operand, span, isPercentage } = links[index] as Linked;
      if (link.operator === "??") {
        // A deferred value is there, only not known.
        if (isAbsent(left)) left = operand(rt, scope);
        continue;
      }
      left = operate(rt, link, left, operand(rt, scope), span, isPercentage);
      if (isPoison(left)) return left;
    }
    return left;
  };
}

interface Linked {
  readonly link: Link;
  readonly operand: Code;
  readonly span: Span;
  readonly isPercentage: boolean;
}

function compileLogic(
  evaluator: Evaluator,
  chain: Chain,
  operator: "and" | "or",
  context: CodeContext,
): Code {
  const operands = [chain.first, ...chain.rest.map((link) => link.operand)].map((operand) => ({
    code: evaluator.compile(evaluator, operand, null, context),
    span: spanOf(context.module, operand),
  }));
  return (rt, scope) => {
    for (const { code, span } of operands) {
      const value = decide(rt, code, scope, "a condition", span);
      if (value === null) return POISONED;
      if (value === (operator === "or")) return value;
    }
    return operator === "and";
  };
}

function operate(
  evaluator: Evaluator,
  { operator }: Link,
  left: Value,
  right: Value,
  span: Span,
  isPercentage: boolean,
): Value {
  if (typeof left === "number" && typeof right === "number") {
    if (isPercentage) return (left * right) / 100;
    if (operator !== "==" && operator !== "!=") return numeric(evaluator, operator, left, right, span);
    return (left === right) === (operator === "==");
  }
  for (const value of [left, right]) {
    if (isPoison(value)) return POISONED;
    if (isDeferred(value)) {
      reportDeferred(evaluator, value, `a value in \`${operator}\``, span);
      return POISONED;
    }
  }
  if (operator === "==" || operator === "!=") {
    const same = equal(evaluator, left, right, span);
    return same === null ? POISONED : same === (operator === "==");
  }
  const dated = withDates(evaluator, operator, left, right, span);
  if (dated !== null) return dated;
  if (typeof left === "string" && typeof right === "string") {
    if (!spend(evaluator, "characters", left.length + right.length, span)) return POISONED;
    return textual(operator, left, right);
  }
  return POISONED;
}

/** Lists by their elements in order, records and maps by their keys; null for what cannot be known. */
export function equal(
  evaluator: Evaluator,
  left: Value,
  right: Value,
  span: Span,
  what = "a value in `==`",
): boolean | null {
  for (const value of [left, right]) {
    if (isPoison(value)) return null;
    if (!isDeferred(value)) continue;
    reportDeferred(evaluator, value, what, span);
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
  return [...entryCells(evaluator, container)].filter(
    ([, cell]) => !isAbsent(evaluator.force(evaluator, cell)),
  );
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
  const result = compute(operator, left, right);
  if (typeof result !== "number" || Number.isSafeInteger(result)) return result;
  if (Number.isInteger(result) && Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
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

export function compileUnary(evaluator: Evaluator, unary: Unary, context: CodeContext): Code {
  const operand = evaluator.compile(evaluator, unary.operand, null, { ...context, given: null });
  if (unary.operator === "not") {
    const span = spanOf(context.module, unary.operand);
    return (rt, scope) => {
      const value = decide(rt, operand, scope, "a condition", span);
      return value === null ? POISONED : !value;
    };
  }
  const span = spanOf(context.module, unary);
  return (rt, scope) => {
    const value = operand(rt, scope);
    if (typeof value === "number") return value === 0 ? 0 : -value;
    if (isDeferred(value)) reportDeferred(rt, value, "a value in `-`", span);
    return POISONED;
  };
}
