// The sealed texts of one source file, and the file with others in their place.
//
// In:  a source file. Out: every string in it that is a sealed text, wherever it stands: in `secret.sealed("…")`, or in a `let`
// that is handed to it. A file that cannot be read to its end has none: one of them might be missing.

import type { Literal } from "./ast.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { applyEdits } from "./diagnostics/edits.ts";
import { walk } from "./ast/walk.ts";
import { parse } from "./parse.ts";
import { readSealed } from "./sealed.ts";
import type { SourceFile, Span } from "./source.ts";

export interface SealedLiteral {
  readonly span: Span;
  /** On one line, however it is written. */
  readonly sealed: string;
}

export type SealedLiterals =
  | { readonly kind: "found"; readonly literals: readonly SealedLiteral[] }
  | { readonly kind: "broken"; readonly diagnostics: readonly Diagnostic[] };

export function sealedLiterals(file: SourceFile): SealedLiterals {
  const { node, diagnostics } = parse(file);
  if (diagnostics.some(({ severity }) => severity === "error")) return { kind: "broken", diagnostics };
  const literals: SealedLiteral[] = [];
  walk(node, (each) => {
    if (each.kind !== "literal") return;
    const { value, start, end } = each as unknown as Literal;
    const read = typeof value === "string" ? readSealed(value) : null;
    if (read?.kind === "sealed") literals.push({ span: { file, start, end }, sealed: read.text });
  });
  return { kind: "found", literals };
}

/** The text with other sealed texts in the place of these, and everything else as it is. */
export function withSealed(
  file: SourceFile,
  fresh: readonly { readonly literal: SealedLiteral; readonly sealed: string }[],
): string {
  const edits = fresh.map(({ literal, sealed }) => ({ span: literal.span, replacement: `"${sealed}"` }));
  return applyEdits(file.text, edits);
}
