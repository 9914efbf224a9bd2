// Entries of blocks with the fields that they write: in bodies, overlays, instances, defaults and constructors.
//
// In:  the linter. Out: each entry, the field that it writes where that is known, and the resource slot that it is about.

import type {
  Block,
  Construct,
  EachEntry,
  Entry,
  Expression,
  Overlay,
  OverlayUse,
  Slot,
  With,
  Word,
} from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { systemBelow } from "../check/environments.ts";
import { systemNamed, withBlock, withUse, withUses } from "../check/systems.ts";
import {
  withoutOptional,
  type FieldInfo,
  type MemberInfo,
  type PlacedMember,
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
      if (declaration.kind === "overlay") {
        const system = overlaySystem(linter, module, declaration);
        if (system !== null) visitMembers(linter, module, declaration.block, system, visit);
        else visitEaches(linter, module, declaration.block, visit);
      }
      if (declaration.kind === "environment") {
        const system = systemBelow(checker, module, declaration);
        if (system !== null) visitUses(linter, module, declaration.with, system, visit);
      }
    }
    visitConstructs(linter, module, visit);
    visitTests(linter, module, visit);
  }
}

/** What an overlay is on, with what it declares itself. */
export function overlaySystem(linter: Linter, module: Module, overlay: Overlay): SystemInfo | null {
  const { checker } = linter.checked;
  const declared = overlay.on === null ? null : systemNamed(checker, module, overlay.on, true);
  if (declared === null) return null;
  const below = withUses(checker, module, declared, overlay.with);
  return withBlock(checker, module, below, overlay.block, overlay);
}

function visitSystem(linter: Linter, system: SystemInfo, visit: Visit): void {
  const { module } = system;
  for (const info of system.members.values()) if ("slot" in info) visitSlot(linter, info, system, visit);
  for (const member of system.declaration.members) {
    const info = system.members.get(member.name.text);
    if (member.kind !== "param" || info?.kind !== "param" || member.value === null) continue;
    const { value, name: key } = member;
    visit({ module, key, value, type: info.type, field: null, member: info, resource: null });
    visitValue(value, info.type, { linter, module, visit, resource: null });
  }
}

function visitSlot(linter: Linter, member: PlacedMember, system: SystemInfo, visit: Visit): void {
  const { slot, module } = member;
  if (member.kind === "resource") {
    const resource = { slot, system };
    visitRecord(slot.block, member.record, { linter, module, visit, resource });
    return;
  }
  const declared = linter.checked.checker.systems.get(member.system.declaration);
  if (declared !== undefined) visitUses(linter, module, slot.with, declared, visit);
  visitMembers(linter, module, slot.block, member.system, visit);
}

function visitUses(
  linter: Linter,
  module: Module,
  uses: readonly OverlayUse[],
  system: SystemInfo,
  visit: Visit,
): void {
  let below = system;
  for (const use of uses) {
    const next = withUse(linter.checked.checker, module, below, use);
    if (use.block !== null) visitMembers(linter, module, use.block, next, visit);
    visitUses(linter, module, use.siblings ?? [], below, visit);
    below = next;
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
    if (entry.kind === "each") visitEach(linter, module, entry, visit);
    const declared = entry.kind === "declare" ? system.members.get(entry.slot.name.text) : undefined;
    if (declared !== undefined && "slot" in declared) visitSlot(linter, declared, system, visit);
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

function visitEaches(linter: Linter, module: Module, block: Block, visit: Visit): void {
  for (const entry of block.entries) if (entry.kind === "each") visitEach(linter, module, entry, visit);
}

/** `each File { ... }`: every resource of the kind, every instance of the system, or every record of the type. */
function visitEach(linter: Linter, module: Module, { of, block }: EachEntry, visit: Visit): void {
  const type = linter.checked.checker.named.get(of);
  if (type?.kind === "resource" || type?.kind === "record")
    visitRecord(block, type.record, { linter, module, visit, resource: null });
  if (type?.kind === "instance") visitMembers(linter, module, block, type.system, visit);
}

function visitRecord(block: Block, record: RecordInfo, context: Context): void {
  const { module, visit, resource } = context;
  for (const entry of block.entries) {
    if (entry.kind === "each") visitEach(context.linter, module, entry, visit);
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
  visitEaches(context.linter, module, block, visit);
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
    const { block } = node as unknown as Construct;
    const type = linter.checked.shapes.get(block);
    if (type?.kind === "record") visitRecord(block, type.record, { linter, module, visit, resource: null });
  });
}

/** `Shop with { ... }` in a test. */
function visitTests(linter: Linter, module: Module, visit: Visit): void {
  walk(module.node.checks, (node) => {
    if (node.kind !== "with") return;
    const value = node as unknown as With;
    const made = linter.checked.checker.instanced.get(value);
    if (made !== undefined) visitUses(linter, module, value.uses, made.system, visit);
  });
}
