// Which two neighbours have a blank between them, where a long item may be broken, and what its column is.

import type { TokenType } from "chevrotain";
import * as t from "../lex/tokens.ts";
import type { Piece } from "./pieces.ts";

/** Where a piece begins and ends: the types of its first and last token. */
function firstType(piece: Piece): TokenType {
  return piece.kind === "text" ? t.StringLiteral : piece.token.tokenType;
}

/** A bracket that was closed stands for its closing token: what it is no longer matters. */
function lastType(piece: Piece): TokenType {
  if (piece.kind === "bracket") return t.RParen;
  return piece.kind === "text" ? t.StringLiteral : piece.token.tokenType;
}

const NONE_BEFORE: ReadonlySet<TokenType> = new Set([
  t.Dot,
  t.QuestionDot,
  t.Comma,
  t.Colon,
  t.Question,
  t.LAngle,
  t.RAngle,
]);
const NONE_AFTER: ReadonlySet<TokenType> = new Set([t.Dot, t.QuestionDot, t.At, t.Ellipsis, t.LAngle]);
const OPERAND_ENDS: ReadonlySet<TokenType> = new Set([
  t.RParen,
  t.RAngle,
  t.TypeName,
  t.Question,
  t.It,
  t.Super,
]);

function endsOperand(type: TokenType): boolean {
  if (OPERAND_ENDS.has(type)) return true;
  return isLiteral(type) || type === t.Identifier || type === t.LambdaName || type === t.Snapshot;
}

function isLiteral(type: TokenType): boolean {
  return type.CATEGORIES?.includes(t.Literal) === true || type === t.RegexLiteral;
}

/** `tight`: the offsets of the `(` and `[` that belong to what stands before them. */
export function blankBetween(pieces: readonly Piece[], at: number, tight: ReadonlySet<number>): boolean {
  const left = pieces[at - 1];
  const right = pieces[at];
  if (left === undefined || right === undefined) return false;
  const before = lastType(left);
  const after = firstType(right);
  // Two that touch are one operator: `(A) => B? ?`.
  if (before === t.Question && after === t.Question) return true;
  if (NONE_AFTER.has(before)) return false;
  if (before === t.Minus && isSign(pieces, at - 1)) return false;
  if (after === t.DotDot) return !endsOperand(before);
  if (before === t.DotDot) return !startsOperand(after);
  if (NONE_BEFORE.has(after)) return false;
  if (right.kind === "bracket" && after !== t.LCurly && tight.has(right.token.startOffset)) return false;
  return true;
}

function startsOperand(type: TokenType): boolean {
  return endsOperand(type) || type === t.LParen || type === t.Minus;
}

/** A `-` with nothing before it that it could be taken from. */
function isSign(pieces: readonly Piece[], at: number): boolean {
  const before = pieces[at - 1];
  return before === undefined || !endsOperand(lastType(before));
}

// --- Breaks ----------------------------------------------------------------------------------------------------------

/** From what binds loosest to what binds tightest. A break before or after these is no new line of the grammar. */
const BREAKS: readonly { readonly types: ReadonlySet<TokenType>; readonly before: boolean }[] = [
  { types: new Set([t.With, t.For, t.If]), before: true },
  { types: new Set([t.Then, t.Else]), before: true },
  { types: new Set([t.Pipe]), before: true },
  { types: new Set([t.QuestionQuestion]), before: true },
  { types: new Set([t.Or]), before: true },
  { types: new Set([t.And]), before: true },
  {
    types: new Set([t.EqualEqual, t.NotEqual, t.Less, t.LessEqual, t.Greater, t.GreaterEqual]),
    before: false,
  },
  { types: new Set([t.Plus, t.Minus]), before: false },
  { types: new Set([t.Star, t.Slash]), before: false },
  { types: new Set([t.Arrow]), before: false },
];

/** The places of the loosest break: the index of the piece that begins a line. */
export function breaksOf(pieces: readonly Piece[]): readonly number[] {
  for (const { types, before } of BREAKS) {
    const found: number[] = [];
    for (const [index, piece] of pieces.entries()) {
      if (piece.kind !== "atom" || index === 0 || !types.has(piece.token.tokenType)) continue;
      const left = pieces[index - 1];
      // `x = if a ...` and the sign of a number begin an operand; they join nothing.
      if (left === undefined || !endsOperand(lastType(left))) continue;
      const at = before ? index : index + 1;
      if (at < pieces.length) found.push(at);
    }
    if (found.length > 0) return found;
  }
  return chainBreaks(pieces);
}

/** `.a().b()`: before each method, if there are two of them or more. */
function chainBreaks(pieces: readonly Piece[]): readonly number[] {
  const found = pieces.flatMap((piece, index) => {
    const isDot =
      piece.kind === "atom" &&
      (piece.token.tokenType === t.Dot || piece.token.tokenType === t.QuestionDot) &&
      pieces[index + 2]?.kind === "bracket";
    return isDot ? [index] : [];
  });
  return found.length > 1 ? found : [];
}

// --- Columns ---------------------------------------------------------------------------------------------------------

export interface ColumnPlace {
  /** The index of the piece that ends the column: `=` or `:`. */
  readonly at: number;
  readonly type: string;
  /** Padded after the sign, as in `name:  Type`. */
  readonly after: boolean;
}

const HEADS: ReadonlySet<TokenType> = new Set([
  t.Param,
  t.Let,
  t.Output,
  t.Existing,
  t.Final,
  t.Default,
  t.Replace,
]);

export function columnOf(pieces: readonly Piece[]): ColumnPlace | null {
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== "atom") return null;
    const type = piece.token.tokenType;
    if (type === t.At || type === t.Ellipsis) return null;
    if (type !== t.Equal && type !== t.Colon) continue;
    const [first] = pieces;
    const head = first?.kind === "atom" && HEADS.has(first.token.tokenType) ? first.token.image : "";
    return { at: index, type: `${head}${piece.token.image}`, after: type === t.Colon };
  }
  return null;
}
