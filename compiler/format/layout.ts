// From pieces to a document: what stands on one line, what is broken and where.

import type { IToken } from "chevrotain";
import * as t from "../lex/tokens.ts";
import {
  broken,
  choice,
  concat,
  flat,
  group,
  hardline,
  line,
  nest,
  softline,
  table,
  type Doc,
  type Row,
} from "./doc.ts";
import type { TreeHints } from "./hints.ts";
import type { Bracket, FileItems, Item, Piece, Text } from "./pieces.ts";
import { blankBetween, breaksOf, columnOf } from "./spacing.ts";

interface Layout {
  readonly hints: TreeHints;
  /** An item is laid out in several ways, its pieces in one: nested brackets would double the work at every level. */
  readonly made: Map<Piece, Doc>;
}

export function layoutFile({ items, below }: FileItems, hints: TreeHints): Doc {
  const lay: Layout = { hints, made: new Map() };
  const rows = items.map((item) => rowOf(item, lay, false));
  if (below.length > 0) rows.push(commentRow(below));
  return rows.length === 0 ? "" : concat([broken(table(rows, "")), hardline]);
}

function rowOf(item: Item, lay: Layout, aligned: boolean): Row {
  const { above, blank, trailing: comment, pieces } = item;
  const place = aligned ? columnOf(pieces) : null;
  if (place === null) return { above, blank, column: null, body: layoutItem(pieces, lay), comment };
  const key = flatText(pieces.slice(0, place.at + 1), lay);
  const body = concat([" ", layoutItem(pieces.slice(place.at + 1), lay)]);
  return { above, blank, column: { key, after: place.after, type: place.type }, body, comment };
}

/** Comments that nothing follows. */
function commentRow(comments: Bracket["below"]): Row {
  const last = comments.at(-1);
  const above = comments.slice(0, -1);
  return { above, blank: last?.blank ?? false, column: null, body: last?.text ?? "", comment: null };
}

/** The columns of rows hold no brackets, so their text is known before they are printed. */
function flatText(pieces: readonly Piece[], lay: Layout): string {
  let text = "";
  for (const [index, piece] of pieces.entries()) {
    if (blankBetween(pieces, index, lay.hints.tight)) text += " ";
    if (piece.kind === "atom") text += piece.token.image;
  }
  return text;
}

// --- Items -----------------------------------------------------------------------------------------------------------

function layoutItem(pieces: readonly Piece[], lay: Layout): Doc {
  const docs = pieces.map((piece) => layoutPiece(piece, lay));
  const last = pieces.length - 1;
  const whole = join(pieces, docs, 0, last + 1, lay);
  const states: Doc[] = [flat(whole)];
  const tail = pieces[last];
  if (tail !== undefined && tail.kind !== "atom" && !pieces.slice(0, last).some(isForced)) {
    const head = flat(join(pieces, docs, 0, last, lay));
    const gap = blankBetween(pieces, last, lay.hints.tight) ? " " : "";
    states.push(concat([head, gap, openLast(tail, docs[last] ?? "")]));
  }
  const breaks = breaksOf(pieces);
  if (breaks.length > 0) states.push(split(pieces, breaks, lay));
  else states.push(whole);
  return choice(...states);
}

function openLast(piece: Piece, doc: Doc): Doc {
  return piece.kind === "bracket" ? broken(bracketBody(doc)) : doc;
}

/** The inside of a group: whether it breaks has been decided. */
function bracketBody(doc: Doc): Doc {
  return typeof doc !== "string" && doc.kind === "group" ? doc.body : doc;
}

function join(pieces: readonly Piece[], docs: readonly Doc[], from: number, to: number, lay: Layout): Doc {
  const joined: Doc[] = [];
  for (let at = from; at < to; at++) {
    if (at > from && blankBetween(pieces, at, lay.hints.tight)) joined.push(" ");
    joined.push(docs[at] ?? "");
  }
  return concat(joined);
}

function split(pieces: readonly Piece[], breaks: readonly number[], lay: Layout): Doc {
  const [first = 0] = breaks;
  const rest = breaks.map((from, index): Doc => {
    const to = breaks[index + 1] ?? pieces.length;
    return concat([hardline, layoutItem(pieces.slice(from, to), lay)]);
  });
  return concat([layoutItem(pieces.slice(0, first), lay), nest(concat(rest))]);
}

/** Will it be broken whatever its width? */
function isForced(piece: Piece): boolean {
  switch (piece.kind) {
    case "atom":
      return false;
    case "text":
      return piece.block || piece.holes.some((hole) => hole.some(isForced));
    case "bracket":
      return bracketForced(piece);
  }
}

function bracketForced(bracket: Bracket): boolean {
  const { items } = bracket;
  if (bracket.comment !== null || bracket.below.length > 0) return true;
  if (items.length > 0 && bracket.forced && !isRound(bracket)) return true;
  return items.some(
    ({ above, trailing, pieces }) => above.length > 0 || trailing !== null || pieces.some(isForced),
  );
}

// --- Pieces ----------------------------------------------------------------------------------------------------------

