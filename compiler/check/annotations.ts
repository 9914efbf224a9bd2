// Annotations inside a resource: which there are, and what they take.

import type { Annotation } from "../ast.ts";
import { nearest } from "../near.ts";
import { scalar, showType, type RecordInfo, type Type } from "../types.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";
import { article, refuseUnknown } from "./demand.ts";

const words = (...values: string[]): Type => ({
  kind: "union",
  members: values.map((value) => ({ kind: "literal", value })),
});

interface Shape {
  readonly least: number;
  readonly most: number;
  /** null: looked at by itself. */
  readonly type: Type | null;
}

const ANNOTATIONS: Readonly<Record<string, Shape>> = {
  after: { least: 1, most: Infinity, type: null },
  ignore: { least: 1, most: Infinity, type: null },
  protect: { least: 0, most: 1, type: scalar("Bool") },
  keep: { least: 0, most: 1, type: scalar("Bool") },
  adopt: { least: 0, most: 1, type: words("must-match", "if-unowned", "always") },
  every: { least: 1, most: 1, type: scalar("Duration") },
  timeout: { least: 1, most: 1, type: scalar("Duration") },
  drift: { least: 1, most: 1, type: words("correct", "report") },
  wave: { least: 1, most: 1, type: scalar("Int") },
};

/** Annotations that are refused before they are evaluated. */
const LATER = ["on", "retry", "batch"];

/** Does an annotation of this name stand in the block of a resource? */
export function isInBlock(name: string): boolean {
  return Object.hasOwn(ANNOTATIONS, name) || LATER.includes(name);
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
    if (!LATER.includes(name)) {
      const names = [...Object.keys(ANNOTATIONS), ...LATER];
      const near = nearest(name, names);
      const help =
        near === null
          ? `there are ${names
              .toSorted()
              .map((item) => `@${item}`)
              .join(", ")}`
          : `write \`@${near}\``;
      report(checker, "SP2111", { name }, span, "no such annotation", { help, near });
    }
    return;
  }
  const count = annotation.args.length;
  if (count < shape.least || count > shape.most) {
    const wanted =
      shape.least === 0 ? "at most one value" : shape.most === 1 ? "one value" : "at least one name";
    const why = `it takes ${wanted} and gets ${count === 0 ? "none" : count}`;
    report(checker, "SP2106", { name: `@${name}`, why }, spanOf(scope.module, annotation), why);
    return;
  }
  for (const arg of annotation.args) {
    if (name === "ignore") checkIgnored(checker, arg.value, record, scope);
    else if (name === "after") checkAfter(checker, arg.value, scope);
    else {
      const found = checker.check(checker, arg.value, shape.type, scope);
      refuseUnknown(checker, arg.value, found, `\`@${name}\``, scope);
    }
  }
}

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
  if (placed.kind === "resource" || placed.kind === "instance" || placed.kind === "poison") return;
  const shown = showType(type);
  const parameters = { expected: "a resource", found: shown };
  report(checker, "SP2101", parameters, spanOf(scope.module, value), `this is ${article(shown)}`);
}
