// A small algebra of documents: what a layout is made of, and the printer that fits it into a width.
//
// In:  a document. Out: its text. Surprising: `rows` is part of the algebra, because the columns of aligned entries can be
// known only where it is known which of them stand on one line, and that is at their indentation.

import { displayWidth } from "../report/columns.ts";

export type Doc = string | Node;

interface Widths {
  /** On one line; infinite where a new line is forced. */
  readonly flat: number;
  /** The first line, if it is broken: the shortest that it can be; infinite where it cannot be. */
  readonly first: number;
}

export type Node = Widths &
  (
    | { readonly kind: "concat"; readonly parts: readonly Doc[] }
    | { readonly kind: "line"; readonly text: string }
    | { readonly kind: "hardline" }
    | { readonly kind: "nest"; readonly body: Doc }
    /** On one line if it fits there, broken otherwise. */
    | { readonly kind: "group"; readonly body: Doc; readonly forced: boolean }
    | { readonly kind: "flat"; readonly body: Doc }
    | { readonly kind: "broken"; readonly body: Doc }
    /** The first that fits, or the last. */
    | { readonly kind: "choice"; readonly states: readonly Doc[] }
    | { readonly kind: "rows"; readonly rows: readonly Row[]; readonly separator: string }
  );

export interface Row {
  /** Comments of their own lines, above. */
  readonly above: readonly { readonly text: string; readonly blank: boolean }[];
  /** A line is left free above the row itself. */
  readonly blank: boolean;
  /** What is padded, and rows of which class share a column; null stands by itself. */
  readonly column: { readonly key: string; readonly after: boolean; readonly type: string } | null;
  readonly body: Doc;
  /** A comment on the last line of the row. */
  readonly comment: string | null;
}

const NEVER = Number.POSITIVE_INFINITY;

function flatOf(doc: Doc): number {
  return typeof doc === "string" ? widthOf(doc) : doc.flat;
}

const ASCII = /^[\0-\x7f]*$/;

/** Columns, as an editor shows them: a wide character takes two. */
function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : displayWidth(text);
}

function firstOf(doc: Doc): number {
  return typeof doc === "string" ? NEVER : doc.first;
}

export const line: Doc = { kind: "line", text: " ", flat: 1, first: 0 };
export const softline: Doc = { kind: "line", text: "", flat: 0, first: 0 };
export const hardline: Doc = { kind: "hardline", flat: NEVER, first: 0 };

export function concat(parts: readonly Doc[]): Doc {
  let before = 0;
  let first = NEVER;
  for (const part of parts) {
    first = Math.min(first, before + firstOf(part));
    before += flatOf(part);
  }
  return { kind: "concat", parts, flat: before, first };
}

export function nest(body: Doc): Doc {
  return { kind: "nest", body, flat: flatOf(body), first: firstOf(body) };
}

export function group(body: Doc, forced = false): Doc {
  return { kind: "group", body, forced, flat: forced ? NEVER : flatOf(body), first: firstOf(body) };
}

export function flat(body: Doc): Doc {
  return { kind: "flat", body, flat: flatOf(body), first: NEVER };
}

export function broken(body: Doc): Doc {
  return { kind: "broken", body, flat: NEVER, first: firstOf(body) };
}

export function choice(...states: readonly Doc[]): Doc {
  const first = Math.min(...states.map(firstOf));
  return { kind: "choice", states, flat: flatOf(states[0] ?? ""), first };
}

export function table(rows: readonly Row[], separator: string): Doc {
  let width = separator.length * Math.max(0, rows.length - 1);
  for (const { above, comment, column, body } of rows)
    width += above.length > 0 || comment !== null ? NEVER : widthOf(column?.key ?? "") + flatOf(body);
  return { kind: "rows", rows, separator, flat: width, first: 0 };
}

export const WIDTH = 100;
const STEP = 2;

interface Printer {
  readonly out: string[];
  column: number;
  /** Blanks that are printed only if something follows them. */
  pending: number;
}

export function print(doc: Doc): string {
  const printer: Printer = { out: [], column: 0, pending: 0 };
  write(printer, doc, 0, false);
  return printer.out.join("");
}

function write(p: Printer, doc: Doc, indent: number, isFlat: boolean): void {
  if (typeof doc === "string") {
    put(p, doc);
    return;
  }
  switch (doc.kind) {
    case "concat":
      for (const part of doc.parts) write(p, part, indent, isFlat);
      return;
    case "line":
      if (isFlat) put(p, doc.text);
      else newline(p, indent);
      return;
    case "hardline":
      newline(p, indent);
      return;
    case "nest":
      write(p, doc.body, indent + STEP, isFlat);
      return;
    case "flat":
      write(p, doc.body, indent, true);
      return;
    case "broken":
      write(p, doc.body, indent, false);
      return;
    case "group":
      write(p, doc.body, indent, isFlat || (!doc.forced && room(p) >= flatOf(doc.body)));
      return;
    case "choice":
      write(p, isFlat ? (doc.states[0] ?? "") : chosen(p, doc.states), indent, isFlat);
      return;
    case "rows":
      writeRows(p, doc.rows, doc.separator, indent, isFlat);
      return;
  }
}

