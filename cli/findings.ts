// Diagnostics onto a stream, in the format that was asked for.
//
// Surprising: GitHub and code scanning count paths from the repository's root, which may be above the package's.

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
): Promise<void> {
  switch (format) {
    case "text":
      writeText(host.out, diagnostics);
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
export function writeText(out: Output, diagnostics: readonly Diagnostic[]): void {
  const { color, width } = out;
  for (const diagnostic of diagnostics) out.write(`${reportDiagnostic(diagnostic, { color, width })}\n\n`);
  if (diagnostics.length > 0) out.write(`${summarize(diagnostics, color)}\n`);
}

function prefixOf(root: string): string {
  const repository = repositoryRoot(root);
  const path = repository === null ? "" : relative(repository, root).split(sep).join("/");
  return path === "" ? "" : `${path}/`;
}
