// What changes nothing: overlays as a whole, found by compiling without them, and single entries (lint/idle.ts).
//
// Surprising: what changes nothing in one environment may be all that another one is about, so a finding needs every
// environment that has the overlay. Definitions that protect or await something (`final`, `default`) are never idle.

import type { Overlay, OverlayUse } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Binding, Module } from "../bind.ts";
import type { Compilation } from "../compile.ts";
import { find, wants, type Linter } from "./context.ts";
import { lintIdle } from "./idle.ts";

export function lintEffects(linter: Linter): void {
  for (const module of linter.modules) lintEmpty(linter, module);
  if (!wants(linter, "SP7005") && !wants(linter, "SP7006")) return;
  const compiled = new Map<string, Compilation>();
  for (const name of linter.analysis.environments) {
    const compilation = linter.compiled(name);
    if (compilation.chunks !== null) compiled.set(name, compilation);
  }
  if (wants(linter, "SP7005")) lintOverlays(linter, compiled);
  if (wants(linter, "SP7006")) lintIdle(linter, compiled.values());
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
    const whole = compiled.get(environment)?.chunks ?? null;
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
      const effect = effects.get(overlay) ?? {
        binding,
        overlay,
        environments: [],
        idle: mayBeIdle(binding, overlay),
      };
      effects.set(overlay, effect);
      effect.environments.push(environment);
      if (!effect.idle) continue;
      const without = linter.analysis.compile(environment, own).chunks;
      effect.idle = without !== null && sameBytes(whole, without);
    }
  }
  for (const { binding, overlay, environments, idle } of effects.values()) {
    if (!idle) continue;
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

function mayBeIdle({ module }: Binding, overlay: Overlay): boolean {
  return module.standard === null && !guards(overlay);
}

function guards(overlay: Overlay): boolean {
  let found = false;
  walk(overlay.block, (node) => {
    if ("strength" in node && node.strength !== "normal") found = true;
  });
  return found;
}

/** Of two texts that come in pieces of any length. */
function sameBytes(one: Iterable<Uint8Array>, other: Iterable<Uint8Array>): boolean {
  const pieces = other[Symbol.iterator]();
  let piece: Uint8Array = new Uint8Array();
  let at = 0;
  for (const own of one) {
    for (const byte of own) {
      while (at === piece.length) {
        const next = pieces.next();
        if (next.done === true) return false;
        piece = next.value;
        at = 0;
      }
      if (piece[at] !== byte) return false;
      at += 1;
    }
  }
  return at === piece.length && pieces.next().done === true;
}
