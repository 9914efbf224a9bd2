// TOML as an expression with its offsets. The values are those of `@iarna/toml`, which gives no places; the places are found
// by a scan of our own, and the two are walked side by side.
//
// A day is a `Date`. The language has no type for moments and times of day, so those are the text that stands there.
// Surprising: the parser never sees any of them. It takes the 30th of February for the 2nd of March, and a blank behind a day
// in braces for the beginning of a time; so they are judged here, and it gets a text as long in their place.

import type { Entry, Expression, Node, Word } from "../ast.ts";
import { scanNumber } from "../lex/numbers.ts";
import type { DataParsers } from "./parsers.ts";
import { scanToml, type TomlHeader, type TomlPair, type TomlValue } from "./toml-scan.ts";
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

/** What stands where; a table may be written in several pieces. */
type Part =
  | { readonly kind: "scalar"; readonly at: Node }
  | { readonly kind: "list"; readonly at: Node; readonly items: Part[] }
  | Table;

interface Table {
  readonly kind: "table";
  readonly at: Node;
  readonly entries: Map<string, { readonly key: Word; readonly part: Part }>;
}

interface Placing {
  readonly text: string;
  readonly moments: Node[];
  values: number;
  tooDeep: Node | null;
  twice: { readonly key: Word; readonly earlier: Word } | null;
}

export function readToml(text: string, parse: ReturnType<DataParsers["toml"]>): ReadData {
  const { statements, tooDeep } = scanToml(text, MAX_DEPTH);
  if (tooDeep !== null) return wrong(flaw(tooDeep, TOO_DEEP));
  const placing: Placing = { text, moments: [], values: 0, tooDeep: null, twice: null };
  const start = statements[0]?.start ?? 0;
  const root = newTable({ start, end: text.length });
  let table = root;
  for (const statement of statements) {
    if (statement.kind === "header") table = openTable(placing, root, statement);
    else placePair(placing, table, statement);
  }
  if (placing.tooDeep !== null) return wrong(flaw(placing.tooDeep, TOO_DEEP));
  if (placing.values > MAX_VALUES) return wrong(flaw({ start, end: start }, TOO_MANY));
  const flaws = placing.moments.flatMap((at) => flawOfMoment(text.slice(at.start, at.end), at));
  if (flaws.length > 0) return wrong(...flaws);
  const parsed = parse(withoutMoments(placing));
  if (parsed.kind === "wrong") return wrong(flawOfText(placing, parsed.why, parsed.at));
  const value = expressionOf(text, root, parsed.values, flaws);
  return flaws.length === 0 ? { kind: "read", value } : wrong(...flaws);
}

/** The parser says that a name is there already, and not which. */
function flawOfText({ text, twice: again }: Placing, why: string, at: number): Flaw {
  if (again !== null && why.includes("redefine"))
    return flaw(again.key, twice(again.key.text), { earlier: again.earlier });
  const start = Math.min(at, Math.max(0, text.length - 1));
  return flaw({ start, end: Math.min(start + 1, text.length) }, why);
}

function withoutMoments({ text, moments }: Placing): string {
  let plain = "";
  let from = 0;
  for (const { start, end } of moments) {
    plain += `${text.slice(from, start)}"${"-".repeat(end - start - 2)}"`;
    from = end;
  }
  return plain + text.slice(from);
}

// --- Places --------------------------------------------------------------------------------------------------------------

function newTable(at: Node): Table {
  return { kind: "table", at, entries: new Map() };
}

function openTable(placing: Placing, root: Table, header: TomlHeader): Table {
  const last = header.keys.at(-1);
  const above = descend(placing, root, header.keys.slice(0, -1), header);
  if (last === undefined) return above;
  const there = above.entries.get(last.text)?.part;
  if (header.list) {
    placing.values++;
    const table = newTable(header);
    if (there?.kind === "list") there.items.push(table);
    else add(placing, above, last, { kind: "list", at: header, items: [table] });
    return table;
  }
  if (there?.kind === "table") return there;
  const table = newTable(header);
  add(placing, above, last, table);
  return table;
}

function placePair(placing: Placing, table: Table, pair: TomlPair): void {
  const last = pair.keys.at(-1);
  const above = descend(placing, table, pair.keys.slice(0, -1), pair);
  if (last !== undefined) add(placing, above, last, partOf(placing, pair.value));
}

