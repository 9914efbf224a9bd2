// Systems as types: their members, with the types that their declarations give or that their values have.

import type {
  Block,
  DeclareEntry,
  Let,
  Member,
  Overlay,
  OverlayUse,
  QualifiedName,
  Slot,
  System,
} from "../ast.ts";
import type { Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { importing } from "../diagnostics/imports.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import {
  optionalOf,
  POISON,
  SCALARS,
  type MemberInfo,
  type PlacedMember,
  type SystemInfo,
  type Type,
} from "../types.ts";
import { marked, marksOf } from "../types/marks.ts";
import {
  deeper,
  fileScope,
  fileValue,
  lookUpQualified,
  report,
  sortOf,
  spanOf,
  type Checker,
  type Scope,
} from "./context.ts";
import { reportNoType, typeOf, recordOf } from "./declared.ts";
import { touchesMistake } from "./mistakes.ts";
import { computedLet } from "./recursion.ts";

export function systemOf(checker: Checker, module: Module, declaration: System): SystemInfo {
  const known = checker.systems.get(declaration);
  if (known !== undefined) return known;
  const members = new Map<string, MemberInfo>();
  const { text: name } = declaration.name;
  const system: SystemInfo = { name, module, declaration, members, base: null, layers: [] };
  checker.systems.set(declaration, system);
  for (const member of declaration.members) {
    const { text } = member.name;
    if (text === "") continue;
    const span = spanOf(module, member.name);
    if (isForbidden(checker, text, span)) continue;
    const other = members.get(text);
    if (other !== undefined) {
      const labels = [secondary(other.span, "first declared here")];
      report(checker, "SP2002", { name: text }, span, "declared again", { labels });
      continue;
    }
    refuseHiding(checker, module, text, span);
    members.set(text, memberOf(checker, system, member) ?? poisonMember(span));
  }
  return system;
}

export function isForbidden(checker: Checker, name: string, span: Span): boolean {
  if (name !== "__proto__") return false;
  const why = "this name has a meaning of its own in JSON tools";
  report(checker, "SP2114", { why }, span, "choose another name");
  return true;
}

/** A slot that an expression could take for a value of the file. */
export function refuseHiding(checker: Checker, module: Module, name: string, span: Span): void {
  const hidden = fileValue(module, name);
  if (hidden === null) return;
  const labels = [secondary(hidden, "this one would be hidden")];
  report(checker, "SP2009", { name }, span, "hides another", { labels });
}

function memberOf(checker: Checker, system: SystemInfo, member: Member): MemberInfo | null {
  const { module } = system;
  const span = spanOf(module, member.name);
  switch (member.kind) {
    case "param": {
      const type = typeOf(checker, module, member.type);
      return { kind: "param", type, span };
    }
    case "let":
    case "output":
      return valueMember(checker, system, member, span);
    case "slot":
      return slotMember(checker, module, member);
  }
}

/** What a slot holds, found once wherever it is declared: in a system, in an overlay or in the block of an instance. */
export function slotMember(checker: Checker, module: Module, slot: Slot): PlacedMember | null {
  const known = checker.slots.get(slot);
  if (known !== undefined) return known;
  if (checker.extending.has(slot)) {
    report(checker, "SP2204", { name: slot.of.text }, spanOf(module, slot.of), "leads back to this slot");
    return null;
  }
  checker.extending.add(slot);
  const found = findSlot(checker, module, slot);
  checker.extending.delete(slot);
  checker.slots.set(slot, found);
  return found;
}

function findSlot(checker: Checker, module: Module, slot: Slot): PlacedMember | null {
  const span = spanOf(module, slot.name);
  const { text } = slot.of;
  if (text === "") return null;
  const found = lookUpQualified(checker, module, slot.of);
  if (found === null) {
    reportNoKind(checker, module, slot);
    return null;
  }
  const { declaration } = found;
  if (declaration === null) return null;
  if (declaration.kind === "kind")
    return { kind: "resource", record: recordOf(checker, found.module, declaration), slot, module, span };
  const at = spanOf(module, slot.of);
  if (declaration.kind === "system") {
    const inner = deeper(checker, at, null, () => systemOf(checker, found.module, declaration));
    if (inner === null) return null;
    const system = withBlock(checker, module, withUses(checker, module, inner, slot.with), slot.block, null);
    return { kind: "instance", system, slot, module, span };
  }
  const labels = [secondary(found.span, "declared here")];
  const is = sortOf(declaration);
  report(checker, "SP2008", { name: text, is, wanted: "a kind or a system" }, at, "cannot stand here", {
    labels,
  });
  return null;
}

