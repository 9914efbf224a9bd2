// From what is declared to types: type expressions, record types, kinds and systems.
//
// Everything is found on demand and kept by its node, so declarations may mention each other in any order.

import type { Field, KindDeclaration, Refinement, TypeDeclaration, TypeExpression } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { importing } from "../diagnostics/imports.ts";
import { nearest } from "../near.ts";
import { compilePattern } from "../pattern.ts";
import {
  POISON,
  SCALARS,
  scalar,
  type FieldInfo,
  type Limit,
  type RecordInfo,
  type ScalarName,
  type Type,
} from "../types.ts";
import { deeper, lookUp, report, spanOf, type Checker } from "./context.ts";

export function typeOf(checker: Checker, module: Module, expression: TypeExpression): Type {
  const known = checker.types.get(expression);
  if (known !== undefined) return known;
  const type = deeper(checker, spanOf(module, expression), POISON, () =>
    resolve(checker, module, expression),
  );
  checker.types.set(expression, type);
  return type;
}

function resolve(checker: Checker, module: Module, expression: TypeExpression): Type {
  switch (expression.kind) {
    case "missing":
    case "function":
      return POISON;
    case "named":
      return resolveName(checker, module, expression);
    case "literal": {
      const { value } = expression.literal;
      return value === null ? { kind: "null" } : { kind: "literal", value };
    }
    case "optional":
      return { kind: "optional", inner: typeOf(checker, module, expression.inner) };
    case "list":
      return { kind: "list", element: typeOf(checker, module, expression.element), size: expression.size };
    case "keyed": {
      const element = typeOf(checker, module, expression.element);
      const key = expression.key.text;
      if (element.kind === "poison" || key === "") return POISON;
      const field = element.kind === "record" ? element.record.fields.get(key) : undefined;
      if (field === undefined) {
        const near = element.kind === "record" ? nearest(key, element.record.fields.keys()) : null;
        const help = near === null ? null : `write \`by ${near}\``;
        report(
          checker,
          "SP2114",
          { why: `its elements have no field \`${key}\` to be the key` },
          spanOf(module, expression.key),
          "no such field",
          { help, near },
        );
        return POISON;
      }
      return { kind: "keyed", element, key };
    }
    case "map":
      return { kind: "map", value: typeOf(checker, module, expression.value) };
    case "refined":
      return refine(checker, module, typeOf(checker, module, expression.base), expression.refinement);
    case "union":
      return { kind: "union", members: expression.members.map((member) => typeOf(checker, module, member)) };
  }
}

function resolveName(checker: Checker, module: Module, expression: TypeExpression & { kind: "named" }): Type {
  const { text } = expression.name;
  if (text === "") return POISON;
  const span = spanOf(module, expression.name);
  const found = lookUp(checker, module, text);
  const builtIn = SCALARS.find((name) => name === text);
  if (expression.args.length > 0) {
    report(checker, "SP9001", { feature: `\`${text}<...>\`` }, span, "not supported yet");
    return POISON;
  }
  if (found === null) {
    if (builtIn !== undefined) return scalar(builtIn);
    if (module.broken) return POISON;
    const names = [...module.names.keys(), ...(checker.program.prelude?.names.keys() ?? []), ...SCALARS];
    const fixes = importing(checker.program, module, text);
    const types = names.filter((name) => /^_?[A-Z]/.test(name));
    const near = fixes.length > 0 ? null : nearest(text, types);
    const otherwise = near === null ? "declare it with `type`, or import it" : `write \`${near}\``;
    const help = fixes[0]?.title ?? otherwise;
    report(checker, "SP2007", { name: text }, span, "no such type", { help, near, fixes });
    return POISON;
  }
  const { declaration } = found;
  if (declaration === null) return POISON;
  switch (declaration.kind) {
    case "type":
      return typeDeclared(checker, found.module, declaration);
    case "kind":
      return { kind: "resource", record: recordOf(checker, found.module, declaration) };
    case "system":
    case "overlay":
    case "environment":
    case "let":
    case "fn":
      report(
        checker,
        "SP2008",
        { name: text, is: `a ${declaration.kind}`, wanted: "a type" },
        span,
        "not a type",
        {
          labels: [secondary(found.span, "declared here")],
        },
      );
      return POISON;
  }
}