/** The table at the end of the keys; what is not there is made. Of a list of tables, the last one. */
function descend(placing: Placing, from: Table, keys: readonly Word[], at: Node): Table {
  if (keys.length > MAX_DEPTH) placing.tooDeep ??= keys[MAX_DEPTH] ?? at;
  let table = from;
  for (const key of keys.slice(0, MAX_DEPTH)) {
    const there = table.entries.get(key.text)?.part;
    const inside = there?.kind === "list" ? there.items.at(-1) : there;
    if (inside?.kind === "table") table = inside;
    else {
      const made = newTable({ start: key.start, end: at.end });
      // What is in the way is the parser's to refuse.
      if (there === undefined) add(placing, table, key, made);
      table = made;
    }
  }
  return table;
}

function add(placing: Placing, table: Table, key: Word, part: Part): void {
  placing.values++;
  const before = table.entries.get(key.text);
  if (before === undefined) table.entries.set(key.text, { key, part });
  else placing.twice ??= { key, earlier: before.key };
}

function partOf(placing: Placing, value: TomlValue): Part {
  switch (value.kind) {
    case "scalar":
      if (MOMENT.test(placing.text.slice(value.start, Math.min(value.end, value.start + LONGEST))))
        placing.moments.push(value);
      return { kind: "scalar", at: value };
    case "list":
      placing.values += value.items.length;
      return { kind: "list", at: value, items: value.items.map((item) => partOf(placing, item)) };
    case "table": {
      const table = newTable(value);
      for (const pair of value.pairs) placePair(placing, table, pair);
      return table;
    }
  }
}

// --- Both ----------------------------------------------------------------------------------------------------------------

function expressionOf(text: string, part: Part, value: unknown, flaws: Flaw[]): Expression {
  const { start, end } = part.at;
  switch (part.kind) {
    case "scalar":
      return scalarOf(text, value, part.at, flaws);
    case "list": {
      if (!Array.isArray(value) || value.length !== part.items.length) return unlike(part.at, flaws);
      const items = part.items.map((item, index) =>
        expressionOf(text, item, (value as readonly unknown[])[index], flaws),
      );
      return { kind: "list", items, start, end };
    }
    case "table": {
      if (typeof value !== "object" || value === null || Object.keys(value).length !== part.entries.size)
        return unlike(part.at, flaws);
      const entries: Entry[] = [];
      for (const [name, { key, part: inside }] of part.entries) {
        if (!Object.hasOwn(value, name)) return unlike(key, flaws);
        const held = (value as Readonly<Record<string, unknown>>)[name];
        entries.push(entryOf(key, expressionOf(text, inside, held, flaws)));
      }
      return { kind: "block", entries, start, end };
    }
  }
}

/** The parser has read what the scan did not see: better no value than one at the wrong place. */
function unlike(at: Node, flaws: Flaw[]): Expression {
  flaws.push(flaw(at, "its parts cannot be told from one another"));
  return { kind: "missing", start: at.start, end: at.end };
}

function scalarOf(text: string, value: unknown, at: Node, flaws: Flaw[]): Expression {
  const written = text.slice(at.start, Math.min(at.end, at.start + LONGEST));
  if (MOMENT.test(written)) return literal(written.length === 10 ? "Date" : "String", written, at);
  if (typeof value === "boolean") return literal("Bool", value, at);
  if (typeof value === "string") {
    if (!value.isWellFormed()) flaws.push(flaw(at, HALF_A_PAIR));
    return literal("String", value, at);
  }
  if (typeof value === "number" || typeof value === "bigint") {
    const number = Number(value);
    const why = whyNoNumber(number);
    if (why !== null) flaws.push(flaw(at, why));
    return numberLiteral(number, at);
  }
  return unlike(at, flaws);
}

// --- Days and times ------------------------------------------------------------------------------------------------------

/** RFC 3339, as TOML takes it: a day, a moment with or without its offset, or a time of day. */
const MOMENT =
  /^(?:(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))?)?|(\d\d):(\d\d):(\d\d)(?:\.\d+)?)$/;
/** A longer text is no moment, and need not be looked through. */
const LONGEST = 100;

function flawOfMoment(written: string, { start, end }: Node): readonly Flaw[] {
  const [, day, ...parts] = MOMENT.exec(written) ?? [];
  const why = day === undefined ? null : scanNumber(day, 0).wrong;
  if (why !== null) return [flaw({ start, end: start + 10 }, why)];
  const [hours, minutes, seconds, aheadHours, aheadMinutes, ...alone] = parts;
  const above = (most: number, ...found: readonly (string | undefined)[]): boolean =>
    found.some((part) => part !== undefined && Number(part) > most);
  // Some minutes have 61 seconds.
  const no =
    above(23, hours, aheadHours, alone[0]) ||
    above(59, minutes, aheadMinutes, alone[1]) ||
    above(60, seconds, alone[2]);
  return no ? [flaw({ start, end }, "no such time")] : [];
}
