// What changes nothing: overlays as a whole, found by compiling without them, and single entries, found by provenance.
//
// Surprising: what changes nothing in one environment may be all that another one is about, so a finding needs every
// environment that has the overlay. Definitions that protect or await something (`final`, `default`) are never idle.

import type { Overlay, OverlayUse } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Binding, Module } from "../bind.ts";
import type { Compilation } from "../compile.ts";
import { canonicalJson } from "../json.ts";
import type { DefinitionRecord } from "../provenance.ts";
import { lineStarts, type Span } from "../source.ts";
import { find, sourceOf, wants, type Linter } from "./context.ts";

export function lintEffects(linter: Linter): void {
  for (const module of linter.modules) lintEmpty(linter, module);
  if (!wants(linter, "SP7005") && !wants(linter, "SP7006")) return;
  const compiled = new Map<string, Compilation>();
  for (const name of linter.analysis.environments) {
    const compilation = linter.compiled(name);
    if (compilation.graph !== null) compiled.set(name, compilation);
  }
  if (wants(linter, "SP7005")) lintOverlays(linter, compiled);
  if (wants(linter, "SP7006")) lintEntries(linter, compiled);
}

/** A block that says nothing, where a block can only amend. */
function lintEmpty(linter: Linter, module: Module): void {
  for (const declaration of module.node.declarations) {
    if (declaration.kind !== "overlay") continue;
    const name = declaration.name.text;
    if (declaration.block.entries.length === 0) {
      find(linter, "SP7005", { name, environments: [] }, { module, node: declaration.name }, "is empty");
      continue;
    }
    walk(declaration.block, (node) => {
      if (node.kind !== "amend" || !("key" in node) || !("block" in node)) return true;
      const { key, block } = node as unknown as {
        readonly key: { readonly text: string; readonly start: number; readonly end: number };
        readonly block: { readonly entries: readonly unknown[] };
      };
      if (block.entries.length === 0)
        find(linter, "SP7005", { name: key.text, environments: [] }, { module, node: key }, "is empty");
      return true;
    });
  }
}

// --- Overlays --------------------------------------------------------------------------------------------------------

interface Effect {
  readonly binding: Binding;
  readonly overlay: Overlay;
  readonly environments: string[];
  idle: boolean;
}

function lintOverlays(linter: Linter, compiled: ReadonlyMap<string, Compilation>): void {
  const effects = new Map<Overlay, Effect>();
  for (const { module, environment, uses } of environmentsOf(linter)) {
    const whole = compiled.get(environment)?.graph ?? null;
    if (whole === null) continue;
    const listed = new Map<Overlay, { readonly binding: Binding; readonly uses: Set<OverlayUse> }>();
    for (const use of uses) {
      const binding = use.name === null ? undefined : module.names.get(use.name.text);
      const overlay = binding?.declaration;
      if (binding === undefined || overlay?.kind !== "overlay" || overlay.block.entries.length === 0)
        continue;
      // One that is listed twice is there once without the other.
      const found = listed.get(overlay) ?? { binding, uses: new Set() };
      listed.set(overlay, found);
      found.uses.add(use);
    }
    for (const [overlay, { binding, uses: own }] of listed) {
      const effect = effects.get(overlay) ?? { binding, overlay, environments: [], idle: true };
      effects.set(overlay, effect);
      effect.environments.push(environment);
      if (!effect.idle) continue;
      const without = linter.analysis.compile(environment, own).graph;
      effect.idle = without?.hash === whole.hash;
    }
  }
  for (const { binding, overlay, environments, idle } of effects.values()) {
    if (!idle || guards(overlay) || binding.module.standard !== null) continue;
    const name = overlay.name.text;
    const at = { module: binding.module, node: overlay.name };
    find(linter, "SP7005", { name, environments: environments.toSorted() }, at, "changes nothing");
  }
}

function environmentsOf(linter: Linter) {
  return [...linter.analysis.declared.values()].map(({ name, module, declaration }) => ({
    module,
    environment: name,
    uses: declaration.with.flatMap(allOf),
  }));
}

/** Siblings in parentheses stand beside each other; without one of them the others still do. */
function allOf(use: OverlayUse): readonly OverlayUse[] {
  return use.siblings === null ? [use] : use.siblings.flatMap(allOf);
}

function guards(overlay: Overlay): boolean {
  let found = false;
  walk(overlay.block, (node) => {
    if ("strength" in node && node.strength !== "normal") found = true;
  });
  return found;
}

// --- Entries ---------------------------------------------------------------------------------------------------------

interface Idle {
  readonly path: string;
  idle: boolean;
}

function lintEntries(linter: Linter, compiled: ReadonlyMap<string, Compilation>): void {
  const places = new Map<string, Idle>();
  for (const compilation of compiled.values()) {
    for (const [address, leaves] of Object.entries(compilation.provenance())) {
      for (const [pointer, stack] of Object.entries(leaves)) {
        const path = `${address}${pointer.replaceAll("/", ".")}`;
        judge(places, path, stack);
      }
    }
  }
  for (const [place, { path, idle }] of places) {
    if (!idle) continue;
    const found = entryAt(linter, place);
    if (found === null) continue;
    const value = sourceOf(found.module, found.span);
    find(linter, "SP7006", { path, value }, { module: found.module, node: found.span }, "the same again");
  }
}

/** The winner against what is directly below it; only an overlay's own entry can be idle. */
function judge(places: Map<string, Idle>, path: string, stack: readonly DefinitionRecord[]): void {
  for (const [index, record] of stack.entries()) {
    if (record.overlay === null || record.operation !== "set") continue;
    const below = stack[index + 1];
    const same =
      below !== undefined &&
      below.operation !== "remove" &&
      canonicalJson(record.value) === canonicalJson(below.value);
    const place = `${record.file}:${record.line}:${record.column}`;
    const known = places.get(place);
    if (known === undefined) places.set(place, { path, idle: same });
    else known.idle &&= same;
  }
}

/** The literal at a place of the package; computed values may differ tomorrow. */
function entryAt(linter: Linter, place: string): { readonly module: Module; readonly span: Span } | null {
  const [, path, line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  const module = linter.modules.find((item) => item.file.path === path);
  if (module === undefined) return null;
  const start = (lineStarts(module.file)[Number(line) - 1] ?? 0) + Number(column) - 1;
  let found: Span | null = null;
  walk(module.node, (node) => {
    if (node.start > start || node.end <= start) return false;
    const isPlain = node.kind === "literal" && !("literal" in node);
    if (node.start === start && isPlain && sourceOf(module, node) !== "")
      found = { file: module.file, start: node.start, end: node.end };
    return true;
  });
  return found === null ? null : { module, span: found };
}
