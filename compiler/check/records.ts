// What is checked of records and kinds: the defaults of their fields, their assertions, and that no function is in them.

import type { Expression, Field, RecordBody, TypeExpression } from "../ast.ts";
import type { Module } from "../bind.ts";
import { mainLabel, secondary, type Diagnostic } from "../diagnostics.ts";
import { BOOL, showType, STRING, type RecordInfo, type Type } from "../types.ts";
import { fileScope, report, spanOf, type Checker, type Scope } from "./context.ts";
import { refuseUnknown } from "./demand.ts";

type Body = Pick<RecordBody, "fields" | "asserts">;

export function checkFields(checker: Checker, module: Module, record: RecordInfo, body: Body): void {
  const own = new Set(body.fields);
  for (const field of record.fields.values()) {
    const { type } = field;
    if (field.value === null || field.declaration === null || !own.has(field.declaration)) continue;
    const scope: Scope = { ...fileScope(module), siblings: record, self: field.name };
    checker.check(checker, field.value, type, scope);
    if (type.kind === "optional") reportOptionalDefault(checker, module, field.value, type);
  }
  const inside: Scope = { ...fileScope(module), siblings: record };
  for (const assert of body.asserts) checkAssert(checker, assert.condition, assert.message, inside);
  checkCopied(checker, module, record, body, own);
}

/** What was copied was checked where it was written; a field that is declared again may not be what it is about any more. */
function checkCopied(
  checker: Checker,
  module: Module,
  record: RecordInfo,
  body: Body,
  own: ReadonlySet<Field>,
): void {
  const again = body.fields.find((field) => record.again.has(field.name.text));
  if (again === undefined) return;
  const before: RecordInfo = { ...record, fields: new Map([...record.fields, ...record.again]) };
  const copied = [...record.fields.values()].filter(
    (field) => field.declaration !== null && !own.has(field.declaration),
  );
  for (const field of copied) {
    const { value, module: from } = field;
    if (value === null || from === null) continue;
    refuseCopied(checker, module, again, `the default of \`${field.name}\``, (quiet, now) => {
      const siblings = now ? record : before;
      quiet.check(quiet, value, field.type, { ...fileScope(from), siblings, self: field.name });
    });
  }
  for (const { assert, module: from } of record.asserts) {
    if (body.asserts.includes(assert)) continue;
    refuseCopied(checker, module, again, "an assertion", (quiet, now) => {
      const siblings = now ? record : before;
      checkAssert(quiet, assert.condition, assert.message, { ...fileScope(from), siblings });
    });
  }
}

/** Blames the field that is declared again, and shows what was copied and does not go with it. */
function refuseCopied(
  checker: Checker,
  module: Module,
  again: Field,
  what: string,
  look: (quiet: Checker, now: boolean) => void,
): void {
  const mistake = (now: boolean) => {
    const diagnostics: Diagnostic[] = [];
    look({ ...checker, diagnostics, doubts: [] }, now);
    return diagnostics.find(({ severity }) => severity === "error");
  };
  // What was wrong before was said where it stands.
  if (mistake(false) !== undefined) return;
  const wrong = mistake(true);
  const place = wrong === undefined ? undefined : mainLabel(wrong);
  if (wrong === undefined || place === undefined) return;
  const why = `${what}, which is copied, does not go with it`;
  report(checker, "SP2114", { why }, spanOf(module, again.name), "declared again", {
    labels: [secondary(place.span, wrong.message)],
    help: "keep the type that it had, or give it another name",
  });
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
  // `Int? = null`: that this is no way to say that something is absent was reported.
  if (value.kind === "literal" && value.value === null) return;
  const why = "what has a default is never absent";
  const help =
    type.kind === "optional"
      ? `write \`${showType(type.inner)}\` with the default, or \`${showType(type)}\` without one`
      : null;
  report(checker, "SP2114", { why }, spanOf(module, value), "a default of what may be absent", { help });
}

/**
 * A function can be a parameter and nothing else: as a field or an element it could lead back to itself. A pattern is no data,
 * so it is nothing that an overlay could write or a driver take.
 */
export function refuseFunctions(checker: Checker, module: Module, type: Type, at: TypeExpression): void {
  if (!holdsFunction(type, 0)) return;
  if (type.kind === "pattern") {
    const why = "a pattern is for functions: it stands in a `let` or in a call";
    const help = "for a text that matches one, write `String matching /.../`";
    report(checker, "SP2114", { why }, spanOf(module, at), "no data", { help });
    return;
  }
  const why = "a function is a parameter of a function and nothing else";
  const help = "declare it with `fn`, and call it by its name";
  report(checker, "SP2114", { why }, spanOf(module, at), "a function", { help });
}

function holdsFunction(type: Type, depth: number): boolean {
  switch (type.kind) {
    case "function":
    case "pattern":
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
