// Linting in memory: sections of one text as files, and chosen rules on.

import type { Diagnostic } from "../../compiler/diagnostics.ts";
import { LINT_CODES, type LintCode } from "../../compiler/diagnostics/lint-rules.ts";
import { lint, type Levels } from "../../compiler/lint.ts";
import { DATE, hostOf, STANDARD, type Files } from "./compiler-package.ts";
import { analyzeSoundly } from "./sound.ts";

/** These rules at their own levels (or as warnings where that is off), the others off. */
export function only(...codes: readonly LintCode[]): Levels {
  return Object.fromEntries(LINT_CODES.map((code) => [code, codes.includes(code) ? "warn" : "off"]));
}

/** A suppression of nothing needs a rule that could have found something. */
export function alone(code: LintCode): Levels {
  return code === "SP7090" ? only(code, "SP7014") : only(code);
}

/** The findings, or what the compiler has to say first. */
export function lintFiles(
  files: Files,
  levels: Levels,
  std: Readonly<Record<string, string>> = {},
): readonly Diagnostic[] {
  const entries = Object.keys(files).filter((path) => path.endsWith(".sp"));
  const analysis = analyzeSoundly({ host: hostOf(files), std: { ...STANDARD, ...std }, entries, date: DATE });
  const errors = [
    ...analysis.diagnostics,
    ...analysis.environments.flatMap((name) => analysis.compile(name).diagnostics),
  ].filter(({ severity }) => severity === "error");
  return errors.length > 0 ? errors : lint(analysis, levels);
}
