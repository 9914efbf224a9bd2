// Codes as people type them: known, or the nearest one that is.

import { nearest } from "../near.ts";
import { CATALOGUE } from "./catalogue.ts";
import type { Code } from "../diagnostics.ts";

export const CODES = Object.keys(CATALOGUE) as readonly Code[];

export type FoundCode =
  { readonly kind: "code"; readonly code: Code } | { readonly kind: "unknown"; readonly near: Code | null };

/** `sp2107` and `2107` are SP2107. */
export function findCode(text: string): FoundCode {
  const wanted = text.toUpperCase().replace(/^(?=\d)/, "SP");
  const code = CODES.find((known) => known === wanted);
  if (code !== undefined) return { kind: "code", code };
  // Of numbers equally many digits away, the one that counts nearest.
  const number = Number(wanted.slice(2));
  const near = Number.isInteger(number)
    ? CODES.toSorted((a, b) => Math.abs(numberOf(a) - number) - Math.abs(numberOf(b) - number))[0]
    : CODES.find((known) => known === nearest(wanted, CODES));
  return { kind: "unknown", near: near ?? null };
}

function numberOf(code: Code): number {
  return Number(code.slice(2));
}
