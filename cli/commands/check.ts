// `setpoint check`: compiles every environment and says what is wrong, without writing a graph. With --fix it first applies
// what can be fixed without a guess.
//
// Surprising: a package without environments is checked as well; it is a library. Only the files of the package are ever
// changed, each whole or not at all, and only while it still reads as it did when it was checked.

import { chmodSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { STANDARD } from "../../compiler/bind.ts";
import { analyze } from "../../compiler/compile.ts";
import { distinct, mainLabel, type Diagnostic } from "../../compiler/diagnostics.ts";
import { repair, type Repaired, type Texts } from "../../compiler/diagnostics/repair.ts";
import { placeOf, showPlace } from "../../compiler/source.ts";
import { folderSnapshot } from "../../runtime/store/folder.ts";
import type { CommandRun } from "../commands.ts";
import { Failure, UsageFailure } from "../failure.ts";
import { writeWhole } from "../files.ts";
import { formatOf, printFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { isOn } from "../input.ts";
import { openPackage, type OpenPackage } from "../package.ts";
import { standardLibrary } from "../std.ts";

export const run: CommandRun = async (input, host) => {
  const format = formatOf(input, host);
  const paths = input.arguments.filter(isPath);
  const [environment, ...more] = input.arguments.filter((word) => !isPath(word));
  if (more.length > 0)
    throw new UsageFailure(`\`${environment} ${more.join(" ")}\`: check one environment, or all of them`);
  if (environment !== undefined && isOn(input, "all"))
    throw new UsageFailure(`either \`${environment}\` or --all`, "without either, all are checked");
  const opened = await openPackage(host, paths);
  const look = (changed: Texts): readonly Diagnostic[] =>
    checkPackage(host, opened, environment ?? null, changed);
  if (!isOn(input, "fix")) return finish(distinct(look(new Map())));
  const repaired = repair(look, isOfPackage);
  writeRepaired(host, opened, repaired);
  if (format === "text") host.err.write(appliedText(repaired));
  return finish(repaired.diagnostics);

  async function finish(diagnostics: readonly Diagnostic[]): Promise<number> {
    await printFindings(host, diagnostics, format, opened.root);
    return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
  }
};

/** An environment's name has no dot before `sp` and no slash. */
function isPath(word: string): boolean {
  return word.endsWith(".sp") || word.includes("/") || word.includes("\\");
}

/** Not of the standard library. */
function isOfPackage(path: string): boolean {
  return !path.startsWith(STANDARD);
}

function checkPackage(
  host: Host,
  { files, entries }: OpenPackage,
  environment: string | null,
  changed: Texts,
): readonly Diagnostic[] {
  const read: typeof files.read = (path) => {
    const text = changed.get(path);
    return text === undefined ? files.read(path) : { kind: "text", text, id: "" };
  };
  const analysis = analyze({
    host: { ...files, read, sha256: host.sha256 },
    std: standardLibrary(),
    entries,
  });
  if (environment !== null) return analysis.compile(environment).diagnostics;
  const each = analysis.environments.flatMap((name) => analysis.compile(name).diagnostics);
  return [...analysis.diagnostics, ...each];
}

export function writeRepaired(host: Host, { root, files }: OpenPackage, { changed }: Repaired): void {
  const now = folderSnapshot(root);
  for (const path of changed.keys()) {
    const was = files.read(path);
    const is = now.read(path);
    if (was.kind !== "text" || is.kind !== "text" || was.text !== is.text)
      throw new Failure(`\`${path}\` has changed meanwhile`, "nothing was written; try again");
  }
  for (const [path, text] of changed) {
    // Through a link to the file itself, and with its permissions.
    const target = realpathSync(join(root, path));
    const { mode } = statSync(target);
    writeWhole(host, target, text);
    chmodSync(target, mode & 0o7777);
  }
}

/** What was done, a line for each. */
export function appliedText({ applied }: Repaired): string {
  const lines = applied.map(({ diagnostic, fix }) => {
    const span = mainLabel(diagnostic)?.span;
    return `fixed ${diagnostic.code}${span === undefined ? "" : ` at ${showPlace(placeOf(span))}`}: ${fix.title}\n`;
  });
  return lines.length === 0 ? "nothing can be fixed without a guess\n" : `${lines.join("")}\n`;
}
