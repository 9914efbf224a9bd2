// What every reader of data makes: expressions with offsets in the data file, or what is wrong with its text.
//
// The bounds hold for every format. They count what is made and not what is written, because a few lines of YAML can stand
// for more values than the machine has memory.

import type { Expression, Literal, LiteralType, Node, SetEntry, Word } from "../ast.ts";

/** As deep as the parser lets source be. */
export const MAX_DEPTH = 200;
export const MAX_VALUES = 1_000_000;
/** More than these say nothing new. */
export const MAX_FLAWS = 20;

/** Why a text is no data of its format, and where. */
export interface Flaw extends Node {
  readonly why: string;
  readonly help: string | null;
  /** What it collides with. */
  readonly earlier: Node | null;
}

export type ReadData =
  | { readonly kind: "read"; readonly value: Expression }
  | { readonly kind: "wrong"; readonly flaws: readonly Flaw[] };

export function wrong(...flaws: readonly Flaw[]): ReadData {
  return { kind: "wrong", flaws };
}

export function flaw(
  at: Node,
  why: string,
  more: { readonly help?: string; readonly earlier?: Node } = {},
): Flaw {
  return { start: at.start, end: at.end, why, help: more.help ?? null, earlier: more.earlier ?? null };
}

export const TOO_DEEP = `the data is nested more than ${MAX_DEPTH} levels deep`;
export const TOO_MANY = `there are more than ${MAX_VALUES} values`;
/** No UTF-8 text holds one, and an escape can name one. */
export const HALF_A_PAIR = "half a surrogate pair is no character";

export function twice(name: string): string {
  return `the name ${JSON.stringify(name)} stands here twice`;
}

export function literal(type: LiteralType, value: Literal["value"], { start, end }: Node): Literal {
  return { kind: "literal", type, value, start, end };
}

/** Why a number cannot be one of the language, or null. */
export function whyNoNumber(value: number): string | null {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "this is no number" : "this number is too large";
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return "integers are exact up to 9007199254740991";
  return null;
}

/** What has no fraction is an integer, however it is written; there is no negative zero. */
export function numberLiteral(value: number, at: Node): Literal {
  return literal(Number.isInteger(value) ? "Int" : "Number", value === 0 ? 0 : value, at);
}

export function entryOf(key: Word, value: Expression): SetEntry {
  const { start } = key;
  return {
    kind: "set",
    key,
    value,
    strength: "normal",
    replace: false,
    operator: "=",
    start,
    // A value that is written elsewhere, behind an anchor, ends nothing here.
    end: value.start >= start ? value.end : key.end,
  };
}
