// A package in memory for the compiler's tests: sections of one text as files, the real standard library, real hashes.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataParsers } from "../../cli/parsers.ts";
import { findClashes } from "../../compiler/clashes.ts";
import type { Analysis, Compilation } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics.ts";
import { openSnapshots } from "../../compiler/snapshots.ts";
import { runTests } from "../../compiler/testing.ts";
import type { CompilerHost, ReadResult } from "../../compiler/source.ts";
import { analyzeSoundly } from "./sound.ts";

export const ROOT = join(import.meta.dirname, "../..");

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The id that Git gives the text as a blob. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

const folder = join(ROOT, "stdlib");
export const STANDARD: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith(".sp"))
    .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
);

export type Files = Readonly<Record<string, string | ReadResult>>;

export function hostOf(files: Files): CompilerHost {
  return {
    read(path) {
      const found = Object.hasOwn(files, path) ? files[path] : undefined;
      if (found === undefined) return { kind: "missing" };
      return typeof found === "string" ? { kind: "text", text: found, id: blobId(found) } : found;
    },
    list: (folder) => {
      const within = folder === "" ? "" : `${folder}/`;
      const names = Object.keys(files).filter((path) => path.startsWith(within));
      return names
        .map((path) => path.slice(within.length))
        .filter((name) => !name.includes("/"))
        .toSorted();
    },
    sha256,
    parsers: dataParsers,
  };
}

/** The day of every version in the tests. */
export const DATE = "2026-06-30";

export interface Options {
  readonly environment?: string | null;
  readonly entries?: readonly string[];
  readonly std?: Readonly<Record<string, string>>;
}

export function compileFiles(files: Files, options: Options = {}): Compilation {
  return analyzeFiles(files, options).compile(options.environment ?? null);
}

/** What `setpoint check` shows of an environment. */
export function findingsOf({ diagnostics, verdict }: Compilation): readonly Diagnostic[] {
  return [...diagnostics, ...verdict.exempted];
}

/** What the environments of a package are to each other. */
export function clashesOf(files: Files, options: Options = {}): readonly Diagnostic[] {
  return findClashes(analyzeFiles(files, options));
}

/** What `setpoint test` shows of the tests that stand in the files, in CI. */
export function failuresOf(files: Files, options: Options = {}): readonly Diagnostic[] {
  const analysis = analyzeFiles(files, options);
  if (analysis.diagnostics.some(({ severity }) => severity === "error")) return analysis.diagnostics;
  const snapshots = openSnapshots(hostOf(files), { update: false, strict: true });
  const { outcomes } = runTests({ analysis, sha256, date: DATE, snapshots, filter: null });
  return outcomes.flatMap(({ diagnostics }) => diagnostics);
}

function analyzeFiles(files: Files, options: Options): Analysis {
  const std = { ...STANDARD, ...options.std };
  const sources = Object.keys(files).filter((path) => path.endsWith(".sp") && !path.startsWith("std:"));
  const entries = options.entries ?? sources;
  return analyzeSoundly({ host: hostOf(files), std, entries, date: DATE });
}

export interface Sections {
  readonly files: Record<string, string>;
  /** `// --- expect` holds for the environment that the case names, `// --- expect: prod` for that one. */
  readonly expected: ReadonlyMap<string | null, string>;
}

/** The files of a text: `// --- file: env/prod.sp` begins one; what stands before the first is `main.sp`. */
export function sectionsOf(text: string): Sections {
  const files: Record<string, string> = {};
  const expected = new Map<string | null, string>();
  let keep = (content: string) => {
    if (content.trim() !== "") files["main.sp"] = content;
  };
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    const head = /^\/\/ --- (?:file: (\S+)|expect(?:: (\S+))?)\s*$/.exec(line);
    if (head === null) {
      lines.push(line);
      continue;
    }
    keep(lines.join("\n"));
    lines = [];
    const [, file, environment = null] = head;
    keep = (content) => {
      if (file !== undefined) files[file] = content;
      else expected.set(environment, content);
    };
  }
  keep(lines.join("\n"));
  return { files, expected };
}

/** A file `std:name.sp` of a test is a module of the standard library. */
export function splitStandard(files: Files): { readonly files: Files; readonly std: Record<string, string> } {
  const own: Record<string, string | ReadResult> = {};
  const std: Record<string, string> = {};
  for (const [name, text] of Object.entries(files)) {
    if (name.startsWith("std:") && typeof text === "string") std[name.slice(4)] = text;
    else own[name] = text;
  }
  return { files: own, std };
}
