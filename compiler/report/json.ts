// A diagnostic as JSON for machines. Lines and columns count from 1, columns in characters; ends are exclusive.

import type { Diagnostic } from "../diagnostics.ts";
import type { JsonObject } from "../json.ts";
import { placeOf, type Span } from "../source.ts";

export function diagnosticToJson(diagnostic: Diagnostic): JsonObject {
  const { code, severity, message, help } = diagnostic;
  return {
    code,
    severity,
    message,
    help,
    labels: diagnostic.labels.map(({ span, text, primary }) => ({ ...spanToJson(span), text, primary })),
    fixes: diagnostic.fixes.map(({ title, applicability, edits }) => ({
      title,
      applicability,
      edits: edits.map(({ span, replacement }) => ({ ...spanToJson(span), replacement })),
    })),
  };
}

/** `setpoint check --format json`, whole. */
export function diagnosticsToJson(diagnostics: readonly Diagnostic[]): JsonObject {
  const count = (severity: Diagnostic["severity"]) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    diagnostics: diagnostics.map(diagnosticToJson),
    counts: { error: count("error"), warning: count("warning"), info: count("info") },
  };
}

function spanToJson(span: Span): JsonObject {
  const start = placeOf(span);
  const end = placeOf({ ...span, start: span.end });
  return {
    file: start.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
