// Expected diagnostics, written under the source: a comment line whose carets mark the primary label, then
// `error[SP2101]: message`.

import { mainLabel, type Diagnostic } from "../../compiler/diagnostics.ts";
import { placeOf } from "../../compiler/source.ts";

const MARK = /^\/\/( *)(\^+) (error|warning)\[(SP\d{4})\]: (.*)$/;

/** The carets of a file count from the line above them that is no caret line. */
export function marksOf(file: string, text: string): readonly string[] {
  const marks: string[] = [];
  let source = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const mark = MARK.exec(line);
    if (mark === null) {
      source = index + 1;
      continue;
    }
    const [, blanks = "", carets = "", severity = "", code = "", message = ""] = mark;
    const column = 2 + blanks.length + 1;
    marks.push(`${file}:${source}:${column}+${carets.length} ${severity}[${code}]: ${message}`);
  }
  return marks.toSorted();
}

export function foundMarks(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(foundMark).toSorted();
}

function foundMark(diagnostic: Diagnostic): string {
  const text = `${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`;
  const span = mainLabel(diagnostic)?.span;
  if (span === undefined) return text;
  const { file, line, column } = placeOf(span);
  const shown = span.file.text.slice(span.start, span.end).split("\n")[0] ?? "";
  return `${file}:${line}:${column}+${Math.max(1, shown.length)} ${text}`;
}
