// Declarations: how they are named and documented, and lists that should be keyed.

import type { Member, TypeExpression, Word } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { fixAt, secondary } from "../diagnostics.ts";
import { withoutOptional, type Type } from "../types.ts";
import { find, sourceOf, type Linter } from "./context.ts";

export function lintDeclarations(linter: Linter): void {
  for (const module of linter.modules) {
    for (const declaration of module.node.declarations) {
      lintName(linter, module, declaration.name);
      lintShadow(linter, module, declaration.name);
      if (declaration.kind !== "system") continue;
      for (const member of declaration.members) {
        lintName(linter, module, member.name);
        lintDoc(linter, module, declaration.name.text, member);
      }
    }
    lintLists(linter, module);
  }
}

/** `maxAge`, not `max_age` or `MAX_AGE`; the names of fields and kinds are not one's own to choose. */
function lintName(linter: Linter, module: Module, name: Word): void {
  const { text } = name;
  const own = text.replace(/^_+/, "");
  const shouting = /^[A-Z][A-Z0-9]{3,}$/.test(own);
  if (!own.includes("_") && !shouting) return;
  const words = own.split(/_+/).filter((word) => word !== "");
  const upper = /^[A-Z]/.test(own);
  const better = words
    .map((word) => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word))
    .map((word, index) => (index > 0 || upper ? word.charAt(0).toUpperCase() + word.slice(1) : word))
    .join("");
  // An abbreviation as the name of a type is a matter of taste.
  if (shouting && upper && words.length === 1) return;
  find(linter, "SP7012", { name: text, better }, { module, node: name }, "in another style");
}

function lintShadow(linter: Linter, module: Module, name: Word): void {
  const other = linter.checked.program.prelude?.names.get(name.text);
  if (other === undefined || other.imported) return;
  const labels = [secondary(other.span, "what it means elsewhere")];
  find(linter, "SP7022", { name: name.text }, { module, node: name }, "hides it", { labels });
}

function lintDoc(linter: Linter, module: Module, owner: string, member: Member): void {
  if (member.kind !== "param" || member.doc !== null || member.name.text.startsWith("_")) return;
  find(linter, "SP7013", { name: member.name.text, owner }, { module, node: member.name }, "has no `///`");
}

const NAMES = ["name", "id", "key", "login", "slug", "host", "hostname", "address"];

function lintLists(linter: Linter, module: Module): void {
  walk(module.node, (node) => {
    // A field of a kind is as its driver wants it.
    if (node.kind === "kind") return false;
    if (node.kind !== "list" || !("element" in node)) return true;
    const list = node as unknown as TypeExpression & { readonly kind: "list" };
    const element = linter.checked.checker.types.get(list.element);
    const key = element === undefined ? null : nameField(element);
    if (key === null || list.element.kind !== "named") return true;
    const shown = sourceOf(module, list.element);
    const at = spanOf(module, list.element);
    const fixes =
      list.size === null
        ? [fixAt({ ...at, start: at.end }, ` by ${key}`, `write \`[${shown} by ${key}]\``, "maybe" as const)]
        : [];
    find(linter, "SP7011", { element: shown, key }, { module, node: list }, "a plain list", { fixes });
    return true;
  });
}

/** The field by which the elements are called: text, always there, without a default. */
function nameField(type: Type): string | null {
  const inner = withoutOptional(type);
  if (inner.kind !== "record") return null;
  return (
    NAMES.find((name) => {
      const field = inner.record.fields.get(name);
      return (
        field !== undefined &&
        field.value === null &&
        field.type.kind === "scalar" &&
        field.type.name === "String"
      );
    }) ?? null
  );
}
