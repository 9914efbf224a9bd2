// Resources: health that nobody watches, data that nothing protects, permissions that let everybody in.

import {
  isKeyed,
  type AmendEntry,
  type Block,
  type EachEntry,
  type Expression,
  type Literal,
} from "../ast.ts";
import { walk, type Walked } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { fixAt } from "../diagnostics.ts";
import { spanOf } from "../check/context.ts";
import { withoutOptional, type MemberInfo, type RecordInfo, type Type } from "../types.ts";
import { find, sourceOf, type Linter } from "./context.ts";
import { forEachField, overlaySystem } from "./fields.ts";

export function lintResources(linter: Linter): void {
  const touched = touchedNames(linter);
  for (const module of linter.modules) {
    for (const declaration of module.node.declarations) {
      if (declaration.kind === "system") {
        const system = linter.checked.checker.systems.get(declaration);
        for (const member of system?.members.values() ?? []) lintSlot(linter, module, member, touched);
      }
      if (declaration.kind !== "overlay") continue;
      const system = overlaySystem(linter, module, declaration);
      for (const entry of declaration.block.entries) {
        const member = entry.kind === "declare" ? system?.members.get(entry.slot.name.text) : undefined;
        if (member !== undefined) lintSlot(linter, module, member, touched);
      }
    }
  }
  forEachField(linter, ({ module, value, type }) => {
    if (value?.kind === "literal" && isNamed(type, "FileMode")) lintMode(linter, module, value);
  });
  // The default of a field or a parameter of a type of one's own.
  for (const module of linter.modules) {
    walk(module.node, (node) => {
      if (!("type" in node) || !("value" in node)) return;
      const type = node.type as { readonly kind?: string; readonly name?: { readonly text: string } } | null;
      const value = node.value as Expression | null;
      const isMode = type?.kind === "named" && type.name?.text === "FileMode";
      // A parameter's default was seen with the fields.
      if (isMode && value?.kind === "literal" && node.kind !== "param") lintMode(linter, module, value);
    });
  }
}

/** Slots by their names, and kinds of which an `each` says it. */
interface Touched {
  /** For which some overlay or instance gives a health check. */
  readonly health: ReadonlySet<string | RecordInfo>;
  /** About which some block says whether they are protected. */
  readonly protected: ReadonlySet<string | RecordInfo>;
}

/** Surprising: by the slot's name alone, whatever system it is in: better silent than wrong. */
function touchedNames(linter: Linter): Touched {
  const health = new Set<string | RecordInfo>();
  const guarded = new Set<string | RecordInfo>();
  for (const { node } of linter.checked.program.modules) {
    walk(node, (each) => {
      const about = aboutOf(linter, each);
      if (about === null) return;
      for (const entry of about.block.entries) {
        if (isKeyed(entry) && entry.key.text === "health") health.add(about.what);
        if (entry.kind === "annotation" && entry.name.text === "protect") guarded.add(about.what);
      }
    });
  }
  return { health, protected: guarded };
}

/** The block of `name { }` or of `each Kind { }`, and what it is about. */
function aboutOf(
  linter: Linter,
  node: Walked,
): { readonly what: string | RecordInfo; readonly block: Block } | null {
  if (node.kind === "amend") {
    const { key, block } = node as unknown as AmendEntry;
    return { what: key.text, block };
  }
  if (node.kind !== "each") return null;
  const { of, block } = node as unknown as EachEntry;
  const type = linter.checked.checker.named.get(of);
  return type?.kind === "resource" ? { what: type.record, block } : null;
}

function lintSlot(linter: Linter, module: Module, member: MemberInfo, touched: Touched): void {
  if (member.kind !== "resource") return;
  const { slot, record } = member;
  const name = slot.name.text;
  const kind = record.name;
  const at = { module, node: slot.name };
  const { entries } = slot.block;
  const health = record.fields.get("health");
  const hasHealth =
    touched.health.has(name) ||
    touched.health.has(record) ||
    entries.some((entry) => isKeyed(entry) && entry.key.text === "health");
  if (health !== undefined && !health.output && health.value === null && !hasHealth)
    find(linter, "SP7010", { name, kind }, at, "has no `health`");
  const holdsData = record.declaration?.annotations.some((item) => item.name.text === "holdsData") === true;
  const isGuarded =
    touched.protected.has(name) ||
    touched.protected.has(record) ||
    entries.some((entry) => entry.kind === "annotation" && entry.name.text === "protect");
  // What is only read is not ours to destroy.
  if (holdsData && !isGuarded && !slot.existing) find(linter, "SP7023", { name, kind }, at, "holds data");
}

function isNamed(type: Type, alias: string): boolean {
  const inner = withoutOptional(type);
  return inner.kind === "scalar" && inner.alias === alias;
}

const WORLD_WRITABLE = 0o002;
const STICKY = 0o1000;

function lintMode(linter: Linter, module: Module, literal: Literal): void {
  if (typeof literal.value !== "number") return;
  const written = sourceOf(module, literal);
  const at = { module, node: literal };
  const mode = `0o${literal.value.toString(8)}`;
  if (/^[1-7][0-7]{2,3}$/.test(written)) {
    const title = `write \`0o${written}\``;
    const fixes = [fixAt(spanOf(module, literal), `0o${written}`, title, "maybe")];
    find(linter, "SP7015", { written, octal: mode }, at, `this is ${mode}`, { fixes });
    return;
  }
  if ((literal.value & WORLD_WRITABLE) !== 0 && (literal.value & STICKY) === 0)
    find(linter, "SP7014", { mode }, at, "lets everybody write");
}
