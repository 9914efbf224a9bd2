// `setpoint fmt`: source files in the one style. What cannot be read is left as it is, and said.

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { text as readStream } from "node:stream/consumers";
import { diagnose, type Diagnostic } from "../../compiler/diagnostics.ts";
import { format } from "../../compiler/format.ts";
import { canonicalJson } from "../../compiler/json.ts";
import { diagnosticToJson } from "../../compiler/report/json.ts";
import { MAX_SOURCE_BYTES } from "../../compiler/source.ts";
import type { CommandRun } from "../command.ts";
import { Failure, UsageFailure } from "../failure.ts";
import { readText, writeWhole } from "../files.ts";
import { NO_LIMIT, writeText } from "../findings.ts";
import type { Host } from "../host.ts";
import { isOn, type CommandInput } from "../input.ts";
import { sourceFiles } from "../source-files.ts";

const STANDARD_INPUT = "-";

export const run: CommandRun = async (input, host) => {
  const given = input.arguments.length === 0 ? ["."] : input.arguments;
  if (!given.includes(STANDARD_INPUT)) return formatFiles(host, input, sourceFiles(host, given));
  if (given.length > 1)
    throw new UsageFailure("`-` stands alone", "format standard input, or files, and not both at once");
  return formatStream(host, isOn(input, "check"));
};

function formatFiles(host: Host, input: CommandInput, files: readonly string[]): number {
  const check = isOn(input, "check");
  const changed: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of files) {
    const text = readSource(host, path, diagnostics);
    if (text === null) continue;
    const after = formatText(path, text, diagnostics);
    if (after === null || after === text) continue;
    changed.push(path);
    if (!check) writeWhole(host, path, after);
  }
  if (host.json)
    host.out.write(`${canonicalJson({ changed, diagnostics: diagnostics.map(diagnosticToJson) })}\n`);
  else {
    for (const path of changed) host.out.write(`${path}\n`);
    writeText(host.err, diagnostics, NO_LIMIT);
  }
  return diagnostics.length > 0 || (check && changed.length > 0) ? 1 : 0;
}

async function formatStream(host: Host, check: boolean): Promise<number> {
  const text = await readStream(process.stdin);
  const diagnostics: Diagnostic[] = [];
  const after = formatText("<stdin>", text, diagnostics);
  writeText(host.err, diagnostics, NO_LIMIT);
  if (after === null) return 1;
  if (!check) host.out.write(after);
  return check && after !== text ? 1 : 0;
}

/** null: it has mistakes. */
function formatText(path: string, text: string, diagnostics: Diagnostic[]): string | null {
  const result = format({ path, text, id: "" });
  switch (result.kind) {
    case "formatted":
      return result.text;
    case "broken":
      diagnostics.push(...result.diagnostics);
      return null;
    case "refused":
      throw new Failure(
        `formatting \`${path}\` would change what it means`,
        "this is a mistake of the formatter: please report it; the file is as it was",
      );
  }
}

function readSource(host: Host, path: string, diagnostics: Diagnostic[]): string | null {
  const bytes = statSync(resolve(host.folder, path), { throwIfNoEntry: false })?.size ?? 0;
  if (bytes <= MAX_SOURCE_BYTES) return readText(host, path);
  diagnostics.push(diagnose("SP1004", { path, bytes }));
  return null;
}
