// From tokens to nested pieces: brackets hold items, items hold atoms, texts and brackets, and every comment has its place.
//
// In:  the tokens of a file without mistakes, and what only the tree knows of them. Out: the items of the file.
// Surprising: comments are no tokens. They are found in the gaps between tokens, so none can be forgotten by the grammar.

import type { IToken } from "chevrotain";
import * as t from "../lex/tokens.ts";

export interface Comment {
  readonly text: string;
  /** A line is free above it. */
  readonly blank: boolean;
}

export interface Item {
  readonly above: Comment[];
  blank: boolean;
  readonly pieces: Piece[];
  trailing: string | null;
}

export interface Atom {
  readonly kind: "atom";
  readonly token: IToken;
}

export interface Bracket {
  readonly kind: "bracket";
  readonly token: IToken;
  readonly items: readonly Item[];
  /** A comment on the line of the opening bracket. */
  readonly comment: string | null;
  /** Comments before the closing bracket. */
  readonly below: readonly Comment[];
  /** The source has a new line behind the opening bracket, or between two items. */
  readonly forced: boolean;
}

/** A string with interpolations, or a text block. */
export interface Text {
  readonly kind: "text";
  readonly block: boolean;
  /** The tokens of the text; between them stand the interpolations. */
  readonly tokens: readonly IToken[];
  readonly holes: readonly (readonly Piece[])[];
  readonly close: number;
}

export type Piece = Atom | Bracket | Text;

/** What the tokens do not say by themselves: at which offsets a comma ends that continues a `with`. */
export interface Hints {
  readonly useEnds: ReadonlySet<number>;
}

interface Reader {
  readonly text: string;
  readonly tokens: readonly IToken[];
  readonly hints: Hints;
  at: number;
  /** Where the last token that was read ends. */
  end: number;
}

interface Gap {
  /** On the line of the token before. */
  readonly trailing: string | null;
  readonly comments: readonly Comment[];
  readonly newline: boolean;
  /** A line is free right before the next token. */
  readonly blank: boolean;
}

export interface FileItems {
  readonly items: readonly Item[];
  readonly below: readonly Comment[];
}

