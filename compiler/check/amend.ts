// Blocks of resources and systems: what an overlay, an instance or a body may write there.

import {
  isKeyed,
  type Block,
  type DeclareEntry,
  type EachEntry,
  type Entry,
  type Expression,
  type KeyedEntry,
  type Slot,
  type Word,
} from "../ast.ts";
import { secondary, type Label } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import { isHidden, type MemberInfo, type PlacedMember, type RecordInfo, type SystemInfo } from "../types.ts";
import { checkAnnotation, checkPlace } from "./annotations.ts";
import { checkFieldEntry, checkRecord } from "./blocks.ts";
import { report, sortOf, spanOf, type Checker, type Scope } from "./context.ts";
import { checkEach, eachScope, refuseInEach, type Below } from "./each.ts";
import { refuse, refuseTwice } from "./entries.ts";
import { checkMove } from "./moves.ts";
import { isForbidden, mayHaveMore, refuseHiding, slotMember } from "./systems.ts";

export function checkResourceBlock(checker: Checker, block: Block, record: RecordInfo, scope: Scope): void {
  const inside: Scope = { ...scope, it: { kind: "resource", record } };
  const options = { given: null, whole: false };
  if (!block.entries.some(isAnnotation)) {
    checkRecord(checker, block, record, inside, options);
    return;
  }
  const entries = block.entries.filter((entry) => !isAnnotation(entry));
  checkRecord(checker, { ...block, entries }, record, inside, options);
  refuseAnnotationsTwice(checker, block, scope);
  for (const entry of block.entries)
    if (entry.kind === "annotation") checkAnnotation(checker, entry, record, inside);
}

function isAnnotation({ kind }: Entry): boolean {
  return kind === "annotation";
}

/** Only what adds up is written more than once. */
function refuseAnnotationsTwice(checker: Checker, block: Block, scope: Scope): void {
  const seen = new Map<string, Entry>();
  for (const entry of block.entries) {
    if (entry.kind !== "annotation" || entry.name.text === "after") continue;
    const before = seen.get(entry.name.text);
    seen.set(entry.name.text, entry);
    if (before === undefined) continue;
    const labels = [secondary(spanOf(scope.module, before), "first written here")];
    const span = spanOf(scope.module, entry.name);
    report(checker, "SP2112", { name: `@${entry.name.text}` }, span, "written again", { labels });
  }
}

/** The block of an overlay on a system (`top`), or of a nested system. What it declares is among the system's members. */
export function checkSystemBlock(
  checker: Checker,
  block: Block,
  system: SystemInfo,
  scope: Scope,
  top: boolean,
): void {
  refuseTwice(checker, withoutRedeclared(block, system), scope);
  for (const entry of block.entries) {
    if (refuseInEach(checker, entry, scope)) continue;
    switch (entry.kind) {
      case "set":
      case "amend":
      case "remove":
        checkSystemEntry(checker, entry, system, scope);
        break;
      case "each":
        checkEachPlaced(checker, entry, { kind: "system", system }, scope);
        break;
      case "declare":
        // One that is written twice was reported.
        if (isFirst(block, entry)) checkDeclared(checker, entry, system, scope);
        break;
      case "let":
        // The overlay's own are part of its frame, and were checked with it.
        if (!top) refuse(checker, entry, scope);
        break;
      case "moved":
      case "removed":
        if (top) checkMove(checker, entry, system, removedBy(block), scope);
        else refuse(checker, entry, scope);
        break;
      case "annotation":
        if (entry.name.text === "on") checkPlace(checker, entry, scope);
        else refuse(checker, entry, scope);
        break;
      case "computed":
      case "spread":
        refuse(checker, entry, scope);
        break;
    }
  }
  refuseAnnotationsTwice(checker, block, scope);
}

/** A slot that is there already is refused for that; what amends it in the same block is right. */
function withoutRedeclared(block: Block, { members }: SystemInfo): Block {
  const own = new Set(block.entries.flatMap((entry) => (entry.kind === "declare" ? [entry.slot] : [])));
  const isRedeclared = (entry: Entry): boolean => {
    if (entry.kind !== "declare" || entry.replace) return false;
    const member = members.get(entry.slot.name.text);
    return member !== undefined && !("slot" in member && own.has(member.slot));
  };
  if (!block.entries.some(isRedeclared)) return block;
  return { ...block, entries: block.entries.filter((entry) => !isRedeclared(entry)) };
}

function isFirst(block: Block, { slot }: DeclareEntry): boolean {
  const all = block.entries.flatMap((entry) => (entry.kind === "declare" ? [entry.slot] : []));
  return all.find((other) => other.name.text === slot.name.text) === slot;
}

