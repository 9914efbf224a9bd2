// Edits on a text.
//
// In:  a text and edits of it, in any order. Out: the new text. Edits of one fix never overlap; of two fixes that do, the
// first is taken and the other left for the next round, since it was made for a text that no longer is.

import type { Edit, Fix } from "../diagnostics.ts";

/** The edits do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { span, replacement } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}

/** Of the fixes, those that can be applied together, the first ones first. */
export function compatible(fixes: readonly Fix[]): readonly Fix[] {
  const taken: Edit[] = [];
  const chosen: Fix[] = [];
  for (const fix of fixes) {
    if (fix.edits.some((edit) => taken.some((other) => collide(edit, other)))) continue;
    chosen.push(fix);
    taken.push(...fix.edits);
  }
  return chosen;
}

/** Two insertions at one place collide as well: nobody could say which comes first. */
function collide(a: Edit, b: Edit): boolean {
  if (a.span.file.path !== b.span.file.path) return false;
  return a.span.start === b.span.start || (a.span.start < b.span.end && b.span.start < a.span.end);
}
