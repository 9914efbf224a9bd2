// The types of `a.b`, `a?.b`, `a.method(x)`, `a[k]` and `f(x)`.

import type { Access, Expression, Step } from "../ast.ts";
import type { Binding } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import {
  DATA,
  INT,
  isHidden,
  isSensitive,
  optionalOf,
  POISON,
  showType,
  STRING,
  withoutOptional,
  type FieldInfo,
  type Type,
} from "../types.ts";
import { fits, join } from "../types/fits.ts";
import { deepMarks, marked, marksOf, reachedBy, unmarked, type Marks } from "../types/marks.ts";
import { checkFnCall, checkValueCall, findMethod, methodIsFor, methodNames } from "./calls.ts";
import {
  localOf,
  lookUpFrom,
  noteRead,
  report,
  sortOf,
  spanOf,
  type CallStep,
  type Checker,
  type Scope,
} from "./context.ts";
import { article, demand, refuseUnknown } from "./demand.ts";
import { fnOf } from "./fns.ts";
import { checkAsked, fieldOfResource } from "./judging.ts";
import { namespaceOf } from "./names.ts";
import { mayHaveMore, memberType, typeOfGlobal } from "./systems.ts";
import { placedReference, placedType } from "./with.ts";

type FieldStep = Extract<Step, { kind: "field" }>;

export function checkAccess(checker: Checker, access: Access, scope: Scope): Type {
  const { base, steps } = access;
  const [first, second] = steps;
  let type: Type;
  let at = 0;
  if (base.kind === "name" && first?.kind === "call") {
    type = checkNamedCall(checker, base, first, scope);
    at = 1;
  } else {
    const namespace = base.kind === "name" ? namespaceOf(checker, base.text, scope) : null;
    if (namespace !== null && first?.kind === "field") {
      type = checkInNamespace(checker, namespace, first, second?.kind === "call" ? second : null, scope);
      at = second?.kind === "call" ? 2 : 1;
    } else type = checker.check(checker, base, null, scope);
  }
  let mayBeAbsent = false;
  while (at < steps.length && type.kind !== "poison") {
    const step = steps[at] as Step;
    const next = steps[at + 1];
    const before: Access = { ...access, steps: steps.slice(0, at), end: endBefore(access, at) };
    if (step.kind === "field" && step.optional && unmarked(type).kind === "optional") {
      const marks = marksOf(type);
      const inner = unmarked(type);
      if (refuseDeferredAbsence(checker, before, type, scope)) type = POISON;
      else {
        mayBeAbsent = true;
        type = marked(inner.kind === "optional" ? inner.inner : inner, marks);
      }
      if (type.kind === "poison") break;
    }
    if (step.kind === "field" && next?.kind === "call") {
      type = checkMethod(checker, type, before, step, next, scope);
      at += 2;
      continue;
    }
    if (step.kind === "field") type = checkField(checker, type, step, access, scope);
    else if (step.kind === "index") type = checkIndex(checker, type, step, scope);
    else {
      const parameters = { name: showType(type), on: null };
      report(checker, "SP2103", parameters, spanOf(scope.module, step), "cannot be called");
      type = POISON;
    }
    at++;
  }
  // Steps after a mistake are still looked at.
  for (; at < steps.length; at++) {
    const step = steps[at] as Step;
    if (step.kind === "call") checkLost(checker, step, scope);
    if (step.kind === "index") checker.check(checker, step.index, null, scope);
  }
  return mayBeAbsent ? optionalOf(type) : type;
}

/** Whether a deferred value is there is not known either. */
function refuseDeferredAbsence(checker: Checker, at: Expression, type: Type, scope: Scope): boolean {
  if (type.kind !== "deferred") return false;
  return refuseUnknown(checker, at, type, "whether a value is there", scope);
}

function endBefore(access: Access, at: number): number {
  return at === 0 ? access.base.end : (access.steps[at - 1] as Step).end;
}

/** The arguments of a call that was reported. */
function checkLost(checker: Checker, call: CallStep, scope: Scope): void {
  for (const { value } of call.args) {
    if (value.kind !== "lambda") checker.check(checker, value, null, scope);
  }
}

// --- Functions -------------------------------------------------------------------------------------------------------