function put(p: Printer, text: string): void {
  if (text === "") return;
  if (p.pending > 0) p.out.push(" ".repeat(p.pending));
  p.column += p.pending;
  p.pending = 0;
  p.out.push(text);
  p.column += widthOf(text);
}

function newline(p: Printer, indent: number): void {
  p.out.push("\n");
  p.column = 0;
  p.pending = indent;
}

function chosen(p: Printer, states: readonly Doc[]): Doc {
  const left = room(p);
  return states.find((state) => Math.min(flatOf(state), firstOf(state)) <= left) ?? states.at(-1) ?? "";
}

function room(p: Printer): number {
  return WIDTH - p.column - p.pending;
}

// --- Rows ------------------------------------------------------------------------------------------------------------

/** Each row begins where the printer is; between them are new lines. */
function writeRows(
  p: Printer,
  rows: readonly Row[],
  separator: string,
  indent: number,
  isFlat: boolean,
): void {
  if (isFlat) {
    for (const [index, row] of rows.entries()) {
      if (index > 0) put(p, separator);
      if (row.column !== null) put(p, row.column.key);
      write(p, row.body, indent, true);
    }
    return;
  }
  const widths = rows.map((row) => oneLine(row, indent));
  const pads = keyPads(rows, widths, WIDTH - indent);
  const columns = commentColumns(rows, widths, pads);
  for (const [index, row] of rows.entries()) {
    if (index > 0) newline(p, indent);
    for (const [at, comment] of row.above.entries()) {
      if (comment.blank && index + at > 0) freeLine(p, indent);
      put(p, comment.text);
      newline(p, indent);
    }
    if (row.blank && (index > 0 || row.above.length > 0)) freeLine(p, indent);
    const start = p.column + p.pending;
    const { column } = row;
    if (column !== null) {
      const pad = " ".repeat(pads[index] ?? 0);
      put(p, column.after ? column.key + pad : insertPad(column.key, pad));
    }
    write(p, row.body, indent, false);
    if (row.comment === null) continue;
    const gap = Math.max(1, (columns[index] ?? 0) - (p.column - start));
    put(p, `${" ".repeat(gap)}${row.comment}`);
  }
}

function freeLine(p: Printer, indent: number): void {
  p.out.push("\n");
  p.pending = indent;
}

/** `key =`, padded before the sign. */
function insertPad(key: string, pad: string): string {
  const at = key.lastIndexOf(" ");
  return key.slice(0, at) + pad + key.slice(at);
}

/** The width of a row that stands on one line, or -1. */
function oneLine(row: Row, indent: number): number {
  const width = widthOf(row.column?.key ?? "") + flatOf(row.body);
  return width <= WIDTH - indent ? width : -1;
}

/**
 * Neighbours of one class share a column. What takes several lines is the last of its neighbours, and what fits on its line
 * only without being padded stands between two columns.
 */
function keyPads(rows: readonly Row[], widths: readonly number[], room: number): readonly number[] {
  const pads = rows.map(() => 0);
  let first = 0;
  const keyOf = (at: number) => widthOf(rows[at]?.column?.key ?? "");
  const longestOf = (from: number, to: number) => {
    let longest = 0;
    for (let at = from; at < to; at++) longest = Math.max(longest, keyOf(at));
    return longest;
  };
  const pad = (from: number, to: number) => {
    const longest = longestOf(from, to);
    for (let at = from; at < to; at++) pads[at] = rows[at]?.column === null ? 0 : longest - keyOf(at);
  };
  const align = (end: number) => {
    const longest = longestOf(first, end);
    let from = first;
    for (let at = first; at < end; at++) {
      const width = widths[at] ?? -1;
      if (width < 0 || width + longest - keyOf(at) <= room) continue;
      pad(from, at);
      from = at + 1;
    }
    pad(from, end);
    first = end;
  };
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    const apart =
      before === undefined ||
      row.column === null ||
      before.column?.type !== row.column.type ||
      row.blank ||
      row.above.length > 0 ||
      widths[index - 1] === -1;
    if (apart) align(index);
  }
  align(rows.length);
  return pads;
}

/** Where the comments of neighbours stand: at a column that all of them leave free. */
function commentColumns(
  rows: readonly Row[],
  widths: readonly number[],
  pads: readonly number[],
): readonly number[] {
  const columns = rows.map(() => 0);
  let first = 0;
  const align = (end: number) => {
    let column = 0;
    for (let at = first; at < end; at++) column = Math.max(column, (widths[at] ?? 0) + (pads[at] ?? 0) + 1);
    for (let at = first; at < end; at++) columns[at] = column;
    first = end;
  };
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before === undefined || before.comment === null || row.comment === null) align(index);
    else if (row.blank || row.above.length > 0 || widths[index] === -1 || widths[index - 1] === -1)
      align(index);
  }
  align(rows.length);
  return columns;
}
