// Resources: health that nobody watches, data that nothing protects, permissions that let everybody in.

import type { Expression, Literal } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { fixAt } from "../diagnostics.ts";
import { spanOf } from "../check/context.ts";
import { withoutOptional, type SystemInfo, type Type } from "../types.ts";
import { find, sourceOf, type Linter } from "./context.ts";
import { forEachField } from "./fields.ts";

export function lintResources(linter: Linter): void {
  const touched = touchedNames(linter);
  for (const module of linter.modules) {
    for (const declaration of module.node.declarations) {
      if (declaration.kind !== "system") continue;
      const system = linter.checked.checker.systems.get(declaration);
      if (system !== undefined) lintSlots(linter, module, system, touched);
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

interface Touched {
  /** Slots for which some overlay or instance gives a health check. */
  readonly health: ReadonlySet<string>;
  /** Slots about which some block says whether they are protected. */
  readonly protected: ReadonlySet<string>;
}

/** Surprising: by the slot's name alone, whatever system it is in: better silent than wrong. */
function touchedNames(linter: Linter): Touched {
  const health = new Set<string>();
  const guarded = new Set<string>();
  for (const { node } of linter.checked.program.modules) {
    walk(node, (each) => {
      if (each.kind !== "amend") return;
      const { key, block } = each as unknown as {
        readonly key: { readonly text: string };
        readonly block: {
          readonly entries: readonly { kind: string; key?: { text: string }; name?: { text: string } }[];
        };
      };
      for (const entry of block.entries) {
        if (entry.key?.text === "health") health.add(key.text);
        if (entry.kind === "annotation" && entry.name?.text === "protect") guarded.add(key.text);
      }
    });
  }
  return { health, protected: guarded };
}

function lintSlots(linter: Linter, module: Module, system: SystemInfo, touched: Touched): void {
  for (const info of system.members.values()) {
    if (info.kind !== "resource") continue;
    const { slot, record } = info;
    const name = slot.name.text;
    const kind = record.name;
    const at = { module, node: slot.name };
    const { entries } = slot.block;
    const health = record.fields.get("health");
    const hasHealth =
      touched.health.has(name) ||
      entries.some((entry) => "key" in entry && "text" in entry.key && entry.key.text === "health");
    if (health !== undefined && !health.output && health.value === null && !hasHealth)
      find(linter, "SP7010", { name, kind }, at, "has no `health`");
    const holdsData = record.declaration?.annotations.some((item) => item.name.text === "holdsData") === true;
    const isGuarded =
      touched.protected.has(name) ||
      entries.some((entry) => entry.kind === "annotation" && entry.name.text === "protect");
    if (holdsData && !isGuarded) find(linter, "SP7023", { name, kind }, at, "holds data");
  }
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
