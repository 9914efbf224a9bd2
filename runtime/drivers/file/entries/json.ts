// JSON files, with the comments and the trailing commas that many programs allow in theirs.
//
// Read by a scanner of its own, because what counts is where each value stands: a parser gives values and no places, and an
// editor that formats what it inserts moves what is around it.
// Surprising: what was strict JSON stays strict. A comma before the last `}` appears only where there was one before.

import type { Json, JsonObject } from "../../../../compiler/json.ts";
import { isJsonArray, isJsonObject } from "../../../../compiler/json.ts";
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

interface Node {
  readonly start: number;
  readonly end: number;
  readonly value: Json;
  /** Null: no object. */
  readonly members: readonly Member[] | null;
}

interface Member {
  readonly key: string;
  readonly start: number;
  readonly node: Node;
  /** Where the comma after it stands, or null. */
  readonly comma: number | null;
}

const DEEPEST = 200;

export const jsonEditor: Editor = {
  open: (text) => {
    const root = scan(text);
    return isRefused(root) ? root : documentOf(text, root);
  },
};

function documentOf(text: string, root: Node): Document {
  const data = root.value as JsonObject;
  const check = (splice: Splice, expected: JsonObject | null): Splice | Refused =>
    verified(text, splice, expected, (text) => {
      const node = scan(text);
      return isRefused(node) ? node : { data: node.value as JsonObject };
    });
  return {
    get: (table, key) => valueAt(data, table, key),
    set: (table, key, value) => {
      const place = findPlace(root, [...table, key]);
      if (isRefused(place)) return place;
      return check(setSplice(text, place, value), dataWith(data, table, key, value));
    },
    remove: (table, key) => {
      const place = findPlace(root, [...table, key]);
      if (isRefused(place)) return place;
      if (place.member === null) return { start: 0, end: 0, text: "" };
      return check(removeSplice(text, place.object, place.member), dataWith(data, table, key, undefined));
    },
  };
}

interface PlaceOfKey {
  /** The deepest object on the way that is there, and how the way goes on from it. */
  readonly object: Node;
  readonly rest: readonly string[];
  readonly member: Member | null;
  readonly depth: number;
}

function findPlace(root: Node, way: readonly string[]): PlaceOfKey | Refused {
  let object = root;
  for (const [depth, step] of way.entries()) {
    const found = (object.members ?? []).filter((member) => member.key === step);
    const [member, twin] = found;
    if (twin !== undefined) return { refused: `the key ${JSON.stringify(step)} is there twice` };
    const rest = way.slice(depth);
    if (member === undefined) return { object, rest, member: null, depth };
    if (depth === way.length - 1) return { object, rest, member, depth };
    if (member.node.members === null)
      return { refused: `${JSON.stringify(step)} is a value there and not a table` };
    object = member.node;
  }
  return { object, rest: [], member: null, depth: 0 };
}

// --- Changes ------------------------------------------------------------------------------------------------------------

function setSplice(text: string, { object, rest, member, depth }: PlaceOfKey, value: Json): Splice {
  const style = styleOf(text, object);
  if (member !== null) {
    const { start, end } = member.node;
    const inner = text.slice(start, end).includes("\n") ? (indentBefore(text, member.start) ?? "") : null;
    return { start, end, text: print(value, style, inner) };
  }
  const [key = "", ...below] = rest;
  const nested = below.reduceRight<Json>((inner, step) => ({ [step]: inner }), value);
  if (object.members === null) {
    const whole = print({ [key]: nested }, style, "");
    return { start: object.start, end: object.end, text: `${whole}${style.eol}` };
  }
  const last = object.members.at(-1);
  if (last === undefined) return fillSplice(text, object, key, nested, style, depth);
  const indent = indentBefore(text, last.start);
  const entry = (at: string | null): string =>
    `${JSON.stringify(key)}${style.colon}${print(nested, style, below.length > 0 ? at : null)}`;
  const end = last.comma === null ? last.node.end : last.comma + 1;
  const trailing = last.comma === null ? "" : ",";
  if (indent === null) {
    const gap = object.members.length === 1 ? style.gap : gapBefore(text, last.start);
    const comma = last.comma === null ? "," : "";
    return { start: end, end, text: `${comma}${gap}${entry(null)}${trailing}` };
  }
  // What stands behind the last member in its line, a comment for example, stays behind it.
  const tail = Math.min(lineEnd(text, end), closeOf(object));
  const comma = last.comma === null ? "," : "";
  return {
    start: end,
    end: tail,
    text: `${comma}${text.slice(end, tail).trimEnd()}${style.eol}${indent}${entry(indent)}${trailing}`,
  };
}

/** Into an object that is empty. */
function fillSplice(
  text: string,
  object: Node,
  key: string,
  value: Json,
  style: Style,
  depth: number,
): Splice {
  const start = object.start + 1;
  const close = closeOf(object);
  const inside = text.slice(start, close);
  const outer =
    indentBefore(text, object.start) ?? /^[ \t]*/.exec(text.slice(lineStart(text, object.start)))?.[0] ?? "";
  const multiline = inside.includes("\n") || text.trim().includes("\n") || depth === 0;
  if (!multiline)
    return { start, end: start, text: `${JSON.stringify(key)}${style.colon}${print(value, style, null)}` };
  const indent = outer + style.unit;
  const entry = `${style.eol}${indent}${JSON.stringify(key)}${style.colon}${print(value, style, isJsonArray(value) ? null : indent)}`;
  // Comments inside stay where they are.
  return inside.trim() === ""
    ? { start, end: close, text: `${entry}${style.eol}${outer}` }
    : { start, end: start, text: entry };
}

