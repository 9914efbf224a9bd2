// YAML files. Parser and places are the `yaml` package's; what is written is this editor's own, because a document that is
// printed again loses the author's indentation, line breaks and spaces.
//
// Values are written so that readers of YAML 1.1 and 1.2 agree on them: the texts "no" and "12:30" in quotes.
// Refused: several documents in one file, and whatever an anchor, a tag or a list of tables makes more than one change.

import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Pair,
  type YAMLMap,
} from "yaml";
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

interface Read {
  readonly data: JsonObject;
  /** Null: the file holds nothing. */
  readonly top: YAMLMap | null;
}

/** A node of the package, as far as its place is known. */
type Placed = { readonly range?: readonly [number, number, number] | null };

export const yamlEditor: Editor = {
  open: (text) => {
    const read = readData(text);
    return "refused" in read ? read : documentOf(text, read);
  },
};

function readData(text: string): Read | Refused {
  const documents = parseAllDocuments(text, { logLevel: "silent" });
  if (!Array.isArray(documents)) return { data: {}, top: null };
  const [document, other] = documents;
  if (document === undefined) return { data: {}, top: null };
  if (other !== undefined) return { refused: "it holds several documents" };
  const [error] = document.errors;
  if (error !== undefined) return { refused: `line ${lineNumber(text, error.pos[0])}: it is not valid YAML` };
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { data: {}, top: null };
  if (!isMap(contents)) return { refused: "it holds no table at its top" };
  try {
    const data = toJson(document.toJS({ maxAliasCount: 100 }));
    return isJsonObject(data) ? { data, top: contents } : { refused: "it holds no table at its top" };
  } catch {
    return { refused: "its anchors cannot be followed" };
  }
}

function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value)))
    return { number: String(value) };
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  return (value ?? null) as Json;
}

function documentOf(text: string, { data, top }: Read): Document {
  const check = (splice: Splice, expected: JsonObject | null): Splice | Refused =>
    verified(text, splice, expected, readData);
  return {
    get: (table, key) => valueAt(data, table, key),
    set: (table, key, value) => {
      const splice = setSplice(text, top, [...table, key], value);
      return isRefused(splice) ? splice : check(splice, dataWith(data, table, key, value));
    },
    remove: (table, key) => {
      if (valueAt(data, table, key) === undefined) return { start: 0, end: 0, text: "" };
      const splice = removeSplice(text, top, [...table, key]);
      return isRefused(splice) ? splice : check(splice, dataWith(data, table, key, undefined));
    },
  };
}

// --- Changes ------------------------------------------------------------------------------------------------------------

interface PlaceOfKey {
  /** The deepest table on the way that is there; null: none. */
  readonly map: YAMLMap | null;
  readonly pair: Pair | null;
  readonly rest: readonly string[];
}

