// The package that a command works in: which folder, which entry files, compiled for which environment.
//
// The package folder is the nearest one upward with a `setpoint.toml`, else the current one. Its entries are those that
// were given with -f, else those that its `[package]` names, else every `*.sp` directly in it and in its `env/` folder.

import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Analysis, analyze, type Compilation, compile } from "../compiler/compile.ts";
import type { CompilerHost, ReadResult } from "../compiler/source.ts";
import type { ConfigProblem, PackageFacts } from "../runtime/config.ts";
import { folderSnapshot } from "../runtime/store/folder.ts";
import { Failure } from "./failure.ts";
import type { Host } from "./host.ts";
import { dataParsers } from "./parsers.ts";
import { standardLibrary } from "./std.ts";

export const MANIFEST = "setpoint.toml";

/** The reading half of the compiler's host: a folder, or a commit. */
export type Files = Pick<CompilerHost, "read" | "list">;

export interface CompileChoice {
  /** From -f, relative to the work folder. */
  readonly files: readonly string[];
  readonly environment: string | null;
}

export interface CompiledPackage {
  readonly root: string;
  readonly compilation: Compilation;
}

export async function compilePackage(host: Host, choice: CompileChoice): Promise<CompiledPackage> {
  const { root, files, entries } = await openPackage(host, choice.files);
  return { root, compilation: compileFiles(files, host.sha256, entries, today(host), choice.environment) };
}

/** For a command that is about several environments, or none. */
export async function analyzePackage(
  host: Host,
  given: readonly string[],
): Promise<{ readonly root: string; readonly analysis: Analysis }> {
  const { root, files, entries } = await openPackage(host, given);
  return { root, analysis: analyzeFiles(files, host.sha256, entries, today(host)) };
}

export interface OpenPackage {
  readonly root: string;
  readonly files: Files;
  readonly entries: readonly string[];
}

/** `given`, relative to the work folder, or what the package itself names. */
export async function openPackage(host: Host, given: readonly string[]): Promise<OpenPackage> {
  const root = packageRoot(host.folder);
  const files = folderSnapshot(root);
  const own = given.map((file) => insidePackage(host, root, file));
  return { root, files, entries: await entriesOf(root, join(root, MANIFEST), files, own) };
}

export function compilerHost(files: Files, sha256: CompilerHost["sha256"]): CompilerHost {
  return { ...files, sha256, parsers: dataParsers };
}

export function compileFiles(
  files: Files,
  sha256: CompilerHost["sha256"],
  entries: readonly string[],
  date: string,
  environment: string | null,
): Compilation {
  return compile({ host: compilerHost(files, sha256), std: standardLibrary(), entries, date, environment });
}

export function analyzeFiles(
  files: Files,
  sha256: CompilerHost["sha256"],
  entries: readonly string[],
  date: string,
): Analysis {
  return analyze({ host: compilerHost(files, sha256), std: standardLibrary(), entries, date });
}

/** The date of a version: of its commit, everywhere in UTC. */
export function dayOf(committedAt: number): string {
  return new Date(committedAt).toISOString().slice(0, 10);
}

/** What is not committed yet has the date that its commit would have. */
export function today(host: Host): string {
  return dayOf(host.clock.wall());
}

export function packageRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, MANIFEST))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** The nearest folder upward that is a Git work tree; null: none is. */
export function repositoryRoot(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return null;
  }
}

export function insidePackage(host: Host, root: string, file: string): string {
  const path = relative(root, resolve(host.folder, file));
  if (path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path))
    throw new Failure(
      `\`${file}\` is outside the package`,
      `the package is ${root}; use -C to work in another one`,
    );
  return path.split(sep).join("/");
}

/**
 * `where`: what people call the folder; `manifest`: the same of its package file; `given`: instead of the entries that the
 * package names. The files of `[policies]` are compiled in any case: nobody gets around a policy with -f.
 */
export async function entriesOf(
  where: string,
  manifest: string,
  files: Files,
  given: readonly string[],
): Promise<readonly string[]> {
  const declared = await readManifest(manifest, files.read(MANIFEST));
  const entries = given.length > 0 ? given : (declared?.entry ?? findEntries(files));
  if (entries.length > 0) return [...new Set([...entries, ...(declared?.policies ?? [])])];
  throw new Failure(
    `there is no Setpoint file in ${where}`,
    "name one with -f, or work in another folder with -C",
  );
}

async function readManifest(path: string, manifest: ReadResult): Promise<PackageFacts | null> {
  if (manifest.kind === "missing") return null;
  if (manifest.kind !== "text") throw new Failure(`cannot read \`${path}\`: ${unreadable(manifest)}`);
  const { readPackage } = await import("../runtime/config.ts");
  const result = readPackage(manifest.text, path);
  if (result.kind === "problem") throw configFailure(path, result);
  return result.package;
}

export function unreadable(result: Exclude<ReadResult, { kind: "text" }>): string {
  switch (result.kind) {
    case "missing":
      return "it does not exist";
    case "folder":
      return "it is a folder";
    case "binary":
      return "it is not UTF-8 text";
    case "too-large":
      return `it is too large (${result.bytes} bytes)`;
    case "unreadable":
      return result.why;
  }
}

/** Where the package does not say: every file of its folder and of `env/`. */
export function findEntries(files: Files): readonly string[] {
  const inEnv = files.list("env").map((name) => `env/${name}`);
  return [...files.list(""), ...inEnv].filter((path) => path.endsWith(".sp"));
}

export function configFailure(path: string, problem: ConfigProblem): Failure {
  const where = problem.place === null ? path : `${path}:${problem.place.line}:${problem.place.column}`;
  return new Failure(`${where}: ${problem.message}`, problem.help);
}
