// The types of expressions. Bidirectional: the expected type is pushed down, the found type comes back.
//
// Surprising: where an expected type is given, a mismatch is reported here and not by the caller, at the innermost node
// that is wrong: a wrong element of a list is reported at the element.

import type { Expression, If, List, Literal, RangeExpression, Template } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import {
  BOOL,
  DATA,
  INT,
  isContainer,
  optionalOf,
  PATTERN,
  POISON,
  scalar,
  showRange,
  showType,
  STRING,
  withoutOptional,
  type ScalarName,
  type Type,
} from "../types.ts";
import { join, widen } from "../types/fits.ts";
import { isIn, judgeLimit } from "../types/limits.ts";
import { bothMarks, marked, marksOf, UNMARKED, unmarked } from "../types/marks.ts";
import { checkAccess } from "./access.ts";
import { checkBlockValue, checkKeyedList } from "./blocks.ts";
import { reportLambda } from "./calls.ts";
import { checkConstruct } from "./construct.ts";
import { deeper, MAX_DEPTH, report, spanOf, type Checker, type Expected, type Scope } from "./context.ts";
import { article, demand, refuseUnknown } from "./demand.ts";
import { noteDoubt } from "./doubts.ts";
import { checkComprehension, spreadInto } from "./loops.ts";
import { mayName } from "./judging.ts";
import { checkMatch } from "./match.ts";
import { checkName } from "./names.ts";
import { checkChain, checkUnary } from "./operators.ts";
import { checkPattern } from "./refine.ts";
import { checkWith } from "./with.ts";

export function check(checker: Checker, expression: Expression, expected: Expected, scope: Scope): Type {
  // Nearly always there is room: no closure, and no place that nobody will ask for.
  if (checker.depth >= MAX_DEPTH)
    return deeper(checker, spanOf(scope.module, expression), POISON, () => POISON);
  checker.depth++;
  if (checker.depth > checker.deepest) checker.deepest = checker.depth;
  const type = checkNode(checker, expression, expected, scope);
  checker.depth--;
  return type;
}

function checkNode(checker: Checker, expression: Expression, expected: Expected, scope: Scope): Type {
  switch (expression.kind) {
    case "missing":
      return POISON;
    case "literal":
      return checkLiteral(checker, expression, expected, scope);
    case "list":
      return checkList(checker, expression, expected, scope);
    case "block":
      return checkBlockValue(checker, expression, expected, scope);
    case "if":
      return checkIf(checker, expression, expected, scope);
    case "match":
      return checkMatch(checker, expression, expected, scope);
    case "construct":
      return checkConstruct(checker, expression, expected, scope);
    case "lambda":
      reportLambda(checker, expression, expected ?? DATA, scope);
      return POISON;
    case "chain":
      return against(checker, expression, checkChain(checker, expression, expected, scope), expected, scope);
    case "comprehension": {
      const found = checkComprehension(checker, expression, expected, scope);
      return against(checker, expression, found, expected, scope);
    }
    case "name": {
      const found = checkName(checker, expression, scope);
      if (found.kind === "function" && expected?.kind !== "function") {
        const help = `call it: \`${expression.text}(...)\``;
        const parameters = { name: expression.text, is: "a function", wanted: "a value" };
        report(checker, "SP2008", parameters, spanOf(scope.module, expression), "not a value", { help });
        return POISON;
      }
      // A function that is handed over is compared by whoever takes it.
      return found.kind === "function" ? found : against(checker, expression, found, expected, scope);
    }
    case "template":
      return against(checker, expression, checkTemplate(checker, expression, scope), expected, scope);
    case "it":
      return against(checker, expression, checkWord(checker, expression, scope), expected, scope);
    case "super":
      return against(checker, expression, checkWord(checker, expression, scope), expected, scope);
    case "access":
      return against(checker, expression, checkAccess(checker, expression, scope), expected, scope);
    case "unary":
      return against(checker, expression, checkUnary(checker, expression, scope), expected, scope);
    case "range":
      return against(checker, expression, checkRange(checker, expression, scope), expected, scope);
    case "with":
      return against(checker, expression, checkWith(checker, expression, scope), expected, scope);
    case "regex": {
      const span = spanOf(scope.module, expression);
      const type = checkPattern(checker, expression.source, span) === null ? POISON : PATTERN;
      return against(checker, expression, type, expected, scope);
    }
  }
}

function against(checker: Checker, at: Expression, found: Type, expected: Expected, scope: Scope): Type {
  return expected === null ? found : demand(checker, at, found, expected, scope);
}

