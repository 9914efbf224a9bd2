// `setpoint check`: compiles every environment and says what is wrong, without writing a graph. With --fix it first applies
// what can be fixed without a guess.
//
// Surprising: a package without environments is checked as well; it is a library.

import { findClashes } from "../../compiler/clashes.ts";
import type { Analysis } from "../../compiler/compile.ts";
import { distinct, type Diagnostic } from "../../compiler/diagnostics.ts";
import { repair, type Texts } from "../../compiler/diagnostics/repair.ts";
import type { CommandRun } from "../command.ts";
import { UsageFailure } from "../failure.ts";
import { formatOf, limitOf, printFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { isOn } from "../input.ts";
import { analyzeFiles, openPackage, today, type OpenPackage } from "../package.ts";
import { appliedText, isOfPackage, withChanges, writeRepaired } from "../repaired.ts";

export const run: CommandRun = async (input, host) => {
  const format = formatOf(input, host);
  const limit = limitOf(input);
  const paths = input.arguments.filter(isPath);
  const [environment, ...more] = input.arguments.filter((word) => !isPath(word));
  if (more.length > 0)
    throw new UsageFailure(`\`${environment} ${more.join(" ")}\`: check one environment, or all of them`);
  if (environment !== undefined && isOn(input, "all"))
    throw new UsageFailure(`either \`${environment}\` or --all`, "without either, all are checked");
  if (isOn(input, "watch")) {
    if (isOn(input, "fix"))
      throw new UsageFailure(
        "either --watch or --fix",
        "--fix writes files, and --watch looks again when they change",
      );
    const { watchCheck } = await import("../watching/check.ts");
    return watchCheck(host, paths, environment ?? null, format, limit);
  }
  const opened = await openPackage(host, paths);
  const look = (changed: Texts): readonly Diagnostic[] =>
    checkPackage(host, opened, environment ?? null, changed);
  let diagnostics = distinct(look(new Map()));
  if (isOn(input, "fix")) {
    const repaired = repair(look, isOfPackage);
    writeRepaired(host, opened, repaired);
    if (format === "text") host.err.write(appliedText(repaired));
    diagnostics = repaired.diagnostics;
  }
  await printFindings(host, diagnostics, format, opened.root, limit);
  return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
};

/** An environment's name has no slash, and no `.sp` at its end. */
function isPath(word: string): boolean {
  return word.endsWith(".sp") || word.includes("/") || word.includes("\\");
}

function checkPackage(
  host: Host,
  { files, entries }: OpenPackage,
  environment: string | null,
  changed: Texts,
): readonly Diagnostic[] {
  return checkAnalysis(
    analyzeFiles(withChanges(files, changed), host.sha256, entries, today(host)),
    environment,
  );
}

/** Of one environment, or of all there are; what several share is in it more than once. */
export function checkAnalysis(analysis: Analysis, environment: string | null): readonly Diagnostic[] {
  const names = environment === null ? analysis.environments : [environment];
  const each = names.flatMap((name) => {
    const { diagnostics, verdict } = analysis.compile(name);
    // Whoever checks wants to know what passes only because somebody said so.
    return [...diagnostics, ...verdict.exempted];
  });
  const clashes = environment === null ? findClashes(analysis) : [];
  return [...analysis.diagnostics, ...each, ...clashes];
}
