// Annotations inside a resource: which there are, and what they take. `@on` may stand in the block of a system as well.

import type { Annotation, Argument } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import { scalar, showType, type RecordInfo, type Type } from "../types.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";
import { recordOf } from "./declared.ts";
import { article, refuseUnknown } from "./demand.ts";

const words = (...values: string[]): Type => ({
  kind: "union",
  members: values.map((value) => ({ kind: "literal", value })),
});

type Shape =
  /** Values without names. A type of null: they are looked at by themselves. */
  | { readonly least: number; readonly most: number; readonly type: Type | null }
  /** Values with names: the fields of a record of `std.annotations`. */
  | { readonly record: string };

const ANNOTATIONS: Readonly<Record<string, Shape>> = {
  on: { least: 1, most: 1, type: null },
  after: { least: 1, most: Infinity, type: null },
  ignore: { least: 1, most: Infinity, type: null },
  protect: { least: 0, most: 1, type: scalar("Bool") },
  keep: { least: 0, most: 1, type: scalar("Bool") },
  adopt: { least: 0, most: 1, type: words("must-match", "if-unowned", "always") },
  every: { least: 1, most: 1, type: scalar("Duration") },
  timeout: { least: 1, most: 1, type: scalar("Duration") },
  drift: { least: 1, most: 1, type: words("correct", "report") },
  wave: { least: 1, most: 1, type: scalar("Int") },
  retry: { record: "Retry" },
  batch: { record: "Batch" },
};

const INSIDE: readonly string[] = Object.keys(ANNOTATIONS);

/** Does an annotation of this name stand in the block of a resource? */
export function isInBlock(name: string): boolean {
  return Object.hasOwn(ANNOTATIONS, name);
}

export function checkAnnotation(
  checker: Checker,
  annotation: Annotation,
  record: RecordInfo,
  scope: Scope,
): void {
  const name = annotation.name.text;
  if (name === "") return;
  const span = spanOf(scope.module, annotation.name);
  const shape = Object.hasOwn(ANNOTATIONS, name) ? ANNOTATIONS[name] : undefined;
  if (shape === undefined) {
    const near = nearest(name, INSIDE);
    const there = INSIDE.toSorted().map((item) => `@${item}`);
    const help = near === null ? `there are ${there.join(", ")}` : `write \`@${near}\``;
    report(checker, "SP2111", { name }, span, "no such annotation", { help, near });
    return;
  }
  if (record.declaration?.target === true) {
    const labels = [secondary(spanOfKind(record) ?? span, "marked `target`")];
    const why = "a target is a place and no thing that is kept as it is";
    report(checker, "SP2106", { name: `@${name}`, why }, span, "says nothing of a target", {
      labels,
      help: null,
    });
    return;
  }
  if ("record" in shape) checkNamed(checker, annotation, shape.record, scope);
  else if (!refuseCount(checker, annotation, shape, scope)) {
    for (const arg of annotation.args) checkValue(checker, annotation, arg, shape.type, record, scope);
  }
}

/** In the block of a system: where all that is in it lives. */
export function checkPlace(checker: Checker, annotation: Annotation, scope: Scope): void {
  const [arg] = annotation.args;
  if (refuseCount(checker, annotation, { least: 1, most: 1 }, scope) || arg === undefined) return;
  checkOn(checker, arg.value, scope);
}

function spanOfKind({ module, declaration }: RecordInfo): ReturnType<typeof spanOf> | null {
  return module === null || declaration === null ? null : spanOf(module, declaration.name);
}

/** True: it has too few values, too many, or values with names; that was reported. */
function refuseCount(
  checker: Checker,
  annotation: Annotation,
  { least, most }: { readonly least: number; readonly most: number },
  scope: Scope,
): boolean {
  const { name, args } = annotation;
  const named = args.find((arg) => arg.name !== null)?.name ?? null;
  if (named !== null) {
    const why = "its values have no names";
    report(checker, "SP2106", { name: `@${name.text}`, why }, spanOf(scope.module, named), why, {
      help: `write \`@${name.text}(...)\``,
    });
    return true;
  }
  if (args.length >= least && args.length <= most) return false;
  const wanted = least === 0 ? "at most one value" : most === 1 ? "one value" : "at least one name";
  const why = `it takes ${wanted} and gets ${args.length === 0 ? "none" : args.length}`;
  report(checker, "SP2106", { name: `@${name.text}`, why }, spanOf(scope.module, annotation), why);
  return true;
}

function checkValue(
  checker: Checker,
  { name }: Annotation,
  { value }: Argument,
  type: Type | null,
  record: RecordInfo,
  scope: Scope,
): void {
  switch (name.text) {
    case "ignore":
      checkIgnored(checker, value, record, scope);
      return;
    case "after":
      checkAfter(checker, value, scope);
      return;
    case "on":
      checkOn(checker, value, scope);
      return;
    default: {
      const found = checker.check(checker, value, type, scope);
      refuseUnknown(checker, value, found, `\`@${name.text}\``, scope);
    }
  }
}