function checkWord(checker: Checker, expression: Expression & { kind: "it" | "super" }, scope: Scope): Type {
  const found = expression.kind === "it" ? scope.it : scope.super;
  if (found !== null) return found;
  const [label, help] =
    expression.kind === "it"
      ? ["nothing is being written here", "`it` is the resource or entry whose block this stands in"]
      : ["nothing is below", "`super` is the value below, so it stands in overlays only"];
  report(checker, "SP2006", { word: expression.kind }, spanOf(scope.module, expression), label, { help });
  return POISON;
}

function checkRange(checker: Checker, range: RangeExpression, scope: Scope): Type {
  for (const bound of [range.from, range.to]) {
    const found = check(checker, bound, null, scope);
    if (!refuseUnknown(checker, bound, found, "a bound of a range", scope))
      demand(checker, bound, found, INT, scope);
  }
  return { kind: "list", element: INT, size: null };
}

// --- Literals --------------------------------------------------------------------------------------------------------

function checkLiteral(checker: Checker, literal: Literal, expected: Expected, scope: Scope): Type {
  const found = literalType(literal);
  if (expected === null) return found;
  const result = demand(checker, literal, found, expected, scope);
  if (result.kind === "poison") return result;
  const inner = unmarked(withoutOptional(unmarked(expected)));
  const { value } = literal;
  if (typeof value !== "string" && typeof value !== "number") return result;
  return checkLimits(checker, literal, value, inner, scope) ? result : POISON;
}

/** False: a limit was broken, and that was reported. */
function checkLimits(
  checker: Checker,
  literal: Literal,
  value: string | number,
  type: Type,
  scope: Scope,
): boolean {
  if (type.kind === "union") {
    // Of a union of disjoint members, the one whose kind of value it is.
    const members = type.members.filter(
      (member) => member.kind === "scalar" && sameShape(member.name, literal.type),
    );
    const [only] = members;
    return only === undefined ||
      type.members.some((member) => member.kind === "literal" && member.value === value)
      ? true
      : checkLimits(checker, literal, value, only, scope);
  }
  if (type.kind !== "scalar") return true;
  for (const limit of type.limits) {
    const wrong = judgeLimit(limit, value);
    if (wrong === null) continue;
    const labels = [secondary(limit.span, "declared here")];
    const shown = scope.module.file.text.slice(literal.start, literal.end);
    const parameters = {
      value: typeof value === "string" ? JSON.stringify(value) : shown,
      type: showType(type),
      why: wrong,
    };
    report(checker, "SP2110", parameters, spanOf(scope.module, literal), wrong, { labels });
    return false;
  }
  return true;
}

function sameShape(name: ScalarName, type: Literal["type"]): boolean {
  return name === type || (name === "Number" && type === "Int");
}

