// What can be judged only of the finished value: the assertions of records, and refinements of records and maps.
//
// Overlays amend containers piece by piece, so a rule over several fields is asked of the merged result and not of the
// definitions below it.

import type { Assert } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import { bare, showType, type RecordInfo, type Type } from "../types.ts";
import { nameOf, scopeAlone, type Container, type Scope, type Definition, type Value } from "../values.ts";
import { codeOf, reportAt, type Evaluator } from "./context.ts";
import { decideExpression } from "./deferred.ts";
import { spanOfTop } from "./entries.ts";
import { judge, reportLimit } from "./hold.ts";

/** `at`: where the value was written. */
export function verify(evaluator: Evaluator, value: Value, at: Span): void {
  if (typeof value !== "object" || value === null) return;
  if (value.kind === "list") {
    if (value.type !== null && !mayBreak(evaluator, value.type)) return;
    for (const item of value.items) verify(evaluator, evaluator.force(evaluator, item), item.span);
    return;
  }
  if (value.kind !== "container" || value.verified) return;
  value.verified = true;
  const { type, tops } = value.shape;
  if (type !== null && !mayBreak(evaluator, type)) return;
  for (let index = 0; index < tops.length; index++) {
    const top = tops[index] as Definition;
    verify(evaluator, evaluator.read(evaluator, value, index), spanOfTop(value, top));
  }
  verifyContainer(evaluator, value, at);
}

/** Whether anything of such a value has a rule at all. */
export function mayBreak(evaluator: Evaluator, type: Type): boolean {
  const { rules } = evaluator.memory;
  const inner = bare(type);
  const key = inner.kind === "record" ? inner.record : inner;
  const own = "limits" in inner && (inner.limits?.length ?? 0) > 0 && inner.kind !== "scalar";
  const known = rules.get(key);
  if (known !== undefined) return known || own;
  // A type that holds itself has no rule that was not met before.
  rules.set(key, false);
  const found = own || holdsRules(evaluator, inner);
  rules.set(key, found);
  return found;
}

function holdsRules(evaluator: Evaluator, type: Type): boolean {
  switch (type.kind) {
    case "record":
      return findRules(evaluator, type.record);
    case "list":
    case "keyed":
      return mayBreak(evaluator, type.element);
    case "map":
      return mayBreak(evaluator, type.value);
    case "union":
      return type.members.some((member) => mayBreak(evaluator, member));
    case "data":
      // Anything may be in it.
      return true;
    case "poison":
    case "null":
    case "scalar":
    case "literal":
    case "optional":
    case "resource":
    case "instance":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
      return false;
  }
}

export function recordHasRules(evaluator: Evaluator, record: RecordInfo): boolean {
  const { rules } = evaluator.memory;
  const known = rules.get(record.fields);
  if (known !== undefined) return known;
  const found = findRules(evaluator, record);
  rules.set(record.fields, found);
  return found;
}

function findRules(evaluator: Evaluator, record: RecordInfo): boolean {
  if (record.asserts.length > 0 || record.open) return true;
  return [...record.fields.values()].some((field) => mayBreak(evaluator, field.type));
}

function verifyContainer(evaluator: Evaluator, container: Container, at: Span): void {
  const { type } = container.shape;
  if (type === null || !("limits" in type || type.kind === "record")) return;
  if (type.kind === "record") {
    for (const { assert, module } of type.record.asserts) {
      const scope = scopeAlone(container, container);
      judgeAssert(evaluator, assert, module, scope, nameOf(container), at);
    }
  }
  for (const limit of ("limits" in type ? type.limits : null) ?? []) {
    const wrong = judge(evaluator, limit, container);
    if (wrong === null) continue;
    const seat = { span: at, below: null, up: container, label: "" };
    reportLimit(evaluator, limit, "this value", showType(type), wrong, seat);
  }
}

/** `owner` is whom the assertion is about; `at` where it was written, when that is somewhere else. */
export function judgeAssert(
  evaluator: Evaluator,
  assert: Assert,
  module: Module,
  scope: Scope,
  owner: string,
  at: Span | null = null,
): void {
  const { condition: expression, message } = assert;
  if (decideExpression(evaluator, expression, module, scope, "an assertion") !== false) return;
  const span = spanOf(module, expression);
  const text = module.file.text.slice(expression.start, expression.end);
  const condition = text.replaceAll(/\s+/g, " ");
  const said = message === null ? null : codeOf(evaluator, message, module)(evaluator, scope);
  const why = typeof said === "string" ? said : `\`${condition}\` does not hold`;
  const labels = evaluator.valuesOfParts(evaluator, expression, module, scope);
  if (at === null) {
    reportAt(evaluator, "SP3010", { owner, why }, span, "does not hold", { labels });
    return;
  }
  const where = secondary(span, "this does not hold");
  reportAt(evaluator, "SP3010", { owner, why }, at, "breaks a rule of its type", {
    labels: [where, ...labels],
  });
}
