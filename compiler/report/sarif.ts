// Diagnostics as SARIF 2.1.0, for code scanning. One run, with the rules that it names.
//
// Surprising: files of the standard library have no place in the user's repository, so labels in them stay out.

import { CATALOGUE } from "../diagnostics/catalogue.ts";
import { mainLabel, type Diagnostic, type Edit, type Label, type Severity } from "../diagnostics.ts";
import type { JsonObject } from "../json.ts";
import { placeOf, type Span } from "../source.ts";

const LEVEL: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };
const STANDARD = "std/";

export interface SarifOptions {
  /** The compiler's version. */
  readonly version: string;
  /** From the repository's root to the package's, with a `/` at the end; "" where they are one. */
  readonly prefix: string;
}

export function diagnosticsToSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): JsonObject {
  const codes = [...new Set(diagnostics.map((diagnostic) => diagnostic.code))].toSorted();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "setpoint",
            semanticVersion: options.version,
            rules: codes.map((id) => ({ id, shortDescription: { text: CATALOGUE[id].title } })),
          },
        },
        columnKind: "unicodeCodePoints",
        results: diagnostics.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code), options)),
      },
    ],
  };
}

function result(diagnostic: Diagnostic, ruleIndex: number, options: SarifOptions): JsonObject {
  const { code, severity, message, help, fixes } = diagnostic;
  const main = mainLabel(diagnostic);
  const related = diagnostic.labels.filter((label) => label !== main && isOwn(label));
  const own = fixes.filter((fix) => fix.edits.every(isOwn));
  return {
    ruleId: code,
    ruleIndex,
    level: LEVEL[severity],
    message: { text: help === null ? message : `${message}\n\nhelp: ${help}` },
    locations: main !== undefined && isOwn(main) ? [{ physicalLocation: location(main.span, options) }] : [],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map(({ span, text }, index) => ({
            id: index + 1,
            message: { text },
            physicalLocation: location(span, options),
          })),
        }),
    ...(own.length === 0
      ? {}
      : {
          fixes: own.map(({ title, edits }) => ({
            description: { text: title },
            artifactChanges: changes(edits, options),
          })),
        }),
  };
}

function isOwn({ span }: { readonly span: Span } | Label): boolean {
  return !span.file.path.startsWith(STANDARD);
}

function changes(edits: readonly Edit[], options: SarifOptions): JsonObject[] {
  return [...Map.groupBy(edits, (edit) => edit.span.file.path)].map(([path, own]) => ({
    artifactLocation: artifact(path, options),
    replacements: own.map(({ span, replacement }) => ({
      deletedRegion: region(span),
      insertedContent: { text: replacement },
    })),
  }));
}

function location(span: Span, options: SarifOptions): JsonObject {
  return { artifactLocation: artifact(span.file.path, options), region: region(span) };
}

/** Relative to the repository, as a URI. */
function artifact(path: string, { prefix }: SarifOptions): JsonObject {
  const uri = `${prefix}${path}`.split("/").map(encodeURIComponent).join("/");
  return { uri, uriBaseId: "%SRCROOT%" };
}

function region(span: Span): JsonObject {
  const start = placeOf(span);
  const end = placeOf({ ...span, start: span.end });
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
