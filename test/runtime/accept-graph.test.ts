// A graph that came as a document: what it must be, and the one thing that is said of what it is not.

import { expect, test } from "vitest";
import { hashGraph, hashResource, printGraph, type Graph, type Resource } from "../../compiler/graph.ts";
import type { JsonObject } from "../../compiler/json.ts";
import { readGraph } from "../../runtime/accept/graph.ts";
import { file, graphOf, sha256 } from "../support/graphs.ts";

const SCHEMA: JsonObject = {
  type: "object",
  required: ["resources", "kinds", "targets", "moved", "hash"],
  properties: {
    resources: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["kind", "target", "spec", "needs", "hash"],
        properties: { needs: { type: "array", items: { type: "string" } }, spec: { type: "object" } },
      },
    },
  },
};

const good = graphOf({
  page: file("/srv/page", "hello", { needs: ["root"] }),
  root: file("/srv/root", "x"),
});

async function problemOf(text: string): Promise<string> {
  const reading = await readGraph(text, SCHEMA);
  if (reading.kind === "graph") throw new Error("there is no problem");
  expect(reading.help).not.toBe("");
  return reading.message;
}

/** The graph with changed resources, hashed as an honest tool would. */
function rehashed(changes: Readonly<Record<string, Partial<Resource>>>, more: Partial<Graph> = {}): string {
  const resources = Object.fromEntries(
    Object.entries(good.resources).map(([address, resource]) => {
      const changed = { ...resource, ...changes[address] };
      return [address, { ...changed, hash: hashResource(changed, sha256) }];
    }),
  );
  const graph = { ...good, ...more, resources };
  return printGraph({ ...graph, hash: hashGraph(graph, sha256) });
}

test("a good one is read as it is, indented or not", async () => {
  expect(await readGraph(printGraph(good), SCHEMA)).toEqual({ kind: "graph", graph: good });
  expect(await readGraph(JSON.stringify(good, null, 2), SCHEMA)).toMatchObject({ kind: "graph" });
  expect(await readGraph(rehashed({}), SCHEMA)).toMatchObject({ kind: "graph" });
});

test.each([
  ["", /^This is no graph: it is not JSON \(/],
  ["{", /^This is no graph: it is not JSON \(/],
  ["[]", "This is no graph: it is not a JSON object."],
  ["{}", "This is no graph: it does not say its format (`setpoint`)."],
  ['{"setpoint":2}', "The graph has the format 2, which this program does not know: it reads 1."],
  ['{"setpoint":"1"}', 'The graph has the format "1", which this program does not know: it reads 1.'],
  [
    '{"setpoint":1}',
    /^The graph is not well formed: the document must have required property 'resources'\.$/,
  ],
])("%s is refused", async (text, message) => {
  expect(await problemOf(text)).toMatch(message);
});

test("what does not fit the schema is named by its place", async () => {
  const text = JSON.stringify({ ...good, resources: { page: { ...good.resources, spec: 1 } } });
  expect(await problemOf(text)).toMatch("The graph is not well formed: /resources/page must have required");
});

test.each([
  [
    "a kind",
    rehashed({ page: { kind: "x.Y" } }),
    "page is of the kind x.Y, which the graph does not describe.",
  ],
  ["a target", rehashed({ page: { target: "moon" } }), "page is on the target `moon`, which the graph"],
  ["a need", rehashed({ page: { needs: ["gone" as never] } }), "page needs gone, which is not in the graph."],
  ["a target named like a method", rehashed({ page: { target: "toString" } }), "on the target `toString`"],
  [
    "needs twice",
    rehashed({ page: { needs: ["root", "root"] as never[] } }),
    "is not sorted, or names one twice.",
  ],
  ["a move", rehashed({}, { moved: { "a b": "c" } as never }), "`a b` under `moved` is not an address."],
  [
    "a circle",
    rehashed({ root: { needs: ["page" as never] } }),
    "The resources need each other in a circle: page → root → page.",
  ],
  [
    "one object twice",
    rehashed({ root: { spec: { path: "/srv/page" } } }),
    "The resources page and root stand for the same object:",
  ],
  ["an environment", rehashed({}, { environment: "../x" }), "`../x` is not the name of an environment."],
  [
    "a removal",
    rehashed({}, { removed: { "a b": { destroy: true } } as never }),
    "`a b` under `removed` is not an address.",
  ],
  [
    "a key",
    rehashed({ page: { spec: { content: "x" } } }),
    "page lacks /path, by which its kind std.file.File is known.",
  ],
  [
    "a key that nobody knows yet",
    rehashed({ page: { spec: { path: { $from: "root", output: "sha256" } } } }),
    "page has /path, by which its kind std.file.File is known, from a residual.",
  ],
  [
    "an output of something that is not needed",
    rehashed({ root: { spec: { path: "/srv/root", content: { $from: "page", output: "sha256" } } } }),
    "root reads an output of page, which it does not say that it needs.",
  ],
  [
    "an output that there is not",
    rehashed({
      page: { spec: { path: "/srv/page", content: { $join: ["a", { $from: "root", output: "toString" }] } } },
    }),
    "page reads the output `toString` of root, and its kind std.file.File has none of that name.",
  ],
  [
    "a renderer",
    rehashed({ page: { spec: { path: "/srv/page", content: { $render: "exe", value: {} } } } }),
    'page renders "exe", which this program cannot: it renders json, yaml, toml, ini, env.',
  ],
])("what is not there or not so is named: %s", async (_, text, message) => {
  expect(await problemOf(text)).toMatch(message);
});

test("what was changed after it was compiled is found by its hash", async () => {
  const changed = printGraph(good).replace("hello", "hullo");
  expect(await problemOf(changed)).toBe(
    "The resource page does not have the hash that it gives: it was changed after it was compiled.",
  );
  const renamed = printGraph({ ...good, environment: "prod" });
  expect(await problemOf(renamed)).toMatch("The graph does not have the hash that it gives");
});

test("what is JSON to a parser and to nothing else is refused in words", async () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const text = printGraph(good);
  expect(await problemOf(text.replace('"hello"', deep))).toMatch("nested deeper than 200");
  expect(await problemOf(text.replace('"hello"', '"\\ud800"'))).toMatch("half of a surrogate pair");
  expect(await problemOf(text.replace('"content":', '"\\ud800":'))).toMatch("half of a surrogate pair");
});

test("an editor's mark at the beginning is no part of it", async () => {
  expect(await readGraph(`\uFEFF${printGraph(good)}`, SCHEMA)).toMatchObject({ kind: "graph" });
});

test("names that every object has are names like any other, but for the one that is none", async () => {
  const named = (name: string): string =>
    printGraph(graphOf({ [name]: file("/srv/x", "x"), web: file("/srv/y", "y", { needs: [name] }) }));
  for (const name of ["constructor", "toString", "hasOwnProperty"])
    expect(await readGraph(named(name), SCHEMA)).toMatchObject({ kind: "graph" });
  expect(await problemOf(named("x").replaceAll('"x":', '"__proto__":'))).toMatch("the name `__proto__`");
});

test("a chain of needs deeper than the stack is read", async () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `r${index}`);
  const deep = graphOf(
    Object.fromEntries(
      names.map((name, index) => [
        name,
        file(`/srv/${name}`, "x", { needs: names.slice(index + 1, index + 2) }),
      ]),
    ),
  );
  expect(await readGraph(printGraph(deep), SCHEMA)).toMatchObject({ kind: "graph" });
});
