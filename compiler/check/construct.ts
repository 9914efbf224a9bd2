// `Name { ... }`: a value of a record type that is named. Of a generic type, the types are found from what is expected or from
// the fields.

import type { Construct, Entry, Expression } from "../ast.ts";
import { importing } from "../diagnostics/imports.ts";
import { POISON, withoutOptional, type Type } from "../types.ts";
import { instantiateRecord, unify, type Binding } from "../types/generic.ts";
import { unmarked } from "../types/marks.ts";
import { checkBlockValue, checkRecord } from "./blocks.ts";
import {
  lookUpQualified,
  report,
  sortOf,
  spanOf,
  type Checker,
  type Expected,
  type Scope,
} from "./context.ts";
import { typeDeclared } from "./declared.ts";
import { demand } from "./demand.ts";

export function checkConstruct(
  checker: Checker,
  expression: Expression & { kind: "construct" },
  expected: Expected,
  scope: Scope,
): Type {
  const { name } = expression;
  const found = name.text === "" ? null : lookUpQualified(checker, scope.module, name);
  const span = spanOf(scope.module, name);
  if (found === null) {
    checkBlockValue(checker, expression.block, POISON, scope);
    if (name.text === "" || scope.module.broken) return POISON;
    const fixes = name.module === null ? importing(checker.program, scope.module, name.text) : [];
    const help = fixes[0]?.title ?? null;
    report(checker, "SP2007", { name: name.text }, span, "no such type", { help, fixes });
    return POISON;
  }
  if (found.declaration?.kind !== "type") {
    if (found.declaration !== null) {
      const is = sortOf(found.declaration);
      const help = "a resource or a system is declared as a slot: `name: Kind { }`";
      const parameters = { name: name.text, is, wanted: "a record type" };
      report(checker, "SP2008", parameters, span, "cannot stand here", { help });
    }
    return POISON;
  }
  const type = typeDeclared(checker, found.module, found.declaration);
  const result = checkConstructed(checker, expression, type, expected, scope);
  return expected === null ? result : demand(checker, expression, result, expected, scope);
}

/** `Name { ... }`; of a generic type, the types are those that are expected, or those of its fields. */
function checkConstructed(
  checker: Checker,
  expression: Construct,
  type: Type,
  expected: Expected,
  scope: Scope,
): Type {
  const { block } = expression;
  checker.shapes.set(block, type);
  if (type.kind !== "record" || type.record.generic === null)
    return checkBlockValue(checker, block, type, scope);
  const { of, args } = type.record.generic;
  const wanted = expected === null ? null : genericIn(expected, of);
  if (wanted !== null) {
    checker.shapes.set(block, wanted);
    return checkBlockValue(checker, block, wanted, scope);
  }
  const binding: Binding = { owner: of, types: new Map() };
  const found = new Map<Entry, Type>();
  for (const entry of block.entries) {
    if (entry.kind !== "set" || entry.operator !== "=") continue;
    const field = type.record.fields.get(entry.key.text);
    if (field === undefined) continue;
    const value = checker.check(checker, entry.value, null, scope);
    found.set(entry, value);
    unify(field.type, value, binding);
  }
  const types = args.map((arg) => (arg.kind === "parameter" ? (binding.types.get(arg.name) ?? POISON) : arg));
  const record = instantiateRecord(checker.instances, type.record, of, types);
  checkRecord(checker, block, record, scope, { given: null, whole: true, found });
  const made: Type = { kind: "record", record };
  checker.shapes.set(block, made);
  return made;
}

function genericIn(expected: Type, of: object): Type | null {
  const inner = withoutOptional(unmarked(expected));
  const members = inner.kind === "union" ? inner.members : [inner];
  return members.find((member) => member.kind === "record" && member.record.generic?.of === of) ?? null;
}