export function typeDeclared(checker: Checker, module: Module, declaration: TypeDeclaration): Type {
  if (declaration.is.kind === "record")
    return { kind: "record", record: recordOf(checker, module, declaration) };
  const known = checker.aliases.get(declaration);
  if (known === null) {
    const span = spanOf(module, declaration.name);
    report(checker, "SP2114", { why: "it is made of itself" }, span, "refers to itself", { help: null });
    return POISON;
  }
  if (known !== undefined) return known;
  checker.aliases.set(declaration, null);
  const type = typeOf(checker, module, declaration.is.type);
  const named: Type = type.kind === "scalar" ? { ...type, alias: declaration.name.text } : type;
  checker.aliases.set(declaration, named);
  return named;
}

export function recordOf(
  checker: Checker,
  module: Module,
  declaration: TypeDeclaration | KindDeclaration,
): RecordInfo {
  const known = checker.records.get(declaration);
  if (known !== undefined) return known;
  const fields = new Map<string, FieldInfo>();
  const record: RecordInfo = {
    name: declaration.name.text,
    fields,
    module,
    declaration: declaration.kind === "kind" ? declaration : null,
  };
  checker.records.set(declaration, record);
  const list =
    declaration.kind === "kind"
      ? declaration.fields
      : declaration.is.kind === "record"
        ? declaration.is.fields
        : [];
  for (const field of list) {
    if (field.name.text === "") continue;
    const other = fields.get(field.name.text);
    const span = spanOf(module, field.name);
    if (other !== undefined) {
      report(checker, "SP2002", { name: field.name.text }, span, "declared again", {
        labels: [secondary(other.span, "first declared here")],
      });
      continue;
    }
    fields.set(field.name.text, fieldInfo(checker, module, field));
  }
  return record;
}

function fieldInfo(checker: Checker, module: Module, field: Field): FieldInfo {
  return {
    name: field.name.text,
    // On demand: a record may hold a list of itself.
    get type() {
      return typeOf(checker, module, field.type);
    },
    value: field.value,
    span: spanOf(module, field.name),
    key: field.annotations.some((annotation) => annotation.name.text === "key"),
    output: field.output,
    declaration: field,
  };
}

const RANGED: readonly ScalarName[] = ["Int", "Number", "Duration", "Size", "Cpu", "Percent"];

function refine(checker: Checker, module: Module, base: Type, refinement: Refinement): Type {
  if (base.kind === "poison" || refinement.kind === "where") return base;
  const span = spanOf(module, refinement);
  const wanted =
    refinement.kind === "range" ? "a number" : refinement.kind === "size" ? "a string or a list" : "a string";
  const fitting =
    base.kind === "scalar" &&
    (refinement.kind === "range" ? RANGED.includes(base.name) : base.name === "String");
  if (base.kind === "list" && refinement.kind === "size") return { ...base, size: refinement.range };
  if (!fitting) {
    const why = `this refinement is for ${wanted}`;
    report(checker, "SP2114", { why }, span, "does not fit", { help: null });
    return base;
  }
  const limit = limitOf(checker, span, refinement);
  return limit === null ? base : { ...base, limits: [...base.limits, limit] };
}

function limitOf(
  checker: Checker,
  span: Limit["span"],
  refinement: Exclude<Refinement, { kind: "where" }>,
): Limit | null {
  switch (refinement.kind) {
    case "range":
      return { kind: "range", range: refinement.range, span };
    case "size":
      return { kind: "size", range: refinement.range, span };
    case "pattern": {
      const pattern = compilePattern(refinement.source);
      if (typeof pattern !== "string") return { kind: "pattern", pattern, span };
      report(checker, "SP2113", { why: pattern }, span, pattern);
      return null;
    }
  }
}