// --- By name ---------------------------------------------------------------------------------------------------------

function checkNamed(checker: Checker, annotation: Annotation, type: string, scope: Scope): void {
  const module = checker.program.standard("annotations");
  const declaration = module?.names.get(type)?.declaration;
  if (module === null || declaration?.kind !== "type") return;
  const { fields } = recordOf(checker, module, declaration);
  const { name, args } = annotation;
  const names = [...fields.keys()];
  const given = new Map<string, Argument>();
  for (const arg of args) {
    const field = arg.name === null ? undefined : fields.get(arg.name.text);
    const span = spanOf(scope.module, arg.name ?? arg);
    if (arg.name === null || field === undefined) {
      const near = arg.name === null ? null : nearest(arg.name.text, names);
      const why = arg.name === null ? "its values have names" : `it takes no \`${arg.name.text}\``;
      const help =
        near === null ? `it takes ${names.map((item) => `\`${item}\``).join(", ")}` : `write \`${near}\``;
      report(checker, "SP2106", { name: `@${name.text}`, why }, span, why, { help, near });
      checker.check(checker, arg.value, null, scope);
      continue;
    }
    const before = given.get(field.name);
    if (before !== undefined) {
      const labels = [secondary(spanOf(scope.module, before), "first given here")];
      report(checker, "SP2112", { name: field.name }, span, "given again", { labels });
    }
    given.set(field.name, arg);
    const found = checker.check(checker, arg.value, field.type, scope);
    refuseUnknown(checker, arg.value, found, `\`@${name.text}\``, scope);
  }
  const why = wrongTogether(name.text, args, given);
  if (why !== null)
    report(checker, "SP2106", { name: `@${name.text}`, why }, spanOf(scope.module, annotation), why);
}

/** What the values of an annotation are not together. */
function wrongTogether(
  name: string,
  args: readonly Argument[],
  given: ReadonlyMap<string, unknown>,
): string | null {
  if (args.length === 0) return "it takes at least one value";
  if (name !== "batch" || given.size < args.length) return null;
  const both = given.has("size") && given.has("share");
  if (both) return "a group is changed so many at once or such a part of it, not both";
  return given.has("size") || given.has("share") ? null : "it says neither how many at once nor which part";
}

// --- Resources and fields --------------------------------------------------------------------------------------------

function checkIgnored(
  checker: Checker,
  value: Annotation["args"][number]["value"],
  record: RecordInfo,
  scope: Scope,
): void {
  const span = spanOf(scope.module, value);
  const field = value.kind === "name" ? record.fields.get(value.text) : undefined;
  if (field !== undefined && !field.output) return;
  if (value.kind === "missing") return;
  const name = value.kind === "name" ? value.text : scope.module.file.text.slice(value.start, value.end);
  const names = [...record.fields.values()].filter((item) => !item.output).map((item) => item.name);
  const near = nearest(name, names);
  const help = near === null ? `it has ${names.toSorted().join(", ")}` : `write \`${near}\``;
  report(checker, "SP2102", { name, owner: record.name }, span, "no such field", { help, near });
}

function checkAfter(checker: Checker, value: Annotation["args"][number]["value"], scope: Scope): void {
  const type = checker.check(checker, value, null, scope);
  // A slot with `if` may not be there, and one with `for` is many.
  const inner = type.kind === "optional" ? type.inner : type;
  const placed = inner.kind === "map" ? inner.value : inner;
  if (placed.kind === "instance" || placed.kind === "poison") return;
  const isTarget = placed.kind === "resource" && placed.record.declaration?.target === true;
  if (placed.kind === "resource" && !isTarget) return;
  const shown = showType(type);
  const parameters = { expected: "a resource", found: shown };
  const help = isTarget ? "a target is there already: nothing waits for it" : null;
  report(checker, "SP2101", parameters, spanOf(scope.module, value), `this is ${article(shown)}`, { help });
}

/** A place where others live: one resource of a kind that is marked `target`. */
function checkOn(checker: Checker, value: Argument["value"], scope: Scope): void {
  const type = checker.check(checker, value, null, scope);
  if (type.kind === "poison") return;
  if (type.kind === "resource" && type.record.declaration?.target === true) return;
  const span = spanOf(scope.module, value);
  const shown = showType(type);
  const inner = type.kind === "optional" ? type.inner : type;
  const many = inner.kind === "map" ? inner.value : null;
  const target = many ?? inner;
  const isTarget = target.kind === "resource" && target.record.declaration?.target === true;
  const shownValue = scope.module.file.text.slice(value.start, value.end);
  const help = !isTarget
    ? "a target is a slot whose kind is declared with `target kind`"
    : many !== null
      ? `name one of them: \`${shownValue}.key\``
      : "what is not always there is no place to live: drop its `if`";
  report(checker, "SP2101", { expected: "a target", found: shown }, span, `this is ${article(shown)}`, {
    help,
  });
}
