// The types of `a.b`, `a?.b`, `a.method(x)`, `a[k]` and of calls of the standard functions.

import type { Access, Step } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { asRenderer, LATER_FUNCTIONS, methodsOf } from "../functions.ts";
import { nearest } from "../near.ts";
import { DATA, POISON, scalar, showType, type Type } from "../types.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";
import { article } from "./demand.ts";
import { memberType } from "./systems.ts";

type FieldStep = Extract<Step, { kind: "field" }>;
type CallStep = Extract<Step, { kind: "call" }>;

export function checkAccess(checker: Checker, access: Access, scope: Scope): Type {
  const { base, steps } = access;
  const [first] = steps;
  let type: Type;
  let at = 0;
  if (base.kind === "name" && first?.kind === "call") {
    type = checkFunction(checker, base.text, first, access, scope);
    at = 1;
  } else type = checker.check(checker, base, null, scope);
  let mayBeAbsent = false;
  while (at < steps.length && type.kind !== "poison") {
    const step = steps[at] as Step;
    const next = steps[at + 1];
    if (step.kind === "field" && next?.kind === "call") {
      type = checkMethod(checker, type, step, next, scope);
      at += 2;
      continue;
    }
    if (step.kind === "field") {
      if (step.optional && type.kind === "optional") {
        mayBeAbsent = true;
        type = type.inner;
      }
      type = fieldType(checker, type, step, scope);
    } else if (step.kind === "index") type = checkIndex(checker, type, step, scope);
    else {
      report(
        checker,
        "SP2103",
        { name: showType(type), on: null },
        spanOf(scope.module, step),
        "cannot be called",
      );
      type = POISON;
    }
    at++;
  }
  // Steps after a mistake are still looked at.
  for (; at < steps.length; at++) {
    const step = steps[at] as Step;
    if (step.kind === "call") for (const arg of step.args) checker.check(checker, arg.value, null, scope);
    if (step.kind === "index") checker.check(checker, step.index, null, scope);
  }
  return mayBeAbsent && type.kind !== "optional" && type.kind !== "poison"
    ? { kind: "optional", inner: type }
    : type;
}

function checkFunction(checker: Checker, name: string, call: CallStep, access: Access, scope: Scope): Type {
  const renderer = asRenderer(name);
  if (renderer !== null) {
    checkArguments(checker, name, [DATA], call, scope);
    return scalar("String");
  }
  for (const arg of call.args) checker.check(checker, arg.value, null, scope);
  if (scope.module.broken) return POISON;
  const span = spanOf(scope.module, access.base);
  if (LATER_FUNCTIONS.includes(name))
    report(checker, "SP9001", { feature: `\`${name}(...)\`` }, span, "not supported yet");
  else {
    const near = nearest(name, ["json", "toml", ...LATER_FUNCTIONS]);
    const help = near === null ? null : `write \`${near}(...)\``;
    report(checker, "SP2103", { name, on: null }, span, "no such function", { help, near });
  }
  return POISON;
}

function checkMethod(checker: Checker, type: Type, step: FieldStep, call: CallStep, scope: Scope): Type {
  const methods = methodsOf(type);
  const method = methods[step.name.text];
  if (method === undefined || !Object.hasOwn(methods, step.name.text)) {
    for (const arg of call.args) checker.check(checker, arg.value, null, scope);
    const near = nearest(step.name.text, Object.keys(methods));
    const names = Object.keys(methods).toSorted();
    const help =
      near === null ? (names.length > 0 ? `there are ${names.join(", ")}` : null) : `write \`.${near}(...)\``;
    report(
      checker,
      "SP2103",
      { name: step.name.text, on: showType(type) },
      spanOf(scope.module, step.name),
      "no such method",
      { help, near },
    );
    return POISON;
  }
  checker.receivers.set(call, type);
  checkArguments(checker, step.name.text, method.params, call, scope);
  return method.result;
}

function checkArguments(
  checker: Checker,
  name: string,
  params: readonly Type[],
  call: CallStep,
  scope: Scope,
): void {
  for (const [index, arg] of call.args.entries())
    checker.check(checker, arg.value, params[index] ?? null, scope);
  if (call.args.length === params.length) return;
  const why = `it takes ${params.length === 1 ? "one value" : `${params.length} values`} and gets ${call.args.length}`;
  report(checker, "SP2106", { name, why }, spanOf(scope.module, call), why);
}

export function fieldType(checker: Checker, type: Type, step: FieldStep, scope: Scope): Type {
  const name = step.name.text;
  if (name === "" || type.kind === "poison") return POISON;
  const span = spanOf(scope.module, step.name);
  switch (type.kind) {
    case "record":
    case "resource": {
      const field = type.record.fields.get(name);
      if (field !== undefined) return field.type;
      reportNoField(checker, name, type, span, type.record.fields.keys());
      return POISON;
    }
    case "instance": {
      const member = type.system.members.get(name);
      if (member !== undefined && member.kind !== "let" && !name.startsWith("_")) return memberType(member);
      const names = [...type.system.members].filter(([, info]) => info.kind !== "let").map(([key]) => key);
      if (member === undefined) reportNoField(checker, name, type, span, names);
      else {
        const labels = [secondary(member.span, "declared here")];
        report(checker, "SP2102", { name, owner: showType(type) }, span, "not visible outside", {
          labels,
          help: "declare an `output` for it",
        });
      }
      return POISON;
    }
    case "map":
      return type.value;
    case "keyed":
      return type.element;
    case "optional":
      report(
        checker,
        "SP2101",
        { expected: showType(type.inner), found: showType(type) },
        span,
        "the value before it may be absent",
        {
          help: `write \`?.${name}\``,
        },
      );
      return POISON;
    case "union": {
      const types = type.members.map((member) => fieldType(checker, member, step, scope));
      return types[0] ?? POISON;
    }
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "list": {
      const method = Object.hasOwn(methodsOf(type), name);
      const shown = showType(type);
      const help = method ? `write \`.${name}()\`` : null;
      report(checker, "SP2102", { name, owner: shown }, span, `${article(shown)} has no fields`, { help });
      return POISON;
    }
  }
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
  switch (type.kind) {
    case "list":
      checker.check(checker, step.index, scalar("Int"), scope);
      return type.element;
    case "map":
      checker.check(checker, step.index, scalar("String"), scope);
      return type.value;
    case "keyed":
      checker.check(checker, step.index, scalar("String"), scope);
      return type.element;
    case "poison":
      return POISON;
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "optional":
    case "record":
    case "union":
    case "resource":
    case "instance":
      checker.check(checker, step.index, null, scope);
      report(
        checker,
        "SP2102",
        { name: "[...]", owner: showType(type) },
        spanOf(scope.module, step),
        "neither a list nor a map",
      );
      return POISON;
  }
}
