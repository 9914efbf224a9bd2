// The diagnostics: what the compiler has to say to a person, as facts.
//
// In:  a code of the catalogue, the parameters that its text asks for, and the labelled places. Out: a plain value that
// report.ts turns into text or JSON. The types make a wrong code or a missing parameter a compile error of the compiler.
// Surprising: the text is made when the diagnostic is made (errors are few), the frame around it only when it is shown.

import { CATALOGUE } from "./diagnostics/catalogue.ts";
import type { Span } from "./source.ts";

export type Severity = "error" | "warning";
export type Code = keyof typeof CATALOGUE;
export type Parameters<C extends Code> = Parameters0<(typeof CATALOGUE)[C]["message"]>;
type Parameters0<F> = F extends (parameters: infer P) => string ? P : never;

export interface Label {
  readonly span: Span;
  readonly text: string;
  /** The place at fault; the other labels say why. */
  readonly primary: boolean;
}

/** An edit that makes the diagnostic go away. */
export interface Fix {
  readonly title: string;
  readonly span: Span;
  readonly replacement: string;
}

export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly labels: readonly Label[];
  readonly help: string | null;
  readonly fix: Fix | null;
}

export interface Details {
  readonly labels?: readonly Label[];
  readonly fix?: Fix | null;
  /** Overrides the help of the catalogue where the place knows better. */
  readonly help?: string | null;
}

export function diagnose<C extends Code>(
  code: C,
  parameters: Parameters<C>,
  details: Details = {},
): Diagnostic {
  const entry = CATALOGUE[code] as {
    readonly severity: Severity;
    readonly message: (parameters: Parameters<C>) => string;
    readonly help: ((parameters: Parameters<C>) => string | null) | null;
  };
  return {
    code,
    severity: entry.severity,
    message: entry.message(parameters),
    labels: details.labels ?? [],
    help: details.help === undefined ? (entry.help?.(parameters) ?? null) : details.help,
    fix: details.fix ?? null,
  };
}

export function primary(span: Span, text: string): Label {
  return { span, text, primary: true };
}

export function secondary(span: Span, text: string): Label {
  return { span, text, primary: false };
}

/** By file and place; diagnostics without a place come first. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => {
    const x = mainLabel(a)?.span;
    const y = mainLabel(b)?.span;
    if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined);
    if (x.file.path !== y.file.path) return x.file.path < y.file.path ? -1 : 1;
    return x.start - y.start || x.end - y.end || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
  });
}

export function mainLabel(diagnostic: Diagnostic): Label | undefined {
  return diagnostic.labels.find((label) => label.primary) ?? diagnostic.labels[0];
}
