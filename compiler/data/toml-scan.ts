// Where the parts of a TOML text stand. The values are a parser's: this knows strings, brackets and comments and nothing of
// values, so that no two readers of one text can disagree about more than a place.
//
// In:  any text. Out: its headers and pairs, in order. What is no TOML gives places of no use, but ends; whether the text is
// TOML is the parser's to say.

import type { Node, Word } from "../ast.ts";

export type TomlStatement = TomlHeader | TomlPair;

/** `[a.b]`, or `[[a.b]]`. */
export interface TomlHeader extends Node {
  readonly kind: "header";
  readonly list: boolean;
  readonly keys: readonly Word[];
}

/** `a.b = value`. */
export interface TomlPair extends Node {
  readonly kind: "pair";
  readonly keys: readonly Word[];
  readonly value: TomlValue;
}

export type TomlValue = Node &
  (
    | { readonly kind: "scalar" }
    | { readonly kind: "list"; readonly items: readonly TomlValue[] }
    | { readonly kind: "table"; readonly pairs: readonly TomlPair[] }
  );

export interface TomlScan {
  readonly statements: readonly TomlStatement[];
  /** Where brackets were nested more than `deepest` levels deep; what follows was not read. */
  readonly tooDeep: Node | null;
}

interface Scanner {
  readonly text: string;
  readonly deepest: number;
  at: number;
  depth: number;
  tooDeep: Node | null;
}

const BLANK = /(?:[ \t\r\n\uFEFF]|#[^\n]*)*/y;
const SPACE = /[ \t]*/y;
const KEY = /[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const STRING = /"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const BARE = /[^\s,\]}#]+(?: \d[^\s,\]}#]*)?/y;

export function scanToml(text: string, deepest: number): TomlScan {
  const scanner: Scanner = { text, deepest, at: 0, depth: 0, tooDeep: null };
  const statements: TomlStatement[] = [];
  for (skip(scanner, BLANK); scanner.at < text.length; skip(scanner, BLANK)) {
    const before = scanner.at;
    statements.push(text[before] === "[" ? readHeader(scanner) : readPair(scanner));
    if (scanner.at === before) scanner.at++;
  }
  return { statements, tooDeep: scanner.tooDeep };
}

function skip(scanner: Scanner, pattern: RegExp): string {
  pattern.lastIndex = scanner.at;
  const found = pattern.exec(scanner.text)?.[0] ?? "";
  scanner.at += found.length;
  return found;
}

function readHeader(scanner: Scanner): TomlHeader {
  const start = scanner.at;
  const list = scanner.text[start + 1] === "[";
  const brackets = list ? 2 : 1;
  scanner.at += brackets;
  const keys = readKeys(scanner);
  scanner.at += brackets;
  return { kind: "header", list, keys, start, end: Math.min(scanner.at, scanner.text.length) };
}

function readPair(scanner: Scanner): TomlPair {
  const start = scanner.at;
  const keys = readKeys(scanner);
  if (scanner.text[scanner.at] === "=") scanner.at++;
  skip(scanner, SPACE);
  const value = readValue(scanner);
  return { kind: "pair", keys, value, start, end: scanner.at };
}

function readKeys(scanner: Scanner): readonly Word[] {
  const keys: Word[] = [];
  do {
    if (scanner.text[scanner.at] === ".") scanner.at++;
    skip(scanner, SPACE);
    const start = scanner.at;
    const written = skip(scanner, KEY);
    keys.push({ text: plainKey(written), start, end: scanner.at });
    skip(scanner, SPACE);
  } while (scanner.text[scanner.at] === ".");
  return keys;
}

function readValue(scanner: Scanner): TomlValue {
  const start = scanner.at;
  const opening = scanner.text[start];
  if (opening !== "[" && opening !== "{") {
    if (skip(scanner, STRING) === "") skip(scanner, BARE);
    return { kind: "scalar", start, end: scanner.at };
  }
  if (scanner.depth >= scanner.deepest) {
    scanner.tooDeep ??= { start, end: start + 1 };
    scanner.at = scanner.text.length;
    return { kind: "scalar", start, end: start };
  }
  scanner.depth++;
  scanner.at++;
  const value = opening === "[" ? readList(scanner, start) : readTable(scanner, start);
  scanner.depth--;
  return value;
}

function readList(scanner: Scanner, start: number): TomlValue {
  const items: TomlValue[] = [];
  readInside(scanner, "]", () => items.push(readValue(scanner)));
  return { kind: "list", items, start, end: scanner.at };
}

function readTable(scanner: Scanner, start: number): TomlValue {
  const pairs: TomlPair[] = [];
  readInside(scanner, "}", () => pairs.push(readPair(scanner)));
  return { kind: "table", pairs, start, end: scanner.at };
}

function readInside(scanner: Scanner, close: "]" | "}", readOne: () => void): void {
  const { text } = scanner;
  for (skip(scanner, BLANK); scanner.at < text.length && text[scanner.at] !== close; skip(scanner, BLANK)) {
    const before = scanner.at;
    if (text[before] !== ",") readOne();
    if (scanner.at === before) scanner.at++;
  }
  if (scanner.at < text.length) scanner.at++;
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r" };

function plainKey(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1);
  if (!written.startsWith('"')) return written;
  return written
    .slice(1, -1)
    .replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, simple) => {
      const digits = (short ?? long) as string | undefined;
      if (digits === undefined) return ESCAPES[simple as string] ?? (simple as string);
      const point = Number.parseInt(digits, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "";
    });
}
