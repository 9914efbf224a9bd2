// The overlays after `with`: each by its name, as a block in its place, or several side by side in parentheses.
//
// In:  the list and the system at which it begins. Out: the system with all of them on it. Each is checked against what is below
// it; siblings all against what is below their group.

import { isKeyed, type Block, type Overlay, type OverlayUse, type QualifiedName } from "../ast.ts";
import type { Binding, Module } from "../bind.ts";
import { secondary } from "../diagnostics.ts";
import { importing } from "../diagnostics/imports.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import type { PlacedMember, SystemInfo } from "../types.ts";
import { checkSystemBlock } from "./amend.ts";
import { fileScope, lookUpQualified, report, sortOf, spanOf, type Checker, type Scope } from "./context.ts";
import { typeOf } from "./declared.ts";
import { article } from "./demand.ts";
import { overlayScope } from "./frames.ts";
import { noteReplaced, readersOf } from "./replaced.ts";
import { systemNamed, withUse, withUses } from "./systems.ts";

export function checkUses(
  checker: Checker,
  uses: readonly OverlayUse[],
  system: SystemInfo | null,
  scope: Scope,
): SystemInfo | null {
  let below = system;
  for (const use of uses) {
    const siblings = flat(use);
    let beside = below;
    for (const each of siblings) beside = checkUse(checker, each, siblings, below, beside, scope);
    below = beside;
  }
  return below;
}

/** Siblings among siblings are siblings. */
function flat(use: OverlayUse): readonly OverlayUse[] {
  return use.siblings === null ? [use] : use.siblings.flatMap(flat);
}

/** `below` is what it is checked against, `beside` the same with the siblings before it. */
function checkUse(
  checker: Checker,
  use: OverlayUse,
  siblings: readonly OverlayUse[],
  below: SystemInfo | null,
  beside: SystemInfo | null,
  scope: Scope,
): SystemInfo | null {
  const { module } = scope;
  if (use.block !== null) {
    const system = below === null ? null : withUse(checker, module, below, use);
    const { frame, judge, within } = scope;
    const outer: Scope = { ...fileScope(module), frame, system, reader: use, judge, within };
    const inside = overlayScope(checker, module, [], use.block, outer);
    if (system !== null) checkSystemBlock(checker, use.block, system, inside, true);
  }
  const named = use.block === null ? overlayOf(checker, module, use) : null;
  if (named !== null) checkUseArguments(checker, use, named, scope);
  if (below === null || beside === null || (named === null && use.block === null)) return beside;
  if (named !== null && !checkFit(checker, use, named, below, scope)) return beside;
  const next = withUse(checker, module, beside, use);
  const others = siblings.filter((other) => other !== use);
  const around = withUses(checker, module, below, others);
  if (use.block !== null) refuseDeclaredTwice(checker, use.block, module, null, below, beside);
  if (named === null) noteReplaced(checker, beside, next, readersOf(beside), null);
  else meet(checker, named, { below, beside, around, next }, spanOf(module, use.name ?? use));
  return next;
}

interface Meeting {
  readonly below: SystemInfo;
  /** With the siblings before it. */
  readonly beside: SystemInfo;
  /** With all siblings. */
  readonly around: SystemInfo;
  /** With the overlay itself. */
  readonly next: SystemInfo;
}

/** An overlay and what is below and beside it: what one declares or replaces, the other may declare or have read too. */
function meet(
  checker: Checker,
  named: NamedOverlay,
  { below, beside, around, next }: Meeting,
  use: Span,
): void {
  const { overlay, module } = named;
  refuseDeclaredTwice(checker, overlay.block, module, use, below, beside);
  const on = onOf(checker, named);
  if (on === null) return;
  noteReplaced(checker, on, around, [overlay], use);
  refuseAmends(checker, named, overlay.block, on, around, use);
  // What is in its own `on` was looked at where the overlay is declared.
  const others = beside.layers.filter((layer) => !on.layers.includes(layer));
  noteReplaced(checker, beside, next, others, use);
}

