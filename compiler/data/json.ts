// JSON as an expression with its offsets. Strict: RFC 8259, no name twice, no number that would lose digits.

import type { Entry, Expression, Node } from "../ast.ts";
import {
  entryOf,
  flaw,
  HALF_A_PAIR,
  literal,
  MAX_DEPTH,
  MAX_VALUES,
  numberLiteral,
  TOO_DEEP,
  TOO_MANY,
  twice,
  whyNoNumber,
  wrong,
  type Flaw,
  type ReadData,
} from "./tree.ts";

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
  values: number;
  flaw: Flaw | null;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const BLANK = /[ \t\n\r]*/y;

export function readJson(text: string): ReadData {
  const reader: Reader = { text, at: text.startsWith("\ufeff") ? 1 : 0, depth: 0, values: 0, flaw: null };
  const value = readValue(reader);
  skip(reader);
  if (reader.flaw === null && reader.at < text.length) fail(reader, "something follows the value");
  return reader.flaw === null ? { kind: "read", value } : wrong(reader.flaw);
}

function fail(reader: Reader, why: string, at = reader.at, earlier?: Node): Expression {
  const start = Math.min(at, Math.max(0, reader.text.length - 1));
  const end = Math.min(start + 1, reader.text.length);
  reader.flaw ??= flaw({ start, end }, why, earlier === undefined ? {} : { earlier });
  reader.at = reader.text.length;
  return { kind: "missing", start: at, end: at };
}

function skip(reader: Reader): void {
  BLANK.lastIndex = reader.at;
  reader.at += BLANK.exec(reader.text)?.[0].length ?? 0;
}

function readValue(reader: Reader): Expression {
  skip(reader);
  const start = reader.at;
  const char = reader.text[start];
  if (char === undefined) return fail(reader, "a value is missing here");
  if (++reader.values > MAX_VALUES) return fail(reader, TOO_MANY);
  if (char === "{" || char === "[") {
    if (++reader.depth > MAX_DEPTH) return fail(reader, TOO_DEEP);
    const value = char === "{" ? readObject(reader) : readArray(reader);
    reader.depth--;
    return value;
  }
  if (char === '"') return readString(reader);
  for (const [word, value] of WORDS) {
    if (!reader.text.startsWith(word, start)) continue;
    reader.at += word.length;
    return literal(value === null ? "Null" : "Bool", value, { start, end: reader.at });
  }
  return readNumber(reader);
}

const WORDS: readonly (readonly [string, boolean | null])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

function readNumber(reader: Reader): Expression {
  const start = reader.at;
  NUMBER.lastIndex = start;
  const digits = NUMBER.exec(reader.text)?.[0];
  if (digits === undefined) return fail(reader, "no value of JSON begins so");
  const value = Number(digits);
  const why = whyNoNumber(value);
  if (why !== null) return fail(reader, why, start);
  reader.at += digits.length;
  return numberLiteral(value, { start, end: reader.at });
}

function readString(reader: Reader): Expression {
  const start = reader.at;
  STRING.lastIndex = start;
  const quoted = STRING.exec(reader.text)?.[0];
  if (quoted === undefined) return fail(reader, "this string is not closed, or holds what must be escaped");
  reader.at += quoted.length;
  const value = JSON.parse(quoted) as string;
  if (!value.isWellFormed()) return fail(reader, HALF_A_PAIR, start);
  return literal("String", value, { start, end: reader.at });
}

function readArray(reader: Reader): Expression {
  const start = reader.at++;
  const items: Expression[] = [];
  skip(reader);
  while (reader.text[reader.at] !== "]") {
    items.push(readValue(reader));
    if (reader.flaw !== null || !more(reader, "]")) break;
  }
  reader.at++;
  return { kind: "list", items, start, end: reader.at };
}

function readObject(reader: Reader): Expression {
  const start = reader.at++;
  const entries: Entry[] = [];
  const seen = new Map<string, Node>();
  skip(reader);
  while (reader.text[reader.at] !== "}") {
    const at = reader.at;
    if (reader.text[at] !== '"') return fail(reader, "a name in quotes is missing here");
    const name = readString(reader);
    if (name.kind !== "literal" || typeof name.value !== "string") return name;
    const before = seen.get(name.value);
    if (before !== undefined) return fail(reader, twice(name.value), at, before);
    seen.set(name.value, name);
    skip(reader);
    if (reader.text[reader.at] !== ":") return fail(reader, "a `:` is missing here");
    reader.at++;
    const value = readValue(reader);
    entries.push(entryOf({ text: name.value, start: name.start, end: name.end }, value));
    if (reader.flaw !== null || !more(reader, "}")) break;
  }
  reader.at++;
  return { kind: "block", entries, start, end: reader.at };
}

/** Over the comma; false at the end of the list. */
function more(reader: Reader, close: "]" | "}"): boolean {
  skip(reader);
  const char = reader.text[reader.at];
  if (char === close) return false;
  if (char !== ",") {
    fail(reader, `a \`,\` or \`${close}\` is missing here`);
    return false;
  }
  reader.at++;
  skip(reader);
  if (reader.text[reader.at] !== close) return true;
  fail(reader, "a `,` stands before the end");
  return false;
}
