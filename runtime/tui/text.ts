// Text as a terminal shows it: cells instead of characters. Every line of a frame is made here, and is exactly as wide as
// it was asked to be.
//
// In:  words from anywhere (commit subjects, file names, errors of programs), so nothing in them is trusted: a control
// character would move the cursor, an escape sequence would do as it likes. Out: spans of printable text, each with a role,
// cut with `…` or padded to a width in cells.
// Lines are plain data rather than nested boxes: laying out 40 rows of 6 boxes takes Ink about 30 ms, and these under one.

import type { Role } from "./theme.ts";

export interface Span {
  readonly text: string;
  readonly role: Role;
}

export type Line = readonly Span[];

export const BLANK: Line = [];

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const CONTROLS = /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029]/gu;
const NO_CELL = /[\p{Mn}\p{Me}\p{Cf}]/u;
const EMOJI = /\p{Emoji_Presentation}/u;
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

export function span(text: string, role: Role = "plain"): Span {
  return { text: clean(text), role };
}

/**
 * Printable text on one line: white space is one space, any other control character is shown as `·`. What terminals draw
 * in different widths is taken apart: joined emoji, their variants and skins, and flags, which become two letters.
 */
export function clean(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text
    .normalize("NFC")
    .replace(/[\t\n\r]+/g, " ")
    .replace(/[\u{1f1e6}-\u{1f1ff}]/gu, (flag) => String.fromCodePoint((flag.codePointAt(0) ?? 0) - 0x1f1a5))
    .replace(/[\u{1f3fb}-\u{1f3ff}]|\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(CONTROLS, "·");
}

/** The number of cells that clean text takes. */
export function cells(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let count = 0;
  for (const character of text) count += characterCells(character);
  return count;
}

/** The text in at most `width` cells; what does not fit ends in `…`. */
export function cut(text: string, width: number): string {
  if (width <= 0) return "";
  if (text.length <= width && PRINTABLE_ASCII.test(text)) return text;
  let kept = "";
  let used = 0;
  let fits = "";
  for (const { segment } of graphemes.segment(text)) {
    const more = cells(segment);
    if (used + more > width) return `${fits}…`;
    kept += segment;
    used += more;
    if (used <= width - 1) fits = kept;
  }
  return text;
}

/** The text with its middle left out, for addresses, whose two ends both say something. */
export function cutMiddle(text: string, width: number): string {
  if (cells(text) <= width) return text;
  if (width < 8) return cut(text, width);
  const all = Array.from(graphemes.segment(text), (each) => each.segment);
  const back = Math.floor((width - 1) / 2);
  let tail = "";
  let used = 0;
  for (let at = all.length - 1; at >= 0; at--) {
    const segment = all[at] ?? "";
    if (used + cells(segment) > back) break;
    tail = segment + tail;
    used += cells(segment);
  }
  return cut(text, width - used) + tail;
}

/** One column of a table: cut or padded to exactly `width` cells. */
export function column(text: string, width: number, role: Role = "plain"): Span {
  const shown = cut(clean(text), width);
  return { text: shown + " ".repeat(Math.max(0, width - cells(shown))), role };
}

/** The spans cut and padded to exactly `width` cells. */
export function fit(line: Line, width: number, padding: Role = "plain"): Line {
  const fitted: Span[] = [];
  let left = width;
  for (const [index, each] of line.entries()) {
    const size = cells(each.text);
    // The last cell belongs to the span only when nothing is cut off after it.
    if (size < left || (size === left && restIsEmpty(line, index + 1))) {
      fitted.push(each);
      left -= size;
      continue;
    }
    const shown = cut(`${each.text} …`, left);
    fitted.push({ text: shown, role: each.role });
    left -= cells(shown);
    break;
  }
  if (left > 0) fitted.push({ text: " ".repeat(left), role: padding });
  return fitted;
}

/** One line with something at its left and something at its right end; the left one gives way. */
export function ends(left: Line, right: Line, width: number): Line {
  const room = width - lineCells(right);
  if (room < 8) return fit(left, width);
  return [
    ...fit(left, right.length === 0 ? room : room - 2),
    ...(right.length === 0 ? [] : [span("  "), ...right]),
  ];
}

export function lineCells(line: Line): number {
  return line.reduce((sum, each) => sum + cells(each.text), 0);
}

/** The text broken at spaces into lines of at most `width` cells. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of clean(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (cells(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = cut(word, width);
  }
  return [...lines, line];
}

function restIsEmpty(line: Line, from: number): boolean {
  for (let at = from; at < line.length; at++) if (line[at]?.text.trim() !== "") return false;
  return true;
}

function characterCells(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (NO_CELL.test(character)) return 0;
  return EMOJI.test(character) || WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
