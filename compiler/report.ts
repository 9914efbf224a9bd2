// A diagnostic as text for a terminal, and as JSON for machines.
//
// In:  a diagnostic, whether to colour, how wide the terminal is. Out: its text without a final line break. Columns are
// counted as a terminal shows them: tabs are four blanks, wide characters two columns, combining marks none.
// Surprising: control characters of the source are shown as pictures, so that no source text can write to a terminal.

import { mainLabel, type Diagnostic, type Label } from "./diagnostics.ts";
import type { JsonObject } from "./json.ts";
import { lineIndex, lineStarts, placeOf, showPlace, type SourceFile, type Span } from "./source.ts";

export interface ReportOptions {
  readonly color: boolean;
  readonly width: number;
}

const STYLE = { error: "31;1", warning: "33;1", bold: "1", faint: "2", secondary: "34", help: "36" } as const;
type Style = keyof typeof STYLE;
type Paint = (style: Style, text: string) => string;

export function reportDiagnostic(diagnostic: Diagnostic, options: ReportOptions): string {
  const paint: Paint = (style, text) =>
    options.color && text !== "" ? `\u001b[${STYLE[style]}m${text}\u001b[0m` : text;
  const head = paint(diagnostic.severity, `${diagnostic.severity}[${diagnostic.code}]`);
  const lines = [`${head}${paint("bold", `: ${printable(diagnostic.message)}`)}`];
  const gutter = gutterWidth(diagnostic.labels);
  const files = filesOf(diagnostic);
  for (const file of files) {
    const labels = diagnostic.labels.filter((label) => label.span.file === file);
    lines.push(...frame(file, labels, gutter, diagnostic, options.width, paint));
  }
  if (diagnostic.help !== null) lines.push(`${paint("help", "help")}: ${printable(diagnostic.help)}`);
  return lines.join("\n");
}

/** The file at fault first. */
function filesOf(diagnostic: Diagnostic): readonly SourceFile[] {
  const main = mainLabel(diagnostic);
  const files = diagnostic.labels.map((label) => label.span.file);
  return [...new Set(main === undefined ? files : [main.span.file, ...files])];
}

function gutterWidth(labels: readonly Label[]): number {
  let width = 2;
  for (const { span } of labels) width = Math.max(width, String(lineIndex(span.file, span.start) + 1).length);
  return width;
}

function frame(
  file: SourceFile,
  labels: readonly Label[],
  gutter: number,
  diagnostic: Diagnostic,
  width: number,
  paint: Paint,
): string[] {
  const blank = " ".repeat(gutter);
  const shown = labels.find((label) => label.primary) ?? labels[0];
  if (shown === undefined) return [];
  const lines = [`${blank}${paint("faint", "┌─")} ${printable(showPlace(placeOf(shown.span)))}`];
  const byLine = Map.groupBy(
    labels.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
    (label) => lineIndex(file, label.span.start),
  );
  let last = -1;
  for (const [line, here] of byLine) {
    if (last >= 0 && line > last + 1) lines.push(`${blank}${paint("faint", "·")}`);
    last = line;
    const number = String(line + 1).padEnd(gutter);
    const row = layOut(file, line, here, Math.max(30, width - gutter - 2));
    lines.push(`${paint("faint", `${number}│`)} ${row.text}`.trimEnd());
    for (const mark of row.marks) {
      const style = mark.label.primary ? diagnostic.severity : "secondary";
      const sign = (mark.label.primary ? "^" : "-").repeat(Math.max(1, mark.length));
      const text = printable(mark.label.text);
      lines.push(
        `${blank}${paint("faint", "│")} ${" ".repeat(mark.start)}${paint(style, `${sign} ${text}`.trimEnd())}`,
      );
    }
  }
  return lines;
}

interface Row {
  readonly text: string;
  readonly marks: readonly { readonly label: Label; readonly start: number; readonly length: number }[];
}

const ELLIPSIS = "…";

/** One line of source, cut to the width around its first label, with the columns of its labels. */
function layOut(file: SourceFile, line: number, labels: readonly Label[], width: number): Row {
  const starts = lineStarts(file);
  const from = starts[line] as number;
  const end = (starts[line + 1] ?? file.text.length + 1) - 1;
  const source = file.text.slice(from, end);
  const first = labels[0]?.span.start ?? from;
  // Only what can be shown is measured: a line may be megabytes long.
  const cut = first - from > width ? Math.max(0, first - from - (width >> 1)) : 0;
  const window = source.slice(cut, cut + width * 2);
  const lead = cut > 0 ? ELLIPSIS : "";
  const column = (offset: number) =>
    lead.length + displayWidth(window.slice(0, Math.max(0, offset - from - cut)));
  const marks = labels.map((label) => {
    const start = column(label.span.start);
    const stop = Math.min(label.span.end, end);
    return {
      label,
      start: Math.min(start, width),
      length: Math.min(column(stop) - start, Math.max(1, width - start)),
    };
  });
  const { text, whole } = fit(window, width - lead.length - 1);
  const more = !whole || cut + window.length < source.length;
  return { text: lead + text + (more ? ELLIPSIS : ""), marks };
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

function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;

function charWidth(char: string): number {
  if (char === "\t") return 4;
  if (char >= " " && char <= "~") return 1;
  if (NO_WIDTH.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Control characters as pictures; what turns the direction of text becomes visible as well. */
function printable(text: string): string {
  return text.replace(CONTROLS, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "␡" : "�";
  });
}

// --- JSON ------------------------------------------------------------------------------------------------------------

export function diagnosticToJson(diagnostic: Diagnostic): JsonObject {
  const { code, severity, message, help } = diagnostic;
  return {
    code,
    severity,
    message,
    help,
    labels: diagnostic.labels.map(({ span, text, primary }) => ({ ...spanToJson(span), text, primary })),
    fixes: diagnostic.fixes.map(({ title, applicability, edits }) => ({
      title,
      applicability,
      edits: edits.map(({ span, replacement }) => ({ ...spanToJson(span), replacement })),
    })),
  };
}

function spanToJson(span: Span): JsonObject {
  const start = placeOf(span);
  const end = placeOf({ ...span, start: span.end });
  return {
    file: start.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
