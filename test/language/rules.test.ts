// Every rule of docs/reference/language.md has a test: a file of this folder, or of test/syntax, with a comment
// `// rule: 4.12` (or `// rules: 4.12, 4.13`).

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../support/compiler-package.ts";

const PAGE = "docs/reference/language.md";
/** Rules of forms that are not built yet: an entry goes when its form and its test come. */
const UNBUILT = new Set(["13.1"]);

const rules = [...readFileSync(join(ROOT, PAGE), "utf8").matchAll(/^- \*\*(\d+\.\d+)\*\* \S/gm)].map(
  (match) => match[1] ?? "",
);
const files = globSync("test/{language,syntax}/**/*.sp", { cwd: ROOT }).toSorted();

function rulesOf(path: string): readonly string[] {
  const line = /^\/\/ rules?: (.*)$/m.exec(readFileSync(join(ROOT, path), "utf8"))?.[1];
  return line === undefined ? [] : line.split(/,\s*/);
}

describe("the rules of the language", () => {
  test("are numbered in order, each section from 1 on", () => {
    const expected = rules.map((rule, index) => {
      const [section = 0, number = 0] = rule.split(".").map(Number);
      const [before = 0, last = 0] = (rules[index - 1] ?? "0.0").split(".").map(Number);
      return section === before ? number === last + 1 : section === before + 1 && number === 1;
    });
    expect(rules.filter((_, index) => expected[index] !== true)).toEqual([]);
    expect(new Set(rules).size).toBe(rules.length);
  });

  test("have a test each", () => {
    const tested = new Set(files.flatMap(rulesOf));
    expect(rules.filter((rule) => !tested.has(rule) && !UNBUILT.has(rule))).toEqual([]);
  });

  test("are what every language test names", () => {
    const known = new Set(rules);
    const strangers = files.filter((path) => {
      const own = rulesOf(path);
      return own.some((rule) => !known.has(rule)) || (own.length === 0 && path.startsWith("test/language/"));
    });
    expect(strangers).toEqual([]);
  });

  test("are hundreds of tests", () => {
    expect(files.length).toBeGreaterThan(300);
  });
});
