// The build: the sources in, dist/ out: the shell as one script, and the rest as ES modules that load one another lazily.
// `--if-needed` skips it when no source is newer than the last one.
//
// Surprising: dist/ is never emptied. Chunks carry a hash of their content, and main.js is put in place last and at once,
// so a process that runs from dist/ goes on finding the chunks it knows; old ones are swept an hour later. NODE_ENV is
// fixed at build time, because React would otherwise run its development half.

import { createHash } from "node:crypto";
import { isBuiltin } from "node:module";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import * as esbuild from "esbuild";
import { readExplanations } from "./cli/explanations.ts";
import { prepareStandardLibrary } from "./cli/std.ts";

const ROOT = import.meta.dirname;
const DIST = join(ROOT, "dist");
const SOURCES = ["cli", "runtime", "compiler", "stdlib", "build.ts", "package.json", "package-lock.json"];
const SWEEP_AFTER = 3_600_000;

/**
 * Node's own modules are asked of the process. In CommonJS dependencies, `require("crypto")` has no `require` to call in an
 * ES module; and to import one, Node reads each of its names, and with them loads the promises of `fs`, all of `readline`,
 * the workers and the web's cryptography, which took a tenth of the time in which a small command starts.
 */
const builtins: esbuild.Plugin = {
  name: "builtins",
  setup(build) {
    build.onResolve({ filter: /^[a-z/_:]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return null;
      if (kind === "require-call") return { path, namespace: "builtin" };
      const isImport = kind === "import-statement" || kind === "dynamic-import";
      return isImport ? { path, namespace: "names of a builtin" } : null;
    });
    build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    build.onLoad({ filter: /.*/, namespace: "names of a builtin" }, ({ path }) => ({
      contents: namesOf(path),
    }));
  },
};

/** They take milliseconds to load, and few runs call anything of theirs: they are loaded at the first call. */
const LATE: readonly string[] = ["node:child_process", "node:fs/promises"];

/**
 * A module that gives the names of one of Node's. A name that nobody imports is left out of the bundle; what somebody imports
 * is read by everybody, so `process.stdin`, which is opened by that, is not to be imported by its name.
 */
function namesOf(path: string): string {
  const all = process.getBuiltinModule(path) as object;
  const isLate = LATE.includes(path);
  const given = `process.getBuiltinModule(${JSON.stringify(path)})`;
  const lines = isLate ? [] : [`const all = ${given};`, "const read = (name) => all[name];"];
  const functions: string[] = [];
  for (const [name, value] of Object.entries(all)) {
    if (!/^\w+$/.test(name) || name === "default" || (isLate && typeof value !== "function")) continue;
    functions.push(`${name}: its_${name}`);
    const got = isLate
      ? `(...all) => ${given}.${name}(...all)`
      : `/* @__PURE__ */ read(${JSON.stringify(name)})`;
    lines.push(`const its_${name} = ${got};`, `export { its_${name} as ${name} };`);
  }
  lines.push(`export default ${isLate ? `{ ${functions.join(", ")} }` : "all"};`);
  return lines.join("\n");
}

/**
 * `import("ajv")` gives the named exports of a CommonJS package in Node, and only the default one in a bundle. So such an
 * import goes to a module that exports each name which Node sees, and so does a package that is an entry point.
 */
const namedExports: esbuild.Plugin = {
  name: "named exports",
  setup(build) {
    build.onResolve({ filter: /^[a-z@]/ }, ({ path, kind, resolveDir, namespace }) => {
      const whole = kind === "dynamic-import" || (kind === "entry-point" && !path.endsWith(".ts"));
      if (!whole || namespace === "named" || path.startsWith("node:")) return null;
      return { path, namespace: "named", pluginData: resolveDir };
    });
    build.onLoad({ filter: /.*/, namespace: "named" }, async ({ path, pluginData }) => {
      const names = Object.keys((await import(path)) as object).filter(
        (name) => /^\w+$/.test(name) && name !== "__esModule",
      );
      const contents = `export { ${names.join(", ")} } from ${JSON.stringify(path)};`;
      return { contents, resolveDir: pluginData as string };
    });
  },
};

