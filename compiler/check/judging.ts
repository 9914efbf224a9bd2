// What only those who judge can ask: `resources(Kind)` and `known(x)`, and of a resource its address, kind and target.
//
// These are no functions of the standard library, because a system must not see any of it. `edges` and `environment` are
// ordinary names of the policy's own level.

import type { Name, QualifiedName } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import {
  BOOL,
  plainRecord,
  POISON,
  STRING,
  type RecordInfo,
  type ResourceTypeOf,
  type Type,
} from "../types.ts";
import {
  fileValue,
  lookUpQualified,
  report,
  sortOf,
  spanOf,
  type CallStep,
  type Checker,
  type Local,
  type Scope,
} from "./context.ts";
import { recordOf, reportNoType } from "./declared.ts";
import { fieldOf as plainField } from "./loops.ts";

const ASKED = ["resources", "known"] as const;

/** What every resource has for a policy, unless its kind has a field of that name. */
const OF_RESOURCES: readonly string[] = ["address", "kind", "target"];

export function fieldOfResource(name: string, scope: Scope): Type | null {
  return scope.judge === "policy" && OF_RESOURCES.includes(name) ? STRING : null;
}

/** `edges` and `environment`. As names of the prelude, they give way to those of the file. */
export function graphNames(module: Module, span: Span): Map<string, Local> {
  const edge = new Map(["from", "to"].map((name) => [name, plainField(name, STRING, span)]));
  const names = new Map<string, Local>([
    ["edges", { type: listOf(plainRecord(edge)), span }],
    ["environment", { type: STRING, span }],
  ]);
  for (const name of names.keys()) if (fileValue(module, name) !== null) names.delete(name);
  return names;
}

/** The call of `resources` or of `known`; null: it is a call like any other. */
export function checkAsked(checker: Checker, base: Name, call: CallStep, scope: Scope): Type | null {
  const name = ASKED.find((item) => item === base.text);
  if (name === undefined || scope.judge === null || fileValue(scope.module, name) !== null) return null;
  if (name === "resources" && scope.judge !== "policy") return null;
  checker.references.set(base, { kind: "asked", name });
  const [arg, ...more] = call.args;
  const named = call.args.find((item) => item.name !== null)?.name ?? null;
  const wrong =
    named !== null
      ? "its value has no name"
      : more.length > 0 || (arg === undefined && name === "known")
        ? `it takes one ${name === "known" ? "value" : "kind"} and gets ${call.args.length === 0 ? "none" : call.args.length}`
        : null;
  if (wrong !== null) {
    report(checker, "SP2106", { name, why: wrong }, spanOf(scope.module, named ?? call), wrong);
    return POISON;
  }
  if (name === "known") {
    if (arg !== undefined) checker.check(checker, arg.value, null, scope);
    return BOOL;
  }
  if (arg === undefined) return listOf(anyResource(spanOf(scope.module, call)));
  const { value } = arg;
  const kind: QualifiedName | null =
    value.kind === "name"
      ? { ...value, module: null }
      : value.kind === "access" && value.base.kind === "name" && value.steps[0]?.kind === "field"
        ? { ...value.steps[0].name, module: value.base }
        : null;
  const record = kind === null ? null : kindNamed(checker, kind, scope);
  if (kind === null) {
    const why = "it takes the name of a kind";
    report(checker, "SP2106", { name, why }, spanOf(scope.module, value), why);
  }
  if (record === null) return POISON;
  const reference = { kind: "kind", record } as const;
  if (value.kind === "name") checker.references.set(value, reference);
  else if (value.kind === "access" && value.steps[0] !== undefined)
    checker.placed.set(value.steps[0], reference);
  return listOf({ kind: "resource", record });
}

function listOf(element: Type): Type {
  return { kind: "list", element, size: null };
}

/** Of a resource whose kind nobody says, what every one has. */
function anyResource(span: Span): Type {
  return plainRecord(new Map(OF_RESOURCES.map((name) => [name, plainField(name, STRING, span)])));
}

/** The kind of resources that a name means; null: it was reported that there is none. */
export function kindNamed(checker: Checker, name: QualifiedName, scope: Scope): RecordInfo | null {
  if (name.text === "") return null;
  const { module } = scope;
  const found = lookUpQualified(checker, module, name);
  if (found === null) {
    reportNoType(checker, module, name);
    return null;
  }
  const { declaration } = found;
  if (declaration === null) return null;
  if (declaration.kind === "kind" && !declaration.target) return recordOf(checker, found.module, declaration);
  const kinds = [...module.names.values()].filter((item) => item.declaration?.kind === "kind");
  const near = nearest(
    name.text,
    kinds.map((item) => item.name),
  );
  const is = declaration.kind === "kind" ? "a target" : sortOf(declaration);
  const labels = [secondary(found.span, "declared here")];
  const help = near === null ? "name a kind of resources" : `write \`${near}\``;
  const parameters = { name: name.text, is, wanted: "a kind of resources" };
  report(checker, "SP2008", parameters, spanOf(module, name), "not a kind", { labels, help, near });
  return null;
}

/** In the text of a policy a resource is called by its address. */
export function mayName(type: Type, scope: Scope): type is ResourceTypeOf {
  return type.kind === "resource" && scope.judge === "policy";
}
