// The linter: what compiles, and is seldom meant.
//
// In:  an analysed package without errors, and the level of each rule. Out: findings as diagnostics, after the suppressions
// in the source have had their say. Surprising: whether an overlay changes something is found by compiling without it, since
// nothing less can tell.

import type { Analysis, Compilation } from "./compile.ts";
import { distinct, type Diagnostic, type Severity } from "./diagnostics.ts";
import { isLintCode, LINT_CODES, LINT_RULES, type Level, type LintCode } from "./diagnostics/lint-rules.ts";
import type { Linter } from "./lint/context.ts";
import { lintChecks } from "./lint/checks.ts";
import { lintChoices } from "./lint/choices.ts";
import { lintDeclarations } from "./lint/declarations.ts";
import { lintDeprecated } from "./lint/deprecated.ts";
import { lintEffects } from "./lint/effects.ts";
import { lintExpressions } from "./lint/expressions.ts";
import { lintPaths } from "./lint/paths.ts";
import { lintResources } from "./lint/resources.ts";
import { lintSecrets } from "./lint/secrets.ts";
import { suppress } from "./lint/suppress.ts";
import { lintTexts } from "./lint/texts.ts";
import { lintUnused } from "./lint/unused.ts";
import { lintVariables } from "./lint/variables.ts";

export type Levels = Readonly<Partial<Record<LintCode, Level>>>;

export function lint(analysis: Analysis, levels: Levels): readonly Diagnostic[] {
  const { checked } = analysis;
  const compiled = new Map<string, Compilation>();
  const linter: Linter = {
    analysis,
    checked,
    modules: checked.program.modules.filter((module) => module.standard === null),
    levels: allLevels(levels),
    findings: [],
    compiled: (environment) => {
      const known = compiled.get(environment) ?? analysis.compile(environment);
      compiled.set(environment, known);
      return known;
    },
  };
  lintUnused(linter);
  lintEffects(linter);
  lintSecrets(linter);
  lintDeprecated(linter);
  lintDeclarations(linter);
  lintResources(linter);
  lintPaths(linter);
  lintExpressions(linter);
  lintChoices(linter);
  lintVariables(linter);
  lintTexts(linter);
  lintChecks(linter);
  suppress(linter);
  return distinct(linter.findings.map((finding) => atLevel(finding, linter)));
}

function allLevels(levels: Levels): Readonly<Record<LintCode, Level>> {
  const entries = LINT_CODES.map((code) => [code, levels[code] ?? LINT_RULES[code].level] as const);
  return Object.fromEntries(entries) as Record<LintCode, Level>;
}

const SEVERITY: Readonly<Record<Level, Severity>> = {
  off: "info",
  info: "info",
  warn: "warning",
  error: "error",
};

function atLevel(finding: Diagnostic, { levels }: Linter): Diagnostic {
  return isLintCode(finding.code) ? { ...finding, severity: SEVERITY[levels[finding.code]] } : finding;
}
