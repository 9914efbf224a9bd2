// Brackets that do not match: which of them to blame, and where to close them.
//
// In:  the tokens of a first scan. Out: before which tokens how many brackets are closed, and which closing ones are left
// out; a second scan does so, and the grammar sees balanced brackets only. Surprising: indentation decides. The bracket that
// a parser misses is the last one of the file, which is hardly ever the one that was forgotten; but people indent as they
// mean it. Where that would blame more brackets than plain counting does, the file is not indented, and counting decides.

import type { IToken, TokenType } from "chevrotain";
import * as t from "./tokens.ts";

export interface Repairs {
  /** By the offset of a token: how many brackets end before it. The length of the text stands for its end. */
  readonly closeBefore: ReadonlyMap<number, number>;
  /** The offsets of closing brackets that close nothing. */
  readonly drop: ReadonlySet<number>;
  /** What was opened and never closed, and where it is closed. */
  readonly unclosed: readonly { readonly opener: IToken; readonly before: number }[];
  readonly extra: readonly IToken[];
  /** The indentation of the file has decided. */
  readonly indented: boolean;
}

interface Open {
  readonly token: IToken;
  readonly closer: TokenType | null;
  readonly line: number;
  readonly indent: number;
}

export function findRepairs(tokens: readonly IToken[], text: string): Repairs {
  const counted = walk(tokens, text, false);
  const indented = walk(tokens, text, true);
  return faults(indented) <= faults(counted) ? indented : counted;
}

function faults(repairs: Repairs): number {
  return repairs.unclosed.length + repairs.extra.length;
}

function walk(tokens: readonly IToken[], text: string, byIndent: boolean): Repairs {
  const closeBefore = new Map<number, number>();
  const drop = new Set<number>();
  const unclosed: { opener: IToken; before: number }[] = [];
  const extra: IToken[] = [];
  const stack: Open[] = [];
  let surplus = byIndent ? countSurplus(tokens) : 0;
  let line = 0;
  let lineStart = 0;
  let indent = 0;
  let scanned = 0;
  const giveUp = (before: number) => {
    const open = stack.pop();
    if (open === undefined || open.closer === null) return;
    unclosed.push({ opener: open.token, before });
    closeBefore.set(before, (closeBefore.get(before) ?? 0) + 1);
  };
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === t.Newline) continue;
    const start = token.startOffset;
    let first = scanned === 0;
    for (let at = text.indexOf("\n", scanned); at !== -1 && at < start; at = text.indexOf("\n", at + 1)) {
      line++;
      lineStart = at + 1;
      first = true;
    }
    scanned = Math.max(scanned, start);
    if (first) indent = indentOf(text, lineStart);
    const closes = isCloser(type);
    const inText = type === t.StringMiddle || type === t.StringClose;
    if (byIndent && first && !inText) {
      for (let top = stack.at(-1); top !== undefined && top.closer !== null; top = stack.at(-1)) {
        if (top.line === line || indent > top.indent || (indent === top.indent && closes)) break;
        giveUp(start);
      }
    }
    if (inText) {
      while (stack.length > 0 && stack.at(-1)?.closer !== null) giveUp(start);
      if (type === t.StringClose) stack.pop();
      continue;
    }
    const closer = closerOf(type);
    if (closer !== undefined) {
      stack.push({ token, closer, line, indent });
      continue;
    }
    if (!closes) continue;
    const at = findOpener(stack, type);
    const open = at === -1 ? undefined : stack[at];
    const tooFarIn = open !== undefined && surplus > 0 && open.line < line && indent > open.indent;
    if (open === undefined || tooFarIn) {
      surplus--;
      drop.add(start);
      extra.push(token);
      continue;
    }
    while (stack.length > at + 1) giveUp(start);
    stack.pop();
  }
  while (stack.length > 0) giveUp(text.length);
  return { closeBefore, drop, unclosed, extra, indented: byIndent };
}

/** How many more brackets are closed than opened. */
function countSurplus(tokens: readonly IToken[]): number {
  let surplus = 0;
  for (const { tokenType } of tokens) {
    if (isCloser(tokenType)) surplus++;
    else if (closerOf(tokenType) instanceof Object) surplus--;
  }
  return surplus;
}

/** The innermost bracket that the closing one fits; those of the text around an interpolation are out of its reach. */
function findOpener(stack: readonly Open[], closer: TokenType): number {
  for (let at = stack.length - 1; at >= 0; at--) {
    const open = stack[at];
    if (open?.closer === null) return -1;
    if (open?.closer === closer) return at;
  }
  return -1;
}

/** null: the interpolation of a string, which its own text closes. */
function closerOf(type: TokenType): TokenType | null | undefined {
  switch (type) {
    case t.LCurly:
      return t.RCurly;
    case t.LSquare:
      return t.RSquare;
    case t.LParen:
    case t.LambdaParen:
      return t.RParen;
    case t.StringOpen:
      return null;
    default:
      return undefined;
  }
}

function isCloser(type: TokenType): boolean {
  return type === t.RCurly || type === t.RSquare || type === t.RParen;
}

function indentOf(text: string, lineStart: number): number {
  let at = lineStart;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at - lineStart;
}
