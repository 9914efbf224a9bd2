// INI files: `[section]`, `key = value`, and comments that begin with `;` or `#`. A table is a section; "" is what stands
// before the first one. `.conf` files without sections (sysctl and its like) are read the same way.
//
// There is no standard, so the rules are the narrow ones that all readers share, and what only some of them understand is
// refused rather than written: a value of several lines, one that holds what some take for a comment, a key that is there
// twice (systemd and git give lists so), a list. A comment behind a value is left behind it; quotes around it are kept.
// Lines that are indented deeper than a key go on with its value for some readers (Python's), also where they look like keys;
// so does the line behind a backslash. They stay with their key, and neither it nor what is among them can be changed.

import type { Json } from "../../../../compiler/json.ts";
import { sameJson } from "../../../plan/diff.ts";
import {
  indentBefore,
  lineEnd,
  lineEnding,
  nextLine,
  spliced,
  UNTOUCHABLE,
  type Document,
  type Editor,
  type Refused,
  type Splice,
} from "./text.ts";

interface Entry {
  readonly section: string;
  readonly key: string;
  readonly start: number;
  /** From the first character of the value to behind its last one, quotes included. */
  readonly from: number;
  readonly to: number;
  /** What stands between key and value, spaces included. */
  readonly separator: string;
  readonly value: string;
  readonly quote: string;
  /** The next line goes on with it. */
  readonly continued: boolean;
  /** Where the line begins that has nothing to do with it any more. */
  readonly end: number;
  /** The key whose value the line may be a part of, or null. */
  readonly partOf: string | null;
}

interface Section {
  readonly name: string;
  /** Behind its header's line. */
  readonly start: number;
}

interface Ini {
  readonly sections: readonly Section[];
  readonly entries: readonly Entry[];
}

