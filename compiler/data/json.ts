// JSON as an expression with its offsets. Strict: RFC 8259, no name twice, no number that would lose digits.

import type { Entry, Expression, Literal } from "../ast.ts";

export type ReadJson =
  | { readonly kind: "read"; readonly value: Expression }
  | { readonly kind: "wrong"; readonly at: number; readonly why: string };

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
  wrong: { readonly at: number; readonly why: string } | null;
}

/** As deep as the parser lets source be. */
const MAX_DEPTH = 200;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const BLANK = /[ \t\n\r]*/y;

export function readJson(text: string): ReadJson {
  const reader: Reader = { text, at: text.startsWith("\ufeff") ? 1 : 0, depth: 0, wrong: null };
  const value = readValue(reader);
  skip(reader);
  if (reader.wrong === null && reader.at < text.length) fail(reader, "something follows the value");
  if (reader.wrong !== null) return { kind: "wrong", ...reader.wrong };
  return { kind: "read", value };
}

function fail(reader: Reader, why: string, at = reader.at): Expression {
  reader.wrong ??= { at: Math.min(at, Math.max(0, reader.text.length - 1)), why };
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
  if (char === "{" || char === "[") {
    if (++reader.depth > MAX_DEPTH)
      return fail(reader, `the data is nested more than ${MAX_DEPTH} levels deep`);
    const value = char === "{" ? readObject(reader) : readArray(reader);
    reader.depth--;
    return value;
  }
  if (char === '"') return readString(reader);
  for (const [word, value] of WORDS) {
    if (!reader.text.startsWith(word, start)) continue;
    reader.at += word.length;
    return { kind: "literal", type: value === null ? "Null" : "Bool", value, start, end: reader.at };
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
  if (!Number.isFinite(value)) return fail(reader, "this number is too large");
  const integer = Number.isInteger(value);
  if (integer && !Number.isSafeInteger(value))
    return fail(reader, "integers are exact up to 9007199254740991", start);
  reader.at += digits.length;
  return {
    kind: "literal",
    type: integer ? "Int" : "Number",
    value: value === 0 ? 0 : value,
    start,
    end: reader.at,
  };
}

function readString(reader: Reader): Expression {
  const start = reader.at;
  STRING.lastIndex = start;
  const quoted = STRING.exec(reader.text)?.[0];
  if (quoted === undefined) return fail(reader, "this string is not closed, or holds what must be escaped");
  reader.at += quoted.length;
  const value = JSON.parse(quoted) as string;
  if (!value.isWellFormed()) return fail(reader, "half a surrogate pair is no character", start);
  const literal: Literal = { kind: "literal", type: "String", value, start, end: reader.at };
  return literal;
}

function readArray(reader: Reader): Expression {
  const start = reader.at++;
  const items: Expression[] = [];
  skip(reader);
  while (reader.text[reader.at] !== "]") {
    items.push(readValue(reader));
    if (reader.wrong !== null || !more(reader, "]")) break;
  }
  reader.at++;
  return { kind: "list", items, start, end: reader.at };
}

function readObject(reader: Reader): Expression {
  const start = reader.at++;
  const entries: Entry[] = [];
  const seen = new Set<string>();
  skip(reader);
  while (reader.text[reader.at] !== "}") {
    const at = reader.at;
    if (reader.text[at] !== '"') return fail(reader, "a name in quotes is missing here");
    const name = readString(reader);
    if (name.kind !== "literal" || typeof name.value !== "string") return name;
    if (seen.has(name.value))
      return fail(reader, `the name ${JSON.stringify(name.value)} stands here twice`, at);
    seen.add(name.value);
    skip(reader);
    if (reader.text[reader.at] !== ":") return fail(reader, "a `:` is missing here");
    reader.at++;
    const value = readValue(reader);
    const key = { text: name.value, start: name.start, end: name.end };
    entries.push({
      kind: "set",
      key,
      value,
      strength: "normal",
      replace: false,
      operator: "=",
      start: at,
      end: value.end,
    });
    if (reader.wrong !== null || !more(reader, "}")) break;
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
