// The source around the labels of a diagnostic, in one file.
//
// A label within a line is underlined, with its text behind the carets. One that spans lines has a bar at the left from its
// first line to its last, and its text under the end; what is between is left out where it is long. Surprising: there is one
// bar only. Where two spans of lines overlap, the second is shown by its first line, since a second bar costs every reader
// more than it tells them.

import type { Label, Severity } from "../diagnostics.ts";
import type { Paint, Style } from "../report.ts";
import { lineIndex, lineStarts, placeOf, showPlace, type SourceFile } from "../source.ts";
import { charWidth, displayWidth, printable } from "./columns.ts";

export interface FrameInput {
  readonly file: SourceFile;
  readonly labels: readonly Label[];
  readonly gutter: number;
  readonly severity: Severity;
  readonly width: number;
  readonly paint: Paint;
}

export function gutterWidth(labels: readonly Label[]): number {
  let width = 2;
  for (const { span } of labels)
    width = Math.max(width, String(lineIndex(span.file, Math.max(span.start, span.end - 1)) + 1).length);
  return width;
}

/** What is marked under a line: a label, and the stretch of the line that is its. */
interface Mark {
  readonly label: Label;
  readonly start: number;
  readonly end: number;
}

interface Bar {
  readonly label: Label;
  readonly first: number;
  readonly last: number;
}

export function frame(input: FrameInput): readonly string[] {
  const { file, labels, gutter, paint } = input;
  const shown = labels.find((label) => label.primary) ?? labels[0];
  if (shown === undefined) return [];
  const blank = " ".repeat(gutter);
  const bars = barsOf(file, labels);
  const marks = marksOf(file, labels, bars);
  const lines = [`${blank}${paint("faint", "┌─")} ${printable(showPlace(placeOf(shown.span)))}`];
  let last = -1;
  for (const line of linesShown(marks, bars)) {
    if (last >= 0 && line > last + 1)
      lines.push(
        `${blank}${paint("faint", "·")}${isInside(bars, last, line) ? ` ${barStyle(input, bars, line, "│")}` : ""}`,
      );
    last = line;
    lines.push(...drawLine(input, line, marks.get(line) ?? [], bars));
  }
  return lines;
}

/** The spans of several lines, none of which overlaps another. */
function barsOf(file: SourceFile, labels: readonly Label[]): readonly Bar[] {
  const bars: Bar[] = [];
  for (const label of labels.toSorted((a, b) => Number(b.primary) - Number(a.primary))) {
    const first = lineIndex(file, label.span.start);
    const last = lineIndex(file, Math.max(label.span.start, label.span.end - 1));
    if (first === last || bars.some((bar) => first <= bar.last && bar.first <= last)) continue;
    bars.push({ label, first, last });
  }
  return bars;
}

function marksOf(
  file: SourceFile,
  labels: readonly Label[],
  bars: readonly Bar[],
): ReadonlyMap<number, readonly Mark[]> {
  const marks = new Map<number, Mark[]>();
  const add = (line: number, mark: Mark) => marks.set(line, [...(marks.get(line) ?? []), mark]);
  for (const label of labels.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    const { start, end } = label.span;
    const bar = bars.find((item) => item.label === label);
    // The text of a bar stands under its last character.
    if (bar !== undefined) add(bar.last, { label, start: end - 1, end });
    else add(lineIndex(file, start), { label, start, end });
  }
  return marks;
}

/** Every line with a mark, the ends of every bar, and what is between where that is short. */
function linesShown(marks: ReadonlyMap<number, unknown>, bars: readonly Bar[]): readonly number[] {
  const lines = new Set(marks.keys());
  for (const { first, last } of bars) {
    lines.add(first);
    if (last - first <= 4) for (let line = first; line < last; line++) lines.add(line);
  }
  return [...lines].toSorted((a, b) => a - b);
}

function isInside(bars: readonly Bar[], from: number, to: number): boolean {
  return bars.some((bar) => bar.first <= from && to <= bar.last);
}

function barStyle(input: FrameInput, bars: readonly Bar[], line: number, glyph: string): string {
  const bar = bars.find((item) => item.first <= line && line <= item.last);
  return input.paint(bar?.label.primary === true ? input.severity : "secondary", glyph);
}

function drawLine(
  input: FrameInput,
  line: number,
  marks: readonly Mark[],
  bars: readonly Bar[],
): readonly string[] {
  const { file, gutter, paint } = input;
  const blank = " ".repeat(gutter);
  const bar = bars.find((item) => item.first <= line && line <= item.last);
  const glyph = bar === undefined ? " " : line === bar.first ? "╭" : line === bar.last ? "╰" : "│";
  // The margin for bars is there only where there are any.
  const margin = bars.length === 0 ? "" : `${barStyle(input, bars, line, glyph)} `;
  const room = Math.max(30, input.width - gutter - 2 - (bars.length === 0 ? 0 : 2));
  const row = layOut(file, line, marks, room);
  const number = String(line + 1).padEnd(gutter);
  const lines = [`${paint("faint", `${number}│`)} ${margin}${row.text}`.trimEnd()];
  for (const { label, start, length } of row.marks) {
    const style: Style = label.primary ? input.severity : "secondary";
    const sign = (label.primary ? "^" : "-").repeat(Math.max(1, length));
    const under =
      bars.length === 0
        ? ""
        : bar === undefined || line === bar.last
          ? "  "
          : `${barStyle(input, bars, line, "│")} `;
    const text = paint(style, `${sign} ${printable(label.text)}`.trimEnd());
    lines.push(`${blank}${paint("faint", "│")} ${under}${" ".repeat(start)}${text}`);
  }
  return lines;
}

interface Row {
  readonly text: string;
  readonly marks: readonly { readonly label: Label; readonly start: number; readonly length: number }[];
}

const ELLIPSIS = "…";

/** One line of source, cut to the width around its first mark, with the columns of its marks. */
function layOut(file: SourceFile, line: number, marks: readonly Mark[], width: number): Row {
  const starts = lineStarts(file);
  const from = starts[line] as number;
  const end = (starts[line + 1] ?? file.text.length + 1) - 1;
  const source = file.text.slice(from, end).replace(/\r$/, "");
  const first = marks[0]?.start ?? from;
  // Only what can be shown is measured: a line may be megabytes long.
  const cut = first - from > width ? Math.max(0, first - from - (width >> 1)) : 0;
  const window = source.slice(cut, cut + width * 2);
  const lead = cut > 0 ? ELLIPSIS : "";
  const column = (offset: number) =>
    lead.length + displayWidth(window.slice(0, Math.max(0, offset - from - cut)));
  const placed = marks.map((mark) => {
    const start = column(mark.start);
    const stop = Math.min(mark.end, end);
    return {
      label: mark.label,
      start: Math.min(start, width),
      length: Math.min(column(stop) - start, Math.max(1, width - start)),
    };
  });
  const { text, whole } = fit(window, width - lead.length - 1);
  const more = !whole || cut + window.length < source.length;
  return { text: lead + text + (more ? ELLIPSIS : ""), marks: placed };
}

function fit(text: string, width: number): { readonly text: string; readonly whole: boolean } {
  let shown = "";
  let used = 0;
  for (const char of text) {
    const size = charWidth(char);
    if (used + size > width) return { text: shown, whole: false };
    used += size;
    shown += char === "\t" ? "    " : printable(char);
  }
  return { text: shown, whole: true };
}
