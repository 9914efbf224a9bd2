// The build: cli/main.ts in, dist/ out, as ES modules that load one another lazily. `--if-needed` skips it when no source
// is newer than the last one.
//
// Surprising: dist/ is never emptied. Chunks carry a hash of their content, and main.js is put in place last and at once,
// so a process that runs from dist/ goes on finding the chunks it knows; old ones are swept an hour later. NODE_ENV is
// fixed at build time, because React would otherwise run its development half.

import { builtinModules } from "node:module";
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
 * The modules of Node come straight from the process. In CommonJS dependencies, `require("crypto")` has no `require` to call
 * in an ES module; and to import one as an ES module reads everything that it exports once, which loads the half of Node that
 * it would load late: a fifth of the time of a short command.
 */
const builtins: esbuild.Plugin = {
  name: "builtins",
  setup(build) {
    const names = new Set(builtinModules);
    build.onResolve({ filter: /^[a-z/_:]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, "");
      const isNode = names.has(name) || path.startsWith("node:");
      if (!isNode || (kind !== "require-call" && kind !== "import-statement")) return null;
      return { path: name, namespace: "builtin" };
    });
    build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(`node:${path}`)});`,
    }));
  },
};

/** The argument parser could start other programs, and never does here; what that takes is loaded when it would. */
const lateProcesses: esbuild.Plugin = {
  name: "late processes",
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("/commander/") ? { path: "child_process", namespace: "late" } : null,
    );
    build.onLoad({ filter: /.*/, namespace: "late" }, () => ({
      contents: `export default { spawn: (...args) => process.getBuiltinModule("child_process").spawn(...args) };`,
    }));
  },
};

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
  const { outputFiles } = await esbuild.build({
    absWorkingDir: ROOT,
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
    outdir: DIST,
    bundle: true,
    splitting: true,
    format: "esm",
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
    },
    plugins: [lateProcesses, builtins, namedExports],
    write: false,
    logLevel,
  });
  mkdirSync(DIST, { recursive: true });
  const written = new Set(outputFiles.map((file) => basename(file.path)));
  // main.js last: it names the others.
  for (const file of outputFiles.toSorted((a, b) => rank(a.path) - rank(b.path)))
    writeWhole(file.path, file.contents, startedAt);
  for (const name of readdirSync(DIST)) {
    const path = join(DIST, name);
    if (!written.has(name) && Date.now() - statSync(path).mtimeMs > SWEEP_AFTER)
      rmSync(path, { force: true });
  }
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