function checkNamedCall(
  checker: Checker,
  base: Expression & { kind: "name" },
  call: CallStep,
  scope: Scope,
): Type {
  const name = base.text;
  const local = localOf(scope.frame, name);
  if (local !== null) {
    const type = checker.check(checker, base, { kind: "function", params: [], result: POISON }, scope);
    if (type.kind === "function") return checkValueCall(checker, name, type, call, scope);
    return cannotCall(checker, base, type, call, scope);
  }
  const asked = checkAsked(checker, base, call, scope);
  if (asked !== null) return asked;
  const isMember = name !== scope.self && scope.system?.members.has(name) === true;
  const found = isMember ? null : lookUpFrom(checker, scope, name);
  if (found?.declaration?.kind === "fn") {
    const fn = fnOf(checker, found.module, found.declaration);
    checker.references.set(base, { kind: "fn", fn });
    return checkFnCall(checker, fn, call, null, scope);
  }
  if (found === null && !isMember) {
    checkLost(checker, call, scope);
    reportNoFunction(checker, base, scope);
    return POISON;
  }
  return cannotCall(checker, base, checker.check(checker, base, null, scope), call, scope);
}

function cannotCall(checker: Checker, base: Expression, type: Type, call: CallStep, scope: Scope): Type {
  checkLost(checker, call, scope);
  if (type.kind === "poison") return POISON;
  const shown = showType(type);
  const parameters = { name: base.kind === "name" ? base.text : shown, on: null };
  report(checker, "SP2103", parameters, spanOf(scope.module, base), `this is ${article(shown)}`);
  return POISON;
}

function reportNoFunction(checker: Checker, base: Expression & { kind: "name" }, scope: Scope): void {
  if (scope.module.broken || base.text === "") return;
  const names: string[] = [];
  for (const module of [scope.module, checker.program.prelude]) {
    for (const [name, found] of module?.names ?? []) if (found.declaration?.kind === "fn") names.push(name);
  }
  const near = nearest(base.text, names);
  const help = near === null ? "declare it with `fn`, or import it" : `write \`${near}(...)\``;
  report(checker, "SP2103", { name: base.text, on: null }, spanOf(scope.module, base), "no such function", {
    help,
    near,
  });
}

function checkInNamespace(
  checker: Checker,
  namespace: Binding,
  step: FieldStep,
  call: CallStep | null,
  scope: Scope,
): Type {
  const module = namespace.namespace;
  const name = step.name.text;
  const found = name.startsWith("_") ? undefined : module?.names.get(name);
  const span = spanOf(scope.module, step.name);
  if (found === undefined || found.imported) {
    if (call !== null) checkLost(checker, call, scope);
    if (module?.broken === true || name === "") return POISON;
    const names = [...(module?.names.values() ?? [])]
      .filter((item) => !item.imported)
      .map((item) => item.name);
    const near = nearest(name, names);
    const help = near === null ? null : `write \`${namespace.name}.${near}\``;
    report(checker, "SP2001", { name: `${namespace.name}.${name}` }, span, "not declared there", {
      help,
      near,
    });
    return POISON;
  }
  const { declaration } = found;
  if (call !== null && declaration?.kind === "fn") {
    return checkFnCall(checker, fnOf(checker, found.module, declaration), call, null, scope);
  }
  if (declaration?.kind === "let" && call === null) {
    checker.members.set(step, { declaration, module: found.module });
    return typeOfGlobal(checker, found.module, declaration);
  }
  if (call !== null) checkLost(checker, call, scope);
  if (declaration === null) return POISON;
  const placed = call === null ? placedReference(checker, found.module, declaration, span, scope) : null;
  if (placed !== null) {
    checker.placed.set(step, placed);
    return placedType(checker, placed, scope);
  }
  const is = sortOf(declaration);
  const labels = [secondary(found.span, "declared here")];
  const wanted = call === null ? "a value" : "a function";
  report(checker, "SP2008", { name, is, wanted }, span, `not ${wanted}`, { labels });
  return POISON;
}

const BOUNDS: Readonly<Record<string, string>> = {
  Ordered: ": of texts, numbers, dates, or quantities of one dimension",
  Numeric: ": of numbers, or quantities of one dimension",
  Cidr: ": give the text that type, `let net: Cidr = ...`",
};

