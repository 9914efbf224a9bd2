// The reference interpreter against the values that were worked out by hand: what test/language expects of the rules of
// overlays, the reference must give too. So each of those files is read by three: its author, the compiler, the reference.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../compiler/json.ts";
import { parse } from "../../compiler/parse.ts";
import { ROOT, sectionsOf, splitStandard, STANDARD } from "../support/compiler-package.ts";
import { interpret } from "./interpret.ts";

const FOLDER = join(ROOT, "test/language");
const RULES = readdirSync(FOLDER).filter((name) => name.startsWith("rule-"));

/** What else a case may expect of a resource: the reference has specs only. */
const NO_FIELDS = new Set(["needs", "meta"]);

function treesOf(text: string) {
  const { files, std } = splitStandard(sectionsOf(text).files);
  const sources = Object.entries({ ...STANDARD, ...std, ...files });
  return sources.map(
    ([path, source]) => parse({ path, text: typeof source === "string" ? source : "", id: "" }).node,
  );
}

/** The parts of a graph that a case is about; null is a field that is absent. */
function partOf(
  expected: JsonObject,
  resources: Readonly<Record<string, Json>>,
  outputs: Readonly<Record<string, Json>>,
): JsonObject {
  const parts = Object.entries(expected).map(([address, wanted]): [string, Json] => {
    if (address === "outputs") return [address, outputs];
    if (address === "absent") return [address, (wanted as string[]).filter((name) => !(name in resources))];
    const spec = (resources[address] ?? {}) as JsonObject;
    const fields = Object.entries(wanted as JsonObject).map(([field, value]): [string, Json] => [
      field,
      NO_FIELDS.has(field) ? value : (spec[field] ?? null),
    ]);
    return [address, address in resources ? Object.fromEntries(fields) : "no such resource"];
  });
  return Object.fromEntries(parts);
}

interface Case {
  readonly title: string;
  readonly text: string;
  readonly environment: string;
  /** null: it is refused. */
  readonly expected: JsonObject | null;
}

function casesOf(path: string): readonly Case[] {
  const text = readFileSync(join(FOLDER, path), "utf8");
  const { expected } = sectionsOf(text);
  const given = [...expected].map(([environment, json]): Case => ({
    title: `${path}: ${environment ?? ""}`,
    text,
    environment: environment ?? "",
    expected: JSON.parse(json) as JsonObject,
  }));
  const broken = /^\/\/ environment: (\S+)/m.exec(text)?.[1];
  if (broken === undefined || expected.has(broken)) return given;
  return [...given, { title: `${path}: ${broken} is refused`, text, environment: broken, expected: null }];
}

const CASES = RULES.flatMap((rule) =>
  readdirSync(join(FOLDER, rule)).flatMap((name) => casesOf(join(rule, name))),
);

describe("the reference gives what was worked out by hand", () => {
  test.each(CASES)("$title", ({ text, environment, expected }) => {
    const found = interpret(treesOf(text), environment);
    const wanted =
      found.kind === "graph" && expected !== null
        ? partOf(expected, found.resources, found.outputs)
        : found.kind === "wrong"
          ? null
          : found.kind;
    expect(wanted).toEqual(expected);
  });
});
