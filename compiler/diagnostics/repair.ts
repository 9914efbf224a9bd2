// Applying safe fixes, in memory: round after round, until none is left.
//
// In:  how to look at the package with some texts changed. Out: the changed texts, what was applied, and what is still to be
// said. Surprising: a fix is on probation. A round after which there are more errors than before is taken back, and its
// fixes are tried one at a time; one that makes things worse alone is never tried again.

import { distinct, type Diagnostic, type Fix } from "../diagnostics.ts";
import { applyEdits, compatible } from "./edits.ts";

export type Texts = ReadonlyMap<string, string>;

/** The diagnostics of the package, where these files read so. */
export type Look = (changed: Texts) => readonly Diagnostic[];

export interface Repaired {
  readonly changed: Texts;
  /** In the order in which they were applied; their spans are of the text of that moment. */
  readonly applied: readonly AppliedFix[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface AppliedFix {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/** Each round removes at least one diagnostic, and fixes seldom uncover others. */
const MAX_ROUNDS = 20;

export function repair(look: Look, mayChange: (path: string) => boolean): Repaired {
  let changed: Texts = new Map();
  let diagnostics = distinct(look(changed));
  const applied: AppliedFix[] = [];
  const refused = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const candidates = safeFixes(diagnostics, mayChange).filter(({ fix }) => !refused.has(nameOf(fix)));
    if (candidates.length === 0) break;
    const together = compatible(candidates.map(({ fix }) => fix));
    const batch = candidates.filter(({ fix }) => together.includes(fix));
    const attempts = batch.length > 1 ? [batch, ...batch.map((one) => [one])] : [batch];
    for (const attempt of attempts) {
      const next = withFixes(changed, attempt);
      const found = distinct(look(next));
      if (!isBetter(found, diagnostics, attempt)) {
        if (attempt.length === 1) for (const { fix } of attempt) refused.add(nameOf(fix));
        continue;
      }
      changed = next;
      diagnostics = found;
      applied.push(...attempt);
      break;
    }
  }
  return { changed, applied, diagnostics };
}

function safeFixes(diagnostics: readonly Diagnostic[], mayChange: (path: string) => boolean): AppliedFix[] {
  return diagnostics.flatMap((diagnostic) => {
    const safe = diagnostic.fixes.find((fix) => fix.applicability === "safe");
    if (safe === undefined || !safe.edits.every((edit) => mayChange(edit.span.file.path))) return [];
    return [{ diagnostic, fix: safe }];
  });
}

function withFixes(changed: Texts, fixes: readonly AppliedFix[]): Texts {
  const next = new Map(changed);
  const edits = fixes.flatMap(({ fix }) => fix.edits);
  for (const [path, own] of Map.groupBy(edits, (edit) => edit.span.file.path)) {
    const text = own[0]?.span.file.text ?? "";
    next.set(path, applyEdits(text, own));
  }
  return next;
}

/**
 * What was fixed is gone, and nothing reads worse. An error that is repaired may uncover others, which were there before and
 * not to be seen; a repaired warning may not.
 */
function isBetter(
  after: readonly Diagnostic[],
  before: readonly Diagnostic[],
  fixed: readonly AppliedFix[],
): boolean {
  const count = (list: readonly Diagnostic[], counts: (item: Diagnostic) => boolean) =>
    list.filter(counts).length;
  const isSame = (a: Diagnostic, b: Diagnostic) => a.code === b.code && a.message === b.message;
  for (const { diagnostic } of fixed) {
    const same = (item: Diagnostic) => isSame(item, diagnostic);
    if (count(after, same) >= count(before, same)) return false;
  }
  if (count(after, isSyntax) > count(before, isSyntax)) return false;
  const uncovers = fixed.some(({ diagnostic }) => diagnostic.severity === "error");
  return uncovers || count(after, isError) <= count(before, isError);
}

function isSyntax({ code }: Diagnostic): boolean {
  return code.startsWith("SP11") || code.startsWith("SP12");
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function nameOf(fix: Fix): string {
  return fix.edits
    .map(({ span, replacement }) => `${span.file.path}:${span.start}-${span.end}=${replacement}`)
    .join(";");
}
