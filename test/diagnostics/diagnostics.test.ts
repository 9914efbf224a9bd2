// Every code of the catalogue has a source here that draws it, and the exact text that a person sees.
//
// `SP2107.sp` is the source (sections as in the language tests), `SP2107.txt` the rendering. In a section `//! folder`,
// `//! binary 12`, `//! too-large 9000000` or `//! unreadable why` stands for a path that is no text.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Compilation } from "../../compiler/compile.ts";
import { CATALOGUE } from "../../compiler/diagnostics/catalogue.ts";
import { diagnose, primary, secondary, type Diagnostic } from "../../compiler/diagnostics.ts";
import { isLintCode, type LintCode } from "../../compiler/diagnostics/lint-rules.ts";
import { reportDiagnostic } from "../../compiler/report.ts";
import { diagnosticToJson } from "../../compiler/report/json.ts";
import type { ReadResult } from "../../compiler/source.ts";
import {
  clashesOf,
  compileFiles,
  failuresOf,
  findingsOf,
  sectionsOf,
  splitStandard,
} from "../support/compiler-package.ts";
import { alone, lintFiles } from "../support/lint-package.ts";

function filesOf(end: string): readonly string[] {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith(end));
  return names.map((name) => name.slice(0, -end.length)).toSorted();
}

/** Read before any test runs: one that is missing is written by its test, and missed all the same. */
const TEXTS = filesOf(".txt");

function readResult(text: string): string | ReadResult {
  const special = /^\/\/! (folder|binary|too-large|unreadable)(?: (.*))?$/m.exec(text);
  const detail = special?.[2] ?? "";
  switch (special?.[1]) {
    case "folder":
      return { kind: "folder" };
    case "binary":
      return { kind: "binary", offset: Number(detail) };
    case "too-large":
      return { kind: "too-large", bytes: Number(detail) };
    case "unreadable":
      return { kind: "unreadable", why: detail };
    case undefined:
    default:
      return text;
  }
}

/** Of a rule of the linter: what it finds, alone. */
function lintSource(code: LintCode, source: string): readonly Diagnostic[] {
  const { files, std } = splitStandard(sectionsOf(source).files);
  return lintFiles(files, alone(code), std);
}

function findingsIn(code: string, source: string): readonly Diagnostic[] {
  if (code === "SP4007") return clashesOf(sectionsOf(source).files);
  if (!code.startsWith("SP60")) return findingsOf(compileSource(source));
  return failuresOf(sectionsOf(source).files);
}

function compileSource(source: string): Compilation {
  const { files, std } = splitStandard(sectionsOf(source).files);
  const read = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, typeof text === "string" ? readResult(text) : text]),
  );
  const environment = /^\/\/ environment: (\S+)/m.exec(source)?.[1] ?? null;
  const entries = /^\/\/ entries: (.*)/m.exec(source)?.[1]?.split(" ");
  return compileFiles(read, { environment, std, ...(entries === undefined ? {} : { entries }) });
}

describe("every code has its example", () => {
  for (const code of Object.keys(CATALOGUE)) {
    test(`code ${code}`, async () => {
      const path = join(import.meta.dirname, `${code}.sp`);
      if (!existsSync(path)) throw new Error(`${code}.sp is missing`);
      const source = readFileSync(path, "utf8");
      const diagnostics = isLintCode(code) ? lintSource(code, source) : findingsIn(code, source);
      const options = { color: false, width: 100 };
      expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
      const text = diagnostics.map((diagnostic) => reportDiagnostic(diagnostic, options)).join("\n\n");
      await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, `${code}.txt`));
    });
  }

  test("no example without its code, and none without its text", () => {
    const codes = Object.keys(CATALOGUE).toSorted();
    expect(filesOf(".sp")).toEqual(codes);
    expect(TEXTS).toEqual(codes);
  });
});

describe("the frame", () => {
  const render = (text: string, start: number, end: number, width = 100) => {
    const file = { path: "a.sp", text, id: "" };
    const labels = [primary({ file, start, end }, "here")];
    return reportDiagnostic(diagnose("SP2001", { name: "x" }, { labels, help: null }), {
      color: false,
      width,
    });
  };

  test("aligns under tabs and wide characters", () => {
    expect(render("\t日本 = x", 6, 7)).toBe(
      [
        "error[SP2001]: nothing here is named `x`",
        "  ┌─ a.sp:1:7",
        "1 │     日本 = x",
        "  │            ^ here",
      ].join("\n"),
    );
  });

  test("leaves out what ends a line", () => {
    expect(render("x = y\r\n", 4, 5).split("\n")[2]).toBe("1 │ x = y");
  });

  test("cuts a long line around its label", () => {
    const text = `${"a".repeat(5000)} x ${"b".repeat(5000)}`;
    const lines = render(text, 5001, 5002, 60).split("\n");
    expect(lines.every((line) => line.length <= 66)).toBe(true);
    const [, , source = "", marks = ""] = lines;
    expect(source[marks.indexOf("^")]).toBe("x");
  });

  test("lets no control character through", () => {
    expect(render('let a = "\u001b[31m" x', 15, 16)).not.toContain("\u001b");
  });

  test("points behind the end of an empty file", () => {
    expect(render("", 0, 1)).toContain("a.sp:1:1");
  });

  test("shows both files, the one at fault first, and colours on request", () => {
    const a = { path: "a.sp", text: "one", id: "" };
    const b = { path: "b.sp", text: "two", id: "" };
    const labels = [
      secondary({ file: a, start: 0, end: 3 }, "first"),
      primary({ file: b, start: 0, end: 3 }, "again"),
    ];
    const diagnostic = diagnose("SP2002", { name: "x" }, { labels });
    const text = reportDiagnostic(diagnostic, { color: false, width: 80 });
    expect(text.indexOf("b.sp:1:1")).toBeLessThan(text.indexOf("a.sp:1:1"));
    expect(reportDiagnostic(diagnostic, { color: true, width: 80 })).toContain("\u001b[31;1merror[SP2002]");
  });

  test("as JSON has every label with its place", () => {
    const file = { path: "a.sp", text: "x\ny z", id: "" };
    const json = diagnosticToJson(
      diagnose("SP2001", { name: "z" }, { labels: [primary({ file, start: 4, end: 5 }, "here")] }),
    );
    expect(json).toMatchObject({
      code: "SP2001",
      severity: "error",
      labels: [{ file: "a.sp", line: 2, column: 3, endLine: 2, endColumn: 4, primary: true }],
    });
  });
});
