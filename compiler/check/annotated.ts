// Annotations that stand before declarations: which there are, where they may stand, and what they take.
//
// Those of a kind and its fields say what the runtime must know, and are read from the tree where the kind's table is made
// (kinds.ts); all others are for people and tools.

import type { Annotation, Declaration } from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import { BOOL, INT, scalar, STRING, type Type } from "../types.ts";
import { isInBlock } from "./annotations.ts";
import { fileScope, report, spanOf, type Checker } from "./context.ts";
import { recordOf, typeDeclared, typeOf } from "./declared.ts";
import { refuseUnknown } from "./demand.ts";

const words = (...values: string[]): Type => ({
  kind: "union",
  members: values.map((value) => ({ kind: "literal", value })),
});

/** What an annotation takes. */
interface Shape {
  /** null: nothing. */
  readonly type: Type | null;
  readonly optional?: true;
  /** A value that is computed; otherwise it is a literal, for those who read the tree alone. */
  readonly computed?: true;
}

type Shapes = Readonly<Record<string, Shape>>;

const DEPRECATED: Shape = { type: STRING, optional: true };
const EVERYWHERE: Shapes = { deprecated: DEPRECATED };
const ON_KIND: Shapes = {
  version: { type: INT },
  replace: { type: words("delete-first", "create-first") },
  holdsData: { type: null },
  irreversible: { type: null },
  settles: { type: scalar("Duration") },
  deprecated: DEPRECATED,
};
const ON_FIELD: Shapes = {
  key: { type: null },
  forces: { type: null },
  stable: { type: null },
  own: { type: words("whole"), optional: true },
  sensitive: { type: null },
  deprecated: DEPRECATED,
};

/** A target is looked up by its slot: nothing identifies it, and nothing of it is changed. */
const ON_TARGET: Shapes = { version: { type: INT }, deprecated: DEPRECATED };
const ON_PLAIN_FIELD: Shapes = { sensitive: { type: null }, deprecated: DEPRECATED };

export function checkAnnotated(checker: Checker, module: Module, declaration: Declaration): void {
  const all = (annotations: readonly Annotation[], shapes: Shapes) =>
    checkAnnotations(checker, module, annotations, shapes);
  switch (declaration.kind) {
    case "kind": {
      const { target } = declaration;
      all(declaration.annotations, target ? ON_TARGET : ON_KIND);
      const { fields } = recordOf(checker, module, declaration);
      for (const field of declaration.fields)
        all(
          field.annotations,
          withExample(target ? ON_PLAIN_FIELD : ON_FIELD, fields.get(field.name.text)?.type),
        );
      return;
    }
    case "type": {
      const alone = declaration.generics.length === 0;
      const type = alone ? typeDeclared(checker, module, declaration) : undefined;
      all(declaration.annotations, withExample(EVERYWHERE, type));
      if (declaration.is.kind !== "record") return;
      const { fields } = recordOf(checker, module, declaration);
      for (const field of declaration.is.fields) {
        const own = alone ? fields.get(field.name.text)?.type : undefined;
        all(field.annotations, withExample(ON_PLAIN_FIELD, own));
      }
      return;
    }
    case "fn":
      // A claim, which is tested.
      all(declaration.annotations, withExample(EVERYWHERE, BOOL));
      return;
    case "system":
      all(declaration.annotations, EVERYWHERE);
      for (const member of declaration.members) {
        const type = member.kind === "param" ? typeOf(checker, module, member.type) : undefined;
        all(member.annotations, withExample(EVERYWHERE, type));
      }
      return;
    case "overlay":
    case "environment":
    case "let":
      all(declaration.annotations, EVERYWHERE);
      return;
  }
}

/** Before a policy or a test there are none. */
export function refuseAnnotated(checker: Checker, module: Module, annotations: readonly Annotation[]): void {
  checkAnnotations(checker, module, annotations, {});
}

/** What has a type may have examples, which are of that type. */
function withExample(shapes: Shapes, type: Type | undefined): Shapes {
  return type === undefined ? shapes : { ...shapes, example: { type, computed: true } };
}

function checkAnnotations(
  checker: Checker,
  module: Module,
  annotations: readonly Annotation[],
  shapes: Shapes,
): void {
  if (annotations.length === 0) return;
  const seen = new Map<string, Annotation>();
  for (const annotation of annotations) {
    const { name, args } = annotation;
    if (name.text === "") continue;
    const shape = Object.hasOwn(shapes, name.text) ? shapes[name.text] : undefined;
    if (shape === undefined) {
      reportUnknown(checker, module, annotation, shapes);
      continue;
    }
    const before = seen.get(name.text);
    seen.set(name.text, annotation);
    // A function may have several examples.
    if (before !== undefined && shape.computed !== true) {
      const labels = [secondary(spanOf(module, before), "first written here")];
      report(checker, "SP2112", { name: `@${name.text}` }, spanOf(module, name), "written again", { labels });
    }
    const least = shape.type === null || shape.optional === true ? 0 : 1;
    const most = shape.type === null ? 0 : 1;
    if (args.length < least || args.length > most) {
      const takes = most === 0 ? "no value" : least === 0 ? "at most one value" : "one value";
      const why = `it takes ${takes} and gets ${args.length === 0 ? "none" : args.length}`;
      report(checker, "SP2106", { name: `@${name.text}`, why }, spanOf(module, annotation), why);
      continue;
    }
    const [arg] = args;
    if (arg === undefined || shape.type === null) continue;
    if (arg.name !== null) {
      const why = "its value has no name";
      report(checker, "SP2106", { name: `@${name.text}`, why }, spanOf(module, arg.name), why);
    } else if (shape.computed === true) {
      const found = checker.check(checker, arg.value, shape.type, fileScope(module));
      refuseUnknown(checker, arg.value, found, "an example", fileScope(module));
    } else if (arg.value.kind === "literal") checker.check(checker, arg.value, shape.type, fileScope(module));
    else if (arg.value.kind !== "missing") {
      const why = "what stands before a declaration is written as it is";
      report(checker, "SP2114", { why }, spanOf(module, arg), "not a literal", { help: null });
    }
  }
}

function reportUnknown(checker: Checker, module: Module, annotation: Annotation, shapes: Shapes): void {
  const name = annotation.name.text;
  if (isInBlock(name)) {
    report(checker, "SP2115", { name }, spanOf(module, annotation), "not inside a resource");
    return;
  }
  const names = Object.keys(shapes);
  const near = nearest(name, names);
  const there = names.map((item) => `@${item}`).join(", ");
  const help =
    near !== null
      ? `write \`@${near}\``
      : name === "sensitive"
        ? "give it the type `Secret<...>`"
        : Object.hasOwn(ON_FIELD, name) || Object.hasOwn(ON_KIND, name)
          ? "it says what the runtime must know, and stands before a kind or one of its fields"
          : names.length === 0
            ? null
            : `there ${names.length === 1 ? "is" : "are"} ${there}`;
  report(checker, "SP2111", { name }, spanOf(module, annotation.name), "no such annotation", { help, near });
}
