// Diagnostics as the workflow commands of GitHub Actions, which shows them at the lines of a pull request.
//
// `prefix` leads from the repository's root to the package's, because that is what GitHub counts paths from.

import { mainLabel, type Diagnostic, type Severity } from "../diagnostics.ts";
import { placeOf } from "../source.ts";

const COMMAND: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

export function diagnosticToGithub(diagnostic: Diagnostic, prefix: string): string {
  const { code, severity, message, help } = diagnostic;
  const properties = [...placeOfLabel(diagnostic, prefix), ["title", code] as const]
    .map(([name, value]) => `${name}=${escapeProperty(value)}`)
    .join(",");
  const text = help === null ? message : `${message}\nhelp: ${help}`;
  return `::${COMMAND[severity]} ${properties}::${escapeData(text)}`;
}

function placeOfLabel(diagnostic: Diagnostic, prefix: string): readonly (readonly [string, string])[] {
  const span = mainLabel(diagnostic)?.span;
  if (span === undefined) return [];
  const start = placeOf(span);
  const end = placeOf({ ...span, start: span.end });
  const line: readonly (readonly [string, string])[] = [
    ["file", `${prefix}${start.file}`],
    ["line", `${start.line}`],
    ["col", `${start.column}`],
    ["endLine", `${end.line}`],
  ];
  // GitHub takes an end column only on one and the same line.
  return end.line === start.line ? [...line, ["endColumn", `${end.column}`]] : line;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
