// `replace db: rds.Instance { }` may change the kind if everything that others read of the slot is there still.
//
// In:  while everything is checked, what is read of which slot by whom, and which slots stand for which others. Out: SP2209 for
// each read that the new slot has no answer to. Reads are looked at last, because whoever reads may be checked after whoever
// replaces. A reader is a system, an overlay or a block after `with`: only those that meet the new slot count.

import type { Slot } from "../ast.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import { isSensitive, showType, type PlacedMember, type SystemInfo, type Type } from "../types.ts";
import { fits } from "../types/fits.ts";
import { marked, marksOf, unmarked } from "../types/marks.ts";
import { report, spanOf, type Checker, type Read, type Reader, type Replacement } from "./context.ts";
import { memberType } from "./systems.ts";

/** Those whose definitions are in a system: its body, and what stands on it. */
export function readersOf(system: SystemInfo): readonly Reader[] {
  return [system.declaration, ...system.layers];
}

/** Notes the slots that are other ones in `after` than in `before`, at all depths. */
export function noteReplaced(
  checker: Checker,
  before: SystemInfo,
  after: SystemInfo,
  readers: readonly Reader[],
  use: Span | null,
): void {
  if (before === after || readers.length === 0) return;
  for (const [name, old] of before.members) {
    const now = after.members.get(name);
    if (now === undefined || now === old || !("slot" in old) || !("slot" in now)) continue;
    if (now.slot !== old.slot) checker.replaced.push({ old, now, readers, use });
    if (old.kind !== "instance" || now.kind !== "instance") continue;
    // What stood on the old system went with it.
    const own = now.slot === old.slot ? readersOf(old.system) : [];
    noteReplaced(checker, old.system, now.system, [...readers, ...own], use);
  }
}

/** `replaced`: what was noted and not looked at yet. */
export function checkReplaced(checker: Checker, replaced: readonly Replacement[]): void {
  const said = new Map<Slot | Span, Set<Span>>();
  for (const { old, now, readers, use } of replaced) {
    const at = use ?? now.slot;
    const seen = said.get(at) ?? new Set<Span>();
    said.set(at, seen);
    for (const reader of readers) {
      for (const read of checker.reads.get(old.slot)?.get(reader)?.values() ?? []) {
        const why = missing(read, old, now);
        if (why === null || seen.has(read.span)) continue;
        seen.add(read.span);
        say(checker, old, now, read, why, use);
      }
    }
  }
}

function say(
  checker: Checker,
  old: PlacedMember,
  now: PlacedMember,
  read: Read,
  why: string,
  use: Span | null,
): void {
  const name = old.slot.name.text;
  const place = spanOf(now.module, now.slot.of);
  const labels = [secondary(read.span, "read here")];
  if (use !== null) labels.push(secondary(place, "the new kind"));
  const names = namesOf(now);
  const near = read.name === null ? null : nearest(read.name, names);
  const help =
    read.name === null
      ? "hand over its fields instead of the whole resource"
      : near === null
        ? `\`${shown(now)}\` has ${names.toSorted().join(", ")}`
        : `\`${shown(now)}\` has a \`${near}\``;
  report(checker, "SP2209", { name, why }, use ?? place, "cannot stand for what was there", { labels, help });
}

/** Why the new slot has no answer to a read, or null. */
function missing(read: Read, old: PlacedMember, now: PlacedMember): string | null {
  if (read.name === null)
    return fits(typeOfSlot(now), read.type) ? null : `it is handed on as ${showType(read.type)}`;
  const type = readable(now, read.name);
  // Of a slot in a slot, what is read behind it decides.
  if (isPlaced(old, read.name) && isPlaced(now, read.name)) return null;
  if (type === null) return `\`${read.name}\` is read, and \`${shown(now)}\` has none`;
  if (fits(type, read.type)) return null;
  const { secret } = marksOf(read.type);
  const before = showType(marked(unmarked(read.type), { deferred: null, secret }));
  return `\`${read.name}\` is read as ${before}, and that of \`${shown(now)}\` is ${showType(type)}`;
}

function isPlaced(member: PlacedMember, name: string): boolean {
  const info = member.kind === "instance" ? member.system.members.get(name) : undefined;
  return info !== undefined && "slot" in info;
}

function typeOfSlot(member: PlacedMember): Type {
  return member.kind === "resource"
    ? { kind: "resource", record: member.record }
    : { kind: "instance", system: member.system };
}

/** The type that a read of a field gives; null where there is no such field. */
function readable(member: PlacedMember, name: string): Type | null {
  if (member.kind === "instance") {
    const info = member.system.members.get(name);
    return info === undefined || info.kind === "let" ? null : memberType(info);
  }
  const field = member.record.fields.get(name);
  if (field === undefined) return null;
  const secret = isSensitive(field) ? { path: name, span: field.span } : marksOf(field.type).secret;
  return marked(field.type, { deferred: null, secret });
}

function namesOf(member: PlacedMember): readonly string[] {
  if (member.kind === "resource") return [...member.record.fields.keys()];
  return [...member.system.members].filter(([, info]) => info.kind !== "let").map(([name]) => name);
}

function shown(member: PlacedMember): string {
  return member.kind === "resource" ? member.record.name : member.system.name;
}
