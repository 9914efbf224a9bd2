// Renders the picture of the terminal UI that the README shows: docs/images/terminal.svg.
//
// In:  docs/images/terminal.json, the events of some minutes in the life of a shop. Out: the frame that the terminal UI
// draws from them, its colours read back from its escape sequences, as a window in SVG. The same events give the same
// bytes; a test holds the picture to what this makes.
// Surprising: bars, rules and sparklines are drawn as shapes and every word is given its width, so that the picture is in
// step with the grid in whichever font a reader has.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Event } from "../runtime/events.ts";
import { renderFrame } from "../runtime/tui/frame.ts";
import { initialState } from "../runtime/tui/model.ts";
import { reduce, type Input } from "../runtime/tui/state.ts";
import { createTheme, LEVELS } from "../runtime/tui/theme.ts";

const FOLDER = join(import.meta.dirname, "images");
const FONT_SIZE = 14;
const CELL = 8.4;
const LINE = 20;
const PADDING = 18;
const TITLE_BAR = 38;
const BACKGROUND = "#0d1117";
const FOREGROUND = "#c9d1d9";
const STRONG = "#f0f6fc";
const QUIET = "#7d8590";
/** By the number of the escape sequence. */
const PALETTE: Readonly<Record<number, string>> = {
  31: "#ff7b72",
  32: "#56d364",
  33: "#e3b341",
  34: "#79c0ff",
  35: "#d2a8ff",
  36: "#56d4dd",
};

interface Recording {
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
  readonly events: readonly Event[];
}

interface Run {
  readonly column: number;
  readonly text: string;
  readonly style: Style;
}

interface Style {
  readonly colour: string | null;
  readonly bold: boolean;
  readonly quiet: boolean;
  readonly reverse: boolean;
}

const PLAIN: Style = { colour: null, bold: false, quiet: false, reverse: false };

export function terminalPicture(): string {
  const recording = JSON.parse(readFileSync(join(FOLDER, "terminal.json"), "utf8")) as Recording;
  const { now, columns, rows, events } = recording;
  const state = reduce(initialState({ now, columns, rows, zone: 0 }), [
    ...events.map((event): Input => ({ kind: "event", event })),
    { kind: "tick", now },
  ]);
  return drawWindow(renderFrame(state, { columns, rows }, createTheme({ colour: true })), columns, rows);
}

function drawWindow(frame: string, columns: number, rows: number): string {
  const width = Math.ceil(columns * CELL + 2 * PADDING);
  const height = TITLE_BAR + rows * LINE + PADDING;
  const body = frame.split("\n").flatMap((line, row) => readRuns(line).flatMap((run) => drawRun(run, row)));
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (colour, index) => `<circle cx="${22 + index * 20}" cy="19" r="6" fill="${colour}"/>`,
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The terminal UI of Setpoint">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${BACKGROUND}" stroke="#30363d"/>`,
    ...dots,
    `<g font-family="ui-monospace,SFMono-Regular,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${FONT_SIZE}" xml:space="preserve">`,
    `<text x="${width / 2}" y="24" fill="${QUIET}" text-anchor="middle" font-size="13">setpoint watch</text>`,
    ...body,
    "</g>",
    "</svg>",
  ].join("\n")}\n`;
}

/** The line's pieces of one style each, words apart from one another. */
function readRuns(line: string): readonly Run[] {
  const runs: Run[] = [];
  let style = PLAIN;
  let column = 0;
  for (const piece of line.split(/(\u001b\[\d+m)/)) {
    const code = /^\u001b\[(\d+)m$/.exec(piece)?.[1];
    if (code !== undefined) {
      style = restyle(style, Number(code));
      continue;
    }
    for (const text of piece.split(/( {2,})/)) {
      const blank = text.trim() === "" && !style.reverse;
      if (!blank) runs.push({ column, text, style });
      column += Array.from(text).length;
    }
  }
  return runs;
}

function restyle(style: Style, code: number): Style {
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, quiet: true };
  if (code === 7) return { ...style, reverse: true };
  if (code === 22) return { ...style, bold: false, quiet: false };
  if (code === 27) return { ...style, reverse: false };
  if (code === 39) return { ...style, colour: null };
  return { ...style, colour: PALETTE[code] ?? null };
}

function drawRun({ column, text, style }: Run, row: number): readonly string[] {
  const x = PADDING + column * CELL;
  const y = TITLE_BAR + row * LINE;
  const length = Array.from(text).length;
  const ink = style.colour ?? (style.quiet ? QUIET : style.bold ? STRONG : FOREGROUND);
  if (/^━+$/.test(text)) return [rect(x, y + 8, length * CELL, 5, ink)];
  if (/^─+$/.test(text.trim())) return [rect(x, y + 10, length * CELL, 1, "#30363d")];
  if (/─{3}/.test(text)) return drawRule(column, text, style, row);
  if (LEVELS.some((level) => text.includes(level))) return drawSparkline(x, y, text, ink);
  const weight = style.bold ? ' font-weight="600"' : "";
  const fill = style.reverse ? BACKGROUND : ink;
  const words = `<text x="${round(x)}" y="${y + 15}" fill="${fill}"${weight} textLength="${round(length * CELL)}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`;
  return style.reverse ? [rect(x, y + 1, length * CELL, LINE - 2, FOREGROUND), words] : [words];
}

/** A rule with a title in it: `─ events ─────`. */
function drawRule(column: number, text: string, style: Style, row: number): readonly string[] {
  const drawn: string[] = [];
  let at = column;
  for (const part of text.split(/(─+)/)) {
    if (part.trim() !== "") drawn.push(...drawRun({ column: at, text: part, style }, row));
    at += part.length;
  }
  return drawn;
}

function drawSparkline(x: number, y: number, text: string, ink: string): readonly string[] {
  return Array.from(text).flatMap((level, index) => {
    const eighths = LEVELS.findIndex((each) => each === level) + 1;
    const height = (eighths * 14) / 8;
    return eighths === 0 ? [] : [rect(x + index * CELL, y + 16 - height, CELL - 1, height, ink)];
  });
}

function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"/>`;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(FOLDER, "terminal.svg"), terminalPicture());
