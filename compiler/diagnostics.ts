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

/** Of `names`, the one that `name` was probably meant to be: at most a third of its letters away. */
export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance =
      candidate.toLowerCase() === name.toLowerCase() ? 0 : editDistance(name, candidate, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, deletions, changes and swaps of neighbours; gives up with `limit` once it cannot be less. */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (above[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (above[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    before = above;
    above = row;
  }
  return above[b.length] as number;
}
