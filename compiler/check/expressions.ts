// The types of expressions. Bidirectional: the expected type is pushed down, the found type comes back.
//
// Surprising: where an expected type is given, a mismatch is reported here and not by the caller, at the innermost node
// that is wrong: a wrong element of a list is reported at the element.

import type { Chain, Expression, If, Literal, Template } from "../ast.ts";
import {
  DATA,
  fits,
  isContainer,
  isIn,
  join,
  judgeLimit,
  POISON,
  scalar,
  showRange,
  showType,
  widen,
  withoutOptional,
  type ScalarName,
  type Type,
} from "../types.ts";
import { secondary } from "../diagnostics.ts";
import { checkAccess } from "./access.ts";
import { checkBlockValue } from "./blocks.ts";
import { deeper, lookUp, report, spanOf, type Checker, type Expected, type Scope } from "./context.ts";
import { article, demand } from "./demand.ts";
import { typeDeclared } from "./declared.ts";
import { checkName } from "./names.ts";

export function check(checker: Checker, expression: Expression, expected: Expected, scope: Scope): Type {
  return deeper(checker, spanOf(scope.module, expression), POISON, () =>
    checkNode(checker, expression, expected, scope),
  );
}

function checkNode(checker: Checker, expression: Expression, expected: Expected, scope: Scope): Type {
  switch (expression.kind) {
    case "missing":
    // Refused as unbuilt.
    case "regex":
    case "comprehension":
    case "range":
    case "match":
    case "lambda":
    case "with":
      return POISON;
    case "literal":
      return checkLiteral(checker, expression, expected, scope);
    case "list":
      return checkList(checker, expression, expected, scope);
    case "block":
      return checkBlockValue(checker, expression, expected, scope);
    case "if":
      return checkIf(checker, expression, expected, scope);
    case "construct":
      return checkConstruct(checker, expression, expected, scope);
    case "template":
    case "name":
    case "it":
    case "super":
    case "access":
    case "chain":
    case "unary": {
      const found = infer(checker, expression, scope);
      return expected === null ? found : demand(checker, expression, found, expected, scope);
    }
  }
}

type Inferred = Extract<
  Expression,
  { kind: "template" | "name" | "it" | "super" | "access" | "chain" | "unary" }
>;

function infer(checker: Checker, expression: Inferred, scope: Scope): Type {
  switch (expression.kind) {
    case "template":
      return checkTemplate(checker, expression, scope);
    case "name":
      return checkName(checker, expression, scope);
    case "it":
      if (scope.it !== null) return scope.it;
      report(
        checker,
        "SP2006",
        { word: "it" },
        spanOf(scope.module, expression),
        "nothing is being written here",
        {
          help: "`it` is the resource or entry whose block this stands in",
        },
      );
      return POISON;
    case "super":
      if (scope.super !== null) return scope.super;
      report(checker, "SP2006", { word: "super" }, spanOf(scope.module, expression), "nothing is below", {
        help: "`super` is the value below, so it stands in overlays only",
      });
      return POISON;
    case "access":
      return checkAccess(checker, expression, scope);
    case "chain":
      return checkChain(checker, expression, scope);
    case "unary": {
      const wanted = scalar(expression.operator === "not" ? "Bool" : "Number");
      const found = check(checker, expression.operand, null, scope);
      if (fits(found, wanted)) return expression.operator === "not" ? wanted : widen(found);
      demand(checker, expression.operand, found, wanted, scope);
      return POISON;
    }
  }
}

function checkLiteral(checker: Checker, literal: Literal, expected: Expected, scope: Scope): Type {
  const found = literalType(literal);
  if (expected === null) return found;
  const result = demand(checker, literal, found, expected, scope);
  const inner = withoutOptional(expected);
  const { value } = literal;
  if (
    inner.kind === "scalar" &&
    result.kind !== "poison" &&
    (typeof value === "string" || typeof value === "number")
  ) {
    for (const limit of inner.limits) {
      const wrong = judgeLimit(limit, value);
      if (wrong === null) continue;
      const labels = [secondary(limit.span, "declared here")];
      report(
        checker,
        "SP2110",
        { value: JSON.stringify(value), type: showType(inner), why: wrong },
        spanOf(scope.module, literal),
        wrong,
        { labels },
      );
      return POISON;
    }
  }
  return result;
}

