// Data files as expressions: what an import of `people.json` or `nginx.conf` stands for.
//
// In:  a file and the type that the import asks for. Out: an expression with offsets in that file, so that the checker and
// the evaluator treat data as they treat source, and point into it. Asked for as a `String`, any file is its own text.

import type { Expression, FileNode, TypeExpression } from "./ast.ts";
import { readJson } from "./data/json.ts";
import { diagnose, primary, type Diagnostic } from "./diagnostics.ts";
import type { SourceFile } from "./source.ts";

/** Formats of the language that this compiler does not read yet. */
const LATER: Readonly<Record<string, string>> = { toml: "TOML", yaml: "YAML", yml: "YAML", csv: "CSV" };

export function readData(file: SourceFile, type: TypeExpression, diagnostics: Diagnostic[]): Expression {
  const whole = { start: 0, end: file.text.length };
  if (type.kind === "named" && type.name.text === "String") {
    return { kind: "literal", type: "String", value: file.text, ...whole };
  }
  const extension = file.path.slice(file.path.lastIndexOf(".") + 1).toLowerCase();
  const missing: Expression = { kind: "missing", start: 0, end: 0 };
  const start = Math.max(0, file.text.search(/\S/));
  const span = { file, start, end: Math.min(start + 1, file.text.length) };
  if (extension === "json") {
    const read = readJson(file.text);
    if (read.kind === "read") return read.value;
    const at = { file, start: read.at, end: Math.min(read.at + 1, file.text.length) };
    const labels = [primary(at, read.why)];
    diagnostics.push(diagnose("SP1009", { path: file.path, format: "JSON", why: read.why }, { labels }));
    return missing;
  }
  const later = LATER[extension];
  const labels = [primary(span, "not supported yet")];
  if (later !== undefined) {
    diagnostics.push(diagnose("SP9001", { feature: `reading ${later} as data` }, { labels }));
    return missing;
  }
  const why = `\`.${extension}\` is no format of data`;
  const help = "the formats are json, toml, yaml and csv; to take the file as it is, ask for a `String`";
  const at = [primary(span, "as it is, this is text")];
  diagnostics.push(diagnose("SP1009", { path: file.path, format: "data", why }, { labels: at, help }));
  return missing;
}

/** A file without declarations, which is what data is to the binder. */
export function noDeclarations(file: SourceFile): FileNode {
  return { file, start: 0, end: file.text.length, imports: [], declarations: [], checks: [], lost: false };
}
