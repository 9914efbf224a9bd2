// Which new lines separate entries, and where a `/` opens a pattern: the rules that look at the neighbouring token.

import type { IToken, TokenType } from "chevrotain";
import * as t from "./tokens.ts";

// Sets are made on first use: a program that only prints its version pays nothing.
let after: ReadonlySet<TokenType> | null = null;
let before: ReadonlySet<TokenType> | null = null;
let pattern: ReadonlySet<TokenType> | null = null;

/** After these the entry goes on in the next line. */
export function continuesAfter(token: IToken | undefined): boolean {
  after ??= new Set([
    t.LCurly,
    t.LSquare,
    t.LParen,
    t.Comma,
    t.Equal,
    t.PlusEqual,
    t.MinusEqual,
    t.Arrow,
    t.Colon,
    t.Dot,
    t.QuestionDot,
    t.Pipe,
    t.QuestionQuestion,
    t.Plus,
    t.Minus,
    t.Star,
    t.Slash,
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
  return token === undefined || after.has(token.tokenType);
}

/** No entry begins with these, so the line before goes on. */
export function continuesBefore(type: TokenType): boolean {
  before ??= new Set([
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
  ]);
  return before.has(type);
}

export function isPatternPosition(token: IToken | undefined): boolean {
  pattern ??= new Set([t.Matching, t.LParen, t.LSquare, t.Comma, t.Equal, t.Arrow]);
  return token !== undefined && pattern.has(token.tokenType);
}
