// `setpoint lint`: what compiles, and is seldom meant. The levels of the rules are the package's own, in `[lint]`.
//
// Surprising: a package with errors is not linted; its errors are printed instead, because half a program looks unused.

import { join } from "node:path";
import { distinct, type Diagnostic, type Severity } from "../../compiler/diagnostics.ts";
import { LINT_CODES, LINT_LEVELS } from "../../compiler/diagnostics/lint-rules.ts";
import { repair, type Texts } from "../../compiler/diagnostics/repair.ts";
import { lint, type Levels } from "../../compiler/lint.ts";
import type { CommandRun } from "../command.ts";
import { Failure, UsageFailure } from "../failure.ts";
import { formatOf, limitOf, printFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { isOn, textOf } from "../input.ts";
import {
  analyzeFiles,
  configFailure,
  MANIFEST,
  openPackage,
  today,
  unreadable,
  type OpenPackage,
} from "../package.ts";
import { appliedText, isOfPackage, withChanges, writeRepaired } from "../repaired.ts";

export const run: CommandRun = async (input, host) => {
  const format = formatOf(input, host);
  const limit = limitOf(input);
  const shown = severitiesFrom(textOf(input, "level") ?? "info");
  const opened = await openPackage(host, input.arguments);
  const levels = await readLevels(opened);
  const look = (changed: Texts): readonly Diagnostic[] => lintPackage(host, opened, levels, changed);
  let diagnostics = distinct(look(new Map()));
  if (isOn(input, "fix")) {
    const repaired = repair(look, isOfPackage);
    writeRepaired(host, opened, repaired);
    if (format === "text") host.err.write(appliedText(repaired));
    diagnostics = repaired.diagnostics;
  }
  const found = diagnostics.filter(({ severity }) => shown.includes(severity));
  await printFindings(host, found, format, opened.root, limit);
  return found.some(({ severity }) => severity !== "info") ? 1 : 0;
};

function severitiesFrom(level: string): readonly Severity[] {
  const from = ["info", "warn", "error"].indexOf(level);
  if (from < 0) throw new UsageFailure(`there is no level \`${level}\``, "there are info, warn and error");
  return (["info", "warning", "error"] as const).slice(from);
}

function lintPackage(
  host: Host,
  { files, entries }: OpenPackage,
  levels: Levels,
  changed: Texts,
): readonly Diagnostic[] {
  const analysis = analyzeFiles(withChanges(files, changed), host.sha256, entries, today(host));
  const each = analysis.environments.flatMap((name) => analysis.compile(name).diagnostics);
  const errors = [...analysis.diagnostics, ...each].filter(({ severity }) => severity === "error");
  return errors.length > 0 ? errors : lint(analysis, levels);
}

async function readLevels({ root, files }: OpenPackage): Promise<Levels> {
  const manifest = files.read(MANIFEST);
  if (manifest.kind === "missing") return {};
  const path = join(root, MANIFEST);
  if (manifest.kind !== "text") throw new Failure(`cannot read \`${path}\`: ${unreadable(manifest)}`);
  const { readLint } = await import("../../runtime/config/lint.ts");
  const result = readLint(manifest.text, LINT_CODES, LINT_LEVELS);
  if (result.kind === "problem") throw configFailure(path, result);
  return result.levels;
}
