// A diagnostic as text for a terminal.
//
// In:  a diagnostic, whether to colour, how wide the terminal is. Out: its text without a final line break, and the line that
// sums up many. The frames around the source are report/frame.ts; what machines read is report/json.ts, sarif.ts, github.ts.

import { mainLabel, type Diagnostic, type Severity } from "./diagnostics.ts";
import { printable } from "./report/columns.ts";
import { frame, gutterWidth } from "./report/frame.ts";
import type { SourceFile } from "./source.ts";

export interface ReportOptions {
  readonly color: boolean;
  readonly width: number;
}

const STYLE = {
  error: "31;1",
  warning: "33;1",
  info: "34;1",
  bold: "1",
  faint: "2",
  secondary: "34",
  help: "36",
} as const;
export type Style = keyof typeof STYLE;
export type Paint = (style: Style, text: string) => string;

export function reportDiagnostic(diagnostic: Diagnostic, options: ReportOptions): string {
  const paint = painter(options.color);
  const head = paint(diagnostic.severity, `${diagnostic.severity}[${diagnostic.code}]`);
  const lines = [`${head}${paint("bold", `: ${printable(diagnostic.message)}`)}`];
  const gutter = gutterWidth(diagnostic.labels);
  for (const file of filesOf(diagnostic)) {
    const labels = diagnostic.labels.filter((label) => label.span.file === file);
    lines.push(
      ...frame({ file, labels, gutter, severity: diagnostic.severity, width: options.width, paint }),
    );
  }
  if (diagnostic.help !== null) lines.push(`${paint("help", "help")}: ${printable(diagnostic.help)}`);
  return lines.join("\n");
}

/** `2 errors, 1 warning`; empty when there is nothing to count. */
export function summarize(diagnostics: readonly Diagnostic[], color: boolean): string {
  const paint = painter(color);
  const count = (severity: Severity, one: string, many: string) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return found === 0 ? [] : [paint(severity, `${found} ${found === 1 ? one : many}`)];
  };
  return [
    ...count("error", "error", "errors"),
    ...count("warning", "warning", "warnings"),
    ...count("info", "remark", "remarks"),
  ].join(", ");
}

function painter(color: boolean): Paint {
  return (style, text) => (color && text !== "" ? `\u001b[${STYLE[style]}m${text}\u001b[0m` : text);
}

/** The file at fault first. */
function filesOf(diagnostic: Diagnostic): readonly SourceFile[] {
  const main = mainLabel(diagnostic);
  const files = diagnostic.labels.map((label) => label.span.file);
  return [...new Set(main === undefined ? files : [main.span.file, ...files])];
}
