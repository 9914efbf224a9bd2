// Random data, written in every format by a printer that is not ours where there is one, reads as it was; and every value
// stands where its offsets say.

import { stringify as printToml } from "@iarna/toml";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify as printYaml } from "yaml";
import type { Expression, Literal } from "../../compiler/ast.ts";
import { escapeKey } from "../../compiler/graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import { renderToml } from "../../compiler/render/toml.ts";
import { renderYaml } from "../../compiler/render/yaml.ts";
import { compileFiles } from "../support/compiler-package.ts";
import { number, READERS, values, valuesOf, word, type Format } from "./values.ts";

const leaf = fc.oneof<fc.Arbitrary<Json>[]>(word, number, fc.boolean());
const anything = values(fc.oneof<fc.Arbitrary<Json>[]>(leaf, fc.constant(null)));
const table = fc.dictionary(word, values(leaf), { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;

/** The printer of `@iarna/toml` takes a list for one of tables where its first element is one, and has no exponents. */
const decimal = number.filter((value) => !String(value).includes("e"));
const printable = fc.letrec<{ table: Json }>((tie) => ({
  table: fc.dictionary(
    word,
    fc.oneof(
      { depthSize: "small" },
      fc.oneof<fc.Arbitrary<Json>[]>(word, decimal, fc.boolean()),
      fc.array(word),
      fc.array(decimal),
      fc.array(fc.array(fc.boolean()), { maxLength: 3 }),
      tie("table"),
      fc.array(tie("table"), { maxLength: 3 }),
    ),
    { maxKeys: 4 },
  ),
})).table;

function literalsOf(expression: Expression): readonly Literal[] {
  if (expression.kind === "literal") return [expression];
  if (expression.kind === "list")
    return expression.items.flatMap((item) => (item.kind === "spread" ? [] : literalsOf(item)));
  if (expression.kind !== "block") return [];
  return expression.entries.flatMap((entry) => (entry.kind === "set" ? literalsOf(entry.value) : []));
}

/** Each literal's value, beside what its own piece of the text is when it is read alone. */
function alone(
  format: Format,
  text: string,
  whole: (written: string) => string,
): readonly (readonly [Json, unknown])[] {
  const read = READERS[format](text);
  if (read.kind !== "read") throw new Error(`it cannot be read: ${text}`);
  return literalsOf(read.value).map(({ value, start, end }) => [
    value,
    valuesOf(format, whole(text.slice(start, end))),
  ]);
}

function expectSame(pairs: readonly (readonly [Json, unknown])[]): void {
  expect(pairs.map(([, found]) => found)).toEqual(pairs.map(([value]) => value));
}

describe("what others have written", () => {
  test("JSON", () => {
    fc.assert(
      fc.property(anything, fc.constantFrom("", "  ", "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(valuesOf("JSON", text)).toEqual(value);
        expectSame(alone("JSON", text, (written) => written));
      }),
      { numRuns: 300 },
    );
  });

  test("YAML, in blocks and in braces", () => {
    fc.assert(
      fc.property(anything, fc.constantFrom("block", "flow", "any"), (value, style) => {
        const text = printYaml(value, {
          collectionStyle: style as "block",
          version: "1.2",
          // Keys that are no texts to other readers.
          defaultKeyType: "QUOTE_DOUBLE",
        });
        expect(valuesOf("YAML", text)).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test("YAML: each scalar where it stands", () => {
    fc.assert(
      fc.property(anything, (value) => {
        const text = printYaml(value, {
          defaultKeyType: "QUOTE_DOUBLE",
          defaultStringType: "QUOTE_DOUBLE",
          lineWidth: 0,
        });
        const pairs = alone("YAML", text, (written) => written);
        expect(pairs.map(([, found]) => found)).toEqual(pairs.map(([value]) => value));
      }),
      { numRuns: 200 },
    );
  });

  test("TOML, each value where it stands", () => {
    fc.assert(
      fc.property(printable, (value) => {
        const text = printToml(value as Parameters<typeof printToml>[0]);
        expect(valuesOf("TOML", text)).toEqual(value);
        const pairs = alone("TOML", text, (written) => `x = ${written}`);
        expectSame(pairs.map(([value, found]) => [{ x: value }, found]));
      }),
      { numRuns: 300 },
    );
  });
});

/** As the graph has it, which is what renderers are given: a key that begins with `$` has another one before it. */
function asInGraph(value: Json): Json {
  if (isJsonArray(value)) return value.map(asInGraph);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [escapeKey(key), asInGraph(inner)]));
}

describe("what the language's own renderers write", () => {
  test("yaml(...)", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(valuesOf("YAML", renderYaml(asInGraph(value)))).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test("toml(...)", () => {
    fc.assert(
      fc.property(table, (value) => {
        const text = renderToml(asInGraph(value));
        expect(typeof text === "string" ? valuesOf("TOML", text) : text.why).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });
});

// --- One type, four formats ------------------------------------------------------------------------------------------------

const TYPE = `type Row { key: String, count: Int, share: Number, on: Bool, note: String?, wait: Duration, since: Date }`;
const row = fc.record({
  key: word,
  count: fc.maxSafeInteger().map((value) => value + 0),
  share: number,
  on: fc.boolean(),
  note: fc.option(word, { nil: undefined }),
  wait: fc.integer({ min: 0, max: 1e9 }).map((milliseconds) => `${milliseconds}ms`),
  since: fc.constantFrom("2027-01-31", "2000-02-29"),
});
type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;

function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return "";
  const text = String(value);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function printCsv(rows: readonly Row[], end: string): string {
  const lines = rows.map((one) =>
    [one.key, one.count, one.share, one.on, one.note, one.wait, one.since].map(cell).join(","),
  );
  return ["key,count,share,on,note,wait,since", ...lines].join(end) + end;
}

function outputsOf(name: string, text: string): unknown {
  const main = `import "./${name}" as rows: [Row]\n${TYPE}\nsystem Site { output all = rows }\nenvironment dev = Site`;
  const { graph, diagnostics } = compileFiles({ "main.sp": main, [name]: text }, { entries: ["main.sp"] });
  return graph?.outputs ?? diagnostics;
}

test("the same rows in four formats compile to the same values", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.constantFrom("\n", "\r\n"), (rows, end) => {
      const json = outputsOf("rows.json", JSON.stringify(rows));
      expect(json).toMatchObject({ all: rows.map(({ key, count, share }) => ({ key, count, share })) });
      expect(outputsOf("rows.yaml", printYaml(rows))).toEqual(json);
      expect(outputsOf("rows.csv", printCsv(rows, end))).toEqual(json);
    }),
    { numRuns: 60 },
  );
});
