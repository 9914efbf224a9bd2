// The types of operators. Quantities compute and compare inside their dimension; what is deferred or secret in no operator.

import type { Chain, Expression, Link, Unary } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import {
  BOOL,
  DATA,
  POISON,
  scalar,
  showType,
  STRING,
  withoutOptional,
  type ScalarName,
  type Type,
} from "../types.ts";
import { fits, join, widen } from "../types/fits.ts";
import { bothMarks, deepMarks, marked, marksOf, unmarked } from "../types/marks.ts";
import { report, spanOf, type Checker, type Expected, type Scope } from "./context.ts";
import { article, demand, refuseUnknown } from "./demand.ts";

const QUANTITIES: readonly ScalarName[] = ["Duration", "Size", "Cpu", "Percent"];
const COMPARISONS: readonly string[] = ["==", "!=", "<", "<=", ">", ">="];

export function checkChain(checker: Checker, chain: Chain, expected: Expected, scope: Scope): Type {
  const [first] = chain.rest;
  if (first?.operator === "??") return checkOtherwise(checker, chain, expected, scope);
  let left = known(checker, chain.first, first?.operator ?? "", scope);
  for (const [index, link] of chain.rest.entries()) {
    const right = known(checker, link.operand, link.operator, scope);
    if (COMPARISONS.includes(link.operator) && index > 0) {
      reportCompared(checker, link, right, scope);
      return POISON;
    }
    const result = operate(link.operator, left, right);
    if (result === null) {
      reportOperator(checker, chain, index, left, right, scope);
      return POISON;
    }
    if (link.operator === "*" && isPercent(left) !== isPercent(right)) checker.percentages.add(link);
    refuseZero(checker, link, scope);
    left = result;
  }
  return left;
}

/** Written out, it has no result whatever stands before it, and whether anybody reads it or not. A test may expect that. */
function refuseZero(checker: Checker, { operator, operand }: Link, scope: Scope): void {
  if (operator !== "/" || operand.kind !== "literal" || operand.value !== 0 || scope.judge !== null) return;
  const span = spanOf(scope.module, operand);
  report(checker, "SP3005", { why: "it divides by zero" }, span, "the right side is 0");
}

function isPercent(type: Type): boolean {
  return type.kind === "scalar" && type.name === "Percent";
}

/** The type of an operand, which must be known where the compiler is to compute with it. */
function known(checker: Checker, operand: Expression, operator: string, scope: Scope): Type {
  const found = checker.check(checker, operand, null, scope);
  const what = operator === "and" || operator === "or" ? "a condition" : `a value in \`${operator}\``;
  // To compare a value is to look into all that it holds.
  const marks = COMPARISONS.includes(operator) ? deepMarks(found) : marksOf(found);
  return refuseUnknown(checker, operand, found, what, scope, marks) ? POISON : found;
}

/** `a ?? b ?? c`: whatever stands before the last may be absent. */
function checkOtherwise(checker: Checker, chain: Chain, expected: Expected, scope: Scope): Type {
  const wanted = expected === null ? null : { kind: "optional" as const, inner: withoutOptional(expected) };
  let left = checker.check(checker, chain.first, wanted, scope);
  for (const [index, link] of chain.rest.entries()) {
    const right = checker.check(checker, link.operand, expected, scope);
    if (left.kind === "poison" || right.kind === "poison") {
      left = POISON;
      continue;
    }
    const marks = marksOf(left);
    const inner = unmarked(left);
    if (inner.kind !== "optional") {
      reportOperator(checker, chain, index, left, right, scope);
      return POISON;
    }
    if (marks.deferred !== null) {
      // Whether there is a secret is none, but this only the target knows.
      const deferred = { deferred: marks.deferred, secret: null };
      refuseUnknown(checker, chain.first, left, "whether a value is there", scope, deferred);
      return POISON;
    }
    left = marked(join(inner.inner, unmarked(right)), bothMarks(marks, marksOf(right)));
  }
  return left;
}

