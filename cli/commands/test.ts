// `setpoint test`: runs the tests that stand in the package's files, and those of its folder `tests/`.
//
// Surprising: a snapshot that is missing is written, as its test has nothing to compare yet. With `CI` set it is a failure
// instead: there nobody would commit what was written. How long tests take is not told: two runs print the same.

import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { diagnosticToJson } from "../../compiler/report/json.ts";
import { reportDiagnostic } from "../../compiler/report.ts";
import { canonicalJson } from "../../compiler/json.ts";
import { openSnapshots, type Difference, type StaleSnapshot } from "../../compiler/snapshots.ts";
import { runTests, type TestOutcome } from "../../compiler/testing.ts";
import type { CommandRun } from "../command.ts";
import { Failure, whyOf } from "../failure.ts";
import { writeWhole } from "../files.ts";
import { ELSEWHERE, printFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { isOn, textOf } from "../input.ts";
import { analyzeFiles, openPackage, today } from "../package.ts";
import { bodyOf, paintDiff } from "../print/fields.ts";
import { themeOf } from "../theme.ts";
import { thereAre } from "../print/values.ts";

const FOLDER = "tests";

export const run: CommandRun = async (input, host) => {
  const { root, files, entries } = await openPackage(host, []);
  const inFolder = files.list(FOLDER).filter((name) => name.endsWith(".sp"));
  const all = [...new Set([...entries, ...inFolder.map((name) => `${FOLDER}/${name}`)])];
  const date = today(host);
  const analysis = analyzeFiles(files, host.sha256, all, date);
  if (analysis.diagnostics.some(({ severity }) => severity === "error")) {
    await printFindings(host, analysis.diagnostics, host.json ? "json" : "text", root, ELSEWHERE);
    return 1;
  }
  const update = isOn(input, "update");
  const snapshots = openSnapshots(files, { update, strict: isCi() });
  const filter = textOf(input, "filter");
  const { outcomes, tests } = runTests({ analysis, sha256: host.sha256, date, snapshots, filter });
  if (filter !== null && outcomes.length === 0 && tests.length > 0)
    throw new Failure(
      `no test has \`${filter}\` in its title or its file's name`,
      thereAre(tests.map((test) => JSON.stringify(test.title))),
    );
  const stale = update ? [] : snapshots.stale(tests);
  const changes = snapshots.changes(tests);
  for (const [path, text] of changes) writeSnapshots(host, join(root, path), text);
  const written = [...changes.keys()].toSorted();
  if (host.json) printJson(host, outcomes, stale, written);
  else printText(host, outcomes, stale, written);
  return outcomes.some(isFailure) ? 1 : 0;
};

function isFailure({ diagnostics }: TestOutcome): boolean {
  return diagnostics.length > 0;
}

function isCi(): boolean {
  const value = process.env["CI"] ?? "";
  return value !== "" && value !== "false" && value !== "0";
}

function writeSnapshots(host: Host, path: string, text: string | null): void {
  try {
    if (text === null) rmSync(path, { force: true });
    else mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new Failure(`cannot write \`${path}\`: ${whyOf(error)}`, null, { cause: error });
  }
  if (text !== null) writeWhole(host, path, text);
}

// --- Printing --------------------------------------------------------------------------------------------------------

function printJson(
  host: Host,
  outcomes: readonly TestOutcome[],
  stale: readonly StaleSnapshot[],
  written: readonly string[],
): void {
  const tests = outcomes.map((outcome) => ({
    file: outcome.file,
    line: outcome.line,
    title: outcome.title,
    passed: !isFailure(outcome),
    diagnostics: outcome.diagnostics.map(diagnosticToJson),
    differences: outcome.differences.map(({ file, before, after }) => ({ file, before, after })),
  }));
  const failed = outcomes.filter(isFailure).length;
  const counts = { passed: outcomes.length - failed, failed };
  const report = { tests, counts, stale: stale.map((item) => ({ ...item })), written };
  host.out.write(`${canonicalJson(report)}\n`);
}

function printText(
  host: Host,
  outcomes: readonly TestOutcome[],
  stale: readonly StaleSnapshot[],
  written: readonly string[],
): void {
  const { out } = host;
  const { color, width } = out;
  const theme = themeOf(color);
  for (const outcome of outcomes) {
    const { file, line, title, diagnostics, differences } = outcome;
    const word = isFailure(outcome) ? theme.bad("failed") : theme.good("passed");
    out.write(`${word} ${file}:${line}: ${title}\n`);
    if (!isFailure(outcome)) continue;
    for (const diagnostic of diagnostics) out.write(`\n${reportDiagnostic(diagnostic, { color, width })}\n`);
    for (const difference of differences) out.write(differenceText(difference, color));
    out.write("\n");
  }
  for (const { file, title } of stale)
    out.write(
      `${theme.caution("stale")} ${file}: nothing asks for what it holds of ${JSON.stringify(title)}\n`,
    );
  if (stale.length > 0) out.write("      setpoint test --update removes it\n");
  for (const path of written) out.write(`wrote ${path}\n`);
  const failed = outcomes.filter(isFailure).length;
  const passed = outcomes.length - failed;
  out.write(outcomes.length === 0 ? "there are no tests\n" : `${passed} passed, ${failed} failed\n`);
}

function differenceText({ before, after }: Difference, color: boolean): string {
  const theme = themeOf(color);
  const lines = bodyOf(before.split("\n"), after.split("\n")).map((line) => `  ${paintDiff(line, theme)}`);
  return `\n${lines.join("\n")}\n`;
}
