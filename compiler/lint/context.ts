// What the rules share: the checked program, how to report, and walks over the tree.
//
// Surprising: the walk is blind to the kinds of nodes. A node is whatever has a start, so a rule goes on working when the
// language grows, and what it does not know it does not judge.

import type { Node } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf, type Checked } from "../check/context.ts";
import type { Analysis } from "../compile.ts";
import { diagnose, primary, type Details, type Diagnostic, type Parameters } from "../diagnostics.ts";
import type { Level, LintCode } from "../diagnostics/lint-rules.ts";

export interface Linter {
  readonly analysis: Analysis;
  readonly checked: Checked;
  /** The package's own; the standard library is not judged. */
  readonly modules: readonly Module[];
  readonly levels: Readonly<Record<LintCode, Level>>;
  readonly findings: Diagnostic[];
}

/** The parameters of a lint rule, the place, and what its label says. */
export function find<C extends LintCode>(
  linter: Linter,
  code: C,
  parameters: Parameters<C>,
  at: { readonly module: Module; readonly node: Node },
  text: string,
  more: Details = {},
): void {
  if (!wants(linter, code)) return;
  const labels = [primary(spanOf(at.module, at.node), text), ...(more.labels ?? [])];
  linter.findings.push(diagnose(code, parameters, { ...more, labels }));
}

export function wants(linter: Linter, code: LintCode): boolean {
  return linter.levels[code] !== "off";
}

/** Every node below, the node itself first. `enter` answers false where it has seen enough. */
export function walk(node: unknown, enter: (node: Walked) => boolean | void): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, enter);
    return;
  }
  if (node === null || typeof node !== "object") return;
  if (isWalked(node) && enter(node) === false) return;
  for (const [key, value] of Object.entries(node)) {
    if (key !== "file") walk(value, enter);
  }
}

export type Walked = Node & { readonly kind?: string };

function isWalked(node: object): node is Walked {
  return "start" in node && typeof node.start === "number" && "end" in node;
}

export function sourceOf(module: Module, node: Node): string {
  return module.file.text.slice(node.start, node.end);
}
