// What the rules share: the checked program, and how to report.

import type { Node } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf, type Checked } from "../check/context.ts";
import type { Analysis, Compilation } from "../compile.ts";
import { diagnose, primary, type Details, type Diagnostic, type Parameters } from "../diagnostics.ts";
import type { Level, LintCode } from "../diagnostics/lint-rules.ts";

export interface Linter {
  readonly analysis: Analysis;
  readonly checked: Checked;
  /** The package's own; the standard library is not judged. */
  readonly modules: readonly Module[];
  readonly levels: Readonly<Record<LintCode, Level>>;
  readonly findings: Diagnostic[];
  /** An environment, compiled once for all rules. */
  readonly compiled: (environment: string) => Compilation;
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

export function sourceOf(module: Module, node: Node): string {
  return module.file.text.slice(node.start, node.end);
}
