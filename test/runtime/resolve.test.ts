// What residuals come to, in two steps where a secret is among them: outputs by the engine, secrets inside a driver's call.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeKey } from "../../compiler/graph.ts";
import type { Json, JsonObject } from "../../compiler/json.ts";
import { resolve, reveal } from "../../runtime/resolve.ts";

const reference = (key: string): JsonObject => ({ $secret: { provider: "test", key } });
const secretOf = (value: Json): Promise<string> =>
  Promise.resolve(`<${((value as JsonObject)["$secret"] as JsonObject)["key"] as string}>`);
const OUTPUTS: JsonObject = { url: "db:5432", at: { $odd: ["a", { b: "x" }] } };

async function revealed(spec: JsonObject): Promise<Json> {
  const resolved = resolve(spec, () => OUTPUTS);
  expect([...resolved.waiting.keys()]).toEqual([]);
  return reveal(resolved.spec, secretOf);
}

describe("a secret", () => {
  test("alone, in a text, in a file that is rendered, and in what is taken out of one", async () => {
    const spec = {
      alone: reference("a"),
      joined: { $join: ["postgres://app:", reference("a"), "@", { $from: "db", output: "url" }] },
      rendered: { $render: "toml", value: { db: { password: reference("a"), port: 5432 } } },
      map: { PASSWORD: reference("b"), PLAIN: "x" },
      taken: { $get: { a: [reference("a")] }, path: ["a", 0] },
    };
    expect(await revealed(spec)).toEqual({
      alone: "<a>",
      joined: "postgres://app:<a>@db:5432",
      rendered: '[db]\npassword = "<a>"\nport = 5432\n',
      map: { PASSWORD: "<b>", PLAIN: "x" },
      taken: "<a>",
    });
  });

  test("leaves what is made of it undone, with everything else in its place", () => {
    const spec = { joined: { $join: [reference("a"), { $from: "db", output: "url" }] } };
    expect(resolve(spec, () => OUTPUTS).spec).toEqual({ joined: { $join: [reference("a"), "db:5432"] } });
  });

  test("waits with what it stands beside", () => {
    const spec = { joined: { $join: [reference("a"), { $from: "db", output: "url" }] } };
    const resolved = resolve(spec, () => null);
    expect(resolved.spec).toEqual({});
    expect([...resolved.waiting]).toEqual([["/joined", ["db"]]]);
  });

  test("keeps the order in which a file's keys were declared", async () => {
    const order = { "": ["z", "a"] };
    const spec = { file: { $render: "toml", value: { a: 1, z: reference("a") }, order } };
    expect(await revealed(spec)).toEqual({ file: 'z = "<a>"\na = 1\n' });
  });

  test("that a format cannot hold is an error that does not repeat it", async () => {
    const spec = { file: { $render: "ini", value: { a: reference("two\nlines") } } };
    const failure = await revealed(spec).catch(String);
    expect(failure).toBe("Error: cannot be written as ini: `a` has several lines, which INI cannot say");
  });

  test.each<[string, JsonObject]>([
    ["a key of the data", { a: { b: { $$secret: { provider: "test", key: "a" } } } }],
    ["one in a list", { a: [{ $$secret: 1 }] }],
    ["one at the top", { $$secret: 1 }],
    ["one with a secret in it that would be computed", { a: [{ $$join: ["x", reference("a")] }] }],
    ["an output", { a: { $from: "db", output: "sly" } }],
  ])("is nothing that data can ask for: %s", (_, spec) => {
    const outputs = { sly: [{ $secret: { provider: "test", key: "a" } }] };
    const { spec: resolved, problem } = resolve(spec, () => outputs);
    expect(JSON.stringify(resolved)).not.toContain("secret");
    expect(problem).toMatch(/has a key that only a reference to a secret may have$/);
  });

  test("does not keep data from having keys that are like ours", () => {
    const spec = { a: { $$join: 1, $$from: { $$get: 2 } } };
    expect(resolve(spec, () => null)).toMatchObject({
      spec: { a: { $join: 1, $from: { $get: 2 } } },
      problem: null,
    });
  });

  test("that cannot be had rejects", async () => {
    const refused = reveal({ a: [reference("a")] }, () => Promise.reject(new Error("not granted")));
    await expect(refused).rejects.toThrow("not granted");
  });
});

// --- In two steps as in one ------------------------------------------------------------------------------------------

const key = fc.constantFrom("a", "b/c", "$d", "$$e");
const scalar = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom("x", "", 'q"'), fc.boolean());
const { value } = fc.letrec<{ value: Json; text: Json; map: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    tie("text"),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("map"),
    fc.constant<Json>({ $from: "db", output: "at" }),
    tie("map").map((inner): Json => ({ $get: inner, path: ["a"] })),
  ),
  text: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("a", "b").map(reference),
    fc.constant<Json>({ $from: "db", output: "url" }),
    fc
      .array(fc.oneof(fc.constantFrom<Json>("", "t"), tie("text")), { maxLength: 3 })
      .map((parts) => ({ $join: parts })),
    tie("map").map((inner): Json => ({ $render: "json", value: inner })),
  ),
  map: fc
    .dictionary(key, tie("value"), { maxKeys: 3 })
    .map((map): Json =>
      Object.fromEntries(Object.entries(map).map(([name, each]) => [escapeKey(name), each])),
    ),
}));

/** The same spec with each secret written out. */
function plain(of: Json): Json {
  if (typeof of !== "object" || of === null) return of;
  if (Array.isArray(of)) return (of as readonly Json[]).map(plain);
  const map = of as JsonObject;
  const named = map["$secret"];
  if (named !== undefined) return `<${(named as JsonObject)["key"] as string}>`;
  return Object.fromEntries(Object.entries(map).map(([name, each]) => [name, plain(each)]));
}

test("is put in as if it had been there from the start", async () => {
  await fc.assert(
    fc.asyncProperty(value, async (content) => {
      const spec = { content };
      expect(await revealed(spec)).toEqual(resolve(plain(spec) as JsonObject, () => OUTPUTS).spec);
    }),
    { numRuns: 1000 },
  );
});
