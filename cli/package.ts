// The package that a command works in: which folder, which entry files, compiled for which environment.
//
// The package folder is the nearest one upward with a `setpoint.toml`, else the current one. Its entries are those that
// were given with -f, else those that its `[package]` names, else every `*.sp` directly in it and in its `env/` folder.

import { existsSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Compilation, compile } from "../compiler/compile.ts";
import type { Diagnostic } from "../compiler/diagnostics.ts";
import { reportDiagnostic } from "../compiler/report.ts";
import type { CompilerHost } from "../compiler/source.ts";
import type { ConfigProblem } from "../runtime/config.ts";
import { folderSnapshot } from "../runtime/store/folder.ts";
import { Failure } from "./failure.ts";
import { readText } from "./files.ts";
import type { Host } from "./host.ts";
import { standardLibrary } from "./std.ts";

export const MANIFEST = "setpoint.toml";

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
  const root = packageRoot(host.folder);
  const files: CompilerHost = { ...folderSnapshot(root), sha256: host.sha256 };
  const entries =
    choice.files.length > 0
      ? choice.files.map((file) => insidePackage(host, root, file))
      : await entriesOf(host, root, files);
  const request = { host: files, std: standardLibrary(), entries, environment: choice.environment };
  return { root, compilation: compile(request) };
}

export function packageRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, MANIFEST))) return at;
    if (dirname(at) === at) return folder;
  }
}

function insidePackage(host: Host, root: string, file: string): string {
  const path = relative(root, resolve(host.folder, file));
  if (path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path))
    throw new Failure(
      `\`${file}\` is outside the package`,
      `the package is ${root}; use -C to work in another one`,
    );
  return path.split(sep).join("/");
}

async function entriesOf(host: Host, root: string, files: CompilerHost): Promise<readonly string[]> {
  const declared = await declaredEntries(host, root);
  if (declared.length > 0) return declared;
  const found = [...files.list(""), ...files.list("env").map((name) => `env/${name}`)].filter((path) =>
    path.endsWith(".sp"),
  );
  if (found.length > 0) return found;
  throw new Failure(
    `there is no Setpoint file in ${root}`,
    "name one with -f, or work in another folder with -C",
  );
}

async function declaredEntries(host: Host, root: string): Promise<readonly string[]> {
  const path = join(root, MANIFEST);
  if (!existsSync(path) || !statSync(path).isFile()) return [];
  const { readPackage } = await import("../runtime/config.ts");
  const result = readPackage(readText(host, path), path);
  if (result.kind === "problem") throw configFailure(path, result);
  return result.package.entry ?? [];
}

export function configFailure(path: string, problem: ConfigProblem): Failure {
  const where = problem.place === null ? path : `${path}:${problem.place.line}:${problem.place.column}`;
  return new Failure(`${where}: ${problem.message}`, problem.help);
}

/** To standard error, with an empty line between them. */
export function reportAll(host: Host, diagnostics: readonly Diagnostic[]): void {
  const { color, width } = host.err;
  for (const diagnostic of diagnostics)
    host.err.write(`${reportDiagnostic(diagnostic, { color, width })}\n\n`);
}
