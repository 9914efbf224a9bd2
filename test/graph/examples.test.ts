// The examples: each environment of each compiles to its golden graph, which fits the schema of the format.
// Also here: that the bytes do not depend on the order of the files, and what provenance says.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAddress, type Address } from "../../compiler/address.ts";
import type { Compilation } from "../../compiler/compile.ts";
import { GRAPH_SCHEMA } from "../../compiler/graph-schema.ts";
import { printGraph, type Graph } from "../../compiler/graph.ts";
import { canonicalJson, type Json } from "../../compiler/json.ts";
import { DeclarationParser } from "../../compiler/parse/declarations.ts";
import { compileFiles, ROOT } from "../support/compiler-package.ts";

const validate = new Ajv2020({ allErrors: true }).compile(GRAPH_SCHEMA);

function load(example: string): Record<string, string> {
  const root = join(ROOT, "examples", example);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".sp"),
  );
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name), "utf8")]));
}

function compileExample(example: string, environment: string): Compilation {
  return compileFiles(load(example), { environment });
}

function graphOf(compilation: Compilation): Graph {
  expect(compilation.diagnostics).toEqual([]);
  if (compilation.graph === null) throw new Error("no graph");
  return compilation.graph;
}

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}

describe("01-hello", () => {
  test.each(["dev", "prod"])("%s compiles to its golden graph", async (environment) => {
    const graph = graphOf(compileExample("01-hello", environment));
    const golden = `${JSON.stringify(JSON.parse(printGraph(graph)), null, 2)}\n`;
    await expect(golden).toMatchFileSnapshot(
      join(import.meta.dirname, `01-hello.${environment}.json.golden`),
    );
  });

  test("the order in which files are named changes no byte", () => {
    const files = load("01-hello");
    const text = printGraph(graphOf(compileExample("01-hello", "prod")));
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(files), { minLength: 3 }), (entries) => {
        expect(printGraph(graphOf(compileFiles(files, { entries, environment: "prod" })))).toBe(text);
      }),
      { numRuns: 10 },
    );
  });

  test("every leaf knows its stack, winner first", () => {
    const compilation = compileExample("01-hello", "prod");
    const stacks = Object.entries(compilation.provenance()).find(([name]) => name === "config")?.[1];
    expect(stacks?.["/mode"]).toMatchObject([
      { file: "env/prod.sp", overlay: "production", operation: "set", value: 0o600 },
      { file: "std/file.sp", overlay: null, operation: "default", value: 0o644 },
    ]);
    expect(compilation.place(address("config"), "/mode")?.file).toBe("env/prod.sp");
    expect(compilation.place(address("config"), "/path")).toMatchObject({ file: "hello.sp" });
    expect(compilation.place(address("config"), "")).toMatchObject({ file: "hello.sp" });
    expect(compilation.place(address("robots"), "")).toBeNull();
  });

  test("the text of all stacks is canonical, and comes resource by resource", () => {
    const compilation = compileExample("01-hello", "prod");
    const map = compilation.provenance();
    const pieces = [...compilation.provenanceText()];
    expect(pieces.join("")).toBe(canonicalJson(map as unknown as Json));
    expect(pieces).toHaveLength(Object.keys(map).length + 1);
    const empty = compileFiles({ "a.sp": "system S { }\nenvironment dev = S\n" }, { environment: "dev" });
    expect([...empty.provenanceText()].join("")).toBe("{}");
  });
});

describe("the schema", () => {
  test("refuses what is no graph", () => {
    const graph = JSON.parse(printGraph(graphOf(compileExample("01-hello", "dev")))) as Record<
      string,
      unknown
    >;
    for (const change of [{ setpoint: 2 }, { extra: 1 }, { hash: "x" }, { resources: { a: {} } }]) {
      expect(validate({ ...graph, ...change })).toBe(false);
    }
    const { outputs: _, ...rest } = graph;
    expect(validate(rest)).toBe(false);
  });
});

describe("the grammar", () => {
  test("passes Chevrotain's own validation, which production skips", () => {
    expect(() => new DeclarationParser(true)).not.toThrow();
  });
});
