// The repository's own rules, those that a program can check. Each test names what it found, so that a failure is an
// instruction.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMAND_GROUPS } from "../cli/command.ts";
import { COMMANDS } from "../cli/commands.ts";

const ROOT = join(import.meta.dirname, "..");
const CODE = ["compiler", "runtime", "cli"];
const SKIPPED = new Set(["node_modules", "dist", ".git", "coverage"]);

/** What the runtime may read of the compiler: the graph and how to speak of it, never how it is made. */
const READ_BY_RUNTIME = new Set([
  "address",
  // Where the parts of a TOML file stand: for the compiler, data; for a driver, what it edits.
  "data/toml-scan",
  "graph",
  "graph-schema",
  "identity",
  "json",
  "near",
  // What is said of a number is said as people read it.
  "quantities",
  // A `$render` residual is rendered by the agent, to the very bytes that the compiler would have made.
  "render",
  "report",
  "source",
]);

function filesUnder(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

const everything = filesUnder("");
const code = everything.filter((path) => /\.tsx?$/.test(path) && CODE.includes(path.split("/")[0] ?? ""));

interface Import {
  readonly file: string;
  /** A path from the root for our own files, otherwise the specifier. */
  readonly to: string;
  /** It is gone before anything runs. */
  readonly typeOnly: boolean;
}

const IMPORT = /(?:^(?:import|export)\b[^"`;=()]*?\bfrom |^import |\bimport\()"([^"\n]+)"/gm;

const imports: readonly Import[] = code.flatMap((file) =>
  Array.from(read(file).matchAll(IMPORT), ([statement, specifier = ""]) => ({
    file,
    typeOnly: /^(?:import|export) type\b/.test(statement),
    to: specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier,
  })),
);

function importing(what: string | RegExp, allowed: RegExp): readonly string[] {
  return imports
    .filter(
      ({ file, to }) =>
        (typeof what === "string" ? packageOf(to) === what : what.test(to)) && !allowed.test(file),
    )
    .map(({ file, to }) => `${file} imports ${to}`);
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

describe("imports", () => {
  test("point one way: cli → runtime → compiler", () => {
    const layer = (path: string): number => CODE.indexOf(path.split("/")[0] ?? "");
    const wrong = imports.filter(({ file, to }) => layer(to) > layer(file));
    expect(wrong).toEqual([]);
  });

  test("the runtime reads only the graph and its words of the compiler", () => {
    const wrong = imports.filter(
      ({ file, to }) =>
        file.startsWith("runtime/") &&
        to.startsWith("compiler/") &&
        !READ_BY_RUNTIME.has(to.slice("compiler/".length).replace(/\.ts$/, "")),
    );
    expect(wrong).toEqual([]);
  });

  test("the compiler knows no machine: no node: module, no package but its lexer's", () => {
    const wrong = imports.filter(
      ({ file, to, typeOnly }) =>
        file.startsWith("compiler/") &&
        !to.startsWith("compiler/") &&
        packageOf(to) !== "chevrotain" &&
        // What parses data is handed to it, so that it loads when there is any.
        !(typeOnly && file.startsWith("compiler/data/") && to === "yaml"),
    );
    expect(wrong).toEqual([]);
  });

  test("ink and react stay in runtime/tui", () => {
    expect([...importing("ink", /^runtime\/tui\//), ...importing("react", /^runtime\/tui\//)]).toEqual([]);
  });

  test("the database stays in runtime/ledger", () => {
    expect(importing("node:sqlite", /^runtime\/ledger/)).toEqual([]);
  });

  test("isomorphic-git stays in runtime/store, and in the demo that makes a repository", () => {
    expect(importing("isomorphic-git", /^(runtime\/store|cli\/demo\/)/)).toEqual([]);
  });

  test("the TOML parser stays in runtime/toml.ts, which makes it safe", () => {
    expect(importing("@iarna/toml", /^runtime\/toml\.ts$/)).toEqual([]);
  });

  test("the YAML parser stays in the editor of YAML files; the reader of YAML knows its types", () => {
    expect(importing("yaml", /^(?:runtime\/drivers\/file\/entries\/yaml|compiler\/data\/)/)).toEqual([]);
  });

  test("age stays in runtime/secrets/age.ts", () => {
    expect(importing("age-encryption", /^runtime\/secrets\/age\.ts$/)).toEqual([]);
  });

  test("commander stays in cli/shell.ts", () => {
    expect(importing("commander", /^cli\/shell\.ts$/)).toEqual([]);
  });
});

const PURE = /^(?:compiler\/|runtime\/(?:plan|permit|schedule)(?:\.ts|\/)|runtime\/tui\/state)/;
const IMPURE = /\bDate\.now\b|\bnew Date\b|\bMath\.random\b|\bperformance\b|\bprocess\.|\bsetTimeout\b/;

test("pure files ask no clock, no chance and no process", () => {
  const wrong = code
    .filter((file) => PURE.test(file))
    .flatMap((file) =>
      codeLines(file).flatMap((line) => (IMPURE.test(line) ? [`${file}: ${line.trim()}`] : [])),
    );
  expect(wrong).toEqual([]);
});

/** Without the lines that are comments. */
function codeLines(file: string): readonly string[] {
  return read(file)
    .split("\n")
    .filter((line) => !/^\s*(?:\/\/|\*|\/\*)/.test(line));
}

test("only cli/main.ts ends the process", () => {
  const wrong = code.filter(
    (file) =>
      file !== "cli/main.ts" && codeLines(file).some((line) => /\bprocess\.exit(?:Code)?\b/.test(line)),
  );
  expect(wrong).toEqual([]);
});

test("no file written by hand is longer than 600 lines", () => {
  const long = everything
    .filter((path) => /\.(?:tsx?|sp)$/.test(path))
    .map((path) => [path, read(path).split("\n").length] as const)
    .filter(([, lines]) => lines > 600);
  expect(long).toEqual([]);
});

test("every file opens with what it is", () => {
  expect(code.filter((path) => !/^\/[/*]/.test(read(path)))).toEqual([]);
});

test("exports have names", () => {
  // Only a tool's own configuration may have a default export: that is how the tool finds it.
  const wrong = everything.filter(
    (path) =>
      /\.tsx?$/.test(path) &&
      !/^vitest[\w.]*\.config\.ts$/.test(path) &&
      /^export default\b/m.test(read(path)),
  );
  expect(wrong).toEqual([]);
});

describe("the command table", () => {
  const pages = everything.filter((path) => path === "README.md" || /^docs\/.*\.md$/.test(path));
  const prose = pages.map(read).join("\n");

  test.each(COMMANDS)("$name has an example and is documented", (command) => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { command: line } of command.examples)
      expect(line).toMatch(new RegExp(`\\bsetpoint ${command.name}\\b`));
    expect(prose.includes(`setpoint ${command.name}`), "it is in no document").toBe(true);
    expect(existsSync(join(ROOT, "cli", "commands", `${command.name}.ts`))).toBe(true);
  });

  test("has no name twice and no empty group", () => {
    expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
    for (const group of COMMAND_GROUPS)
      expect(COMMANDS.some((command) => command.group === group)).toBe(true);
  });

  test("has every file of cli/commands", () => {
    const files = filesUnder("cli/commands").map((path) => path.replace("cli/commands/", ""));
    expect(new Set(files)).toEqual(new Set(COMMANDS.map(({ name }) => `${name}.ts`)));
  });
});

test("nobody is told to type a command that there is not", () => {
  const known = new Set(COMMANDS.map(({ name }) => name));
  const documents = everything.filter((path) =>
    /^(?:README|CONTRIBUTING|docs\/.*|examples\/.*)\.md$/.test(path),
  );
  const texts = [
    ...documents.map((path) => [path, read(path)] as const),
    ...code.map((path) => [path, codeLines(path).join("\n")] as const),
  ];
  // A block's own language is no command, and neither is a sentence about the program.
  const wrong = texts.flatMap(([path, text]) =>
    Array.from(
      text
        .replaceAll(/```setpoint|setpoint cannot/g, "")
        .matchAll(/(?<!npm )\bsetpoint ((?:-C \S+ |--json )*)([a-z]+)|\bnpm start -- (\S+)/g),
    )
      .filter(([, , command = ""]) => !known.has(command))
      .map(([words]) => `${path}: ${words}`),
  );
  expect(wrong).toEqual([]);
});

test("the lock file names no host", () => {
  expect(read("package-lock.json")).not.toMatch(/"resolved"|https?:\/\/[^"]*registry/);
});

test("every relative link in Markdown leads somewhere", () => {
  const dead = everything
    .filter((path) => extname(path) === ".md")
    .flatMap((path) =>
      Array.from(read(path).matchAll(/\]\(([^)\s]+)\)/g), ([, target = ""]) => target)
        .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
        .filter((target) => !existsSync(join(ROOT, dirname(path), target.replace(/#.*$/, ""))))
        .map((target) => `${path}: ${target}`),
    );
  expect(dead).toEqual([]);
});

describe("decision records", () => {
  const records = filesUnder("docs/decisions")
    .map((path) => relative("docs/decisions", path))
    .toSorted();

  // Gaps are no fault: several are written at once, each with a number of its own.
  test("have a number each", () => {
    const numbers = records.map((name) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]);
    expect(numbers).not.toContain(undefined);
    expect(numbers).toEqual([...new Set(numbers)]);
  });

  test.each(records)("%s says context, decision and what was refused", (name) => {
    const headings = Array.from(
      read(`docs/decisions/${name}`).matchAll(/^## (.+)$/gm),
      ([, heading]) => heading,
    );
    expect(headings).toEqual(expect.arrayContaining(["Context", "Decision", "Refused"]));
  });
});
