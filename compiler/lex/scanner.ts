// The state of a scan, and how a token gets into it: with the new line before it, if that one counts, and with the brackets
// that a repair closes before it.

import type { IToken, TokenType } from "chevrotain";
import { diagnose, primary, type Diagnostic } from "../diagnostics.ts";
import type { SourceFile, Span } from "../source.ts";
import type { Repairs } from "./brackets.ts";
import { continuesAfter, continuesBefore } from "./newlines.ts";
import * as t from "./tokens.ts";

/** Brackets inside brackets. The passes after this one recurse over the tree, and the stack has an end: it is there at 130 blocks. */
export const MAX_NESTING = 100;

export type Bracket = "{" | "[" | "(";

/** What the scanner stands in. */
export interface Context {
  readonly kind: Bracket | "string";
  /** The index of the token that opened it. */
  readonly token: number;
  readonly string: OpenString | null;
  /** How many `<` around types are open. */
  angles: number;
  /** How many `match` wait for the `{` of their arms. */
  matches: number;
  /** It is the body of a `match`. */
  arms: boolean;
}

export interface OpenString {
  readonly start: number;
  readonly multiline: boolean;
  /** The tokens that a text block has given so far; their texts lose the indentation once the end is seen. */
  readonly pieces: IToken[];
  /** A string in one of its interpolations is not closed. */
  swallowed: boolean;
}

export interface Scanner {
  readonly file: SourceFile;
  readonly text: string;
  readonly repairs: Repairs | null;
  at: number;
  readonly tokens: IToken[];
  /** The token that was made last. */
  last: IToken | null;
  readonly docs: Map<number, string>;
  doc: string[] | null;
  readonly contexts: Context[];
  /** How many of them are strings. */
  strings: number;
  /** The innermost context; the outermost is the file's, which no bracket opened. */
  context: Context;
  /** Where the first new line since the last token is, or -1. Those in `( )` are not counted. */
  newline: number;
  /** That new line ends its entry whatever stands before it: a declaration follows. */
  brokenOff: boolean;
  /** The index of the token that opened the parenthesis that was closed last. */
  closed: number;
  /** The offset at which brackets were closed last for a repair. */
  repaired: number;
  /** Brackets did not match. */
  unbalanced: boolean;
  unsure: boolean;
  readonly guessed: number[];
  /** What texts without an end took up to the end of their line. */
  readonly taken: { readonly start: number; readonly end: number }[];
  readonly diagnostics: Diagnostic[];
  tooDeep: boolean;
}

export function newScanner(file: SourceFile, repairs: Repairs | null): Scanner {
  return {
    file,
    text: file.text,
    repairs,
    at: file.text.charCodeAt(0) === 0xfeff ? 1 : 0,
    tokens: [],
    last: null,
    docs: new Map(),
    doc: null,
    contexts: [],
    strings: 0,
    context: { kind: "{", token: -1, string: null, angles: 0, matches: 0, arms: false },
    newline: -1,
    brokenOff: false,
    closed: -1,
    repaired: -1,
    unbalanced: false,
    unsure: false,
    guessed: [],
    taken: [],
    diagnostics: [],
    tooDeep: false,
  };
}

export function span(s: Scanner, start: number, end: number): Span {
  return { file: s.file, start, end };
}

export function lineEnd(s: Scanner, from: number): number {
  const end = s.text.indexOf("\n", from);
  return end === -1 ? s.text.length : end;
}

export function push(
  s: Scanner,
  tokenType: TokenType,
  start: number,
  end: number,
  payload?: unknown,
): IToken {
  if (s.repairs !== null) closeBefore(s, start);
  if (s.newline >= 0) {
    if (s.brokenOff || (!continuesAfter(s.last) && !continuesBefore(tokenType))) {
      s.tokens.push(make("\n", t.Newline, s.newline, s.newline + 1, undefined));
      s.context.angles = 0;
    }
    s.newline = -1;
    s.brokenOff = false;
  }
  if (s.doc !== null) {
    s.docs.set(start, s.doc.join("\n"));
    s.doc = null;
  }
  const token = make(s.text.slice(start, end), tokenType, start, end, payload);
  s.tokens.push(token);
  s.last = token;
  return token;
}

function make(image: string, tokenType: TokenType, start: number, end: number, payload: unknown): IToken {
  const tokenTypeIdx = tokenType.tokenTypeIdx as number;
  return { image, startOffset: start, endOffset: end - 1, tokenTypeIdx, tokenType, payload };
}

/** Makes a token another one, now that its neighbour is known. */
export function retype(token: IToken, tokenType: TokenType): void {
  token.tokenType = tokenType;
  token.tokenTypeIdx = tokenType.tokenTypeIdx as number;
}

// --- Contexts --------------------------------------------------------------------------------------------------------

export function enter(s: Scanner, kind: Context["kind"], start: number, string: OpenString | null): void {
  s.contexts.push(s.context);
  if (string !== null) s.strings++;
  s.context = { kind, token: s.tokens.length - 1, string, angles: 0, matches: 0, arms: false };
  if (s.contexts.length <= MAX_NESTING) return;
  s.tooDeep = true;
  const labels = [primary(span(s, start, start + 1), `bracket number ${MAX_NESTING + 1} inside another`)];
  s.diagnostics.push(diagnose("SP1105", { limit: MAX_NESTING }, { labels }));
}

export function leave(s: Scanner): void {
  if (s.context.kind === "(") s.closed = s.context.token;
  if (s.context.string !== null) s.strings--;
  const outer = s.contexts.pop();
  if (outer !== undefined) s.context = outer;
}

const CLOSER = { "{": t.RCurly, "[": t.RSquare, "(": t.RParen } as const;

/** Closes the innermost bracket where it was not closed: with a token that has no text. */
export function closeAt(s: Scanner, offset: number): void {
  const { kind } = s.context;
  if (kind === "string") return;
  const token = make("", CLOSER[kind], offset, offset, undefined);
  s.tokens.push(token);
  s.last = token;
  leave(s);
}

export function closeBefore(s: Scanner, start: number): void {
  const count = s.repairs?.closeBefore.get(start);
  if (count === undefined || s.repaired === start) return;
  s.repaired = start;
  const end = s.last === null ? 0 : (s.last.endOffset ?? s.last.startOffset) + 1;
  for (let index = 0; index < count; index++) closeAt(s, end);
  // A new line that did not count in the parentheses counts now.
  const newline = s.text.indexOf("\n", end);
  if (s.context.kind !== "(" && newline !== -1 && newline < start) s.newline = newline;
}
