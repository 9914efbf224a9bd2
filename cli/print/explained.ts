// The words of an explanation: values, authors, deeds and places, on one line each.
//
// Nothing from a file is trusted to be printable; what cannot be shown says why in parentheses.

import type { Author, EachFacts, Row, Shown } from "../../compiler/explain/facts.ts";
import { showFormatted } from "../../compiler/quantities.ts";
import { placeOf, showPlace, type Span } from "../../compiler/source.ts";
import { cells, cut } from "../../runtime/tui/text.ts";
import { printable } from "./values.ts";

/** In the language's own notation. */
export function shownText(shown: Shown): string {
  switch (shown.kind) {
    case "plain": {
      const { value, format } = shown;
      if (typeof value === "string") return printable(JSON.stringify(value));
      return format !== null && typeof value === "number" ? showFormatted(format, value) : String(value);
    }
    case "list":
      return `[${shown.items.map(shownText).join(", ")}]`;
    case "map": {
      const entries = shown.entries.map(([key, value]) => `${keyText(key)} = ${shownText(value)}`);
      return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
    }
    case "reference":
      return printable(shown.address);
    case "deferred":
      return printable(`(known after ${shown.after.join(", ")})`);
    case "secret":
      return "(secret)";
    case "absent":
      return "(absent)";
    case "wrong":
      return "(wrong)";
  }
}

function keyText(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : printable(JSON.stringify(key));
}

/** The same, and no longer than this. */
export function shortText(shown: Shown, width: number): string {
  return cut(shownText(shown), width);
}

export function placeText(span: Span): string {
  return printable(showPlace(placeOf(span)));
}

/** The source on one line: its first one, where it has several. */
export function sourceText({ file, start, end }: Span): string {
  const [first = "", ...rest] = file.text.slice(start, end).split("\n");
  const line = printable(first.replaceAll(/\s+/g, " ").trim());
  if (line.endsWith("{")) return `${line} … }`;
  return rest.length === 0 ? line : `${line} …`;
}

/** `overlay production`; `listed`: as the environment lists it, where its name alone says too little. */
export function authorText({ kind, name, overlay }: Author, listed = false): string {
  const own = printable(name);
  switch (kind) {
    case "type":
      return own;
    case "system":
      return `system ${own}`;
    case "overlay":
      return `overlay ${listed && overlay !== null ? printable(overlay.text) : own}`;
    case "block":
      return `a block of ${own}`;
    case "value":
      return `let ${own}`;
    case "data":
      return own;
  }
}

const DID: Readonly<Record<Row["deed"], string>> = {
  default: "gave",
  set: "set",
  amend: "amended",
  replace: "replaced",
  change: "changed",
  remove: "removed",
  declare: "declared",
  annotate: "said",
};

/** As in "which overlay production set". */
export function didText({ deed, by }: Row): string {
  return `${authorText(by)} ${DID[deed]}`;
}

/** As in "set by overlay production". */
export function deedText({ deed, by, strength }: Row, listed = false): string {
  const strong = strength === "normal" ? "" : ` (${strength})`;
  const author = authorText(by, listed);
  if (deed === "default") return by.kind === "type" ? `default of ${author}` : `given by ${author}`;
  if (by.kind === "data") return `given by ${author}`;
  return `${DID[deed]} by ${author}${strong}`;
}

export function eachText({ of, where }: EachFacts): string {
  return where === null ? `each ${printable(of)}` : `each ${printable(of)} where ${sourceText(where)}`;
}

/** Names in a sentence: `a, b and 3 more`. */
export function namesText(names: readonly string[], many: number): string {
  const shown = names.slice(0, many).map(printable);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

/** Columns, each as wide as its widest cell; what is too wide is cut. The last one takes what is left. */
export function columns(
  rows: readonly (readonly string[])[],
  widest: readonly number[],
  width: number,
): readonly (readonly string[])[] {
  const sizes = widest.map((most, index) =>
    Math.min(most, Math.max(0, ...rows.map((row) => cells(row[index] ?? "")))),
  );
  return rows.map((row) => {
    let left = width;
    return row.map((text, index) => {
      const size = sizes[index];
      if (size === undefined) return left < 12 ? "" : cut(text, left);
      left -= size + 2;
      const shown = cut(text, size);
      return shown + " ".repeat(size - cells(shown));
    });
  });
}
