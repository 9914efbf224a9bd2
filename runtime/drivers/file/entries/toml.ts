// TOML files. The values are the parser's; where they stand is found by the scan that the compiler reads data with.
//
// Surprising: a table may be written in four ways (a header, a key with dots, braces, only by the tables below it). A new
// key goes where its table is, in the table's own way; where there are several places, to the one with the header.

import { scanToml, type TomlPair, type TomlStatement } from "../../../../compiler/data/toml-scan.ts";
import type { Json, JsonObject } from "../../../../compiler/json.ts";
import { isJsonArray, isJsonObject } from "../../../../compiler/json.ts";
import { parseToml } from "../../../toml.ts";
import {
  dataWith,
  indentBefore,
  isRefused,
  lineEnd,
  lineEnding,
  lineNumber,
  lineStart,
  nextLine,
  valueAt,
  verified,
  type Document,
  type Editor,
  type Refused,
  type Splice,
} from "./text.ts";

interface Pair {
  /** From the top of the file. */
  readonly way: readonly string[];
  readonly start: number;
  readonly from: number;
  readonly to: number;
  /** How many steps the header above it, or the braces around it, gave. */
  readonly above: number;
  /** The braces that it stands in, or null. */
  readonly braces: Braces | null;
}

interface Braces {
  readonly start: number;
  readonly end: number;
}

interface Header {
  readonly way: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly list: boolean;
}

interface Scan {
  readonly pairs: readonly Pair[];
  readonly headers: readonly Header[];
  readonly braces: ReadonlyMap<string, Braces>;
}

/** Levels of brackets. Nobody writes so many, and scanning them takes as many calls. */
const DEEPEST = 200;

export const tomlEditor: Editor = {
  open: (text) => {
    const read = readData(text);
    if ("refused" in read) return read;
    const { statements, tooDeep } = scanToml(text, DEEPEST);
    if (tooDeep !== null)
      return { refused: `line ${lineNumber(text, tooDeep.start)}: it is nested too deep` };
    return documentOf(text, read.data, placesOf(text, statements));
  },
};

function readData(text: string): { readonly data: JsonObject } | Refused {
  const parsed = parseToml(text);
  return parsed.kind === "toml"
    ? { data: toJson(parsed.values) as JsonObject }
    : { refused: `line ${lineNumber(text, parsed.at)}: it is not valid TOML` };
}

/** Dates, and numbers that no graph can say, have a form that nobody can want. */
function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Date) return { date: value.toISOString() };
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : { number: String(value) };
  if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  return value as Json;
}

function documentOf(text: string, data: JsonObject, scan: Scan): Document {
  const check = (splice: Splice, expected: JsonObject | null): Splice | Refused =>
    verified(text, splice, expected, readData);
  const find = (way: readonly string[]): Pair | undefined =>
    scan.pairs.find((pair) => sameWay(pair.way, way));
  return {
    get: (table, key) => valueAt(data, table, key),
    set: (table, key, value) => {
      const pair = find([...table, key]);
      const splice =
        pair === undefined
          ? insert(text, scan, table, key, print(value))
          : { start: pair.from, end: pair.to, text: printLike(text.slice(pair.from, pair.to), value) };
      return isRefused(splice) ? splice : check(splice, dataWith(data, table, key, value));
    },
    remove: (table, key) => {
      if (valueAt(data, table, key) === undefined) return { start: 0, end: 0, text: "" };
      const pair = find([...table, key]);
      if (pair === undefined) return { refused: `${key} is a table there and not a value` };
      const splice = pair.braces === null ? wholeLines(text, pair) : fromBraces(pair, pair.braces, scan);
      return check(splice, dataWith(data, table, key, undefined));
    },
  };
}

function sameWay(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}

// --- Changes ------------------------------------------------------------------------------------------------------------

function insert(
  text: string,
  scan: Scan,
  table: readonly string[],
  key: string,
  value: string,
): Splice | Refused {
  const inList = scan.headers.some(({ list, way }) => list && way.every((step, at) => step === table[at]));
  if (inList) return { refused: `the table ${table.join(".")} is one of a list` };
  const eol = lineEnding(text);
  const pair = `${printKey(key)} = ${value}`;
  const header = scan.headers.find(({ way }) => sameWay(way, table));
  const inside = (candidate: Pair): boolean =>
    candidate.braces === null &&
    candidate.above === table.length &&
    sameWay(candidate.way.slice(0, table.length), table);
  if (header !== undefined || table.length === 0) {
    const last = scan.pairs.findLast(inside);
    if (last !== undefined) return behind(text, last, pair, eol);
    if (header !== undefined) return line(text, nextLine(text, header.end), pair, eol);
    return atTop(text, scan, pair, eol);
  }
  const braces = scan.braces.get(JSON.stringify(table));
  if (braces !== undefined) return intoBraces(scan, braces, pair);
  const dotted = scan.pairs.findLast(
    ({ way, braces }) =>
      braces === null && way.length > table.length && sameWay(way.slice(0, table.length), table),
  );
  if (dotted !== undefined && dotted.above < table.length) {
    const way = [...table.slice(dotted.above), key].map(printKey).join(".");
    return behind(text, dotted, `${way} = ${value}`, eol);
  }
  const gap = text.trim() === "" ? "" : eol;
  return line(text, text.length, `${gap}[${table.map(printKey).join(".")}]${eol}${pair}`, eol);
}