const HEADER = /^[ \t]*\[([^\]\r\n]*)\]/;
const ENTRY = /^([ \t]*)([^=:\s;#[][^=:\r\n]*?)([ \t]*[=:][ \t]*)(.*)$/;
const COMMENT = /[ \t]+[;#].*$/;
const NOTHING = /^[ \t]*(?:[;#].*)?$/;

export const iniEditor: Editor = { open: (text) => documentOf(text, scan(text)) };

function documentOf(text: string, ini: Ini): Document {
  const find = (table: readonly string[], key: string): Entry | Refused | null => {
    const section = table[0] ?? "";
    const found = ini.entries.filter((entry) => entry.section === section && entry.key === key);
    const [entry, twin] = found;
    if (twin !== undefined) return { refused: `the key ${key} is there ${found.length} times` };
    if (entry?.continued === true) return { refused: `the value of ${key} goes on in the next line` };
    if (typeof entry?.partOf === "string")
      return { refused: `many readers take the line of ${key} for a part of the value of ${entry.partOf}` };
    return entry ?? null;
  };
  const check = (splice: Splice, table: readonly string[], key: string, value?: string): Splice | Refused => {
    const isOurs = (entry: Entry): boolean => entry.section === (table[0] ?? "") && entry.key === key;
    const now = spliced(text, splice);
    const after = scan(now);
    const ours = after.entries.filter(isOurs).map((entry) => (entry.continued ? null : entry.value));
    const isDone = sameJson(ours, value === undefined ? [] : [value]);
    return isDone && sameJson(othersOf(text, ini, isOurs), othersOf(now, after, isOurs))
      ? splice
      : UNTOUCHABLE;
  };
  return {
    get: (table, key, wanted) => {
      const entry = find(table, key);
      if (entry === null) return undefined;
      // What cannot be told apart equals nothing that anyone can want.
      if ("refused" in entry) return { unclear: entry.refused };
      return wanted !== undefined && textOf(wanted) === entry.value ? wanted : entry.value;
    },
    set: (table, key, value) => {
      const written = textOf(value);
      const problem =
        written === null ? "a list or nothing cannot be the value of a key" : problemOf(key, written);
      if (written === null || problem !== null) return { refused: problem ?? "" };
      const entry = find(table, key);
      if (entry !== null && "refused" in entry) return entry;
      if (entry === null) return check(insert(text, ini, table[0] ?? "", key, written), table, key, written);
      if (entry.quote !== "" && /["'\\]/.test(written))
        return { refused: `the value of ${key} stands in quotes, and the new one holds quotes itself` };
      return check(change(text, entry, written), table, key, written);
    },
    remove: (table, key) => {
      const entry = find(table, key);
      if (entry === null) return { start: 0, end: 0, text: "" };
      if ("refused" in entry) return entry;
      return check({ start: entry.start, end: entry.end, text: "" }, table, key);
    },
  };
}

/** What all other keys are to a reader, with the lines that go on with their values. */
function othersOf(text: string, ini: Ini, isOurs: (entry: Entry) => boolean): Json {
  return ini.entries
    .filter((entry) => entry.partOf === null && !isOurs(entry))
    .map(({ section, key, start, end }) => [section, key, text.slice(start, end).trimEnd()]);
}

/** A value where none was needs a space before it, where the author writes one before the separator or a comment follows. */
function change(text: string, entry: Entry, value: string): Splice {
  const { from, to, quote, separator } = entry;
  const open = entry.value === "" && value !== "" && /^[ \t]+[=:]$/.test(separator) ? " " : "";
  const rest = quote === "" ? text.slice(to, lineEnd(text, to)) : "";
  const close = /^[;#]/.test(rest) ? " " : "";
  const spaces = value === "" && quote === "" ? (/^[ \t]*(?=[;#])/.exec(rest)?.[0].length ?? 0) : 0;
  return { start: from, end: to + spaces, text: `${open}${quote}${value}${quote}${close}` };
}

function textOf(value: Json): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function problemOf(key: string, value: string): string | null {
  if (!/^[^=:\s;#[](?:[^=:\r\n]*[^=:\s])?$/.test(key)) return `${JSON.stringify(key)} cannot be a key`;
  if (/[\r\n\0]/.test(value)) return `the value of ${key} has several lines`;
  if (value !== value.trim())
    return `the value of ${key} begins or ends with a space, which many readers drop`;
  if (/(?:^|[ \t])[;#]/.test(value)) return `the value of ${key} holds what many readers take for a comment`;
  if (value.endsWith("\\")) return `the value of ${key} ends with a backslash, which joins lines`;
  if (/^(["']).*\1$/.test(value)) return `the value of ${key} is in quotes, which many readers drop`;
  return null;
}

/** Behind the last key of the section, as that is written; or in a new section at the end. */
function insert(text: string, ini: Ini, name: string, key: string, value: string): Splice {
  const eol = lineEnding(text);
  const own = ini.entries.filter(({ partOf }) => partOf === null);
  const last = own.findLast((entry) => entry.section === name);
  const isModel = (entry: Entry): boolean => entry.value !== "";
  const model = own.findLast((entry) => entry.section === name && isModel(entry)) ?? own.findLast(isModel);
  const separator = model?.separator ?? " = ";
  const indent = last === undefined ? "" : (indentBefore(text, keyStart(text, last)) ?? "");
  const line = `${indent}${key}${separator === "=" || separator === ":" ? separator : separator.trimEnd() + (/\s$/.test(separator) ? " " : "")}${value}`;
  const section = ini.sections.findLast((section) => section.name === name);
  if (last !== undefined) return insertAt(text, last.end, line, eol);
  if (section !== undefined) return insertAt(text, section.start, line, eol);
  if (name === "") {
    const first = ini.sections[0];
    if (first === undefined) return insertAt(text, text.length, line, eol);
    // Before the first section there is nothing: a comment at the top stays at the top of its section.
    const top = text.startsWith("\uFEFF") ? 1 : 0;
    return { start: top, end: top, text: `${line}${eol}${eol}` };
  }
  const gap = text.trim() === "" ? "" : eol;
  return insertAt(text, text.length, `${gap}[${name}]${eol}${line}`, eol);
}

/** A whole line at the start of a line; behind a last line without an ending, one without an ending. */
function insertAt(text: string, at: number, line: string, eol: string): Splice {
  const open = at > 0 && text[at - 1] !== "\n" && !(at === 1 && text[0] === "\uFEFF");
  return { start: at, end: at, text: open ? `${eol}${line}` : `${line}${eol}` };
}

function keyStart(text: string, entry: Entry): number {
  return entry.start + (/^[ \t]*/.exec(text.slice(entry.start))?.[0].length ?? 0);
}

function scan(text: string): Ini {
  const sections: Section[] = [];
  const entries: Entry[] = [];
  let section = "";
  let owner: Entry | null = null;
  for (let start = text.startsWith("\uFEFF") ? 1 : 0; start < text.length; start = nextLine(text, start)) {
    const line = text.slice(start, lineEnd(text, start));
    const isPart: boolean = owner !== null && start < owner.end;
    const header = HEADER.exec(line)?.[1];
    if (header !== undefined && !isPart) {
      section = header.trim();
      sections.push({ name: section, start: nextLine(text, start) });
      continue;
    }
    const found = ENTRY.exec(line);
    if (found === null) continue;
    const [, indent = "", key = "", separator = "", rest = ""] = found;
    const from = start + indent.length + key.length + separator.length;
    // Quotes may hold what looks like a comment.
    const quoted = /^(["'])((?:(?!\1).)*)\1[ \t]*(?:[;#].*)?$/.exec(rest);
    const bare = rest.startsWith(";") || rest.startsWith("#") ? "" : rest.replace(COMMENT, "").trimEnd();
    const quote = quoted?.[1] ?? "";
    const value = quoted?.[2] ?? bare;
    const to = from + value.length + 2 * quote.length;
    const end: number = isPart ? nextLine(text, start) : endOf(text, start, indent);
    const continued = end > nextLine(text, start);
    const partOf = isPart ? (owner?.key ?? null) : null;
    const entry: Entry = { section, key, start, from, to, separator, value, quote, continued, end, partOf };
    entries.push(entry);
    if (!isPart) owner = entry;
  }
  return { sections, entries };
}

/** Behind the last line that some reader takes for a part of the value: blank lines and comments only where more follows. */
function endOf(text: string, start: number, indent: string): number {
  let end = nextLine(text, start);
  let joined = isJoined(text, start);
  for (let at = end; at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    const isDeeper = line.startsWith(indent) && /^[ \t]/.test(line.slice(indent.length));
    const isNothing = NOTHING.test(line);
    const goesOn = joined || (isDeeper && !isNothing && !HEADER.test(line));
    if (!goesOn && !isNothing) break;
    if (goesOn) end = nextLine(text, at);
    joined = goesOn && isJoined(text, at);
  }
  return end;
}

function isJoined(text: string, at: number): boolean {
  return text.slice(at, lineEnd(text, at)).trimEnd().endsWith("\\");
}
