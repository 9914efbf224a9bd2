// Which new lines separate entries, and where a `/` opens a pattern: the rules that look at the neighbouring token.

import type { IToken, TokenType } from "chevrotain";
import * as t from "./tokens.ts";

const AFTER = 1;
const BEFORE = 2;
const PATTERN = 4;

// The index of a token type is small, so a table of bits answers at once. It is made on first use: a program that only
// prints its version pays nothing.
let bits: Uint8Array | null = null;

function table(): Uint8Array {
  const made = new Uint8Array(512);
  const mark = (bit: number, types: readonly TokenType[]) => {
    for (const { tokenTypeIdx } of types) made[tokenTypeIdx ?? 0] = (made[tokenTypeIdx ?? 0] ?? 0) | bit;
  };
  mark(AFTER, [
    t.LCurly,
    t.LSquare,
    t.LParen,
    t.LAngle,
    t.Comma,
    t.Equal,
    t.PlusEqual,
    t.MinusEqual,
    t.Arrow,
    t.Dot,
    t.QuestionDot,
    t.Pipe,
    t.QuestionQuestion,
    t.Plus,
    t.Minus,
    t.Star,
    t.Slash,
    // Not `..`: `Int in 1..` is whole.
    t.EqualEqual,
    t.NotEqual,
    t.Less,
    t.LessEqual,
    t.Greater,
    t.GreaterEqual,
    t.And,
    t.Or,
    t.Not,
    t.StringOpen,
    t.StringMiddle,
  ]);
  // No entry begins with these, so the line before goes on. The new line before a closing bracket separates nothing.
  mark(BEFORE, [
    t.Dot,
    t.QuestionDot,
    t.QuestionQuestion,
    t.Pipe,
    t.And,
    t.Or,
    t.Else,
    t.Then,
    t.With,
    t.For,
    t.If,
    t.RCurly,
    t.RSquare,
    t.RParen,
    t.StringMiddle,
    t.StringClose,
  ]);
  mark(PATTERN, [t.Matching, t.LParen, t.LSquare, t.Comma, t.Equal, t.Arrow]);
  return made;
}

function has(type: TokenType, bit: number): boolean {
  bits ??= table();
  return ((bits[type.tokenTypeIdx ?? 0] ?? 0) & bit) !== 0;
}

/** After these the entry goes on in the next line. */
export function continuesAfter(token: IToken | null): boolean {
  return token === null || has(token.tokenType, AFTER);
}

export function continuesBefore(type: TokenType): boolean {
  return has(type, BEFORE);
}

export function isPatternPosition(token: IToken | null): boolean {
  return token !== null && has(token.tokenType, PATTERN);
}