function reportNoKind(checker: Checker, module: Module, { name, of }: Slot): void {
  const { text } = of;
  const at = spanOf(module, of);
  // `port: Int = 5` lacks its `param`, and that was said.
  if (module.broken || touchesMistake(module, at)) return;
  if (of.module === null && SCALARS.some((scalar) => scalar === text)) {
    const help = `a value is a parameter or a \`let\`: \`param ${name.text}: ${text} = ...\``;
    const parameters = { name: text, is: "a type", wanted: "a kind or a system" };
    report(checker, "SP2008", parameters, at, "cannot stand here", { help });
    return;
  }
  if (of.module !== null) {
    reportNoType(checker, module, of);
    return;
  }
  const fixes = importing(checker.program, module, text);
  const near = fixes.length > 0 ? null : nearest(text, module.names.keys());
  const otherwise = near === null ? "import the kind, as in `import std.file { File }`" : `write \`${near}\``;
  const help = fixes[0]?.title ?? otherwise;
  report(checker, "SP2007", { name: text }, at, "no such kind or system", { help, near, fixes });
}

/** What is wrong with its kind was reported; its name is there all the same. */
function poisonMember(span: Span): MemberInfo {
  return { kind: "param", type: POISON, span };
}

/** The type of a `let` or an output is found when somebody asks, so that they may mention each other in any order. */
function valueMember(
  checker: Checker,
  system: SystemInfo,
  member: Extract<Member, { kind: "let" | "output" }>,
  span: MemberInfo["span"],
): MemberInfo {
  let type: Type | null = null;
  let asking = false;
  return {
    kind: member.kind,
    span,
    get type() {
      if (type !== null) return type;
      if (asking) {
        reportLoop(checker, member);
        return POISON;
      }
      asking = true;
      checker.asking.push({ name: member.name.text, span: spanOf(system.module, member.value), key: member });
      const scope = systemScope(system, member.name.text);
      const declared = member.type === null ? null : typeOf(checker, system.module, member.type);
      const found = checker.check(checker, member.value, declared, scope);
      type = declared === null ? found : marked(declared, marksOf(found));
      checker.asking.pop();
      return type;
    },
  };
}

/** A loop of `let`s is one whatever overlays do. One that goes through a slot may be broken by them: the evaluator sees. */
function reportLoop(checker: Checker, again: object): void {
  const loop = checker.asking.slice(checker.asking.findIndex((item) => item.key === again));
  const [first, ...rest] = loop;
  if (first === undefined || loop.some((item) => !("kind" in item.key && item.key.kind === "let"))) return;
  const names = [...loop.map((item) => item.name), first.name];
  const label = rest.length === 0 ? "needs itself" : `1. \`${first.name}\``;
  const labels = rest.map((item, index) => secondary(item.span, `${index + 2}. \`${item.name}\``));
  report(checker, "SP3001", { loop: names }, first.span, label, { labels });
}

/** Does the system have more members than could be read? Then nobody knows what it lacks. */
export function mayHaveMore({ declaration, module }: SystemInfo): boolean {
  return declaration.lost || module.unsure;
}

export function systemScope(system: SystemInfo, self: string | null): Scope {
  return { ...fileScope(system.module), system, self, reader: system.declaration };
}

export function typeOfGlobal(checker: Checker, module: Module, declaration: Let): Type {
  const known = checker.globals.get(declaration);
  if (known === null) {
    reportLoop(checker, declaration);
    return POISON;
  }
  if (known !== undefined) return known;
  checker.globals.set(declaration, null);
  // Data stands in a file of its own, and its type in the file that imports it.
  const from = checker.program.data.get(declaration) ?? module;
  checker.asking.push({
    name: declaration.name.text,
    span: spanOf(from, declaration.value),
    key: declaration,
  });
  const declared = declaration.type === null ? null : typeOf(checker, module, declaration.type);
  const by = computedLet(checker, declaration);
  const scope = { ...fileScope(from), self: declaration.name.text, by };
  const found = checker.check(checker, declaration.value, declared, scope);
  const type = declared === null ? found : marked(declared, marksOf(found));
  checker.asking.pop();
  checker.globals.set(declaration, type);
  return type;
}

export function memberType(info: MemberInfo): Type {
  switch (info.kind) {
    case "param":
    case "let":
    case "output":
      return info.type;
    case "resource":
    case "instance":
      return placedType(info);
  }
}

/** With `for` a map by the keys of the collection, with `if` what may be absent. */
function placedType(info: PlacedMember): Type {
  const { slot } = info;
  const one = oneOf(info);
  if (slot.loop !== null) return { kind: "map", key: null, value: one };
  return slot.condition === null ? one : optionalOf(one);
}