/** Behind another pair, indented as that is. */
function behind(text: string, pair: Pair, entry: string, eol: string): Splice {
  return line(text, nextLine(text, pair.to), (indentBefore(text, pair.start) ?? "") + entry, eol);
}

/** A whole line at the start of a line; behind a last line without an ending, one without an ending. */
function line(text: string, at: number, entry: string, eol: string): Splice {
  const open = at > 0 && text[at - 1] !== "\n" && !(at === 1 && text[0] === "\uFEFF");
  return { start: at, end: at, text: open ? `${eol}${entry}` : `${entry}${eol}` };
}

/** Keys of the top stand before the first header, and before the comment that belongs to it. */
function atTop(text: string, scan: Scan, entry: string, eol: string): Splice {
  const first = scan.headers[0];
  if (first === undefined) return line(text, text.length, entry, eol);
  let at = lineStart(text, first.start);
  while (at > 0) {
    const before = lineStart(text, at - 1);
    if (!/^[ \t]*#/.test(text.slice(before, at))) break;
    at = before;
  }
  // A mark at the start of the file stays there.
  if (at === 0 && text.startsWith("\uFEFF")) at = 1;
  return { start: at, end: at, text: `${entry}${eol}${eol}` };
}

function intoBraces(scan: Scan, braces: Braces, entry: string): Splice {
  const last = scan.pairs.findLast((pair) => pair.braces?.start === braces.start);
  if (last !== undefined) return { start: last.to, end: last.to, text: `, ${entry}` };
  return { start: braces.start + 1, end: braces.end - 1, text: ` ${entry} ` };
}

function wholeLines(text: string, pair: Pair): Splice {
  return { start: lineStart(text, pair.start), end: nextLine(text, pair.to), text: "" };
}

function fromBraces(pair: Pair, braces: Braces, scan: Scan): Splice {
  const siblings = scan.pairs.filter((other) => other.braces?.start === braces.start);
  const index = siblings.indexOf(pair);
  const next = siblings[index + 1];
  const previous = siblings[index - 1];
  if (next !== undefined) return { start: pair.start, end: next.start, text: "" };
  return { start: previous?.to ?? pair.start, end: pair.to, text: "" };
}

// --- Printing -----------------------------------------------------------------------------------------------------------

/** In the quotes that the old value had. */
function printLike(old: string, value: Json): string {
  const literal = old.startsWith("'") && !old.startsWith("'''");
  if (
    literal &&
    typeof value === "string" &&
    /^[\t\x20-\x26\x28-\x7E\u0080-\uD7FF\uE000-\uFFFD]*$/.test(value)
  )
    return `'${value}'`;
  if (typeof value === "number" && Number.isSafeInteger(value) && /^[+-]?\d[\d_]*\.\d/.test(old))
    return `${value}.0`;
  const inner = isJsonArray(value) && /^\[[ \t]*\r?\n([ \t]*)[^\s]/.exec(old)?.[1];
  if (typeof inner !== "string" || !isJsonArray(value) || value.length === 0) return print(value);
  const eol = lineEnding(old);
  const trailing = /,\s*\]$/.test(old) ? "," : "";
  const outer = /([ \t]*)\]$/.exec(old)?.[1] ?? "";
  return `[${eol}${value.map((item) => inner + print(item)).join(`,${eol}`)}${trailing}${eol}${outer}]`;
}

function print(value: Json): string {
  // JSON's strings are basic strings of TOML, but for one character that JSON leaves as it is.
  if (typeof value === "string") return JSON.stringify(value).replaceAll("\u007F", "\\u007F");
  if (isJsonArray(value)) return `[${value.map(print).join(", ")}]`;
  if (isJsonObject(value))
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${printKey(key)} = ${print(item)}`)
      .join(", ")} }`;
  // A whole number that is not exact is no integer of TOML.
  const rounded = Number.isInteger(value) && !Number.isSafeInteger(value);
  return rounded && !String(value).includes("e") ? `${String(value)}.0` : String(value);
}

function printKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : print(key);
}

// --- Places -------------------------------------------------------------------------------------------------------------

function placesOf(text: string, statements: readonly TomlStatement[]): Scan {
  const pairs: Pair[] = [];
  const headers: Header[] = [];
  const braces = new Map<string, Braces>();
  const add = (pair: TomlPair, above: readonly string[], inside: Braces | null): void => {
    const way = [...above, ...pair.keys.map((key) => key.text)];
    const { start, value } = pair;
    pairs.push({ way, start, from: value.start, to: value.end, above: above.length, braces: inside });
    if (value.kind !== "table") return;
    const place = { start: value.start, end: value.end };
    braces.set(JSON.stringify(way), place);
    for (const inner of value.pairs) add(inner, way, place);
  };
  let table: readonly string[] = [];
  let inList = false;
  for (const statement of statements) {
    if (statement.kind === "pair") {
      // In a list nothing has a way of its own.
      if (!inList) add(statement, table, null);
      continue;
    }
    const { list, start, end } = statement;
    table = statement.keys.map((key) => key.text);
    inList =
      list ||
      headers.some((header) => header.list && header.way.every((step, index) => step === table[index]));
    headers.push({ way: table, start, end: lineEnd(text, end), list });
  }
  return { pairs: pairs.toSorted((a, b) => a.start - b.start), headers, braces };
}