function checkMethod(
  checker: Checker,
  type: Type,
  at: Expression,
  step: FieldStep,
  call: CallStep,
  scope: Scope,
): Type {
  const name = step.name.text;
  const fn = findMethod(checker, type, name);
  if (fn !== null) return checkFnCall(checker, fn, call, { type, at }, scope);
  checkLost(checker, call, scope);
  if (name === "") return POISON;
  const inner = unmarked(type);
  const shown = showType(type);
  const span = spanOf(scope.module, step.name);
  if (inner.kind === "optional" && findMethod(checker, inner.inner, name) !== null) {
    const help = `it may be absent: write \`?.${name}(...)\``;
    report(checker, "SP2103", { name, on: shown }, span, "no such method", { help });
    return POISON;
  }
  const isFor = methodIsFor(checker, type, name);
  if (isFor !== null) {
    const help = `\`${name}\` is a method of ${isFor}${BOUNDS[isFor.replaceAll(/[[\]?]/g, "")] ?? ""}`;
    report(checker, "SP2103", { name, on: shown }, span, "not a method of this", { help });
    return POISON;
  }
  const names = methodNames(checker, type);
  const near = nearest(name, names);
  const there = names.length > 0 ? `there are ${names.toSorted().join(", ")}` : null;
  const help = near === null ? there : `write \`.${near}(...)\``;
  report(checker, "SP2103", { name, on: shown }, span, "no such method", { help, near });
  return POISON;
}

// --- Fields ----------------------------------------------------------------------------------------------------------

function checkField(checker: Checker, type: Type, step: FieldStep, access: Access, scope: Scope): Type {
  const marks = marksOf(type);
  const found = fieldType(checker, unmarked(type), step, access, scope);
  const { file } = scope.module;
  const path = file.text.slice(access.start, step.end).replaceAll(/\s+/g, "");
  return marked(reachedBy(found, path, { file, start: access.start, end: step.end }), marks);
}

function fieldType(checker: Checker, type: Type, step: FieldStep, access: Access, scope: Scope): Type {
  const name = step.name.text;
  if (name === "" || type.kind === "poison") return POISON;
  const span = spanOf(scope.module, step.name);
  switch (type.kind) {
    case "record":
    case "resource": {
      const field = type.record.fields.get(name);
      if (field === undefined) {
        const own = type.kind === "resource" ? fieldOfResource(name, scope) : null;
        if (own !== null || type.record.open) return own ?? DATA;
        if (type.record.lost) return POISON;
        reportNoField(checker, name, type, span, type.record.fields.keys());
        return POISON;
      }
      if (type.kind === "record") {
        if (type.record.environment?.of === "outputs" && refuseOutside(checker, field, span)) return POISON;
        return readAs(field, true, access, step, scope);
      }
      // Of an `existing` resource only what was given is known.
      const known = !field.output && (type.lookup === undefined || type.lookup.has(field.name));
      const read = readAs(field, known, access, step, scope);
      noteRead(checker, type.slot, name, read, span, scope);
      return read;
    }
    case "instance": {
      const member = type.system.members.get(name);
      const { module } = scope;
      if (member !== undefined && member.kind !== "let" && !isHidden(type.system, name, member, module)) {
        const found = memberType(member);
        noteRead(checker, type.slot, name, found, span, scope);
        return found;
      }
      const names = [...type.system.members]
        .filter(([key, info]) => info.kind !== "let" && !isHidden(type.system, key, info, module))
        .map(([key]) => key);
      if (member === undefined && mayHaveMore(type.system)) return POISON;
      if (member === undefined) reportNoField(checker, name, type, span, names);
      else {
        const labels = [secondary(member.span, "declared here")];
        const help =
          member.kind === "let" ? "declare an `output` for it" : "a name with `_` belongs to its file";
        report(checker, "SP2102", { name, owner: showType(type) }, span, "not visible outside", {
          labels,
          help,
        });
      }
      return POISON;
    }
    case "map":
      return type.value;
    case "keyed":
      return type.element;
    case "optional": {
      const parameters = { expected: showType(type.inner), found: showType(type) };
      const help = `write \`?.${name}\``;
      report(checker, "SP2101", parameters, span, "the value before it may be absent", { help });
      return POISON;
    }
    case "union": {
      let joined: Type = POISON;
      for (const member of type.members) {
        const found = fieldType(checker, member, step, access, scope);
        if (found.kind === "poison") return POISON;
        joined = join(joined, found);
      }
      return joined;
    }
    case "data":
    case "pattern":
    case "null":
    case "scalar":
    case "literal":
    case "list":
    case "function":
    case "parameter":
    case "secret":
    case "deferred": {
      const shown = showType(type);
      const help = findMethod(checker, type, name) === null ? null : `write \`.${name}()\``;
      report(checker, "SP2102", { name, owner: shown }, span, `${article(shown)} has no fields`, { help });
      return POISON;
    }
  }
}