function literalType(literal: Literal): Type {
  const { value } = literal;
  switch (literal.type) {
    case "Null":
      return { kind: "null" };
    case "Bool":
      return scalar("Bool");
    case "String":
    case "Int":
    case "Number":
      return value === null ? POISON : { kind: "literal", value };
    case "Duration":
    case "Size":
    case "Cpu":
    case "Percent":
    case "Date":
      return scalar(literal.type);
  }
}

function checkList(
  checker: Checker,
  list: Expression & { kind: "list" },
  expected: Expected,
  scope: Scope,
): Type {
  const inner = expected === null ? null : withoutOptional(expected);
  if (inner === null || inner.kind === "poison" || inner.kind === "data") {
    let element: Type | null = null;
    for (const item of list.items) {
      if (item.kind === "spread") continue;
      const found = check(checker, item, inner?.kind === "data" ? DATA : null, scope);
      element = element === null ? widen(found) : join(element, widen(found));
    }
    return { kind: "list", element: element ?? POISON, size: null };
  }
  if (inner.kind === "list") {
    for (const item of list.items) {
      if (item.kind !== "spread") check(checker, item, inner.element, scope);
    }
    if (inner.size !== null && !isIn(inner.size, list.items.length)) {
      const why = `must have ${showRange(inner.size)} elements`;
      report(
        checker,
        "SP2110",
        { value: "this list", type: showType(inner), why },
        spanOf(scope.module, list),
        why,
      );
    }
    return inner;
  }
  if (inner.kind === "union") {
    const member = inner.members.find((item) => item.kind === "list");
    if (member !== undefined) return checkList(checker, list, member, scope);
  }
  return demand(checker, list, { kind: "list", element: POISON, size: null }, inner, scope);
}

function checkIf(checker: Checker, expression: If, expected: Expected, scope: Scope): Type {
  check(checker, expression.condition, scalar("Bool"), scope);
  const then = check(checker, expression.yes, expected, scope);
  if (expression.no === null) {
    const found: Type = then.kind === "optional" ? then : { kind: "optional", inner: then };
    return expected === null ? found : demand(checker, expression, found, expected, scope);
  }
  const otherwise = check(checker, expression.no, expected, scope);
  return expected ?? join(then, otherwise);
}

function checkConstruct(
  checker: Checker,
  expression: Expression & { kind: "construct" },
  expected: Expected,
  scope: Scope,
): Type {
  const { text } = expression.name;
  const found = text === "" ? null : lookUp(checker, scope.module, text);
  const span = spanOf(scope.module, expression.name);
  if (found === null) {
    if (text !== "" && !scope.module.broken) report(checker, "SP2007", { name: text }, span, "no such type");
    return POISON;
  }
  if (found.declaration?.kind !== "type") {
    if (found.declaration !== null) {
      const is = `a ${found.declaration.kind}`;
      const help = "a resource or a system is declared as a slot: `name: Kind { }`";
      report(checker, "SP2008", { name: text, is, wanted: "a record type" }, span, "cannot stand here", {
        help,
      });
    }
    return POISON;
  }
  const type = typeDeclared(checker, found.module, found.declaration);
  const result = checkBlockValue(checker, expression.block, type, scope);
  return expected === null ? result : demand(checker, expression, result, expected, scope);
}

const INTERPOLATED: readonly ScalarName[] = ["String", "Int", "Number", "Bool", "Date"];

function checkTemplate(checker: Checker, template: Template, scope: Scope): Type {
  for (const part of template.parts) {
    if (typeof part === "string") continue;
    const type = check(checker, part, null, scope);
    if (mayInterpolate(type)) continue;
    const shown = showType(type);
    const help =
      type.kind === "resource"
        ? `write one of its fields, for example \`.${[...type.record.fields.keys()][0] ?? "name"}\``
        : type.kind === "optional"
          ? "it may be absent: write `x ?? a default`"
          : isContainer(type) || type.kind === "list"
            ? "write it with a renderer: `json(...)` or `toml(...)`"
            : null;
    report(checker, "SP2109", { type: shown }, spanOf(scope.module, part), `this is ${article(shown)}`, {
      help,
    });
  }
  return scalar("String");
}