function layoutPiece(piece: Piece, lay: Layout): Doc {
  if (piece.kind === "atom") return piece.token.image;
  const known = lay.made.get(piece);
  if (known !== undefined) return known;
  const made = makePiece(piece, lay);
  lay.made.set(piece, made);
  return made;
}

function makePiece(piece: Exclude<Piece, { kind: "atom" }>, lay: Layout): Doc {
  switch (piece.kind) {
    case "text":
      return layoutText(piece, lay);
    case "bracket":
      return layoutBracket(piece, lay);
  }
}

function isRound({ token }: Bracket): boolean {
  return token.tokenType === t.LParen || token.tokenType === t.LambdaParen;
}

function layoutBracket(bracket: Bracket, lay: Layout): Doc {
  const { token, items, below, comment } = bracket;
  const [open, close] = isRound(bracket)
    ? ["(", ")"]
    : token.tokenType === t.LCurly
      ? ["{", "}"]
      : ["[", "]"];
  if (items.length === 0 && below.length === 0 && comment === null) return open + close;
  const forced = bracketForced(bracket);
  if (isRound(bracket)) return layoutRound(bracket, lay, forced);
  const rows = items.map((item) => rowOf(item, lay, true));
  if (below.length > 0) rows.push(commentRow(below));
  const pad = token.tokenType === t.LCurly && !lay.hints.snug.has(token.startOffset) ? line : softline;
  const opening = comment === null ? open : `${open} ${comment}`;
  const body = concat([opening, nest(concat([pad, table(rows, ", ")])), pad, close]);
  return group(body, forced);
}

/** What stands in parentheses is separated by commas only; a last argument that ends in a bracket may hug them. */
function layoutRound(bracket: Bracket, lay: Layout, forced: boolean): Doc {
  const { items, below, comment } = bracket;
  const docs = items.map((item) => layoutItem(item.pieces, lay));
  const listed = docs.map((doc, index) => (index < docs.length - 1 ? concat([doc, ",", line]) : doc));
  const commented =
    comment !== null ||
    below.length > 0 ||
    items.some((item) => item.above.length > 0 || item.trailing !== null);
  if (commented) return layoutCommented(bracket, docs);
  const open = concat(["(", nest(concat([softline, ...listed])), softline, ")"]);
  const last = items.at(-1)?.pieces.at(-1);
  const before = items.slice(0, -1);
  const hugs =
    last !== undefined && last.kind !== "atom" && !before.some(({ pieces }) => pieces.some(isForced));
  if (!hugs) return group(open, forced);
  const hugged = concat(["(", flat(concat(listed.slice(0, -1))), docs.at(-1) ?? "", ")"]);
  return group(choice(flat(concat(["(", ...listed, ")"])), hugged, open), forced);
}

function layoutCommented({ items, below, comment }: Bracket, docs: readonly Doc[]): Doc {
  const rows = items.map(({ above, blank, trailing }, index): Row => ({
    above,
    blank,
    column: null,
    body: concat([docs[index] ?? "", index < items.length - 1 ? "," : ""]),
    comment: trailing,
  }));
  if (below.length > 0) rows.push(commentRow(below));
  const opening = comment === null ? "(" : `( ${comment}`;
  return group(concat([opening, nest(concat([softline, table(rows, " ")])), softline, ")"]), true);
}

// --- Texts -----------------------------------------------------------------------------------------------------------

function layoutText(text: Text, lay: Layout): Doc {
  const holes = text.holes.map((hole) => flat(layoutHole(hole, lay)));
  if (!text.block)
    return concat(text.tokens.flatMap((token, index): Doc[] => [token.image, holes[index] ?? ""]));
  const indent = closingIndent(text);
  const parts = text.tokens.flatMap((token, index): Doc[] => [
    ...textLines(token, index, text.tokens.length, indent),
    holes[index] ?? "",
  ]);
  return nest(concat(parts));
}

function layoutHole(hole: readonly Piece[], lay: Layout): Doc {
  const docs = hole.map((piece) => layoutPiece(piece, lay));
  return join(hole, docs, 0, hole.length, lay);
}

/** How far the closing quotes are indented: what every line of the text loses. */
function closingIndent({ tokens }: Text): number {
  const image = tokens.at(-1)?.image ?? "";
  const lastLine = image.slice(image.lastIndexOf("\n") + 1);
  return lastLine.length - lastLine.trimStart().length;
}

/** The lines of a text block, indented anew. Lines of blanks lose them, unless they are longer than the indentation. */
function textLines(token: IToken, index: number, count: number, indent: number): Doc[] {
  const lines = token.image.replaceAll("\r\n", "\n").split("\n");
  return lines.flatMap((text, at): Doc[] => {
    if (at === 0) return [index === 0 ? text.trimEnd() : text];
    const end = at === lines.length - 1;
    // Before an interpolation every blank counts; at the end of a line too.
    const kept = text.slice(Math.min(indent, blanksOf(text)));
    const closing = end && index === count - 1;
    return [hardline, closing ? kept.trimStart() : kept];
  });
}

function blanksOf(text: string): number {
  return text.length - text.replace(/^[ \t]+/, "").length;
}