function removedBy(block: Block): ReadonlySet<string> {
  return new Set(block.entries.flatMap((entry) => (entry.kind === "remove" ? [entry.key.text] : [])));
}

function checkSystemEntry(checker: Checker, entry: KeyedEntry, system: SystemInfo, scope: Scope): void {
  const name = entry.key.text;
  const member = system.members.get(name);
  if (member === undefined || isHidden(system, name, member, scope.module))
    reportNoSlot(checker, system, entry, scope, member);
  else checkSlotEntry(checker, entry, member, scope);
}

function checkSlotEntry(checker: Checker, entry: KeyedEntry, member: MemberInfo, scope: Scope): void {
  const { key } = entry;
  const span = spanOf(scope.module, key);
  const labels = [secondary(member.span, "declared here")];
  switch (member.kind) {
    case "param":
    case "output":
      checkFieldEntry(checker, entry, member.type, scope);
      return;
    case "let": {
      const why = "is a `let`, which is recomputed and never amended";
      const help = "amend what it is computed from, or make it a `param`";
      report(checker, "SP2202", { name: key.text, why }, span, "cannot be written", { labels, help });
      return;
    }
    case "resource":
    case "instance":
      if (entry.kind === "set") refuseSet(checker, entry.value, key, scope, labels);
      if (entry.kind !== "amend") return;
      if (member.slot.loop === null) checkPlaced(checker, entry.block, member, scope);
      else checkLooped(checker, entry.block, key.text, member, scope);
      return;
  }
}

/** `name: Kind { }` in an overlay or in the block of an instance. */
function checkDeclared(checker: Checker, entry: DeclareEntry, system: SystemInfo, scope: Scope): void {
  const { replace, slot } = entry;
  const { text: name } = slot.name;
  const span = spanOf(scope.module, slot.name);
  // What is wrong with its kind was reported.
  if (name === "" || isForbidden(checker, name, span) || slotMember(checker, scope.module, slot) === null)
    return;
  const member = system.members.get(name);
  if (member !== undefined && "slot" in member && member.slot === slot) {
    // The slots of an inner system are read behind a dot, where they hide nothing.
    if (scope.system === system) refuseHiding(checker, scope.module, name, span);
    if (replace) refuseReshape(checker, slot, system, span);
    checker.checkSlot(checker, slot, member, scope);
    return;
  }
  if (member === undefined) {
    if (replace) reportNothing(checker, slot, system, span);
    return;
  }
  const labels = [secondary(member.span, "declared here")];
  if (replace) {
    const why = `is ${sortOf(member)}, and a slot cannot stand for it`;
    const help = `set it: \`${name} = ...\``;
    report(checker, "SP2202", { name, why }, span, "cannot be replaced", { labels, help });
    return;
  }
  const help = `amend it, \`${name} { ... }\`, or put another in its place: \`replace ${name}: ${slot.of.text} { ... }\``;
  report(checker, "SP2002", { name }, span, "declared again", { labels, help });
}

function reportNothing(checker: Checker, slot: Slot, system: SystemInfo, span: Span): void {
  const { text: name } = slot.name;
  const slots = [...system.members].flatMap(([key, info]) => ("slot" in info ? [key] : []));
  const near = nearest(name, slots);
  const help =
    near === null ? `to add it, write \`${name}: ${slot.of.text} { ... }\`` : `write \`replace ${near}\``;
  report(checker, "SP2108", { name, owner: system.name }, span, "nothing to replace", { help, near });
}

/** One for many, or one for what may be absent, would be another thing to everybody who reads it. */
function refuseReshape(checker: Checker, slot: Slot, system: SystemInfo, span: Span): void {
  const old = slotBelow(system, slot);
  if (old === null) return;
  const why =
    (old.slot.loop === null) !== (slot.loop === null)
      ? "one slot cannot stand for many, or many for one"
      : slot.condition !== null && old.slot.condition === null
        ? "what it stands for is always there"
        : null;
  if (why === null) return;
  const labels = [secondary(old.span, "what it stands for")];
  report(checker, "SP2114", { why }, span, "of another shape", {
    labels,
    help: "keep its `for` and its `if`",
  });
}

function slotBelow(system: SystemInfo, slot: Slot): PlacedMember | null {
  for (let each = system.base; each !== null; each = each.base) {
    const member = each.members.get(slot.name.text);
    if (member !== undefined && "slot" in member && member.slot !== slot) return member;
  }
  return null;
}

function checkPlaced(checker: Checker, block: Block, member: PlacedMember, scope: Scope): void {
  if (member.kind === "resource") checkResourceBlock(checker, block, member.record, scope);
  else checkSystemBlock(checker, block, member.system, scope, false);
}

