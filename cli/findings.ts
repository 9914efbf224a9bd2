// Diagnostics onto a stream, in the format that was asked for.
//
// Surprising: GitHub and code scanning count paths from the repository's root, which may be above the package's. And text is
// for people: one mistake in a loop or in generated files can be there a thousand times, and would push every other finding
// out of sight. So of each code text shows the first ones and counts the rest. Refused: a limit on all findings together, by
// which a flood of one mistake hides the others. What machines read is whole.

import { relative, sep } from "node:path";
import type { Diagnostic } from "../compiler/diagnostics.ts";
import { canonicalJson } from "../compiler/json.ts";
import { reportDiagnostic, summarize } from "../compiler/report.ts";
import { UsageFailure } from "./failure.ts";
import type { Host, Output } from "./host.ts";
import { type CommandInput, textOf } from "./input.ts";
import { repositoryRoot } from "./package.ts";
import { VERSION } from "./version.ts";

export const FORMATS = ["text", "json", "sarif", "github"] as const;
export type Format = (typeof FORMATS)[number];

/** `--json` is `--format json`. */
export function formatOf(input: CommandInput, host: Host): Format {
  const given = textOf(input, "format");
  if (given === null) return host.json ? "json" : "text";
  const format = FORMATS.find((name) => name === given);
  if (format === undefined)
    throw new UsageFailure(`there is no format \`${given}\``, `there are ${FORMATS.join(", ")}`);
  return format;
}

/** For a command whose findings are its output. */
export async function printFindings(
  host: Host,
  diagnostics: readonly Diagnostic[],
  format: Format,
  root: string,
  limit: Limit,
): Promise<void> {
  switch (format) {
    case "text":
      writeText(host.out, diagnostics, limit);
      return;
    case "json": {
      const { diagnosticsToJson } = await import("../compiler/report/json.ts");
      host.out.write(`${canonicalJson(diagnosticsToJson(diagnostics))}\n`);
      return;
    }
    case "sarif": {
      const { diagnosticsToSarif } = await import("../compiler/report/sarif.ts");
      const log = diagnosticsToSarif(diagnostics, { version: VERSION, prefix: prefixOf(root) });
      host.out.write(`${JSON.stringify(log, null, 2)}\n`);
      return;
    }
    case "github": {
      const { diagnosticToGithub } = await import("../compiler/report/github.ts");
      const prefix = prefixOf(root);
      for (const diagnostic of diagnostics) host.out.write(`${diagnosticToGithub(diagnostic, prefix)}\n`);
      return;
    }
  }
}

/** With an empty line between them, and a line that sums them up. */
export function writeText(out: Output, diagnostics: readonly Diagnostic[], limit: Limit): void {
  writeEach(out, diagnostics, limit);
  if (diagnostics.length > 0) out.write(`${summarize(diagnostics, out.color)}\n`);
}

/** To standard error, for a command that is about something else. */
export function reportAll(host: Host, diagnostics: readonly Diagnostic[]): void {
  writeEach(host.err, diagnostics, ELSEWHERE);
}

// --- How many --------------------------------------------------------------------------------------------------------

export interface Limit {
  /** How many findings with one code are shown as text. */
  readonly each: number;
  /** What shows all of them. */
  readonly all: string;
}

const EACH = 20;
export const ELSEWHERE: Limit = { each: EACH, all: "setpoint check --limit all" };

export const NO_LIMIT: Limit = { each: Number.POSITIVE_INFINITY, all: "" };

/** Of a command that has the option. */
export function limitOf(input: CommandInput): Limit {
  const given = textOf(input, "limit");
  const all = "--limit all";
  if (given === null) return { each: EACH, all };
  if (given === "all") return NO_LIMIT;
  if (!/^[1-9]\d{0,8}$/.test(given))
    throw new UsageFailure(`\`${given}\` is no limit`, "give a number from 1, or `all`");
  return { each: Number(given), all };
}

function writeEach(out: Output, diagnostics: readonly Diagnostic[], { each, all }: Limit): void {
  const { color, width } = out;
  const counts = new Map<string, number>();
  for (const diagnostic of diagnostics) {
    const count = (counts.get(diagnostic.code) ?? 0) + 1;
    counts.set(diagnostic.code, count);
    if (count <= each) out.write(`${reportDiagnostic(diagnostic, { color, width })}\n\n`);
  }
  for (const [code, count] of counts)
    if (count > each) out.write(`${count - each} more with ${code} are not shown; \`${all}\` shows them\n\n`);
}

function prefixOf(root: string): string {
  const repository = repositoryRoot(root);
  const path = repository === null ? "" : relative(repository, root).split(sep).join("/");
  return path === "" ? "" : `${path}/`;
}
