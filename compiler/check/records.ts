// What is checked of records and kinds: the defaults of their fields, their assertions, and that no function is in them.

import type { Expression, TypeExpression } from "../ast.ts";
import type { Module } from "../bind.ts";
import { BOOL, showType, STRING, type RecordInfo, type Type } from "../types.ts";
import { fileScope, report, spanOf, type Checker, type Scope } from "./context.ts";
import { refuseUnknown } from "./demand.ts";

export function checkFields(checker: Checker, module: Module, record: RecordInfo): void {
  for (const field of record.fields.values()) {
    const { type } = field;
    if (field.value === null || field.module !== module) continue;
    const scope: Scope = { ...fileScope(module), siblings: record, self: field.name };
    checker.check(checker, field.value, type, scope);
    if (type.kind === "optional") reportOptionalDefault(checker, module, field.value, type);
  }
  for (const { assert, module: from } of record.asserts) {
    if (from !== module) continue;
    checkAssert(checker, assert.condition, assert.message, { ...fileScope(module), siblings: record });
  }
}

export function checkAssert(
  checker: Checker,
  condition: Expression,
  message: Expression | null,
  scope: Scope,
): void {
  const found = checker.check(checker, condition, BOOL, scope);
  refuseUnknown(checker, condition, found, "an assertion", scope);
  if (message !== null) checker.check(checker, message, STRING, scope);
}

export function reportOptionalDefault(checker: Checker, module: Module, value: Expression, type: Type): void {
  const why = "what has a default is never absent";
  const help =
    type.kind === "optional"
      ? `write \`${showType(type.inner)}\` with the default, or \`${showType(type)}\` without one`
      : null;
  report(checker, "SP2114", { why }, spanOf(module, value), "a default of what may be absent", { help });
}

/** A function can be a parameter and nothing else: as a field or an element it could lead back to itself. */
export function refuseFunctions(checker: Checker, module: Module, type: Type, at: TypeExpression): void {
  if (!holdsFunction(type, 0)) return;
  const why = "a function is a parameter of a function and nothing else";
  const help = "declare it with `fn`, and call it by its name";
  report(checker, "SP2114", { why }, spanOf(module, at), "a function", { help });
}

function holdsFunction(type: Type, depth: number): boolean {
  switch (type.kind) {
    case "function":
      return true;
    case "optional":
    case "secret":
    case "deferred":
      return holdsFunction(type.inner, depth);
    case "list":
    case "keyed":
      return holdsFunction(type.element, depth);
    case "map":
      return holdsFunction(type.value, depth);
    case "union":
      return type.members.some((member) => holdsFunction(member, depth));
    case "record":
      return depth < 5 && (type.record.generic?.args ?? []).some((arg) => holdsFunction(arg, depth + 1));
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "resource":
    case "instance":
    case "parameter":
      return false;
  }
}