/** A slot that another overlay of the same list, or a sibling, declares as well. */
function refuseDeclaredTwice(
  checker: Checker,
  block: Block,
  module: Module,
  use: Span | null,
  below: SystemInfo,
  beside: SystemInfo,
): void {
  for (const entry of block.entries) {
    if (entry.kind !== "declare") continue;
    const { text: name } = entry.slot.name;
    const other = beside.members.get(name);
    const shared = other === below.members.get(name);
    if (other === undefined || (entry.replace && shared)) continue;
    // What is there without any overlay, or below a block in its place, was said where this is declared.
    if (shared && (use === null || isDeclared(below, name))) continue;
    const again = spanOf(module, entry.slot.name);
    const labels = [secondary(other.span, "first declared here")];
    if (use !== null) labels.push(secondary(again, "declared again here"));
    report(
      checker,
      "SP2002",
      { name },
      use ?? again,
      use === null ? "declared again" : `brings another \`${name}\``,
      { labels },
    );
  }
}

function isDeclared(system: SystemInfo, name: string): boolean {
  return system.declaration.members.some((member) => member.name.text === name);
}

/** Fields that an overlay writes, of slots that something below it has replaced by slots without them. */
function refuseAmends(
  checker: Checker,
  named: NamedOverlay,
  block: Block,
  on: SystemInfo,
  below: SystemInfo,
  span: Span,
): void {
  for (const entry of block.entries) {
    if (entry.kind !== "amend") continue;
    const { text: name } = entry.key;
    const [typed, there] = [on.members.get(name), below.members.get(name)];
    if (typed === undefined || there === undefined || typed === there) continue;
    if (typed.kind === "instance" && there.kind === "instance" && typed.slot === there.slot) {
      refuseAmends(checker, named, entry.block, typed.system, there.system, span);
      continue;
    }
    if (!("slot" in there)) continue;
    const missing = entry.block.entries.find((inner) => isKeyed(inner) && !holds(there, inner.key.text));
    if (missing === undefined || !isKeyed(missing)) continue;
    const field = missing.key.text;
    const is = there.kind === "resource" ? there.record.name : there.system.name;
    const why = `\`${named.overlay.name.text}\` writes \`${name}.${field}\`, and here \`${name}\` is ${article(is)}, which has none`;
    const labels = [
      secondary(spanOf(named.module, missing.key), "written here"),
      secondary(there.span, "replaced here"),
    ];
    report(checker, "SP2203", { why }, span, `writes \`${name}.${field}\``, { labels, help: null });
  }
}

function holds(member: PlacedMember, name: string): boolean {
  if (member.kind === "instance") return member.system.members.has(name);
  return member.record.open || member.record.fields.get(name)?.output === false;
}

// --- By name ---------------------------------------------------------------------------------------------------------

export interface NamedOverlay {
  readonly overlay: Overlay;
  readonly module: Module;
  /** Where its name is declared, here or by the import. */
  readonly span: Span;
}

/** The overlay that a use names; null: it was reported that there is none. */
export function overlayOf(checker: Checker, module: Module, use: OverlayUse): NamedOverlay | null {
  if (use.name === null || use.name.text === "") return null;
  const name = use.name.text;
  const span = spanOf(module, use.name);
  const found = lookUpQualified(checker, module, use.name);
  if (found === null) {
    if (module.broken) return null;
    const fixes = use.name.module === null ? importing(checker.program, module, name) : [];
    const overlays = [...module.names.values()].filter((item) => item.declaration?.kind === "overlay");
    const names = overlays.map((item) => item.name);
    const near = fixes.length > 0 ? null : nearest(name, names);
    const otherwise = near === null ? "declare it with `overlay`, or import it" : `write \`${near}\``;
    const help = fixes[0]?.title ?? otherwise;
    report(checker, "SP2001", { name }, span, "no such overlay", { help, near, fixes });
    return null;
  }
  const { declaration } = found;
  if (declaration?.kind === "overlay")
    return { overlay: declaration, module: found.module, span: found.span };
  if (declaration === null) refuseModule(checker, module, use.name, found, "an overlay");
  else {
    const labels = [secondary(found.span, "declared here")];
    const parameters = { name, is: sortOf(declaration), wanted: "an overlay" };
    report(checker, "SP2008", parameters, span, "not an overlay", { labels });
  }
  return null;
}