function findPlace(top: YAMLMap | null, way: readonly string[]): PlaceOfKey | Refused {
  let map = top;
  for (const [depth, step] of way.entries()) {
    const pair = map?.items.find((item) => isPair(item) && keyOf(item) === step) ?? null;
    const rest = way.slice(depth);
    if (pair === null || depth === way.length - 1) return { map, pair, rest };
    const { value } = pair;
    if (value === null || (isScalar(value) && value.value === null)) return { map, pair, rest };
    if (!isMap(value)) return { refused: `${step} is no table there` };
    map = value;
  }
  return { map, pair: null, rest: [] };
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

function setSplice(text: string, top: YAMLMap | null, way: readonly string[], value: Json): Splice | Refused {
  const place = findPlace(top, way);
  if (isRefused(place)) return place;
  const { map, pair, rest } = place;
  const eol = lineEnding(text);
  if (pair !== null && rest.length === 1) return changeValue(text, pair, value, eol);
  if (pair !== null) {
    // A table without anything in it: `server:`
    const indent = columnOf(text, startOf(pair.key)) + unitOf(text);
    return wholeLine(
      text,
      nextLine(text, startOf(pair.key)),
      linesOf(rest.slice(1), value, indent, text),
      eol,
    );
  }
  if (map === null) return wholeLine(text, text.length, linesOf(rest, value, "", text), eol);
  const last = map.items.at(-1);
  if (map.flow === true) {
    const [key = "", ...below] = rest;
    const nested = below.reduceRight<Json>((inner, step) => ({ [step]: inner }), value);
    const entry = `${printText(key)}: ${printFlow(nested)}`;
    if (last !== undefined) return { start: endOf(text, last), end: endOf(text, last), text: `, ${entry}` };
    return { start: startOf(map) + 1, end: endOf(text, map) - 1, text: ` ${entry} ` };
  }
  if (last === undefined) return { refused: "the table is empty in a way that cannot be filled" };
  const indent = " ".repeat(columnOf(text, startOf(map.items[0]?.key)).length);
  return wholeLine(text, behindLine(text, last), linesOf(rest, value, indent, text), eol);
}

function changeValue(text: string, pair: Pair, value: Json, eol: string): Splice | Refused {
  const node = pair.value;
  const colon = text.indexOf(":", (pair.key as Placed).range?.[1] ?? 0) + 1;
  if (node === null || (node as Placed).range === undefined)
    return { start: colon, end: colon, text: ` ${printFlow(value)}` };
  const start = startOf(node);
  const end = endOf(text, node);
  if (isScalar(node) && node.value === null && start === end)
    return { start: colon, end: colon, text: ` ${printFlow(value)}` };
  if (isMap(node)) return { refused: "it is a table there and not a value" };
  if (isSeq(node) && node.flow !== true) {
    if (isJsonArray(value) && value.length > 0) {
      const indent = " ".repeat(columnOf(text, start).length);
      return { start, end, text: value.map((item) => `- ${printFlow(item)}`).join(`${eol}${indent}`) };
    }
    if (text.slice(colon, start).trim() !== "") return { start, end, text: printFlow(value) };
    return { start: colon, end, text: ` ${printFlow(value)}` };
  }
  if (isScalar(node) && (node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL"))
    return { start, end, text: printFlow(value) + (text[end - 1] === "\n" ? eol : "") };
  if (
    isScalar(node) &&
    typeof value === "string" &&
    node.type === "QUOTE_SINGLE" &&
    /^[\x20-\x7E]*$/.test(value)
  )
    return { start, end, text: `'${value.replaceAll("'", "''")}'` };
  if (isScalar(node) && typeof value === "string" && node.type === "QUOTE_DOUBLE")
    return { start, end, text: JSON.stringify(value) };
  return { start, end, text: printFlow(value) };
}

function removeSplice(text: string, top: YAMLMap | null, way: readonly string[]): Splice | Refused {
  const place = findPlace(top, way);
  if (isRefused(place)) return place;
  const { map, pair, rest } = place;
  if (map === null || pair === null || rest.length !== 1) return { start: 0, end: 0, text: "" };
  const start = startOf(pair.key);
  const end = endOf(text, pair);
  if (map.flow === true) {
    const index = map.items.indexOf(pair);
    const next = map.items[index + 1];
    const previous = map.items[index - 1];
    if (next !== undefined) return { start, end: startOf(next.key), text: "" };
    return { start: previous === undefined ? start : endOf(text, previous), end, text: "" };
  }
  // A table of nothing would be no table: what is left of it says that it is empty.
  if (map.items.length === 1 && map !== top)
    return { start, end, text: text[end - 1] === "\n" ? `{}${lineEnding(text)}` : "{}" };
  if (indentBefore(text, start) === null) return { refused: "it is the first key of an entry of a list" };
  return { start: lineStart(text, start), end: behindLine(text, pair), text: "" };
}

function wholeLine(text: string, at: number, lines: string, eol: string): Splice {
  const open = at > 0 && text[at - 1] !== "\n" && !(at === 1 && text[0] === "\uFEFF");
  return { start: at, end: at, text: open ? `${eol}${lines}` : `${lines}${eol}` };
}

/** `a:`, and below it `b: value`, as deep as the way goes. */
function linesOf(way: readonly string[], value: Json, indent: string, text: string): string {
  const unit = unitOf(text);
  return way
    .map((step, depth) => {
      const last = depth === way.length - 1;
      return `${indent}${unit.repeat(depth)}${printText(step)}:${last ? ` ${printFlow(value)}` : ""}`;
    })
    .join(lineEnding(text));
}

// --- Places -------------------------------------------------------------------------------------------------------------

function startOf(node: unknown): number {
  return (node as Placed | undefined)?.range?.[0] ?? 0;
}

/** Behind the last character of what a node says: not of the blank lines and comments that follow it. */
function endOf(text: string, node: unknown): number {
  if (isPair(node)) {
    if (node.value !== null && (node.value as Placed).range !== undefined) return endOf(text, node.value);
    return text.indexOf(":", (node.key as Placed).range?.[1] ?? 0) + 1;
  }
  if (isCollection(node) && node.flow !== true && node.items.length > 0)
    return endOf(text, node.items.at(-1));
  const end = (node as Placed | undefined)?.range?.[1] ?? 0;
  if (isScalar(node) || isAlias(node) || isCollection(node)) return end;
  return end;
}

/** Where the line after a pair begins. */
function behindLine(text: string, pair: Pair): number {
  const end = endOf(text, pair);
  return end > 0 && text[end - 1] === "\n" ? end : nextLine(text, lineEnd(text, end));
}

function columnOf(text: string, at: number): string {
  return text.slice(lineStart(text, at), at).replace(/^\uFEFF/, "");
}

function unitOf(text: string): string {
  return /\n( +)[^\s#-]/.exec(`\n${text}`)?.[1] ?? "  ";
}

// --- Printing -----------------------------------------------------------------------------------------------------------

function printFlow(value: Json): string {
  if (typeof value === "string") return printText(value);
  if (isJsonArray(value)) return `[${value.map(printFlow).join(", ")}]`;
  if (isJsonObject(value))
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${printText(key)}: ${printFlow(item)}`)
      .join(", ")} }`;
  // Without a point, readers of YAML 1.1 take it for a text.
  return String(value).replace(/^(-?\d+)e/, "$1.0e");
}

const PLAIN = /^[A-Za-z_/](?:[A-Za-z0-9_./@+-]|(?<=[^ ]) (?=[A-Za-z0-9_/]))*$/;
const AMBIGUOUS = /^(?:true|false|yes|no|on|off|y|n|null)$/i;

function printText(text: string): string {
  return PLAIN.test(text) && !AMBIGUOUS.test(text) ? text : JSON.stringify(text);
}
