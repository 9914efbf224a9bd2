// Blocks of resources and systems: what an overlay, an instance or a body may write there.

import {
  isKeyed,
  type Block,
  type EachEntry,
  type Entry,
  type Expression,
  type KeyedEntry,
  type Word,
} from "../ast.ts";
import { secondary, type Label } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import { type MemberInfo, type RecordInfo, type SystemInfo } from "../types.ts";
import { checkAnnotation } from "./annotations.ts";
import { checkFieldEntry, checkRecord, refuse, refuseTwice } from "./blocks.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";
import { checkEach, eachScope, refuseInEach, type Below } from "./each.ts";
import { mayHaveMore } from "./systems.ts";

export function checkResourceBlock(checker: Checker, block: Block, record: RecordInfo, scope: Scope): void {
  const inside: Scope = { ...scope, it: { kind: "resource", record } };
  const fields = block.entries.filter((entry) => entry.kind !== "annotation");
  checkRecord(checker, { ...block, entries: fields }, record, inside, { given: null, whole: false });
  const seen = new Map<string, Entry>();
  for (const entry of block.entries) {
    if (entry.kind !== "annotation") continue;
    const before = seen.get(entry.name.text);
    seen.set(entry.name.text, entry);
    if (before !== undefined && entry.name.text !== "after") {
      const labels = [secondary(spanOf(scope.module, before), "first written here")];
      const span = spanOf(scope.module, entry.name);
      report(checker, "SP2112", { name: `@${entry.name.text}` }, span, "written again", { labels });
    }
    checkAnnotation(checker, entry, record, inside);
  }
}

/** The block of an overlay on a system, or of a nested system. */
export function checkSystemBlock(
  checker: Checker,
  block: Block,
  system: SystemInfo,
  scope: Scope,
  top: boolean,
): void {
  refuseTwice(checker, block, scope);
  for (const entry of block.entries) {
    // The overlay's own `let`s are part of its frame, and were checked with it.
    if (entry.kind === "let" && top) continue;
    if (refuseInEach(checker, entry, scope)) continue;
    if (entry.kind === "each") {
      checkEachPlaced(checker, entry, { kind: "system", system }, scope);
      continue;
    }
    if (!isKeyed(entry)) {
      refuse(checker, entry, scope);
      continue;
    }
    const { key } = entry;
    const member = system.members.get(key.text);
    if (member === undefined || (key.text.startsWith("_") && system.module !== scope.module)) {
      reportNoSlot(checker, system, entry, scope, member);
      continue;
    }
    checkSlotEntry(checker, entry, member, scope);
  }
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

type Placed = Extract<MemberInfo, { kind: "resource" | "instance" }>;

function checkPlaced(checker: Checker, block: Block, member: Placed, scope: Scope): void {
  if (member.kind === "resource") checkResourceBlock(checker, block, member.record, scope);
  else checkSystemBlock(checker, block, member.system, scope, false);
}

/** Of a slot with `for`, the entries are the keys of its collection. */
function checkLooped(checker: Checker, block: Block, name: string, member: Placed, scope: Scope): void {
  refuseTwice(checker, block, scope);
  for (const entry of block.entries) {
    if (refuseInEach(checker, entry, scope)) continue;
    if (entry.kind === "each") checkEachPlaced(checker, entry, { kind: "slot", member, name }, scope);
    else if (!isKeyed(entry)) refuse(checker, entry, scope);
    else if (entry.kind === "amend") checkPlaced(checker, entry.block, member, scope);
    else if (entry.kind === "set") {
      refuseSet(checker, entry.value, entry.key, scope, [secondary(member.span, "declared here")]);
    }
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
  const own = system.module === scope.module;
  const names = [...system.members]
    .filter(([key, info]) => info.kind !== "let" && (own || !key.startsWith("_")))
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