/** What an overlay is on, with the overlays that must be below it; null: anything, or what was reported. */
function onOf(checker: Checker, { overlay, module }: NamedOverlay): SystemInfo | null {
  if (overlay.on === null) return null;
  const declared = systemNamed(checker, module, overlay.on, true);
  return declared === null ? null : withUses(checker, module, declared, overlay.with);
}

/** Whether a system, with the overlays that are on it already, is what a named overlay is on. False: it was reported. */
export function checkFit(
  checker: Checker,
  use: OverlayUse,
  named: NamedOverlay,
  system: SystemInfo,
  scope: Scope,
): boolean {
  const on = onOf(checker, named);
  if (on === null) return named.overlay.on === null;
  const { text: name } = named.overlay.name;
  const span = spanOf(scope.module, use.name ?? use);
  const labels = [secondary(named.span, "declared here")];
  if (on.declaration !== system.declaration) {
    const why = `\`${name}\` is on \`${on.name}\`, and this is \`${system.name}\``;
    report(checker, "SP2203", { why }, span, `on \`${on.name}\``, { labels, help: null });
    return false;
  }
  const lacking = on.layers.find((layer) => !system.layers.includes(layer));
  if (lacking === undefined || !("on" in lacking)) return true;
  const needed = lacking.name.text;
  const all = on.layers.flatMap((layer) => ("on" in layer ? [layer.name.text] : [])).join(", ");
  const why = `\`${name}\` is on \`${on.name} with ${all}\`, and \`${needed}\` is not below it here`;
  report(checker, "SP2203", { why }, span, `needs \`${needed}\` below it`, {
    labels,
    help: `list \`${needed}\` before it`,
  });
  return false;
}

export function checkUseArguments(
  checker: Checker,
  use: OverlayUse,
  { overlay, module: from }: NamedOverlay,
  scope: Scope,
): void {
  const { module } = scope;
  const given = new Set<string>();
  // A parameter that could not be read has no name, and there may be more of them.
  const whole = overlay.params.every((param) => param.name.text !== "");
  for (const [index, arg] of use.args.entries()) {
    const { name } = arg;
    const param =
      name === null ? overlay.params[index] : overlay.params.find((item) => item.name.text === name.text);
    const span = spanOf(module, name ?? arg);
    if (param === undefined) {
      if (!whole) continue;
      const why = name === null ? "it has fewer parameters" : `it has no parameter \`${name.text}\``;
      const names = overlay.params.map((item) => item.name.text);
      const near = name === null ? null : nearest(name.text, names);
      const help = near === null ? null : `write \`${near}\``;
      report(checker, "SP2106", { name: overlay.name.text, why }, span, why, { help, near });
      continue;
    }
    if (given.has(param.name.text)) {
      report(checker, "SP2112", { name: param.name.text }, span, "given again");
    }
    given.add(param.name.text);
    const type = typeOf(checker, from, param.type);
    checker.check(checker, arg.value, type, { ...scope, self: null });
  }
  for (const param of overlay.params) {
    const may = param.value !== null || given.has(param.name.text) || param.name.text === "";
    if (may || use.name === null || typeOf(checker, from, param.type).kind === "optional") continue;
    const why = `its parameter \`${param.name.text}\` has no default`;
    const labels = [secondary(spanOf(from, param.name), "required here")];
    const help = `write \`${overlay.name.text}(${param.name.text} = ...)\``;
    const label = `needs \`${param.name.text}\``;
    const parameters = { name: overlay.name.text, why };
    report(checker, "SP2106", parameters, spanOf(module, use.name), label, { labels, help });
  }
}

/** A module that was imported whole is none of what has a name in it. */
export function refuseModule(
  checker: Checker,
  module: Module,
  name: QualifiedName,
  found: Binding,
  wanted: string,
): void {
  if (found.namespace === null) return;
  const parameters = { name: name.text, is: "a module", wanted };
  report(checker, "SP2008", parameters, spanOf(module, name), `not ${wanted}`, { help: null });
}
