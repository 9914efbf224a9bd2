// Fields before and after, for people: on one line where both are short, as a diff of lines where they are not.
//
// In:  fields with what is to be said of each. Out: lines, from the first column on. A plan and a comparison of graphs show
// their fields by this, so that one looks like the other.

import type { Address } from "../../compiler/address.ts";
import type { Json } from "../../compiler/json.ts";
import { showFormatted, type DisplayFormat } from "../../compiler/quantities.ts";
import { ACTION_GLYPHS } from "../../runtime/item.ts";
import type { Theme } from "../theme.ts";
import { diffLines, type DiffLine } from "./lines-diff.ts";
import { count, isText, textLines, valueLines } from "./values.ts";

export interface ShownField {
  readonly name: string;
  readonly action: "create" | "update" | "delete";
  /** undefined: absent, and so is the next one. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly format: DisplayFormat | null;
  /** Neither value is shown. */
  readonly secret: boolean;
  /** The value is not known before these are done. */
  readonly knownAfter: readonly Address[];
  readonly notes: readonly string[];
}

/** Longer texts are cut here: a plan is read, not archived. `--json` has them whole. */
const MAX_LINES = 60;

export function printFields(shown: readonly ShownField[], theme: Theme): string[] {
  const lines: string[] = [];
  const fields = shown.map(fieldOf);
  const longest = fields.reduce((length, field) => Math.max(length, field.head.length), 0);
  const width = Math.min(64, longest);
  for (const field of fields) {
    const glyph = theme.actions[field.action](ACTION_GLYPHS[field.action]);
    const note = field.note === "" ? "" : theme.dim(`  ${field.note}`);
    lines.push(`${glyph} ${note === "" ? field.head : field.head.padEnd(width)}${note}`);
    for (const line of field.body) lines.push(`    ${paintDiff(line, theme)}`);
  }
  return lines;
}

interface Field {
  readonly action: ShownField["action"];
  readonly head: string;
  readonly note: string;
  /** Lines that begin with `+ `, `- ` or two spaces. */
  readonly body: readonly string[];
}

function fieldOf({ name, action, before, after, format, secret, knownAfter, notes }: ShownField): Field {
  const note = notes.join("; ");
  if (secret) return { action, head: `${name}: (secret)`, note, body: [] };
  if (knownAfter.length === 0 && (isText(before) || isText(after)))
    return { action, head: `${name}:`, note, body: bodyOf(asLines(before), asLines(after)) };
  const old = formattedLines(before, format);
  if (knownAfter.length > 0) {
    const known = `(known after ${knownAfter.join(", ")})`;
    const was = old.length === 1 ? `${old[0]} → ` : "";
    return { action, head: `${name}: ${was}${known}`, note, body: [] };
  }
  const fresh = formattedLines(after, format);
  if (old.length <= 1 && fresh.length <= 1) {
    const both = action === "update" ? `${old[0]} → ${fresh[0]}` : (fresh[0] ?? old[0] ?? "");
    return { action, head: `${name}: ${both}`, note, body: [] };
  }
  // Both in the same form, so that lines can be told apart.
  return { action, head: `${name}:`, note, body: bodyOf(valueLines(before, true), valueLines(after, true)) };
}

function formattedLines(value: Json | undefined, format: DisplayFormat | null): readonly string[] {
  return format === null || typeof value !== "number" ? valueLines(value) : [showFormatted(format, value)];
}

/** Beside a text of lines a short text is lines as well. */
function asLines(value: Json | undefined): readonly string[] {
  return typeof value === "string" ? textLines(value) : valueLines(value);
}

/** What changed between two texts, with a mark before each line. */
export function bodyOf(old: readonly string[], fresh: readonly string[]): readonly string[] {
  const lines = old.length === 0 ? fresh.map((line) => `+ ${line}`) : diffLines(old, fresh).map(markedLine);
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `  (${count(lines.length - MAX_LINES, "more line")})`];
}

function markedLine(line: DiffLine): string {
  switch (line.kind) {
    case "same":
      return `  ${line.text}`;
    case "old":
      return `- ${line.text}`;
    case "new":
      return `+ ${line.text}`;
    case "gap":
      return `  (${count(line.lines, "unchanged line")})`;
  }
}

export function paintDiff(line: string, theme: Theme): string {
  if (line.startsWith("+ ")) return theme.good(line);
  if (line.startsWith("- ")) return theme.bad(line);
  return theme.dim(line);
}