export function readItems(text: string, tokens: readonly IToken[], hints: Hints): FileItems {
  const reader: Reader = { text, tokens, hints, at: 0, end: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
  const { items, below, comment } = readUntil(reader, false);
  if (comment === null) return { items, below };
  const [first] = items;
  const opening = { text: comment, blank: false };
  if (first === undefined) return { items, below: [opening, ...below] };
  first.above.unshift(opening);
  return { items, below };
}

interface Inside {
  readonly items: Item[];
  readonly comment: string | null;
  readonly below: readonly Comment[];
  readonly forced: boolean;
}

/** The items up to the closing bracket, which is read too. */
function readUntil(r: Reader, bracketed: boolean): Inside {
  const items: Item[] = [];
  let item: Item | null = null;
  let waiting: Comment[] = [];
  let comment: string | null = null;
  let forced = false;
  let first = true;
  let angles = 0;
  for (;;) {
    let separated = false;
    while (r.tokens[r.at]?.tokenType === t.Newline) {
      r.at++;
      separated = true;
    }
    const token = r.tokens[r.at];
    const gap = readGap(r.text, r.end, token?.startOffset ?? r.text.length);
    if (first) {
      comment = gap.trailing;
      forced = gap.newline || comment !== null;
      first = false;
    } else if (gap.trailing !== null) {
      const last = item ?? items.at(-1);
      const inside = item !== null && !separated && token !== undefined && !isEnd(r, token, angles);
      // Before a comma it documents nothing, and the comma may go.
      const before = token?.tokenType === t.Comma;
      if (last !== undefined && !inside && last.trailing === null)
        last.trailing = before ? hoisted(gap.trailing).text : gap.trailing;
      else if (item !== null && inside) item.above.push(hoisted(gap.trailing));
      else waiting.push({ text: gap.trailing, blank: false });
    }
    if (separated) {
      item = null;
      forced = true;
    }
    if (token === undefined || isCloser(token)) {
      if (token !== undefined && bracketed) {
        r.at++;
        r.end = endOf(token);
      }
      waiting.push(...gap.comments);
      return { items, comment, below: waiting, forced: forced || waiting.length > 0 };
    }
    if (isSeparator(r, token, angles)) {
      waiting.push(...gap.comments.map(({ text }) => hoisted(text)));
      item = null;
      r.at++;
      r.end = endOf(token);
      continue;
    }
    if (item === null) {
      item = { above: [...waiting, ...gap.comments], blank: gap.blank, pieces: [], trailing: null };
      waiting = [];
      items.push(item);
    } else {
      for (const { text } of gap.comments) item.above.push(hoisted(text));
    }
    if (token.tokenType === t.LAngle) angles++;
    else if (token.tokenType === t.RAngle) angles--;
    item.pieces.push(readPiece(r, token, item));
  }
}

/** A comment in the middle of an item moves above it, and is no documentation there. */
function hoisted(text: string): Comment {
  return { text: text.replace(/^\/{3,}/, "//"), blank: false };
}

function readPiece(r: Reader, token: IToken, item: Item): Piece {
  r.at++;
  r.end = endOf(token);
  if (isOpener(token)) return { kind: "bracket", token, ...readUntil(r, true) };
  if (token.tokenType === t.StringOpen) return readText(r, token, item);
  if (token.tokenType === t.StringLiteral && /^r?"""/.test(token.image))
    return { kind: "text", block: true, tokens: [token], holes: [], close: endOf(token) - 3 };
  return { kind: "atom", token };
}

function readText(r: Reader, open: IToken, item: Item): Text {
  const tokens = [open];
  const holes: Piece[][] = [];
  for (;;) {
    const hole: Piece[] = [];
    for (;;) {
      const token = r.tokens[r.at];
      const gap = readGap(r.text, r.end, token?.startOffset ?? r.text.length);
      if (gap.trailing !== null) item.above.push(hoisted(gap.trailing));
      for (const { text } of gap.comments) item.above.push(hoisted(text));
      if (token === undefined || token.tokenType === t.StringMiddle || token.tokenType === t.StringClose)
        break;
      hole.push(withoutComments(readPiece(r, token, item), item));
    }
    holes.push(hole);
    const next = r.tokens[r.at];
    if (next === undefined) break;
    r.at++;
    r.end = endOf(next);
    tokens.push(next);
    if (next.tokenType === t.StringClose) break;
  }
  return { kind: "text", block: open.image.startsWith('"""'), tokens, holes, close: r.end - 3 };
}

function isEnd(r: Reader, token: IToken, angles: number): boolean {
  return isCloser(token) || isSeparator(r, token, angles);
}

/** An interpolation stays on its line, so what is said in it moves above the item. */
function withoutComments(piece: Piece, item: Item): Piece {
  if (piece.kind !== "bracket") return piece;
  if (piece.comment !== null) item.above.push(hoisted(piece.comment));
  const items = piece.items.map(({ above, trailing, pieces }): Item => {
    for (const { text } of above) item.above.push(hoisted(text));
    if (trailing !== null) item.above.push(hoisted(trailing));
    const inner = pieces.map((each) => withoutComments(each, item));
    return { above: [], blank: false, trailing: null, pieces: inner };
  });
  for (const { text } of piece.below) item.above.push(hoisted(text));
  return { ...piece, items, comment: null, below: [], forced: false };
}

/** Not so the commas of `with a, b`, `for k, v in m` and `Map<K, V>`. */
function isSeparator(r: Reader, token: IToken, angles: number): boolean {
  if (token.tokenType !== t.Comma || angles > 0) return false;
  return !r.hints.useEnds.has(r.end) && r.tokens[r.at - 2]?.tokenType !== t.For;
}

export function isOpener({ tokenType }: IToken): boolean {
  return (
    tokenType === t.LCurly || tokenType === t.LSquare || tokenType === t.LParen || tokenType === t.LambdaParen
  );
}

function isCloser({ tokenType }: IToken): boolean {
  return tokenType === t.RCurly || tokenType === t.RSquare || tokenType === t.RParen;
}

function endOf(token: IToken): number {
  return (token.endOffset ?? token.startOffset) + 1;
}

// --- Gaps ------------------------------------------------------------------------------------------------------------

function readGap(text: string, start: number, end: number): Gap {
  let trailing: string | null = null;
  const comments: Comment[] = [];
  let lines = 0;
  let newline = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) {
      lines++;
      newline = true;
    } else if (code === 47) {
      const found = text.indexOf("\n", at);
      const stop = found === -1 || found > end ? end : found;
      const comment = text.slice(at, stop).trimEnd();
      if (newline || start === 0) comments.push({ text: comment, blank: lines > 1 });
      else trailing = comment;
      lines = 0;
      at = stop - 1;
    }
  }
  return { trailing, comments, newline, blank: lines > 1 };
}
