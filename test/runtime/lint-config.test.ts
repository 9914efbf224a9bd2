// The table `[lint]`: rules by their codes, and nothing that is silently ignored.

import { expect, test } from "vitest";
import { readLint } from "../../runtime/config/lint.ts";

const CODES = ["SP7001", "SP7002"] as const;
const LEVELS = ["off", "warn"] as const;
const read = (text: string) => readLint(text, CODES, LEVELS);

test("levels by code; none where there is no table", () => {
  expect(read('[lint]\nSP7001 = "off"\n')).toEqual({ kind: "lint", levels: { SP7001: "off" } });
  expect(read("[package]\n")).toEqual({ kind: "lint", levels: {} });
});

test("a rule that there is not, with the nearest", () => {
  expect(read('[lint]\nSP7003 = "off"\n')).toMatchObject({
    kind: "problem",
    message: "there is no lint rule `SP7003`.",
    place: { line: 2 },
    help: expect.stringMatching(/^write SP700[12]$/) as unknown,
  });
});

test.each(['"loud"', "true", "1"])("a level that there is not: %s", (value) => {
  expect(read(`[lint]\nSP7001 = ${value}\n`)).toMatchObject({ kind: "problem", place: { line: 2 } });
});
