// The build: the sources in, dist/ out: the shell as one script, what starts it as another, and the rest as ES modules that
// load one another lazily. `--if-needed` skips it when no source is newer than the last one.
//
// Surprising: dist/ is never emptied. Chunks carry a hash of their content, and main.cjs is put in place last and at once,
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
import { prepareGrammar } from "./compiler/parse.ts";

const ROOT = import.meta.dirname;
const DIST = join(ROOT, "dist");
const SOURCES = ["cli", "runtime", "compiler", "stdlib", "build.ts", "package.json", "package-lock.json"];
const SWEEP_AFTER = 3_600_000;
/** What bin/setpoint loads. */
const MAIN = "main.cjs";
/** What few commands need, each in a file of its own: the shell is read and taken up whole at each start. */
const LIBRARIES: readonly string[] = ["isomorphic-git", "ajv/dist/2020.js", "age-encryption"];
/** Ink waits for something while it loads, which only a module can. */
const TERMINAL_UI = { name: "app", source: "runtime/tui/app.ts" };

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
  const folded = foldedIn();
  const files: File[] = [];
  const libraries = new Map<string, string>();
  for (const library of LIBRARIES) {
    const built = await esbuild.build({
      ...optionsFor(logLevel, {}),
      entryPoints: { library },
      format: "cjs",
      plugins: [builtins, namedExports],
    });
    const text = textIn(built);
    const name = `${library.split("/")[0]}-${digestOf(text)}.cjs`;
    libraries.set(library, name);
    files.push({ name, contents: Buffer.from(text) });
  }
  const shell = await esbuild.build({
    ...optionsFor(logLevel, { ...folded, "import.meta.url": "SHELL_URL" }),
    entryPoints: { shell: "cli/shell.ts" },
    // A function of its own address that gives what the shell exports (cli/code.ts).
    format: "iife",
    globalName: "shell",
    banner: { js: "(function (SHELL_URL) {" },
    footer: { js: "return shell; })" },
    plugins: [builtins, apart(libraries), namedExports],
  });
  const shellText = asciiOf(textIn(shell));
  const shellFile = `shell-${digestOf(shellText)}.cjs`;
  const define = { SHELL_FILE: JSON.stringify(shellFile) };
  const modules = await esbuild.build({
    ...optionsFor(logLevel, { ...folded, ...define }),
    // The process in which drivers run that must be killed: beside the rest, so that every chunk finds it.
    entryPoints: {
      [TERMINAL_UI.name]: TERMINAL_UI.source,
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
  files.push({ name: shellFile, contents: Buffer.from(shellText, "latin1") });
  let terminalUi = "";
  for (const { path, contents, text } of modules.outputFiles) {
    const name = basename(path);
    const isUi = name === `${TERMINAL_UI.name}.js`;
    files.push({ name: isUi ? `${TERMINAL_UI.name}-${digestOf(text)}.js` : name, contents });
    if (isUi) terminalUi = files.at(-1)?.name ?? "";
  }
  // No ES module, because Node would load all that belongs to those, which takes longer than what it then loads.
  const main = await esbuild.build({
    ...optionsFor(logLevel, { ...define, "import.meta.url": "MAIN_URL" }),
    entryPoints: { main: "cli/main.ts" },
    format: "cjs",
    banner: { js: 'const MAIN_URL = require("url").pathToFileURL(__filename).href;' },
    plugins: [builtins, outside(TERMINAL_UI.source, terminalUi)],
  });
  files.push({ name: MAIN, contents: Buffer.from(textIn(main)) });
  mkdirSync(DIST, { recursive: true });
  // The main file last: it names the others.
  for (const { name, contents } of files) writeWhole(join(DIST, name), contents, startedAt);
  const written = new Set(files.map(({ name }) => name));
  for (const name of readdirSync(DIST)) {
    const path = join(DIST, name);
    if (!written.has(name) && Date.now() - statSync(path).mtimeMs > SWEEP_AFTER)
      rmSync(path, { force: true });
  }
}

interface File {
  readonly name: string;
  readonly contents: Uint8Array;
}

/** What is imported when it is needed, of these packages, is required from files beside the shell. */
function apart(libraries: ReadonlyMap<string, string>): esbuild.Plugin {
  return {
    name: "apart",
    setup(build) {
      build.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) =>
        kind === "dynamic-import" && libraries.has(path) ? { path, namespace: "apart" } : null,
      );
      build.onLoad({ filter: /.*/, namespace: "apart" }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule("module").createRequire(SHELL_URL)("./${libraries.get(path)}");`,
      }));
    },
  };
}

/** What is imported of that source is imported, when it runs, from another file of the build. */
function outside(source: string, file: string): esbuild.Plugin {
  return {
    name: "outside",
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
        join(resolveDir, path) === join(ROOT, source) ? { path: `./${file}`, external: true } : null,
      );
    },
  };
}

function textIn(result: { readonly outputFiles: readonly esbuild.OutputFile[] }): string {
  return result.outputFiles.map((file) => file.text).join("");
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** What the compiler has in itself when it is built, and reads or works out when it runs from source. */
function foldedIn(): Readonly<Record<string, string>> {
  return {
    STANDARD_LIBRARY: JSON.stringify(
      existsSync(join(ROOT, "stdlib")) ? prepareStandardLibrary(new URL("stdlib/", import.meta.url)) : {},
    ),
    GRAMMAR: textOf(prepareGrammar()),
    // A text inside a text, because few commands need it: what stands in an object is made at each start.
    EXPLANATIONS: textOf(readExplanations(new URL("compiler/diagnostics/explanations/", import.meta.url))),
  };
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
function textOf(data: object): string {
  return JSON.stringify(JSON.stringify(data));
}

/** Dated by the start of the build: a source that changed meanwhile is newer. */
function writeWhole(path: string, contents: Uint8Array, date: Date): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  utimesSync(temporary, date, date);
  renameSync(temporary, path);
}

/** Whether a source, or a folder that may have lost one, is newer than the last build. */
export function isStale(): boolean {
  const main = join(DIST, MAIN);
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