/** Of a slot with `for`, the entries are the keys of its collection. */
function checkLooped(checker: Checker, block: Block, name: string, member: PlacedMember, scope: Scope): void {
  refuseTwice(checker, block, scope);
  for (const entry of block.entries) {
    if (refuseInEach(checker, entry, scope)) continue;
    if (entry.kind === "each") checkEachPlaced(checker, entry, { kind: "slot", member, name }, scope);
    else if (!isKeyed(entry)) refuse(checker, entry, scope);
    else if (entry.kind === "amend") {
      refuseDeclares(checker, entry.block, scope);
      checkPlaced(checker, entry.block, member, scope);
    } else if (entry.kind === "set") {
      const labels = [secondary(member.span, "declared here")];
      if (hasField(member, entry.key.text)) refuseKeyless(checker, entry.key, name, member, scope, labels);
      else refuseSet(checker, entry.value, entry.key, scope, labels);
    }
  }
}

function hasField(member: PlacedMember, name: string): boolean {
  return member.kind === "resource" ? member.record.fields.has(name) : member.system.members.has(name);
}

/** `files { mode = 0o600 }`: written as if there were one. */
function refuseKeyless(
  checker: Checker,
  key: Word,
  name: string,
  member: PlacedMember,
  scope: Scope,
  labels: readonly Label[],
): void {
  const kind = member.kind === "resource" ? member.record.name : member.system.name;
  const why = `is a field of each one, and \`${name}\` holds one for each key`;
  const help = `name the key, \`${name} { key { ${key.text} = ... } }\`, or write \`each ${kind} { ${key.text} = ... }\` in it`;
  const span = spanOf(scope.module, key);
  report(checker, "SP2202", { name: key.text, why }, span, "of which one?", { labels, help });
}

/** One of many has the slots that all have. */
function refuseDeclares(checker: Checker, block: Block, scope: Scope): void {
  for (const entry of block.entries) {
    if (entry.kind === "amend") refuseDeclares(checker, entry.block, scope);
    if (entry.kind !== "declare") continue;
    const why = "the slots of a loop all hold the same, and this would be in one of them only";
    const help = "declare it with `if` in an overlay that stands on all of them, after `with`";
    report(checker, "SP2114", { why }, spanOf(scope.module, entry.slot.name), "in one of many", { help });
  }
}

/** `each Service where it.replicas > 1 { }`, `each Shop { }`. */
export function checkEachPlaced(checker: Checker, entry: EachEntry, below: Below, scope: Scope): void {
  const type = checkEach(checker, entry, below, scope);
  if (type === null) return;
  const inside = eachScope(scope, type);
  if (type.kind === "resource") checkResourceBlock(checker, entry.block, type.record, inside);
  if (type.kind === "instance") checkSystemBlock(checker, entry.block, type.system, inside, false);
}

function refuseSet(
  checker: Checker,
  value: Expression,
  key: Word,
  scope: Scope,
  labels: readonly Label[],
): void {
  if (value.kind === "missing") return;
  const help = `amend it: \`${key.text} { ... }\``;
  const why = "is a resource or a system, which is amended and not assigned";
  const span = spanOf(scope.module, key);
  report(checker, "SP2202", { name: key.text, why }, span, "cannot be assigned", { labels, help });
}

function reportNoSlot(
  checker: Checker,
  system: SystemInfo,
  entry: KeyedEntry,
  scope: Scope,
  hidden: MemberInfo | undefined,
): void {
  const name = entry.key.text;
  // A member of a system that could not be read may be missing for that alone.
  if (name === "" || mayHaveMore(system)) return;
  const span = spanOf(scope.module, entry.key);
  const owner = system.name;
  if (hidden !== undefined) {
    const labels = [secondary(hidden.span, "declared here")];
    const help = "a name with `_` belongs to its file: amend it there";
    const why = "is private to the file that declares it";
    report(checker, "SP2202", { name, why }, span, "of another file", { labels, help });
    return;
  }
  const names = [...system.members]
    .filter(([key, info]) => info.kind !== "let" && !isHidden(system, key, info, scope.module))
    .map(([key]) => key);
  const near = nearest(name, names);
  const target = near === null ? undefined : system.members.get(near);
  const labels = target === undefined ? [] : [secondary(target.span, "did you mean this one?")];
  const verb = entry.kind === "remove" ? `remove ${near ?? ""}` : (near ?? "");
  const help = near === null ? `\`${system.name}\` has ${names.toSorted().join(", ")}` : `write \`${verb}\``;
  const details = { labels, help, near };
  if (entry.kind === "remove")
    report(checker, "SP2107", { name, owner, what: "slot" }, span, "no such slot", details);
  else if (entry.kind === "amend") report(checker, "SP2108", { name, owner }, span, "no such slot", details);
  else report(checker, "SP2102", { name, owner }, span, "no such slot", details);
}
