// Entries of blocks with the fields that they write: in bodies, overlays, instances, defaults and constructors.
//
// In:  the linter. Out: each entry, the field that it writes where that is known, and the resource slot that it is about.

import type { Block, Entry, Expression, OverlayUse, Slot, Word } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import {
  withoutOptional,
  type FieldInfo,
  type MemberInfo,
  type RecordInfo,
  type SystemInfo,
  type Type,
} from "../types.ts";
import { type Linter } from "./context.ts";

export interface Written {
  readonly module: Module;
  readonly key: Word;
  /** null where an entry removes or amends. */
  readonly value: Expression | null;
  readonly type: Type;
  readonly field: FieldInfo | null;
  readonly member: MemberInfo | null;
  /** The resource in whose block this stands, with the system that declares it. */
  readonly resource: { readonly slot: Slot; readonly system: SystemInfo } | null;
}

type Visit = (written: Written) => void;

export function forEachField(linter: Linter, visit: Visit): void {
  const { checker } = linter.checked;
  for (const module of linter.modules) {
    for (const declaration of module.node.declarations) {
      if (declaration.kind === "system") {
        const system = checker.systems.get(declaration);
        if (system !== undefined) visitSystem(linter, system, visit);
      }
      if (declaration.kind === "overlay" && declaration.on !== null) {
        const system = systemNamed(linter, module, declaration.on.text);
        if (system !== null) visitMembers(linter, module, declaration.block, system, visit);
      }
      if (declaration.kind === "environment") {
        const system = systemNamed(linter, module, declaration.of.text);
        if (system !== null) visitUses(linter, module, declaration.with, system, visit);
      }
    }
    visitConstructs(linter, module, visit);
  }
}

export function systemNamed(linter: Linter, module: Module, name: string, depth = 0): SystemInfo | null {
  const binding = module.names.get(name);
  const declaration = binding?.declaration ?? null;
  if (binding === undefined || declaration === null) return null;
  if (declaration.kind === "system") return linter.checked.checker.systems.get(declaration) ?? null;
  // An environment may be of another one, and an overlay on a system that is.
  return declaration.kind === "environment" && depth < 100
    ? systemNamed(linter, binding.module, declaration.of.text, depth + 1)
    : null;
}

function visitSystem(linter: Linter, system: SystemInfo, visit: Visit): void {
  const { module } = system;
  for (const info of system.members.values()) {
    if (info.kind === "resource") {
      const resource = { slot: info.slot, system };
      visitRecord(info.slot.block, info.record, { linter, module, visit, resource });
    }
    if (info.kind === "instance") {
      visitUses(linter, module, info.slot.with, info.system, visit);
      visitMembers(linter, module, info.slot.block, info.system, visit);
    }
  }
  for (const member of system.declaration.members) {
    const info = system.members.get(member.name.text);
    if (member.kind !== "param" || info?.kind !== "param" || member.value === null) continue;
    const { value, name: key } = member;
    visit({ module, key, value, type: info.type, field: null, member: info, resource: null });
    visitValue(value, info.type, { linter, module, visit, resource: null });
  }
}

function visitUses(
  linter: Linter,
  module: Module,
  uses: readonly OverlayUse[],
  system: SystemInfo,
  visit: Visit,
): void {
  for (const use of uses) {
    if (use.block !== null) visitMembers(linter, module, use.block, system, visit);
    visitUses(linter, module, use.siblings ?? [], system, visit);
  }
}

interface Context {
  readonly linter: Linter;
  readonly module: Module;
  readonly visit: Visit;
  readonly resource: Written["resource"];
}

function visitMembers(linter: Linter, module: Module, block: Block, system: SystemInfo, visit: Visit): void {
  for (const entry of block.entries) {
    if (entry.kind === "each") visitKind(linter, module, entry.of.text, entry.block, visit);
    if (entry.kind === "declare") visitKind(linter, module, entry.slot.of.text, entry.slot.block, visit);
    const keyed = keyedEntry(entry);
    const info = keyed === null ? undefined : system.members.get(keyed.key.text);
    if (keyed === null || info === undefined) continue;
    const { key, value, inner } = keyed;
    switch (info.kind) {
      case "param":
      case "output": {
        visit({ module, key, value, type: info.type, field: null, member: info, resource: null });
        const context = { linter, module, visit, resource: null };
        if (value !== null) visitValue(value, info.type, context);
        if (inner !== null) visitInside(inner, info.type, context);
        break;
      }
      case "resource": {
        const type: Type = { kind: "resource", record: info.record };
        visit({ module, key, value, type, field: null, member: info, resource: null });
        const resource = { slot: info.slot, system };
        if (inner !== null) visitRecord(inner, info.record, { linter, module, visit, resource });
        break;
      }
      case "instance":
        if (inner !== null) visitMembers(linter, module, inner, info.system, visit);
        break;
      case "let":
        break;
    }
  }
}

/** `each File { ... }`: every resource of the kind. */
function visitKind(linter: Linter, module: Module, name: string, block: Block, visit: Visit): void {
  const declaration = module.names.get(name)?.declaration ?? null;
  const record = declaration === null ? undefined : linter.checked.checker.records.get(declaration);
  if (record !== undefined) visitRecord(block, record, { linter, module, visit, resource: null });
}

function visitRecord(block: Block, record: RecordInfo, context: Context): void {
  const { module, visit, resource } = context;
  for (const entry of block.entries) {
    const keyed = keyedEntry(entry);
    const field = keyed === null ? undefined : record.fields.get(keyed.key.text);
    if (keyed === null || field === undefined) continue;
    const { key, value, inner } = keyed;
    visit({ module, key, value, type: field.type, field, member: null, resource });
    if (value !== null) visitValue(value, field.type, context);
    if (inner !== null) visitInside(inner, field.type, context);
  }
}

function visitValue(value: Expression, type: Type, context: Context): void {
  if (value.kind === "block") visitInside(value, type, context);
}

/** A block where a type is asked for. */
function visitInside(block: Block, type: Type, context: Context): void {
  const inner = withoutOptional(type);
  if (inner.kind === "record") visitRecord(block, inner.record, context);
  if (inner.kind !== "map" && inner.kind !== "keyed") return;
  const element = inner.kind === "map" ? inner.value : inner.element;
  const { module, visit, resource } = context;
  for (const entry of block.entries) {
    const keyed = keyedEntry(entry);
    if (keyed === null) continue;
    visit({ ...keyed, module, type: element, field: null, member: null, resource });
    if (keyed.value !== null) visitValue(keyed.value, element, context);
    if (keyed.inner !== null) visitInside(keyed.inner, element, context);
  }
}

interface Keyed {
  readonly key: Word;
  readonly value: Expression | null;
  readonly inner: Block | null;
}

function keyedEntry(entry: Entry): Keyed | null {
  if (entry.kind === "set") return { key: entry.key, value: entry.value, inner: null };
  if (entry.kind === "amend") return { key: entry.key, value: null, inner: entry.block };
  if (entry.kind === "remove") return { key: entry.key, value: null, inner: null };
  return null;
}

/** `Name { }` as a value names its type itself. */
function visitConstructs(linter: Linter, module: Module, visit: Visit): void {
  walk(module.node, (node) => {
    if (node.kind !== "construct") return;
    const { name, block } = node as unknown as { readonly name: Word; readonly block: Block };
    visitKind(linter, module, name.text, block, visit);
  });
}
