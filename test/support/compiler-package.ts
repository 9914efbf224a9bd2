// A package in memory for the compiler's tests: sections of one text as files, the real standard library, real hashes.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataParsers } from "../../cli/parsers.ts";
import { analyze, type Analysis, type Compilation } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../compiler/diagnostics.ts";
import type { CompilerHost, ReadResult } from "../../compiler/source.ts";

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
    list: () => [],
    sha256,
    parsers: dataParsers,
  };
}

export interface Options {
  readonly environment?: string | null;
  readonly entries?: readonly string[];
  readonly std?: Readonly<Record<string, string>>;
}

export function compileFiles(files: Files, options: Options = {}): Compilation {
  return analyzeFiles(files, options).compile(options.environment ?? null);
}

/** What the checker alone has to say. */
export function checkFiles(files: Files, options: Options = {}): readonly Diagnostic[] {
  return analyzeFiles(files, options).diagnostics;
}

function analyzeFiles(files: Files, options: Options): Analysis {
  const std = { ...STANDARD, ...options.std };
  const entries = options.entries ?? Object.keys(files).filter((path) => !path.startsWith("std:"));
  return analyze({ host: hostOf(files), std, entries });
}

/** The files of a text: `// --- file: env/prod.sp` begins one; what stands before the first is `main.sp`. */
export function sectionsOf(text: string): { readonly files: Record<string, string>; readonly rest: string } {
  const files: Record<string, string> = {};
  let name = "main.sp";
  let rest = "";
  let lines: string[] = [];
  const keep = () => {
    const content = lines.join("\n");
    if (name === "expect") rest = content;
    else if (name !== "main.sp" || content.trim() !== "") files[name] = content;
    lines = [];
  };
  for (const line of text.split("\n")) {
    const head = /^\/\/ --- (?:file: (\S+)|(expect))\s*$/.exec(line);
    if (head === null) {
      lines.push(line);
      continue;
    }
    keep();
    name = head[1] ?? head[2] ?? "";
  }
  keep();
  return { files, rest };
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