function removeSplice(text: string, object: Node, member: Member): Splice {
  const members = object.members ?? [];
  const index = members.indexOf(member);
  const previous = members[index - 1];
  const next = members[index + 1];
  const end = member.comma === null ? member.node.end : member.comma + 1;
  const alone =
    indentBefore(text, member.start) !== null &&
    (next === undefined || lineStart(text, next.start) > member.node.end) &&
    closeOf(object) >= lineEnd(text, end);
  const from = alone ? lineStart(text, member.start) : member.start;
  let to = alone ? nextLine(text, end) : end;
  if (!alone && next !== undefined) to += /^[ \t]*/.exec(text.slice(to, next.start))?.[0].length ?? 0;
  if (member.comma !== null || previous?.comma === null || previous === undefined)
    return { start: from, end: to, text: "" };
  // It was the last one and had no comma, so the one before it may not have one either.
  const between = text.slice(previous.comma + 1, from);
  return { start: previous.comma, end: to, text: alone ? between : between.trimEnd() };
}

function closeOf(object: Node): number {
  return object.end - 1;
}

function gapBefore(text: string, at: number): string {
  return /[ \t]*$/.exec(text.slice(0, at))?.[0] ?? "";
}

// --- Style --------------------------------------------------------------------------------------------------------------

interface Style {
  readonly eol: string;
  readonly unit: string;
  readonly colon: string;
  readonly gap: string;
}

/** As it is written nearby: the first member's colon, the first line's indentation. */
function styleOf(text: string, object: Node): Style {
  const first = object.members?.[0];
  const after =
    first === undefined ? null : /^"(?:[^"\\]|\\.)*"\s*:[ \t]*/.exec(text.slice(first.start))?.[0];
  const colon = after?.replace(/^"(?:[^"\\]|\\.)*"/, "") ?? (/"\s*:\S/.test(text) ? ":" : ": ");
  const unit = /\n([ \t]+)["}]/.exec(text)?.[1] ?? "  ";
  return { eol: lineEnding(text), unit, colon, gap: colon.endsWith(" ") ? " " : "" };
}

/** On one line where `indent` is null; a list inside is always. */
function print(value: Json, style: Style, indent: string | null): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = indent === null ? null : indent + style.unit;
  const parts = isJsonObject(value)
    ? Object.entries(value).map(
        ([key, item]) =>
          `${JSON.stringify(key)}${style.colon}${print(item, style, isJsonArray(item) ? null : inner)}`,
      )
    : value.map((item) => print(item, style, inner));
  const [open, close] = isJsonObject(value) ? "{}" : "[]";
  if (parts.length === 0) return `${open}${close}`;
  if (inner === null) return `${open}${parts.join(`,${style.gap}`)}${close}`;
  const line = `${style.eol}${inner}`;
  return `${open}${line}${parts.join(`,${line}`)}${style.eol}${indent}${close}`;
}

// --- Scanning -----------------------------------------------------------------------------------------------------------

const STRING = /"(?:[^"\\\n\r]|\\.)*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const TRIVIA = /(?:[ \t\r\n\uFEFF]+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;

class Wrong extends Error {}

/** The object that a file is. An empty file is an empty one. */
function scan(text: string): Node | Refused {
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const fail = (what: string): never => {
    throw new Wrong(`line ${lineNumber(text, at)}: ${what}`);
  };
  const string = (): string => {
    const found = match(STRING) ?? fail("a string in double quotes is expected");
    try {
      return JSON.parse(found) as string;
    } catch {
      return fail("the string is not valid");
    }
  };
  const value = (depth: number): Node => {
    if (depth > DEEPEST) fail("it is nested too deeply");
    const start = at;
    if (text[at] === '"') return { start, value: string(), end: at, members: null };
    if (text[at] === "{" || text[at] === "[") return container(depth, text[at] === "{");
    const found = match(SCALAR) ?? fail("a value is expected");
    return { start, end: at, value: JSON.parse(found) as Json, members: null };
  };
  const container = (depth: number, isObject: boolean): Node => {
    const start = at++;
    const members: Member[] = [];
    const fields: Record<string, Json> = {};
    const close = isObject ? "}" : "]";
    for (match(TRIVIA); text[at] !== close; match(TRIVIA)) {
      if (members.length > 0 && members.at(-1)?.comma === null) fail(`"," or "${close}" is expected`);
      const begin = at;
      const key = isObject ? string() : String(members.length);
      if (isObject) {
        match(TRIVIA);
        if (text[at++] !== ":") fail('":" is expected');
        match(TRIVIA);
      }
      const node = value(depth + 1);
      const behind = at;
      match(TRIVIA);
      const comma = text[at] === "," ? at++ : null;
      if (comma === null) at = behind;
      members.push({ key, start: begin, node, comma });
      Object.defineProperty(fields, key, { value: node.value, enumerable: true, configurable: true });
    }
    at++;
    const items = members.map((member) => member.node.value);
    return { start, end: at, value: isObject ? fields : items, members: isObject ? members : null };
  };
  try {
    match(TRIVIA);
    if (at === text.length) return { start: at, end: at, value: {}, members: null };
    const root = value(0);
    match(TRIVIA);
    if (at < text.length) fail("something follows the end");
    return root.members === null ? { refused: "it holds no object at its top" } : root;
  } catch (error) {
    if (error instanceof Wrong) return { refused: error.message };
    throw error;
  }
}
