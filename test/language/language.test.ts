// The language tests: every `.sp` file below this folder is one.
//
// Expected diagnostics stand under the source as carets: a comment line whose carets mark the primary label, then
// `error[SP2101]: message`. All of them must appear and no others. A section `// --- expect` holds JSON: for every address
// the parts of the resource that the test is about (`needs`, `target`, `meta`, fields of the spec), or `outputs`. A line may say
// `// environment: prod`; with `// run tests` the marks say what fails in the tests of the case, with `// all environments` also
// what two of them both manage.
// `// --- expect: staging` holds for that environment.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mainLabel, type Diagnostic } from "../../compiler/diagnostics.ts";
import { isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import { placeOf } from "../../compiler/source.ts";
import {
  clashesOf,
  compileFiles,
  failuresOf,
  findingsOf,
  sectionsOf,
  splitStandard,
} from "../support/compiler-package.ts";

/** In data, where it is taken out, a mark of the first columns has no slashes before it. */
const MARK = /^((?:\/\/)? *)(\^+) (error|warning|info)\[(SP\d{4})\]: (.*)$/;

interface Expected {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

/** Data has no comments, so the carets are taken out of it before it is read. */
function isData(file: string): boolean {
  return !file.endsWith(".sp");
}

function withoutMarks(files: Readonly<Record<string, string>>): Record<string, string> {
  const plain = (text: string) =>
    text
      .split("\n")
      .filter((line) => !MARK.test(line))
      .join("\n");
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, isData(file) ? plain(text) : text]),
  );
}

/** The carets of a file count from the line above them that is no caret line. */
function marksOf(file: string, text: string): Expected[] {
  const marks: Expected[] = [];
  let source = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const mark = MARK.exec(line);
    if (mark === null) {
      source = isData(file) ? source + 1 : index + 1;
      continue;
    }
    const [, before = "", carets = "", severity = "", code = "", message = ""] = mark;
    const column = before.length + 1;
    marks.push({
      file,
      line: source,
      column,
      length: carets.length,
      text: `${severity}[${code}]: ${message}`,
    });
  }
  return marks;
}

function foundMark(diagnostic: Diagnostic): Expected | string {
  const text = `${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`;
  const span = mainLabel(diagnostic)?.span;
  if (span === undefined) return text;
  const place = placeOf(span);
  const line = span.file.text.slice(span.start, span.end).split("\n")[0] ?? "";
  return { ...place, length: Math.max(1, line.length), text };
}

function checkGraph(expected: JsonObject, compilation: ReturnType<typeof compileFiles>): void {
  const { graph } = compilation;
  expect(graph).not.toBeNull();
  for (const [address, wanted] of Object.entries(expected)) {
    if (address === "outputs") {
      expect(graph?.outputs).toEqual(wanted);
      continue;
    }
    if (address === "moved" || address === "removed") {
      expect(graph?.[address]).toEqual(wanted);
      continue;
    }
    if (address === "absent") {
      for (const gone of wanted as string[]) expect(Object.keys(graph?.resources ?? {})).not.toContain(gone);
      continue;
    }
    const resource = Object.entries(graph?.resources ?? {}).find(([name]) => name === address)?.[1];
    if (resource === undefined) throw new Error(`there is no resource ${address}`);
    if (!isJsonObject(wanted)) continue;
    for (const [part, value] of Object.entries(wanted)) {
      const found: Json | undefined =
        part === "needs" || part === "target"
          ? resource[part]
          : part === "meta"
            ? Object.fromEntries(
                Object.entries(resource.meta).filter(([name]) => isJsonObject(value) && name in value),
              )
            : resource.spec[part];
      if (value === null)
        expect({ [`${address}.${part}`]: found }).toEqual({ [`${address}.${part}`]: undefined });
      else expect({ [`${address}.${part}`]: found }).toEqual({ [`${address}.${part}`]: value });
    }
  }
}

function runCase(path: string): "as expected" {
  const text = readFileSync(path, "utf8");
  const sections = sectionsOf(text);
  const { files, std } = splitStandard(withoutMarks(sections.files));
  const [first = null] = sections.expected.keys();
  const environment = /^\/\/ environment: (\S+)/m.exec(text)?.[1] ?? first;
  const runsTests = /^\/\/ run tests$/m.test(text);
  const comparesAll = /^\/\/ all environments$/m.test(text);
  const compilation = runsTests ? null : compileFiles(files, { environment, std });
  const wanted = Object.entries(sections.files).flatMap(([file, source]) =>
    marksOf(file.replace(/^std:/, "std/"), source),
  );
  const order = (marks: readonly (Expected | string)[]) =>
    marks.map((mark) => JSON.stringify(mark)).toSorted();
  const shape = ({ file, line, column, length, text }: Expected): Expected => ({
    file,
    line,
    column,
    length,
    text,
  });
  const findings = compilation === null ? failuresOf(files, { std }) : findingsOf(compilation);
  const diagnostics = comparesAll ? [...findings, ...clashesOf(files, { std })] : findings;
  const found = diagnostics.map((diagnostic) => {
    const mark = foundMark(diagnostic);
    return typeof mark === "string" ? mark : shape(mark);
  });
  expect(order(found)).toEqual(order(wanted.map(shape)));
  for (const [name, json] of sections.expected) {
    if (compilation === null) continue;
    const one = name === null ? compilation : compileFiles(files, { environment: name, std });
    checkGraph(JSON.parse(json) as JsonObject, one);
  }
  return "as expected";
}

for (const topic of readdirSync(import.meta.dirname, { withFileTypes: true })) {
  if (!topic.isDirectory()) continue;
  const folder = join(import.meta.dirname, topic.name);
  describe(`${topic.name}:`, () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".sp"))) {
      test(`file ${name}`, () => {
        expect(runCase(join(folder, name))).toBe("as expected");
      });
    }
  });
}