function reportCompared(checker: Checker, link: Link, right: Type, scope: Scope): void {
  const { operator } = link;
  report(
    checker,
    "SP2104",
    { operator, left: "a comparison", right: showType(right) },
    spanOf(scope.module, link),
    "a comparison cannot be compared",
    { help: "join two comparisons with `and`" },
  );
}

function reportOperator(
  checker: Checker,
  chain: Chain,
  index: number,
  left: Type,
  right: Type,
  scope: Scope,
): void {
  const link = chain.rest[index];
  if (link === undefined) return;
  const { operator } = link;
  const labels = [secondary(spanOf(scope.module, link.operand), article(showType(right)))];
  if (index === 0) labels.unshift(secondary(spanOf(scope.module, chain.first), article(showType(left))));
  report(
    checker,
    "SP2104",
    { operator, left: showType(left), right: showType(right) },
    spanOf(scope.module, link),
    "does not fit these",
    { labels, help: operatorHelp(operator, left, right) },
  );
}

function operatorHelp(operator: string, left: Type, right: Type): string | null {
  if (operator === "??") return `the left side is always there: drop \`?? ...\``;
  if (
    (left.kind === "optional" && right.kind === "null") ||
    (left.kind === "null" && right.kind === "optional")
  )
    return "what is absent is no `null`: give a default, `x ?? ...`, or decide with `match x { T as t => ..., _ => ... }`";
  if (left.kind === "optional" || right.kind === "optional")
    return "one side may be absent: write `x ?? a default`";
  if (operator === "+" && left.kind === "list" && right.kind === "list")
    return "lists are joined with `...`: `[...a, ...b]`";
  if (operator === "==" || operator === "!=") return neverEqualHelp(left, right);
  if (operator === "+" && (fits(left, STRING) || fits(right, STRING)))
    return 'join text by interpolation: `"${a}${b}"`';
  const [a, b] = [widen(left), widen(right)];
  if (a.kind !== "scalar" || b.kind !== "scalar" || a.name === b.name) return null;
  if (QUANTITIES.includes(a.name) || QUANTITIES.includes(b.name))
    return `${a.name} and ${b.name} are different dimensions`;
  return null;
}

/** The literal that was meant. */
function neverEqualHelp(left: Type, right: Type): string | null {
  const [literal, other] = left.kind === "literal" ? [left, right] : [right, left];
  const inner = withoutOptional(other);
  if (literal.kind !== "literal" || inner.kind !== "union") return null;
  const values = inner.members.flatMap((member) => (member.kind === "literal" ? [String(member.value)] : []));
  const near = nearest(String(literal.value), values);
  return near === null ? "no value of it is ever that" : `write ${JSON.stringify(near)}`;
}

/** The type of `left operator right`, or null where there is none. */
function operate(operator: string, left: Type, right: Type): Type | null {
  if (left.kind === "poison" || right.kind === "poison") return POISON;
  const a = plain(left);
  const b = plain(right);
  switch (operator) {
    case "and":
    case "or":
      return fits(a, BOOL) && fits(b, BOOL) ? BOOL : null;
    case "==":
    case "!=":
      return comparable(a) && comparable(b) && mayBeEqual(left, right) ? BOOL : null;
    case "<":
    case "<=":
    case ">":
    case ">=": {
      if (isBounded(a)) return fits(a, b) ? BOOL : null;
      const ordered = a.kind === "scalar" && a.name !== "Bool" && a.name !== "Bytes";
      return ordered && (fits(a, b) || fits(b, a)) ? BOOL : null;
    }
    default:
      return arithmetic(operator, a, b);
  }
}