export async function buildAll(logLevel: esbuild.LogLevel = "warning"): Promise<void> {
  const startedAt = new Date();
  const shell = await esbuild.build({
    ...optionsFor(logLevel, { "import.meta.url": "SHELL_URL" }),
    entryPoints: { shell: "cli/shell.ts" },
    // A function of its own address that gives what the shell exports (cli/code.ts).
    format: "iife",
    globalName: "shell",
    banner: { js: "(function (SHELL_URL) {" },
    footer: { js: "return shell; })" },
    plugins: [builtins, namedExports],
  });
  const text = asciiOf(shell.outputFiles.map((file) => file.text).join(""));
  const shellFile = `shell-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.cjs`;
  const modules = await esbuild.build({
    ...optionsFor(logLevel, { SHELL_FILE: JSON.stringify(shellFile) }),
    // The process in which drivers run that must be killed: beside the rest, so that every chunk finds it.
    entryPoints: {
      main: "cli/main.ts",
      host: "runtime/host/child.ts",
      // The thread beside the main one, when every environment is compiled.
      "environment-thread": "cli/environment-thread.ts",
      // For drivers from elsewhere: `import { conformance } from "setpoint/conformance"`.
      conformance: "runtime/conformance.ts",
      // Loaded when a file of data asks for them (cli/parsers.ts).
      toml: "runtime/toml.ts",
      yaml: "yaml",
    },
    splitting: true,
    format: "esm",
    plugins: [builtins, namedExports],
  });
  const files: readonly File[] = [
    { path: join(DIST, shellFile), contents: Buffer.from(text, "latin1") },
    ...modules.outputFiles,
  ];
  mkdirSync(DIST, { recursive: true });
  const written = new Set(files.map((file) => basename(file.path)));
  // main.js last: it names the others.
  for (const file of files.toSorted((a, b) => rank(a.path) - rank(b.path)))
    writeWhole(file.path, file.contents, startedAt);
  for (const name of readdirSync(DIST)) {
    const path = join(DIST, name);
    if (!written.has(name) && Date.now() - statSync(path).mtimeMs > SWEEP_AFTER)
      rmSync(path, { force: true });
  }
}

interface File {
  readonly path: string;
  readonly contents: Uint8Array;
}

function optionsFor(logLevel: esbuild.LogLevel, define: Readonly<Record<string, string>>) {
  return {
    absWorkingDir: ROOT,
    outdir: DIST,
    bundle: true,
    platform: "node",
    target: "node22.18",
    minify: true,
    legalComments: "none",
    chunkNames: "[name]-[hash]",
    // Its CommonJS half, which Node would take, is twice the size.
    alias: { "isomorphic-git": join(ROOT, "node_modules/isomorphic-git/index.js") },
    external: ["react-devtools-core", "esbuild"],
    define: {
      "process.env.NODE_ENV": '"production"',
      // Texts inside a text: esbuild would put an object into the chunk that everything loads.
      STANDARD_LIBRARY: textOf(
        existsSync(join(ROOT, "stdlib")) ? prepareStandardLibrary(new URL("stdlib/", import.meta.url)) : {},
      ),
      EXPLANATIONS: textOf(readExplanations(new URL("compiler/diagnostics/explanations/", import.meta.url))),
      ...define,
    },
    write: false,
    logLevel,
  } as const satisfies esbuild.BuildOptions;
}

/** A text of one byte for each character is read and kept at half the cost. esbuild leaves others in regular expressions. */
function asciiOf(code: string): string {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A literal of JavaScript that holds the JSON of the texts. */
function textOf(texts: Readonly<Record<string, string>>): string {
  return JSON.stringify(JSON.stringify(texts));
}

function rank(path: string): number {
  return basename(path) === "main.js" ? 1 : 0;
}

/** Dated by the start of the build: a source that changed meanwhile is newer. */
function writeWhole(path: string, contents: Uint8Array, date: Date): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  utimesSync(temporary, date, date);
  renameSync(temporary, path);
}

/** Whether a source, or a folder that may have lost one, is newer than dist/main.js. */
export function isStale(): boolean {
  const main = join(DIST, "main.js");
  if (!existsSync(main)) return true;
  const built = statSync(main).mtimeMs;
  return SOURCES.some((source) => newest(join(ROOT, source)) > built);
}

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((time, name) => Math.max(time, newest(join(path, name))), stat.mtimeMs);
}

if (import.meta.main && !(process.argv.includes("--if-needed") && !isStale())) {
  // esbuild has already said what is wrong.
  await buildAll().catch(() => {
    process.exitCode = 1;
  });
}
