// What the readers of data made, as plain values, and random data in the forms in which people write it.

import fc from "fast-check";
import type { Expression } from "../../compiler/ast.ts";
import { dataParsers } from "../../cli/parsers.ts";
import { readCsv } from "../../compiler/data/csv.ts";
import { readJson } from "../../compiler/data/json.ts";
import { readToml } from "../../compiler/data/toml.ts";
import type { ReadData } from "../../compiler/data/tree.ts";
import { readYaml } from "../../compiler/data/yaml.ts";
import type { Json } from "../../compiler/json.ts";

export const READERS = {
  JSON: (text: string): ReadData => readJson(text),
  TOML: (text: string): ReadData => readToml(text, dataParsers.toml()),
  YAML: (text: string): ReadData => readYaml(text, dataParsers.yaml()),
  CSV: (text: string): ReadData => readCsv(text),
} as const;

export type Format = keyof typeof READERS;

export function plain(expression: Expression): Json {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind === "list")
    return expression.items.map((item) => (item.kind === "spread" ? null : plain(item)));
  if (expression.kind !== "block") throw new Error(`data holds a ${expression.kind}`);
  return Object.fromEntries(
    expression.entries.flatMap((entry) =>
      entry.kind === "set" ? [[entry.key.text, plain(entry.value)] as const] : [],
    ),
  );
}

/** The values that were read, or the first flaw with its place as line and column, from 1. */
export function valuesOf(format: Format, text: string): Json | string {
  const read = READERS[format](text);
  if (read.kind === "read") return plain(read.value);
  const [first] = read.flaws;
  if (first === undefined) return "wrong, without a flaw";
  const before = text.slice(0, first.start).split("\n");
  return `${before.length}:${(before.at(-1) ?? "").length + 1} ${first.why}`;
}

// --- Random data ---------------------------------------------------------------------------------------------------------

/** Words that one or another reader takes for something else. */
const TRICKY = [
  "no",
  "Yes",
  "null",
  "~",
  "1.10",
  "0644",
  "12:30",
  "2027-01-31",
  "- a",
  "a: b",
  "# c",
  "<<",
  "*a",
  "&a",
  "!x",
  "'",
  '"',
  "\\",
  "a\nb\n",
  " a ",
  "\t",
  "",
  "__proto__",
  "é😀",
  "{",
  "[",
  ",",
  "%",
  "@",
  "`",
];

export const word: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
export const number: fc.Arbitrary<number> = fc
  .oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value))
  .map((value) => value + 0);

/** Values below one another; without `null` where the format has none. */
export function values(leaf: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(word, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
}
