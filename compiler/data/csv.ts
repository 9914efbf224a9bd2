// CSV as a list of records with their offsets: RFC 4180, the first row names the fields.
//
// A cell is a text here; what it means depends on the field's type, and is found where that is known (check/data.ts). An
// empty cell without quotes is a text of no width, so that it can be told from `""`.

import type { Entry, Expression, Node, Word } from "../ast.ts";
import {
  entryOf,
  flaw,
  literal,
  MAX_FLAWS,
  MAX_VALUES,
  TOO_MANY,
  twice,
  wrong,
  type Flaw,
  type ReadData,
} from "./tree.ts";

interface Cell extends Node {
  readonly text: string;
}

interface Row extends Node {
  readonly cells: readonly Cell[];
}

interface Reader {
  readonly text: string;
  readonly flaws: Flaw[];
  at: number;
}

/** Up to what ends a cell, or must not stand in one without quotes. */
const PLAIN = /[^,"\r\n]*/y;

export function readCsv(text: string): ReadData {
  const reader: Reader = { text, flaws: [], at: text.startsWith("\uFEFF") ? 1 : 0 };
  if (reader.at >= text.length)
    return wrong(flaw({ start: 0, end: 0 }, "the first row names the fields, and there is none"));
  const header = readRow(reader);
  const names = readNames(reader, header);
  if (names === null || reader.flaws.length > 0) return wrong(...reader.flaws);
  const items: Expression[] = [];
  while (reader.at < text.length && reader.flaws.length < MAX_FLAWS) {
    const known = reader.flaws.length;
    const row = readRow(reader);
    if (reader.flaws.length > known) continue;
    if ((items.length + 1) * (names.length + 1) > MAX_VALUES) return wrong(flaw(row, TOO_MANY));
    const record = recordOf(reader, names, row);
    if (record !== null) items.push(record);
  }
  if (reader.flaws.length > 0) return wrong(...reader.flaws);
  return { kind: "read", value: { kind: "list", items, start: header.start, end: text.length } };
}

function readNames(reader: Reader, header: Row): readonly Word[] | null {
  const seen = new Map<string, Cell>();
  const [only, ...others] = header.cells;
  if (only !== undefined && others.length === 0 && /[;\t]/.test(only.text)) {
    const help = "write a `,` between the cells, and put a cell that holds one into quotes";
    reader.flaws.push(flaw(only, "commas stand between the cells, and here is none", { help }));
    return null;
  }
  for (const cell of header.cells) {
    const earlier = seen.get(cell.text);
    if (cell.text === "") reader.flaws.push(flaw(cell, "a column has no name"));
    else if (earlier !== undefined) reader.flaws.push(flaw(cell, twice(cell.text), { earlier }));
    seen.set(cell.text, cell);
  }
  return header.cells;
}

function recordOf(reader: Reader, names: readonly Word[], row: Row): Expression | null {
  const { start, end } = row;
  if (start === end) {
    reader.flaws.push(flaw(row, "this line is empty"));
    return null;
  }
  if (row.cells.length !== names.length) {
    const extra = row.cells[names.length];
    const at = extra === undefined ? { start: end, end } : { start: extra.start, end };
    const cells = `${row.cells.length} ${row.cells.length === 1 ? "cell" : "cells"}`;
    reader.flaws.push(flaw(at, `this row has ${cells}, and the first one names ${names.length}`));
    return null;
  }
  const entries: Entry[] = [];
  for (const [index, cell] of row.cells.entries()) {
    const name = names[index];
    // The name stands in the first row; what belongs to this one is the cell.
    const place = { start: cell.start, end: cell.end };
    if (name !== undefined) entries.push({ ...entryOf(name, literal("String", cell.text, cell)), ...place });
  }
  return { kind: "block", entries, start, end };
}

// --- Rows and cells ------------------------------------------------------------------------------------------------------

function readRow(reader: Reader): Row {
  const { text } = reader;
  const start = reader.at;
  const cells: Cell[] = [readCell(reader)];
  while (text[reader.at] === ",") {
    reader.at++;
    cells.push(readCell(reader));
  }
  const end = reader.at;
  if (text.startsWith("\r\n", end)) reader.at += 2;
  else if (text[end] === "\n") reader.at++;
  else if (end < text.length) {
    const why =
      text[end] === "\r" ? "a line ends in LF or CRLF, and not in CR alone" : "a `,` is missing here";
    reader.flaws.push(flaw({ start: end, end: end + 1 }, why));
    // What follows is judged from the next line on.
    const next = text.indexOf("\n", end);
    reader.at = next === -1 ? text.length : next + 1;
  }
  return { cells, start, end };
}

function readCell(reader: Reader): Cell {
  const { text } = reader;
  const start = reader.at;
  if (text[start] === '"') return readQuoted(reader, start);
  PLAIN.lastIndex = start;
  const plain = PLAIN.exec(text)?.[0] ?? "";
  reader.at += plain.length;
  if (text[reader.at] === '"') {
    const help = 'put the whole cell into quotes, and write `""` for a quote in it';
    reader.flaws.push(
      flaw({ start: reader.at, end: reader.at + 1 }, "a quote stands inside a cell", { help }),
    );
    const next = text.indexOf("\n", reader.at);
    reader.at = next === -1 ? text.length : next;
  }
  return { text: plain, start, end: reader.at };
}

function readQuoted(reader: Reader, start: number): Cell {
  const { text } = reader;
  let value = "";
  for (let from = start + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) {
      reader.flaws.push(flaw({ start, end: start + 1 }, "this quote is not closed"));
      reader.at = text.length;
      return { text: "", start, end: start + 1 };
    }
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      reader.at = quote + 1;
      return { text: value, start, end: reader.at };
    }
    value += '"';
    from = quote + 2;
  }
}
