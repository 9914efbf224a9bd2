// Explanations: every `.sp` file of this folder is a program with lines `// explain: prod web.replicas`, and the `.txt` beside
// it is what they print, as `setpoint explain` does on 100 columns without colour.
//
// Whoever changes a text reads it: `npx vitest run test/explain -u` writes them anew.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { printEnvironment } from "../../cli/print/changes.ts";
import { printExplanation } from "../../cli/print/explanation.ts";
import { themeOf } from "../../cli/theme.ts";
import type { Compilation } from "../../compiler/compile.ts";
import { explain, type Explanations } from "../../compiler/explain.ts";
import { environmentToJson, explanationToJson } from "../../compiler/explain/json.ts";
import { isJsonObject, type Json } from "../../compiler/json.ts";
import { compileFiles, sectionsOf, splitStandard } from "../support/compiler-package.ts";

const WIDTH = 100;
const PLAIN = themeOf(false);
const COLORED = themeOf(true);

function compileCase(name: string, environment: string): Compilation {
  const { files, std } = splitStandard(sectionsOf(readFileSync(join(import.meta.dirname, name), "utf8")).files);
  return compileFiles(files, { environment, std, entries: ["main.sp"] });
}

function explanations(name: string): (environment: string) => Explanations {
  const known = new Map<string, Explanations>();
  return (environment) => {
    const { evaluated, diagnostics } = compileCase(name, environment);
    if (!name.includes("broken")) expect(diagnostics.map(({ message }) => message)).toEqual([]);
    if (evaluated === null) throw new Error(`${name} was not evaluated`);
    const found = known.get(environment) ?? explain(evaluated);
    known.set(environment, found);
    return found;
  };
}

function print(of: Explanations, path: string | null, theme = PLAIN): string {
  if (path === null) return printEnvironment(of.environment(), theme, WIDTH);
  const answer = of.at(path);
  if (answer.kind === "explained") return printExplanation(answer.explanation, theme, WIDTH);
  return `error: ${answer.message}\n${answer.help === null ? "" : `help: ${answer.help}\n`}`;
}

const cases = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".sp"));

describe("texts:", () => {
  test.each(cases)("%s", async (name) => {
    const text = readFileSync(join(import.meta.dirname, name), "utf8");
    const asked = [...text.matchAll(/^\/\/ explain: (\S+)(?: (.+))?$/gm)];
    expect(asked.length).toBeGreaterThan(0);
    const open = explanations(name);
    const answers = asked.map(([, environment = "", path]) => {
      const answer = print(open(environment), path ?? null);
      expect(Math.max(...answer.split("\n").map((line) => line.length)), answer).toBeLessThanOrEqual(140);
      return `$ setpoint explain ${environment}${path === undefined ? "" : ` ${path}`}\n${answer}`;
    });
    await expect(answers.join("\n")).toMatchFileSnapshot(join(import.meta.dirname, name.replace(/sp$/, "txt")));
  });
});