function literalType(literal: Literal): Type {
  const { value } = literal;
  switch (literal.type) {
    case "Null":
      return { kind: "null" };
    case "Bool":
      return typeof value === "boolean" ? { kind: "literal", value } : BOOL;
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

// --- Lists -----------------------------------------------------------------------------------------------------------

function checkList(checker: Checker, list: List, expected: Expected, scope: Scope): Type {
  const inner = expected === null ? null : withoutOptional(unmarked(expected));
  if (inner === null || inner.kind === "poison" || inner.kind === "data" || inner.kind === "parameter") {
    let element: Type | null = null;
    for (const item of list.items) {
      const found =
        item.kind === "spread"
          ? spreadElement(checker, item.value, null, scope)
          : check(checker, item, inner?.kind === "data" ? DATA : null, scope);
      element = element === null ? widen(found) : join(element, widen(found));
    }
    const found: Type = { kind: "list", element: element ?? POISON, size: null };
    return inner?.kind === "parameter" ? demand(checker, list, found, inner, scope) : found;
  }
  if (inner.kind === "list") {
    let marks = UNMARKED;
    let spread = false;
    for (const item of list.items) {
      const wanted = inner.element;
      if (item.kind === "spread") spread = true;
      const found =
        item.kind === "spread"
          ? spreadElement(checker, item.value, wanted, scope)
          : check(checker, item, wanted, scope);
      marks = bothMarks(marks, marksOf(found));
    }
    const tooFew = inner.size !== null && !isIn(inner.size, list.items.length);
    if (inner.size !== null && tooFew && !spread) {
      const why = `must have ${showRange(inner.size)} elements`;
      const parameters = { value: "this list", type: showType(inner), why };
      report(checker, "SP2110", parameters, spanOf(scope.module, list), why);
    } else if (inner.limits !== undefined) noteDoubt(checker, list, { ...inner, limits: [] }, inner, scope);
    return { ...inner, element: marked(inner.element, marks) };
  }
  if (inner.kind === "union") {
    const member = inner.members.find((item) => item.kind === "list" || item.kind === "keyed");
    if (member !== undefined) return checkList(checker, list, member, scope);
  }
  // A data file has the form in which a keyed list is emitted.
  if (inner.kind === "keyed" && scope.module.data) return checkKeyedList(checker, list, inner, scope);
  return demand(checker, list, { kind: "list", element: POISON, size: null }, inner, scope);
}

function spreadElement(checker: Checker, value: Expression, wanted: Expected, scope: Scope): Type {
  const list: Expected = wanted === null ? null : { kind: "list", element: wanted, size: null };
  const found = check(checker, value, value.kind === "list" ? list : null, scope);
  if (found.kind === "poison" || refuseUnknown(checker, value, found, "what a list is made of", scope))
    return POISON;
  const inside = spreadInto(found);
  if (inside !== null) {
    return list === null || value.kind === "list"
      ? inside.element
      : elementOf(demand(checker, value, found, list, scope));
  }
  const shown = showType(found);
  const help = unmarked(found).kind === "optional" ? "it may be absent: write `...(xs ?? [])`" : null;
  const parameters = { expected: "a list", found: shown };
  report(checker, "SP2101", parameters, spanOf(scope.module, value), `this is ${article(shown)}`, { help });
  return POISON;
}

function elementOf(type: Type): Type {
  return type.kind === "list" || type.kind === "keyed" ? type.element : POISON;
}

// --- Choices ---------------------------------------------------------------------------------------------------------

function checkIf(checker: Checker, expression: If, expected: Expected, scope: Scope): Type {
  const condition = check(checker, expression.condition, null, scope);
  if (!refuseUnknown(checker, expression.condition, condition, "a condition", scope))
    demand(checker, expression.condition, condition, BOOL, scope);
  if (expression.no === null) {
    const wanted = expected === null ? null : withoutOptional(expected);
    const then = check(checker, expression.yes, wanted, scope);
    const found = optionalOf(then);
    return expected === null ? found : demand(checker, expression, found, expected, scope);
  }
  const then = check(checker, expression.yes, expected, scope);
  const otherwise = check(checker, expression.no, expected, scope);
  return expected === null
    ? join(then, otherwise)
    : marked(expected, bothMarks(marksOf(then), marksOf(otherwise)));
}

// --- Text ------------------------------------------------------------------------------------------------------------

const INTERPOLATED: readonly ScalarName[] = ["String", "Int", "Number", "Bool", "Date"];

function checkTemplate(checker: Checker, template: Template, scope: Scope): Type {
  let marks = UNMARKED;
  let wrong = false;
  for (const part of template.parts) {
    if (typeof part === "string") continue;
    const found = check(checker, part, null, scope);
    marks = bothMarks(marks, marksOf(found));
    const type = unmarked(found);
    if (mayInterpolate(type) || mayName(type, scope)) continue;
    wrong = true;
    const shown = showType(type);
    const parameters = { type: shown };
    const help = interpolationHelp(type);
    report(checker, "SP2109", parameters, spanOf(scope.module, part), `this is ${article(shown)}`, { help });
  }
  return wrong ? POISON : marked(STRING, marks);
}

function interpolationHelp(type: Type): string | null {
  if (type.kind === "resource")
    return `write one of its fields, for example \`.${[...type.record.fields.keys()][0] ?? "name"}\``;
  if (type.kind === "optional") return "it may be absent: write `x ?? a default`";
  if (isContainer(type) || type.kind === "list")
    return "write it with a renderer: `json(...)` or `toml(...)`";
  if (type.kind !== "scalar") return null;
  switch (type.name) {
    case "Duration":
      return "say in which unit: `.seconds()`, `.milliseconds()`, or `.text()` for `1h30m`";
    case "Size":
      return "say in which unit: `.bytes()`, `.mebibytes()`, or `.text()` for `512MiB`";
    case "Cpu":
      return "say in which unit: `.millis()`, or `.text()` for `250mcpu`";
    case "Percent":
      return "say how: `.number()`, or `.text()` for `25%`";
    case "String":
    case "Int":
    case "Number":
    case "Bool":
    case "Bytes":
    case "Date":
      return null;
  }
}

function mayInterpolate(type: Type): boolean {
  if (type.kind === "union") return type.members.every(mayInterpolate);
  if (type.kind === "scalar") return INTERPOLATED.includes(type.name);
  return type.kind === "literal" || type.kind === "poison";
}
