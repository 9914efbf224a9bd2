// The diagnostics: what the compiler has to say to a person, as facts.
//
// In:  a code of the catalogue, the parameters that its text asks for, and the labelled places. Out: a plain value that
// report.ts turns into text or JSON. The types make a wrong code or a missing parameter a compile error of the compiler.
// Surprising: the text is made when the diagnostic is made (errors are few), the frame around it only when it is shown.

import { CATALOGUE } from "./diagnostics/catalogue.ts";
import type { Span } from "./source.ts";

export type Severity = "error" | "warning" | "info";
export type Code = keyof typeof CATALOGUE;
export type Parameters<C extends Code> = Parameters0<(typeof CATALOGUE)[C]["message"]>;
type Parameters0<F> = F extends (parameters: infer P) => string ? P : never;

export interface Label {
  readonly span: Span;
  readonly text: string;
  /** The place at fault; the other labels say why. */
  readonly primary: boolean;
}

/**
 * Edits that make the diagnostic go away. `safe`: what the program meant stays as it was, so `check --fix` may apply it
 * unasked. `maybe`: a guess at what was meant, which a person has to confirm.
 */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly applicability: "safe" | "maybe";
}

export interface Edit {
  readonly span: Span;
  readonly replacement: string;
}

export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly labels: readonly Label[];
  readonly help: string | null;
  readonly fixes: readonly Fix[];
}

export interface Details {
  readonly labels?: readonly Label[];
  readonly fixes?: readonly Fix[];
  /** The name that was probably meant where the primary label stands: it becomes a fix. */
  readonly near?: string | null;
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
  const labels = details.labels ?? [];
  const place = labels.find((label) => label.primary)?.span;
  const near = details.near ?? null;
  const renaming = near === null || place === undefined ? [] : [renameTo(near, place)];
  return {
    code,
    severity: entry.severity,
    message: entry.message(parameters),
    labels,
    help: details.help === undefined ? (entry.help?.(parameters) ?? null) : details.help,
    fixes: [...renaming, ...(details.fixes ?? [])],
  };
}

/** Nobody can know what was meant, so the nearest name is a guess. */
function renameTo(name: string, span: Span): Fix {
  const replacement = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
  return { title: `write \`${name}\``, edits: [{ span, replacement }], applicability: "maybe" };
}

/** A fix of one edit. */
export function fixAt(
  span: Span,
  replacement: string,
  title: string,
  applicability: Fix["applicability"],
): Fix {
  return { title, edits: [{ span, replacement }], applicability };
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

/** Sorted, and each said once: what many environments share is one mistake. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return sortDiagnostics(diagnostics).filter((diagnostic) => {
    const span = mainLabel(diagnostic)?.span;
    const key = `${diagnostic.code} ${span?.file.path} ${span?.start} ${span?.end} ${diagnostic.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function mainLabel(diagnostic: Diagnostic): Label | undefined {
  return diagnostic.labels.find((label) => label.primary) ?? diagnostic.labels[0];
}
