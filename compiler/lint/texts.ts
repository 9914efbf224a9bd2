// What is in texts: images without a version, patterns that let more in than they seem to. And lists of overlays, in which
// one stands twice.

import type { Expression, OverlayUse, Refinement } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { secondary } from "../diagnostics.ts";
import { withoutOptional, type Type } from "../types.ts";
import { find, sourceOf, type Linter } from "./context.ts";
import { forEachField } from "./fields.ts";

export function lintTexts(linter: Linter): void {
  forEachField(linter, ({ module, value, type }) => {
    if (value !== null && isImage(type)) lintImage(linter, module, value);
  });
  for (const module of linter.modules) {
    walk(module.node, (node) => {
      if (node.kind === "pattern")
        lintPattern(linter, module, node as unknown as Refinement & { kind: "pattern" });
      if ("with" in node && Array.isArray(node.with))
        lintUses(linter, module, node.with as readonly OverlayUse[]);
    });
  }
}

function isImage(type: Type): boolean {
  const inner = withoutOptional(type);
  return inner.kind === "scalar" && inner.alias === "Image";
}

function lintImage(linter: Linter, module: Module, value: Expression): void {
  if (value.kind !== "literal" || typeof value.value !== "string") return;
  const why = moves(value.value);
  if (why !== null) find(linter, "SP7027", { image: value.value, why }, { module, node: value }, "moves");
}

/** Why an image is another one tomorrow, or null where it says which it is. */
export function moves(image: string): string | null {
  if (image.includes("@sha256:")) return null;
  const last = image.slice(image.lastIndexOf("/") + 1);
  const tag = /:([\w.-]+)$/.exec(last)?.[1];
  if (tag === undefined) return "names no version";
  return /^(?:latest|main|master|edge|nightly|dev|stable)$/.test(tag) ? `is whatever \`${tag}\` is` : null;
}

function lintPattern(
  linter: Linter,
  module: Module,
  { source, ...node }: Refinement & { kind: "pattern" },
): void {
  const begins = source.startsWith("^");
  const ends = /(?<!\\)(?:\\\\)*\$$/.test(source);
  // Of `a|b` nothing is said by its ends.
  if (source === "" || (begins && ends) || source.includes("|")) return;
  const open = begins ? "end" : ends ? "beginning" : "ends";
  find(linter, "SP7030", { open }, { module, node }, "no `^` or no `$`");
}

function lintUses(linter: Linter, module: Module, uses: readonly OverlayUse[]): void {
  const seen = new Map<string, OverlayUse>();
  for (const use of uses) {
    if (use.name === null) continue;
    const source = sourceOf(module, use);
    const before = seen.get(source);
    seen.set(source, use);
    if (before === undefined) continue;
    const labels = [secondary(spanOf(module, before), "first here")];
    find(linter, "SP7028", { name: use.name.text }, { module, node: use }, "again", { labels });
  }
}