/** What an operator sees: of a union of literals, what all of them are. */
function plain(type: Type): Type {
  if (type.kind !== "union") return widen(type);
  let all: Type = POISON;
  for (const member of type.members) {
    const wide = widen(member);
    if (wide.kind !== "scalar") return type;
    all = all.kind === "poison" || fits(all, wide) ? wide : all;
    if (!fits(wide, all)) return type;
  }
  return all;
}

/** `level == "hihg"` with `level: "low" | "high"` is never true, so it is a mistake. */
function mayBeEqual(a: Type, b: Type): boolean {
  const [x, y] = [withoutOptional(a), withoutOptional(b)];
  // Two values that are written as they are say what they are; that they are not the same need not be a mistake.
  if (x.kind === "literal" && y.kind === "literal")
    return fits(widen(x), widen(y)) || fits(widen(y), widen(x));
  return mayBe(x, y);
}

function mayBe(x: Type, y: Type): boolean {
  if (x.kind === "union") return x.members.some((member) => mayBe(member, y));
  if (y.kind === "union") return y.members.some((member) => mayBe(x, member));
  return fits(x, y) || fits(y, x);
}

/** Data can be compared; a resource, a system or a function is no data. */
function comparable(type: Type): boolean {
  return fits(withoutOptional(type), DATA);
}

function isNumber(name: ScalarName): boolean {
  return name === "Int" || name === "Number";
}

/** A type parameter that stands only for what can be compared, or added up. */
function isBounded(type: Type): boolean {
  return type.kind === "parameter" && (type.name === "Ordered" || type.name === "Numeric");
}

function arithmetic(operator: string, a: Type, b: Type): Type | null {
  if (a.kind === "parameter" && a.name === "Numeric" && fits(a, b))
    return operator === "+" || operator === "-" ? a : null;
  if (a.kind !== "scalar" || b.kind !== "scalar") return null;
  if (operator === "+" && a.name === "String" && b.name === "String") return STRING;
  if (isNumber(a.name) && isNumber(b.name)) {
    return scalar(operator !== "/" && a.name === "Int" && b.name === "Int" ? "Int" : "Number");
  }
  // A date and a duration of whole days.
  if (a.name === "Date" && b.name === "Duration" && (operator === "+" || operator === "-"))
    return scalar("Date");
  if (a.name === "Date" && b.name === "Date" && operator === "-") return scalar("Duration");
  const quantity = QUANTITIES.includes(a.name);
  if (quantity && a.name === b.name)
    return operator === "/" ? scalar("Number") : operator === "*" ? null : scalar(a.name);
  // `25% * 1GiB` and `8 * 25%` are a quarter of the other side.
  if (operator === "*" && b.name === "Percent")
    return quantity ? scalar(a.name) : isNumber(a.name) ? scalar("Number") : null;
  if (operator === "*" && a.name === "Percent") return isNumber(b.name) ? scalar("Number") : scalarOf(b.name);
  if (quantity && isNumber(b.name) && (operator === "*" || operator === "/")) return scalar(a.name);
  if (isNumber(a.name) && QUANTITIES.includes(b.name) && operator === "*") return scalar(b.name);
  return null;
}

function scalarOf(name: ScalarName): Type | null {
  return QUANTITIES.includes(name) ? scalar(name) : null;
}

export function checkUnary(checker: Checker, unary: Unary, scope: Scope): Type {
  const found = checker.check(checker, unary.operand, null, scope);
  const what = unary.operator === "not" ? "a condition" : "a value in `-`";
  if (refuseUnknown(checker, unary.operand, found, what, scope)) return POISON;
  if (unary.operator === "not") {
    demand(checker, unary.operand, found, BOOL, scope);
    return BOOL;
  }
  const wide = plain(found);
  if (wide.kind === "scalar" && (isNumber(wide.name) || QUANTITIES.includes(wide.name))) {
    if (found.kind === "literal" && typeof found.value === "number")
      return { kind: "literal", value: -found.value };
    return scalar(wide.name);
  }
  demand(checker, unary.operand, found, scalar("Number"), scope);
  return POISON;
}
