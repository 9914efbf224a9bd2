// A diagnostic as text for a terminal, and as JSON for machines.

import type { Diagnostic } from "./diagnostics.ts";
import type { JsonObject } from "./json.ts";

export function reportDiagnostic(
  diagnostic: Diagnostic,
  _options: { readonly color: boolean; readonly width: number },
): string {
  return `${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`;
}

export function diagnosticToJson(diagnostic: Diagnostic): JsonObject {
  return { code: diagnostic.code, severity: diagnostic.severity, message: diagnostic.message };
}
