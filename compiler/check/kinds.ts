// Kinds: the annotations with which the standard library says what the runtime must know, and the table that they make.

import type { Annotation, KindDeclaration } from "../ast.ts";
import type { Module } from "../bind.ts";
import type { Kind, Output } from "../graph.ts";
import { nearest } from "../near.ts";
import { showType, withoutOptional, type RecordInfo } from "../types.ts";
import { report, spanOf, type Checker } from "./context.ts";

const ON_KIND = ["version", "replace", "holdsData", "irreversible", "settles", "deprecated"];
const ON_FIELD = ["key", "forces", "stable", "own", "sensitive", "deprecated"];

export function checkKind(
  checker: Checker,
  module: Module,
  declaration: KindDeclaration,
  record: RecordInfo,
): void {
  checkNames(checker, module, declaration.annotations, ON_KIND);
  for (const field of declaration.fields) checkNames(checker, module, field.annotations, ON_FIELD);
  if ([...record.fields.values()].some((field) => field.key)) return;
  const span = spanOf(module, declaration.name);
  const help = "write `@key` before the field that names the object";
  report(
    checker,
    "SP2114",
    { why: "a kind needs a field that identifies its objects" },
    span,
    "has no `@key` field",
    { help },
  );
}

function checkNames(
  checker: Checker,
  module: Module,
  annotations: readonly Annotation[],
  names: readonly string[],
): void {
  for (const { name } of annotations) {
    if (name.text === "" || names.includes(name.text)) continue;
    const near = nearest(name.text, names);
    const help =
      near === null ? `there are ${names.map((item) => `@${item}`).join(", ")}` : `write \`@${near}\``;
    report(checker, "SP2111", { name: name.text }, spanOf(module, name), "no such annotation", {
      help,
      near,
    });
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
  const has = (name: string, annotation: string) =>
    record.fields.get(name)?.declaration?.annotations.some((item) => item.name.text === annotation) === true;
  const marked = (annotation: string) =>
    inputs.filter((field) => has(field.name, annotation)).map((field) => `/${field.name}`);
  const lists: Record<string, string> = {};
  for (const field of inputs) {
    const type = withoutOptional(field.type);
    if (type.kind === "keyed") lists[`/${field.name}`] = type.key;
  }
  const outputs: Record<string, Output> = {};
  for (const field of fields) {
    if (!field.output) continue;
    outputs[field.name] = {
      type: showType(field.type),
      secret: has(field.name, "sensitive"),
      stable: has(field.name, "stable"),
    };
  }
  return {
    version: numberOf(declaration, "version", 1),
    driver: declaration.driver.text,
    key: marked("key"),
    lists,
    own: Object.fromEntries(marked("own").map((pointer) => [pointer, "whole"])),
    secret: marked("sensitive"),
    forces: marked("forces"),
    replace: textOf(declaration, "replace") === "create-first" ? "create-first" : "delete-first",
    holdsData: declaration.annotations.some((item) => item.name.text === "holdsData"),
    irreversible: declaration.annotations.some((item) => item.name.text === "irreversible"),
    settles: numberOf(declaration, "settles", 0),
    outputs,
  };
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
