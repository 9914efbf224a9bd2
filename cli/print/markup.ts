// The pieces of Markdown that plans and comparisons are made of.
//
// In:  texts and lines. Out: GitHub-flavoured Markdown. Nothing that comes from a file or from the world can break out of its
// place: fences are longer than any run of backticks inside, and cells hold no pipe and no line break.

import { printable } from "./values.ts";

/** A comment has at most 65,536 characters on the usual forges. */
const LIMIT = 60_000;

/** Those of `items`, each a line of its own, that have room beside `fixed`; what is too much is counted. */
export function asManyAsFit<T extends { readonly text: string }>(
  items: readonly T[],
  fixed: readonly string[],
): { readonly kept: readonly T[]; readonly left: number } {
  let room = LIMIT - fixed.join("\n").length;
  const kept = items.filter(({ text }) => {
    room -= text.length + 1;
    return room >= 0;
  });
  return { kept, left: items.length - kept.length };
}

/** A line to see, and lines of a difference to open. */
export function collapsed(title: string, more: string, lines: readonly string[]): string {
  const body = lines.map(diffLine).join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `<details><summary>${html(title)} <i>${html(more)}</i></summary>\n\n${fence}diff\n${body}\n${fence}\n\n</details>\n`;
}

export function inline(text: string): string {
  return printable(text)
    .replaceAll(/[\\|*_<>[\]#]/g, (mark) => `\\${mark}`)
    .replaceAll("\n", " ");
}

export function code(text: string): string {
  const shown = printable(text).replaceAll("|", "\\|").replaceAll("\n", " ");
  const fence = "`".repeat(longestRun(shown) + 1);
  return fence.length === 1 ? `\`${shown}\`` : `${fence} ${shown} ${fence}`;
}

function html(text: string): string {
  return printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

/** In a diff only the first column has a colour: what changes in place is marked as such. */
function diffLine(line: string): string {
  const match = /^(\s*)([-+~])( .*)$/s.exec(line);
  if (match === null) return ` ${line}`;
  const [, space = "", glyph = "", rest = ""] = match;
  return `${glyph === "~" ? "!" : glyph}${space}${rest}`;
}
