// Uses of what is marked `@deprecated("use x instead")`.
//
// Surprising: the words may name the successor. Where they are exactly `use name`, with the name in backticks or alone, the
// use can be rewritten; a guess, since only its author knows whether the two mean the same.

import type { Annotation, Declaration, Node, Word } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Binding, Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import { find, wants, type Linter } from "./context.ts";
import { forEachField } from "./fields.ts";

export function lintDeprecated(linter: Linter): void {
  if (!wants(linter, "SP7008")) return;
  for (const module of linter.modules) {
    const bindings = deprecatedNames(linter, module);
    if (bindings.size > 0) lintNames(linter, module, bindings);
  }
  const members = memberAnnotations(linter);
  forEachField(linter, ({ module, key, field, member }) => {
    const annotations =
      field?.declaration?.annotations ??
      (member === null ? undefined : members.get(member.span.start + member.span.file.path));
    const declared = field?.span ?? member?.span;
    const note = annotations === undefined ? null : deprecation(annotations);
    // A parameter's default is written where it is declared.
    if (note === null || declared === undefined || declared.start === key.start) return;
    report(linter, module, key, key.text, note, declared);
  });
}

type Note = { readonly why: string | null };

function deprecation(annotations: readonly Annotation[]): Note | null {
  const found = annotations.find((annotation) => annotation.name.text === "deprecated");
  if (found === undefined) return null;
  const value = found.args[0]?.value;
  return { why: value?.kind === "literal" && typeof value.value === "string" ? value.value : null };
}

/** The members of systems, by their places. */
function memberAnnotations(linter: Linter): ReadonlyMap<string, readonly Annotation[]> {
  const found = new Map<string, readonly Annotation[]>();
  for (const { node, file } of linter.checked.program.modules) {
    for (const declaration of node.declarations) {
      if (declaration.kind !== "system") continue;
      for (const member of declaration.members)
        if ("annotations" in member) found.set(member.name.start + file.path, member.annotations);
    }
  }
  return found;
}

/** Of the names that a file knows, those of deprecated declarations. */
function deprecatedNames(
  linter: Linter,
  module: Module,
): ReadonlyMap<string, { readonly binding: Binding; readonly note: Note }> {
  const found = new Map<string, { readonly binding: Binding; readonly note: Note }>();
  const prelude = linter.checked.program.prelude?.names.values() ?? [];
  for (const binding of [...prelude, ...module.names.values()]) {
    const declaration: Declaration | null = binding.declaration;
    if (declaration === null || !("annotations" in declaration)) continue;
    const note = deprecation(declaration.annotations);
    if (note !== null) found.set(binding.name, { binding, note });
  }
  return found;
}

type Deprecated = ReturnType<typeof deprecatedNames>;

/** Words that name a declaration: what a slot, a type, an overlay's use or a value is of. */
const NAMING = new Set(["of", "on", "name"]);
const NAMED_BY = new Set(["slot", "overlay", "environment", "named", "construct"]);

function lintNames(linter: Linter, module: Module, deprecated: Deprecated): void {
  const say = (node: Node, text: string) => {
    const found = deprecated.get(text);
    if (found === undefined) return;
    report(linter, module, node, text, found.note, declaredAt(found.binding));
  };
  walk(module.node, (node) => {
    if (node.kind === "name" && "text" in node) {
      if (linter.checked.references.get(node as never)?.kind === "global") say(node, node.text as string);
      return true;
    }
    const isUse = node.kind === undefined && "args" in node && "block" in node;
    for (const [key, value] of Object.entries(node)) {
      if (!NAMING.has(key) || typeof value !== "object" || value === null) continue;
      // `name` declares, except in a type, a constructor and the use of an overlay.
      const uses =
        key === "name"
          ? node.kind === "named" || node.kind === "construct" || isUse
          : NAMED_BY.has(node.kind ?? "");
      const word = value as Partial<Word>;
      if (uses && typeof word.text === "string") say(value as Word, word.text);
    }
    return true;
  });
}

function declaredAt(binding: Binding): Span {
  const { declaration } = binding;
  return declaration === null ? binding.span : spanOf(binding.module, declaration.name);
}

function report(
  linter: Linter,
  module: Module,
  node: Node,
  name: string,
  { why }: Note,
  declared: Span,
): void {
  const successor = /^use `?([A-Za-z_]\w*)`?(?: instead)?$/.exec(why ?? "")?.[1];
  const fixes =
    successor === undefined
      ? []
      : [fixAt(spanOf(module, node), successor, `write \`${successor}\``, "maybe" as const)];
  const labels = [secondary(declared, "declared here")];
  find(linter, "SP7008", { name, why }, { module, node }, "deprecated", { labels, fixes });
}
