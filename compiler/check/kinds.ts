// Kinds: what their annotations can stand on, and the table that they make for the runtime.

import type { Annotation, KindDeclaration } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import type { Kind, Output } from "../graph.ts";
import type { DisplayFormat } from "../quantities.ts";
import { showType, withoutOptional, type FieldInfo, type RecordInfo, type Type } from "../types.ts";
import { isSecret, marksOf, unmarked } from "../types/marks.ts";
import { report, spanOf, type Checker } from "./context.ts";

export function checkKind(
  checker: Checker,
  module: Module,
  declaration: KindDeclaration,
  record: RecordInfo,
): void {
  for (const field of declaration.fields) {
    const info = record.fields.get(field.name.text);
    if (info?.declaration === field && !declaration.target)
      for (const item of field.annotations) checkPlace(checker, module, item, info);
  }
  if (declaration.target) {
    refuseOutputs(checker, module, declaration);
    return;
  }
  if ([...record.fields.values()].some((field) => field.key)) return;
  const span = spanOf(module, declaration.name);
  const why = "a kind needs a field that identifies its objects";
  const help = "write `@key` before the field that names the object";
  report(checker, "SP2114", { why }, span, "has no `@key` field", { help });
}

/** Nothing is made where others live, so nothing becomes known by making it. */
function refuseOutputs(checker: Checker, module: Module, declaration: KindDeclaration): void {
  const output = declaration.fields.find((field) => field.output);
  if (output === undefined) return;
  const why = "a target is a place and makes nothing, so it has no outputs";
  const help = "give it a field that its slots fill in";
  report(checker, "SP2114", { why }, spanOf(module, output.name), "an output", { help });
}

/** What an annotation of a field cannot stand on. */
function checkPlace(checker: Checker, module: Module, annotation: Annotation, field: FieldInfo): void {
  const why = misplaced(annotation.name.text, field);
  if (why === null) return;
  const labels = [secondary(field.span, showType(field.type))];
  report(checker, "SP2114", { why }, spanOf(module, annotation), "not here", { labels, help: null });
}

function misplaced(name: string, field: FieldInfo): string | null {
  const { type } = field;
  if (type.kind === "poison") return null;
  switch (name) {
    case "key": {
      if (field.output) return "an output identifies nothing: it is known only after apply";
      const marks = marksOf(type);
      if (type.kind === "optional") return "what identifies an object is never absent";
      return marks.secret !== null || marks.deferred !== null
        ? "what identifies an object is known, and no secret"
        : null;
    }
    case "forces":
      return field.output ? "an output is never changed" : null;
    case "stable":
      return field.output ? null : "only an output can stay what it is";
    case "own": {
      const inner = withoutOptional(unmarked(type));
      return inner.kind === "map" ? null : "only a map is owned whole or by its keys";
    }
    default:
      return null;
  }
}

/** The full name of a kind, `std.file.File`: the module's name and its own. */
export function kindName(record: RecordInfo): string {
  const module = record.module?.standard ?? null;
  return module === null ? record.name : `${module}.${record.name}`;
}

export function kindOf(record: RecordInfo, declaration: KindDeclaration): Kind {
  const fields = [...record.fields.values()];
  const inputs = fields.filter((field) => !field.output);
  const marked = (annotation: string) =>
    inputs.filter((field) => has(field, annotation)).map((field) => `/${field.name}`);
  const found: Found = { lists: {}, secret: [], formats: {} };
  for (const field of inputs) walk(`/${field.name}`, field.type, has(field, "sensitive"), found, new Set());
  const outputs: Record<string, Output> = {};
  for (const field of fields) {
    if (!field.output) continue;
    outputs[field.name] = {
      type: showType(unmarked(field.type)),
      secret: has(field, "sensitive") || marksOf(field.type).secret !== null,
      stable: has(field, "stable"),
    };
  }
  return {
    version: numberOf(declaration, "version", 1),
    driver: declaration.driver.text,
    key: marked("key"),
    lists: found.lists,
    own: Object.fromEntries(marked("own").map((pointer) => [pointer, "whole"])),
    secret: found.secret,
    forces: marked("forces"),
    replace: textOf(declaration, "replace") === "create-first" ? "create-first" : "delete-first",
    holdsData: declaration.annotations.some((item) => item.name.text === "holdsData"),
    irreversible: declaration.annotations.some((item) => item.name.text === "irreversible"),
    settles: numberOf(declaration, "settles", 0),
    outputs,
    // An entry of its own only where there is something to say, so that other tools need not know of it.
    ...(Object.keys(found.formats).length === 0 ? {} : { formats: found.formats }),
  };
}

function has(field: FieldInfo, annotation: string): boolean {
  return field.declaration?.annotations.some((item) => item.name.text === annotation) === true;
}

interface Found {
  readonly lists: Record<string, string>;
  readonly secret: string[];
  readonly formats: Record<string, DisplayFormat>;
}

/** What a pointer can name: fields of records in records. Behind a list or a map there is no one place. */
function walk(pointer: string, type: Type, sensitive: boolean, found: Found, inside: Set<RecordInfo>): void {
  if (sensitive || isSecret(type)) found.secret.push(pointer);
  const inner = withoutOptional(unmarked(type));
  if (inner.kind === "keyed") found.lists[pointer] = inner.key;
  const format = formatOf(inner);
  if (format !== null) found.formats[pointer] = format;
  if (inner.kind !== "record" || inside.has(inner.record)) return;
  inside.add(inner.record);
  for (const field of inner.record.fields.values()) {
    walk(`${pointer}/${field.name}`, field.type, has(field, "sensitive"), found, inside);
  }
  inside.delete(inner.record);
}

/** How people want to read a number, by the type that it has. */
export function formatOf(type: Type): DisplayFormat | null {
  if (type.kind !== "scalar") return null;
  if (type.standard === "FileMode") return "octal";
  switch (type.name) {
    case "Duration":
      return "duration";
    case "Size":
      return "size";
    case "Cpu":
      return "cpu";
    case "Percent":
      return "percent";
    case "String":
    case "Int":
    case "Number":
    case "Bool":
    case "Bytes":
    case "Date":
      return null;
  }
}

function literalOf(declaration: KindDeclaration, name: string): string | number | boolean | null {
  const value = declaration.annotations.find((item) => item.name.text === name)?.args[0]?.value;
  return value?.kind === "literal" ? value.value : null;
}

function numberOf(declaration: KindDeclaration, name: string, otherwise: number): number {
  const value = literalOf(declaration, name);
  return typeof value === "number" ? value : otherwise;
}

function textOf(declaration: KindDeclaration, name: string): string | null {
  const value = literalOf(declaration, name);
  return typeof value === "string" ? value : null;
}