function oneOf(info: PlacedMember): Type {
  const { slot } = info;
  if (info.kind === "instance") return { kind: "instance", system: info.system, slot };
  if (!slot.existing) return { kind: "resource", record: info.record, slot };
  const lookup = new Set(
    slot.block.entries.flatMap((entry) => (entry.kind === "set" ? [entry.key.text] : [])),
  );
  return { kind: "resource", record: info.record, lookup, slot };
}

// --- Overlays on systems ---------------------------------------------------------------------------------------------

/** The system with overlays on it: what they declare are slots of it too. What is wrong with them is said where they stand. */
export function withUses(
  checker: Checker,
  module: Module,
  system: SystemInfo,
  uses: readonly OverlayUse[],
): SystemInfo {
  return uses.reduce((current, use) => withUse(checker, module, current, use), system);
}

export function withUse(checker: Checker, module: Module, system: SystemInfo, use: OverlayUse): SystemInfo {
  if (use.siblings !== null) return withUses(checker, module, system, use.siblings);
  if (use.block !== null) return withBlock(checker, module, system, use.block, use);
  const found = use.name === null ? null : lookUpQualified(checker, module, use.name);
  if (found?.declaration?.kind !== "overlay") return system;
  return withBlock(checker, found.module, system, found.declaration.block, found.declaration);
}

/** The system with what a block declares; `layer` is the overlay whose block it is. */
export function withBlock(
  checker: Checker,
  module: Module,
  system: SystemInfo,
  block: Block,
  layer: Overlay | OverlayUse | null,
): SystemInfo {
  const known = checker.extended.get(block)?.get(system);
  if (known !== undefined) return known;
  let members: Map<string, MemberInfo> | null = null;
  for (const entry of block.entries) {
    const name =
      entry.kind === "declare" ? entry.slot.name.text : entry.kind === "amend" ? entry.key.text : "";
    const before = system.members.get(name);
    // Written twice in one block: the first one stands.
    if (members !== null && members.get(name) !== before) continue;
    const member =
      entry.kind === "declare"
        ? declaredMember(checker, module, entry, before)
        : entry.kind === "amend" && before?.kind === "instance"
          ? amendedMember(checker, module, entry.block, before)
          : null;
    if (member === null || name === "") continue;
    // Most blocks declare nothing.
    members ??= new Map(system.members);
    members.set(name, member);
  }
  if (members === null && layer === null) return system;
  const layers = layer === null ? system.layers : [...system.layers, layer];
  const extended: SystemInfo = {
    ...system,
    members: members ?? system.members,
    base: system,
    layers,
  };
  const others = checker.extended.get(block);
  if (others === undefined) checker.extended.set(block, new WeakMap([[system, extended]]));
  else others.set(system, extended);
  return extended;
}

/** null: the name is taken, and stays what it is. */
function declaredMember(
  checker: Checker,
  module: Module,
  { replace, slot }: DeclareEntry,
  before: MemberInfo | undefined,
): MemberInfo | null {
  const mayStand = replace ? before !== undefined && "slot" in before : before === undefined;
  const member = slotMember(checker, module, slot);
  if (member !== null) checker.named.set(slot.of, oneOf(member));
  return mayStand ? (member ?? poisonMember(spanOf(module, slot.name))) : null;
}

/** The slots of an inner system that the block declares. Of a slot with `for`, a key's own block declares none. */
function amendedMember(
  checker: Checker,
  module: Module,
  block: Block,
  member: PlacedMember & { readonly kind: "instance" },
): PlacedMember | null {
  if (member.slot.loop !== null) return null;
  const system = withBlock(checker, module, member.system, block, null);
  return system === member.system ? null : { ...member, system };
}

/** The system of that name, at which the overlays of `on` and of an environment begin. */
export function systemNamed(
  checker: Checker,
  module: Module,
  name: QualifiedName,
  quiet = false,
): SystemInfo | null {
  if (name.text === "") return null;
  const found = lookUpQualified(checker, module, name);
  const span = spanOf(module, name);
  if (found?.declaration?.kind === "system") return systemOf(checker, found.module, found.declaration);
  if (quiet) return null;
  if (found === null) {
    if (module.broken) return null;
    const fixes = name.module === null ? importing(checker.program, module, name.text) : [];
    const near = fixes.length > 0 ? null : nearest(name.text, module.names.keys());
    const help = fixes[0]?.title ?? (near === null ? "declare it, or import it" : `write \`${near}\``);
    report(checker, "SP2007", { name: name.text }, span, "no such system", { help, near, fixes });
    return null;
  }
  if (found.declaration !== null) {
    const is = sortOf(found.declaration);
    const labels = [secondary(found.span, "declared here")];
    const parameters = { name: name.text, is, wanted: "a system" };
    report(checker, "SP2008", parameters, span, "not a system", { labels });
  }
  return null;
}
