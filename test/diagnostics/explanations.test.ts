// Every code has a long explanation whose wrong program draws exactly that code, and whose right program draws nothing.
// Every fix that a wrong program is offered makes its diagnostic go away.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { findClashes } from "../../compiler/clashes.ts";
import type { Code, Diagnostic } from "../../compiler/diagnostics.ts";
import { CATALOGUE } from "../../compiler/diagnostics/catalogue.ts";
import { readExplanation, type ExampleProgram } from "../../compiler/diagnostics/explanation.ts";
import { applyEdits } from "../../compiler/diagnostics/edits.ts";
import { isLintCode } from "../../compiler/diagnostics/lint-rules.ts";
import { findCode } from "../../compiler/diagnostics/known.ts";
import { lint } from "../../compiler/lint.ts";
import type { ReadResult } from "../../compiler/source.ts";
import {
  DATE,
  failuresOf,
  findingsOf,
  hostOf,
  ROOT,
  STANDARD,
  type Files,
} from "../support/compiler-package.ts";
import { alone } from "../support/lint-package.ts";
import { analyzeSoundly } from "../support/sound.ts";

const FOLDER = join(ROOT, "compiler/diagnostics/explanations");
const CODES = Object.keys(CATALOGUE) as Code[];

const BROKEN: Readonly<Record<string, ReadResult>> = {
  folder: { kind: "folder" },
  binary: { kind: "binary", offset: 12 },
  "too-large": { kind: "too-large", bytes: 9_000_000 },
  unreadable: { kind: "unreadable", why: "permission denied" },
};

function diagnosticsOf(
  program: ExampleProgram,
  code: Code,
  files: Files = program.files,
): readonly Diagnostic[] {
  const broken = Object.entries(program.broken).map(([path, what]) => [path, BROKEN[what]] as const);
  const all = { ...files, ...Object.fromEntries(broken) } as Files;
  const entries = Object.keys(files).filter((path) => path.endsWith(".sp"));
  if (code.startsWith("SP60")) return failuresOf(all, { entries });
  const analysis = analyzeSoundly({ host: hostOf(all), std: STANDARD, entries, date: DATE });
  if (program.environment !== undefined) return findingsOf(analysis.compile(program.environment));
  const each = analysis.environments.flatMap((name) => findingsOf(analysis.compile(name)));
  // A rule of the linter is looked for alone: the others have their own programs.
  const found = isLintCode(code) ? lint(analysis, alone(code)) : [];
  return [...analysis.diagnostics, ...each, ...findClashes(analysis), ...found];
}

function explanation(code: string) {
  const path = join(FOLDER, `${code}.md`);
  if (!existsSync(path))
    throw new Error(
      `compiler/diagnostics/explanations/${code}.md is missing: a paragraph, a wrong and a right program`,
    );
  const read = readExplanation(readFileSync(path, "utf8"));
  if (read.kind === "lacks") throw new Error(`${code}.md lacks ${read.what}`);
  return read.explanation;
}

function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return [...new Set(diagnostics.map((diagnostic) => diagnostic.code))];
}

describe("explanations", () => {
  test.each(CODES)("the wrong program of %s draws it and nothing else, the right one nothing", (code) => {
    const { wrong, right } = explanation(code);
    // The fixture of an abridged one is the program, and has a test of its own.
    const drawn = wrong.abridged ? [code] : codesOf(diagnosticsOf(wrong, code));
    expect(drawn).toEqual([code]);
    expect(diagnosticsOf(right, code).map(({ message }) => message)).toEqual([]);
  });

  test.each(CODES)("every fix for %s makes it go away", (code) => {
    const { wrong } = explanation(code);
    if (wrong.abridged) return;
    for (const { fixes } of diagnosticsOf(wrong, code)) {
      for (const fix of fixes) {
        const fixed = { ...wrong.files };
        for (const [path, text] of Object.entries(wrong.files)) {
          const edits = fix.edits.filter(({ span }) => span.file.path === path);
          fixed[path] = applyEdits(text, edits);
        }
        expect(fixed).not.toEqual(wrong.files);
        expect(codesOf(diagnosticsOf(wrong, code, fixed))).not.toContain(code);
      }
    }
  });

  test("there is none without a code", () => {
    const names = readdirSync(FOLDER).map((name) => name.replace(/\.md$/, ""));
    expect(names.filter((name) => !(name in CATALOGUE))).toEqual([]);
  });

  test("a code is found as people type it, and a wrong one leads to its neighbour", () => {
    expect(findCode("sp2107")).toEqual({ kind: "code", code: "SP2107" });
    expect(findCode("2107")).toEqual({ kind: "code", code: "SP2107" });
    expect(findCode("SP2106x")).toEqual({ kind: "unknown", near: "SP2106" });
    expect(findCode("SP1999")).toEqual({ kind: "unknown", near: "SP2001" });
  });
});
