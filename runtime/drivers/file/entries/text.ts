// What the four editors share: the smallest change to a text that gives one key one value.
//
// In:  the text of a file, and a key of a table in it. Out: a `Splice`, outside of which every byte stays, or a `Refused` in
// words. An editor looks at its own change before it gives it away: the new text is parsed again, and anything else than the
// one key having changed is a refusal. So what an editor does not understand is left alone, never damaged.

import {
  canonicalJson,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
} from "../../../../compiler/json.ts";

export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Why a file cannot be read or changed: "line 3 is …". */
export interface Refused {
  readonly refused: string;
}

/** A text that could be read. `table` are the steps to the table that holds the key. */
export interface Document {
  /** The value in the words of `wanted` where both say the same; undefined where there is none. */
  get(table: readonly string[], key: string, wanted: Json | undefined): Json | undefined;
  set(table: readonly string[], key: string, value: Json): Splice | Refused;
  remove(table: readonly string[], key: string): Splice | Refused;
}

export interface Editor {
  open(text: string): Document | Refused;
}

export function isRefused(value: object): value is Refused {
  return "refused" in value;
}

export function spliced(text: string, { start, end, text: piece }: Splice): string {
  return text.slice(0, start) + piece + text.slice(end);
}

/** The line ending that the text uses first; a text of one line gets the plain one. */
export function lineEnding(text: string): "\n" | "\r\n" {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Where the line ends, before its line ending. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  if (newline === -1) return text.length;
  return newline > at && text[newline - 1] === "\r" ? newline - 1 : newline;
}

/** Where the next line begins. */
export function nextLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline === -1 ? text.length : newline + 1;
}

export function lineNumber(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf("\n"); next !== -1 && next < at; next = text.indexOf("\n", next + 1)) line++;
  return line;
}

/** The white space that a line begins with, where nothing else stands before `at`; else null. */
export function indentBefore(text: string, at: number): string | null {
  const before = text.slice(lineStart(text, at), at);
  return /^[ \t]*$/.test(before) ? before : null;
}

/** The data with one value set, or taken away where it is undefined; tables on the way are made. Null: the way is barred. */
export function dataWith(
  data: JsonObject,
  table: readonly string[],
  key: string,
  value: Json | undefined,
): JsonObject | null {
  const [step, ...rest] = table;
  if (step === undefined) {
    const { [key]: _, ...others } = data;
    return value === undefined ? others : { ...others, [key]: value };
  }
  const below = (Object.hasOwn(data, step) ? data[step] : null) ?? {};
  if (!isJsonObject(below)) return null;
  const inner = dataWith(below, rest, key, value);
  return inner === null ? null : { ...data, [step]: inner };
}

export function valueAt(data: JsonObject, table: readonly string[], key: string): Json | undefined {
  let at: Json | undefined = data;
  for (const step of [...table, key]) {
    if (!isJsonObject(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}

/** Empty tables count as none: whether the last key takes its table along is a matter of the format. */
export function sameData(a: Json, b: Json): boolean {
  return canonicalJson(pruned(a) ?? null) === canonicalJson(pruned(b) ?? null);
}

function pruned(value: Json): Json | undefined {
  if (isJsonArray(value)) return value.map((item) => pruned(item) ?? {});
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).flatMap(([key, item]) => {
    const inner = pruned(item);
    return inner === undefined ? [] : [[key, inner] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

export const UNTOUCHABLE: Refused = {
  refused: "this key cannot be changed without touching what is not ours",
};

/** The splice, where it changes the one key and nothing else in the data; else a refusal. */
export function verified(
  text: string,
  splice: Splice,
  expected: JsonObject | null,
  read: (text: string) => { readonly data: JsonObject } | Refused,
): Splice | Refused {
  const now = read(spliced(text, splice));
  if (expected !== null && "data" in now && sameData(now.data, expected)) return splice;
  return UNTOUCHABLE;
}