/** What another environment knows only after its own apply, or has only there. True: it was reported. */
function refuseOutside(checker: Checker, field: FieldInfo, span: Span): boolean {
  const { type } = field;
  const { deferred } = deepMarks(type);
  const labels = [
    secondary(deferred?.span ?? field.span, deferred === null ? "declared here" : "deferred here"),
  ];
  if (deferred !== null) {
    const what = "what one environment reads of another";
    report(checker, "SP3003", { path: deferred.path, what }, span, "known only after apply", { labels });
    return true;
  }
  if (fits(withoutOptional(unmarked(type)), DATA)) return false;
  const shown = showType(type);
  const parameters = { expected: "data", found: shown };
  const help = "let the output give the fields that are wanted";
  report(checker, "SP2101", parameters, span, `this is ${article(shown)} of another environment`, {
    labels,
    help,
  });
  return true;
}

/** What is not known before apply is deferred, what is marked `@sensitive` a secret, both by the path on which it was read. */
function readAs(field: FieldInfo, known: boolean, access: Access, step: FieldStep, scope: Scope): Type {
  const sensitive = isSensitive(field);
  if (known && !sensitive) return field.type;
  const { file } = scope.module;
  const path = file.text.slice(access.start, step.end).replaceAll(/\s+/g, "");
  const origin = { path, span: { file, start: access.start, end: step.end } };
  const secret = sensitive || marksOf(field.type).secret !== null;
  const marks: Marks = { deferred: known ? null : origin, secret: secret ? origin : null };
  return marked(unmarked(field.type), marks);
}

function reportNoField(
  checker: Checker,
  name: string,
  type: Type,
  span: ReturnType<typeof spanOf>,
  names: Iterable<string>,
): void {
  const all = [...names];
  const near = nearest(name, all);
  const help =
    near !== null ? `write \`${near}\`` : all.length > 0 ? `there are ${all.toSorted().join(", ")}` : null;
  report(checker, "SP2102", { name, owner: showType(type) }, span, "no such field", { help, near });
}

function checkIndex(
  checker: Checker,
  type: Type,
  step: Extract<Step, { kind: "index" }>,
  scope: Scope,
): Type {
  const marks = marksOf(type);
  const inner = unmarked(type);
  const index = checker.check(checker, step.index, null, scope);
  if (refuseUnknown(checker, step.index, index, "a key", scope)) return POISON;
  switch (inner.kind) {
    case "list":
      demand(checker, step.index, index, INT, scope);
      return marked(inner.element, marks);
    case "map":
      demand(checker, step.index, index, inner.key ?? STRING, scope);
      return marked(inner.value, marks);
    case "keyed":
      demand(checker, step.index, index, STRING, scope);
      return marked(inner.element, marks);
    case "poison":
      return POISON;
    case "record":
      if (inner.record.name === "" && fits(index, STRING)) return anyField(inner);
      break;
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "optional":
    case "union":
    case "resource":
    case "instance":
    case "pattern":
    case "function":
    case "parameter":
    case "secret":
    case "deferred":
      break;
  }
  const parameters = { name: "[...]", owner: showType(type) };
  const help = inner.kind === "optional" ? "it may be absent: write `(x ?? []) [...]`" : null;
  report(checker, "SP2102", parameters, spanOf(scope.module, step), "neither a list nor a map", { help });
  return POISON;
}

function anyField(type: Type & { kind: "record" }): Type {
  let joined: Type = POISON;
  for (const field of type.record.fields.values()) joined = join(joined, field.type);
  return joined;
}