function mayInterpolate(type: Type): boolean {
  if (type.kind === "union") return type.members.every(mayInterpolate);
  if (type.kind === "scalar") return INTERPOLATED.includes(type.name);
  return type.kind === "literal" || type.kind === "poison";
}

// --- Operators -------------------------------------------------------------------------------------------------------

const QUANTITIES: readonly ScalarName[] = ["Duration", "Size", "Cpu", "Percent"];

function checkChain(checker: Checker, chain: Chain, scope: Scope): Type {
  let left = check(checker, chain.first, null, scope);
  for (const [index, link] of chain.rest.entries()) {
    const right = check(checker, link.operand, null, scope);
    const { operator } = link;
    const comparison = ["==", "!=", "<", "<=", ">", ">="].includes(operator);
    if (comparison && index > 0) {
      report(
        checker,
        "SP2104",
        { operator, left: "a comparison", right: showType(right) },
        spanOf(scope.module, link),
        "a comparison cannot be compared",
        { help: "join two comparisons with `and`" },
      );
      return POISON;
    }
    const result = operate(operator, left, right);
    if (result === null) {
      const labels = [
        secondary(spanOf(scope.module, index === 0 ? chain.first : chain), article(showType(left))),
        secondary(spanOf(scope.module, link.operand), article(showType(right))),
      ];
      const help =
        operator === "+" && (text(left) || text(right)) ? 'join text by interpolation: `"${a}${b}"`' : null;
      report(
        checker,
        "SP2104",
        { operator, left: showType(left), right: showType(right) },
        spanOf(scope.module, link),
        "does not fit these",
        {
          labels: index === 0 ? labels : labels.slice(1),
          help,
        },
      );
      return POISON;
    }
    left = result;
  }
  return left;
}

function text(type: Type): boolean {
  return fits(type, scalar("String"));
}

/** The type of `left operator right`, or null where there is none. */
function operate(operator: string, left: Type, right: Type): Type | null {
  if (operator === "??") {
    if (left.kind === "poison" || right.kind === "poison") return POISON;
    return left.kind === "optional" ? join(widen(left.inner), widen(right)) : null;
  }
  if (left.kind === "poison" || right.kind === "poison") return POISON;
  const a = widen(left);
  const b = widen(right);
  switch (operator) {
    case "and":
    case "or":
      return fits(a, scalar("Bool")) && fits(b, scalar("Bool")) ? scalar("Bool") : null;
    case "==":
    case "!=":
      return comparable(a) && comparable(b) && (fits(a, b) || fits(b, a)) ? scalar("Bool") : null;
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const ordered = a.kind === "scalar" && a.name !== "Bool" && a.name !== "Bytes";
      return ordered && (fits(a, b) || fits(b, a)) ? scalar("Bool") : null;
    }
    default:
      return arithmetic(operator, a, b);
  }
}

function comparable(type: Type): boolean {
  const inner = withoutOptional(type);
  if (inner.kind === "union") return inner.members.every(comparable);
  return inner.kind === "scalar" || inner.kind === "literal" || inner.kind === "null";
}

function arithmetic(operator: string, a: Type, b: Type): Type | null {
  if (a.kind !== "scalar" || b.kind !== "scalar") return null;
  const number = (type: ScalarName) => type === "Int" || type === "Number";
  if (operator === "+" && a.name === "String" && b.name === "String") return scalar("String");
  if (number(a.name) && number(b.name)) {
    return scalar(operator !== "/" && a.name === "Int" && b.name === "Int" ? "Int" : "Number");
  }
  const quantity = QUANTITIES.includes(a.name);
  if (quantity && a.name === b.name)
    return operator === "/" ? scalar("Number") : operator === "*" ? null : scalar(a.name);
  if (quantity && number(b.name) && (operator === "*" || operator === "/")) return scalar(a.name);
  if (number(a.name) && QUANTITIES.includes(b.name) && operator === "*") return scalar(b.name);
  return null;
}
