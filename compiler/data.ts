// Data files as expressions: what an import of `people.yaml` or `nginx.conf` stands for.
//
// In:  a file and the type that the import asks for. Out: an expression with offsets in that file, so that the checker and
// the evaluator treat data as they treat source, and point into it. Asked for as a `String`, any file is its own text.

import type { Expression, FileNode, Node, TypeExpression } from "./ast.ts";
import { readCsv } from "./data/csv.ts";
import { readJson } from "./data/json.ts";
import type { DataParsers } from "./data/parsers.ts";
import { readToml } from "./data/toml.ts";
import { literal, type Flaw, type ReadData } from "./data/tree.ts";
import { readYaml } from "./data/yaml.ts";
import { diagnose, primary, secondary, type Diagnostic } from "./diagnostics.ts";
import type { SourceFile, Span } from "./source.ts";

export type DataFormat = "JSON" | "TOML" | "YAML" | "CSV";

const FORMATS: Readonly<Record<string, DataFormat>> = {
  json: "JSON",
  toml: "TOML",
  yaml: "YAML",
  yml: "YAML",
  csv: "CSV",
};

/** By the end of its name; null for what is no format of data. */
export function dataFormatOf(path: string): DataFormat | null {
  return FORMATS[extensionOf(path)] ?? null;
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1).toLowerCase();
}

export function readData(
  file: SourceFile,
  type: TypeExpression,
  parsers: DataParsers,
  diagnostics: Diagnostic[],
): Expression {
  if (type.kind === "named" && type.name.text === "String")
    return literal("String", file.text, { start: 0, end: file.text.length });
  const missing: Expression = { kind: "missing", start: 0, end: 0 };
  const format = dataFormatOf(file.path);
  if (format === null) {
    diagnostics.push(noFormat(file));
    return missing;
  }
  const read = readAs(format, file.text, parsers);
  if (read.kind === "read") return read.value;
  for (const each of read.flaws) diagnostics.push(flawed(file, format, each));
  return missing;
}

function readAs(format: DataFormat, text: string, parsers: DataParsers): ReadData {
  switch (format) {
    case "JSON":
      return readJson(text);
    case "TOML":
      return readToml(text, parsers.toml());
    case "YAML":
      return readYaml(text, parsers.yaml());
    case "CSV":
      return readCsv(text);
  }
}

function flawed(file: SourceFile, format: DataFormat, { start, end, why, help, earlier }: Flaw): Diagnostic {
  const span = (at: Node): Span => ({ file, start: at.start, end: at.end });
  const labels = [primary(span({ start, end }), why)];
  if (earlier !== null) labels.push(secondary(span(earlier), "first written here"));
  return diagnose("SP1009", { path: file.path, format, why }, { labels, help });
}

function noFormat(file: SourceFile): Diagnostic {
  const start = Math.max(0, file.text.search(/\S/));
  const span = { file, start, end: Math.min(start + 1, file.text.length) };
  const why = `\`.${extensionOf(file.path)}\` is no format of data`;
  const help = "the formats are json, toml, yaml and csv; to take the file as it is, ask for a `String`";
  const labels = [primary(span, "as it is, this is text")];
  return diagnose("SP1009", { path: file.path, format: "data", why }, { labels, help });
}

/** A file without declarations, which is what data is to the binder. */
export function noDeclarations(file: SourceFile): FileNode {
  return { file, start: 0, end: file.text.length, imports: [], declarations: [], checks: [], lost: false };
}
