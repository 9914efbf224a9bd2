// What the pages show of `setpoint explain` is what it prints. A block that begins with `$ setpoint explain` holds commands, each with
// its output; they are about the files that the page has named before it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printEnvironment } from "../../cli/print/changes.ts";
import { printExplanation } from "../../cli/print/explanation.ts";
import { themeOf } from "../../cli/theme.ts";
import { fencesOf, fileNameOf } from "../../compiler/document/fences.ts";
import { explain } from "../../compiler/explain.ts";
import { compileFiles, ROOT } from "../support/compiler-package.ts";

const pages = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
  .map((path) => `docs/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".md"));

interface Shown {
  readonly place: string;
  readonly files: Readonly<Record<string, string>>;
  readonly text: string;
}

const blocks = pages.flatMap((page): Shown[] => {
  const files: Record<string, string> = {};
  return fencesOf(readFileSync(join(ROOT, page), "utf8")).flatMap(({ info, text, line }) => {
    const name = info[0] === "setpoint" && info[1] === undefined ? fileNameOf(text) : null;
    if (name !== null) files[name] = text;
    return text.startsWith("$ setpoint explain ")
      ? [{ place: `${page}:${line}`, files: { ...files }, text }]
      : [];
  });
});

function answer(files: Shown["files"], environment: string, path: string | undefined): string {
  const { evaluated } = compileFiles(files, { environment });
  if (evaluated === null) return "was not evaluated";
  const page = [themeOf(false), 100] as const;
  if (path === undefined) return printEnvironment(explain(evaluated).environment(), ...page);
  const found = explain(evaluated).at(path);
  return found.kind === "explained" ? printExplanation(found.explanation, ...page) : found.message;
}

test.each(blocks)("$place", ({ files, text }) => {
  const asked = [...text.matchAll(/^\$ setpoint explain (\S+)(?: (\S+))?$/gm)];
  const answers = asked.map(
    ([line, environment = "", path]) => `${line}\n${answer(files, environment, path)}`,
  );
  expect(text.trimEnd()).toBe(answers.join("\n").trimEnd());
});

test("some pages show it", () => {
  expect(blocks.length).toBeGreaterThan(0);
});
