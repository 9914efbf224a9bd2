import fc from "fast-check";
import patcher from "fast-json-patch";
import { describe, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import type { Graph, Kind, Pointer } from "../../compiler/graph.ts";
import type { Json, JsonObject } from "../../compiler/json.ts";
import type { Place } from "../../compiler/source.ts";
import {
  compare as compareSides,
  isSame,
  type Comparison,
  type ResourceDifference,
} from "../../runtime/plan/compare.ts";
import { type Declared, file, graphOf, KINDS } from "../support/graphs.ts";

const FILE = KINDS["std.file.File"] as Kind;
const kinds = (kind: Partial<Kind>) => ({ kinds: { "std.file.File": { ...FILE, ...kind } } });

function compare(before: Graph, after: Graph): Comparison {
  const place = () => null;
  return compareSides({ graph: before, place }, { graph: after, place });
}

function summary({ resources }: Comparison): readonly string[] {
  return resources.map((each) => {
    const from = each.change === "moved" ? ` from ${each.from}` : "";
    const must = "replaced" in each && each.replaced ? ", replaced" : "";
    const fields = each.fields.map(({ pointer }) => pointer).join(" ");
    return `${each.change} ${each.address}${from}${must}${fields === "" ? "" : `: ${fields}`}`;
  });
}

function only({ resources }: Comparison): ResourceDifference {
  expect(resources).toHaveLength(1);
  return resources[0] as ResourceDifference;
}

describe("resources", () => {
  test("come, go, change, and stay", () => {
    const before = graphOf({ a: file("/a", "1"), b: file("/b", "1"), c: file("/c", "1") });
    const after = graphOf({ b: file("/b", "2"), c: file("/c", "1"), d: file("/d", "1") });
    const compared = compare(before, after);
    expect(summary(compared)).toEqual([
      "removed a",
      "changed b: /spec/content",
      "added d: /spec/content /spec/mode /spec/path",
    ]);
    expect(compared.same).toBe(1);
    expect(isSame(compared)).toBe(false);
  });

  test("the same object under another address has moved, changed or not", () => {
    const before = graphOf({ old: file("/a", "1"), other: file("/b", "1") });
    const after = graphOf({ fresh: file("/a", "1"), another: file("/b", "2") });
    expect(summary(compare(before, after))).toEqual([
      "moved another from other: /spec/content",
      "moved fresh from old",
    ]);
  });

  test("two that change their places have moved, and nothing is made anew", () => {
    const before = graphOf({ a: file("/x", "1"), b: file("/y", "1") });
    const after = graphOf({ a: file("/y", "1"), b: file("/x", "1") });
    expect(summary(compare(before, after))).toEqual(["moved a from b", "moved b from a"]);
  });

  test("`moved` leads from one object to another, which replaces it", () => {
    const before = graphOf({ old: file("/a", "1") });
    const moved = { old: "fresh" } as unknown as Graph["moved"];
    const after = graphOf({ fresh: file("/b", "1") }, { moved });
    const compared = compare(before, after);
    expect(summary(compared)).toEqual(["moved fresh from old, replaced: /spec/path"]);
    expect(compared.document.fields).toMatchObject([{ pointer: "/moved/old", after: "fresh" }]);
  });

  test("`moved` takes along what is in a system, and what is said of that itself goes before", () => {
    const before = graphOf({
      "old.a": file("/old/a", "1"),
      'old."x.y"': file("/old/xy", "1"),
      "old.in.b": file("/old/b", "1"),
      older: file("/older", "1"),
    });
    const moved = { old: "fresh", "old.in": "other" } as unknown as Graph["moved"];
    const after = graphOf(
      {
        "fresh.a": file("/fresh/a", "1"),
        'fresh."x.y"': file("/fresh/xy", "1"),
        "other.b": file("/other/b", "1"),
        fresher: file("/fresher", "1"),
      },
      { moved },
    );
    expect(summary(compare(before, after)).toSorted()).toEqual([
      "added fresher: /spec/content /spec/mode /spec/path",
      'moved fresh."x.y" from old."x.y", replaced: /spec/path',
      "moved fresh.a from old.a, replaced: /spec/path",
      "moved other.b from old.in.b, replaced: /spec/path",
      "removed older",
    ]);
  });

  test("on another target it is gone from one and made anew on the other", () => {
    const targets = { local: { driver: "local" }, host: { driver: "local" } };
    const before = { ...graphOf({ a: file("/a", "1") }), targets };
    const after = { ...graphOf({ a: file("/a", "1", { target: "host" }) }), targets };
    expect(summary(compare(before, after)).map((line) => line.split(":")[0])).toEqual([
      "removed a",
      "added a",
    ]);
  });

  test("a field that cannot be changed in place, or another kind, replaces", () => {
    const before = graphOf({ a: file("/a", "1"), b: file("/b", "1") }, kinds({ forces: ["/mode"] }));
    const harder = file("/a", "1");
    const after = graphOf(
      { a: { ...harder, spec: { ...harder.spec, mode: 0o600 } }, b: file("/b", "2") },
      kinds({ forces: ["/mode"] }),
    );
    expect(summary(compare(before, after))).toEqual([
      "changed a, replaced: /spec/mode",
      "changed b: /spec/content",
    ]);
    const link: Declared = { kind: "std.file.Symlink", spec: { path: "/b", to: "/c" } };
    expect(summary(compare(graphOf({ b: file("/b", "1") }), graphOf({ b: link })))).toEqual([
      "changed b, replaced: /kind /spec/content /spec/mode /spec/to",
    ]);
  });

  test("annotations and edges count, and edges have a list of their own", () => {
    const base = { x: file("/x", ""), y: file("/y", "") };
    const before = graphOf({ ...base, a: file("/a", "1", { needs: ["x"] }) });
    const after = graphOf({ ...base, a: file("/a", "1", { needs: ["y"], meta: { protect: true } }) });
    expect(only(compare(before, after))).toMatchObject({
      fields: [{ pointer: "/meta/protect", before: false, after: true }],
      edges: { added: ["y"], removed: ["x"] },
      patch: [
        { op: "replace", path: "/meta/protect", value: true },
        { op: "remove", path: "/needs/0" },
        { op: "add", path: "/needs/0", value: "y" },
      ],
    });
  });

  test("only resources that differ are looked at", () => {
    const before = graphOf({ a: file("/a", "1"), b: file("/b", "1") });
    const after = graphOf({ a: file("/a", "1"), b: file("/b", "2") });
    const untouchable = new Proxy(after.resources["a" as Address] as object, {
      get: (target, key) => {
        if (key === "hash") return Reflect.get(target, key) as unknown;
        throw new Error(`looked at ${String(key)}`);
      },
    });
    const resources = { ...after.resources, a: untouchable } as Graph["resources"];
    expect(summary(compare(before, { ...after, resources }))).toEqual(["changed b: /spec/content"]);
  });
});

describe("the rest of the document", () => {
  test("outputs, targets and delivery", () => {
    const before = graphOf({ a: file("/a", "1") });
    const after = { ...before, outputs: { url: "x" }, delivery: { window: { zone: "UTC" } } };
    const { resources, document } = compare(before, after);
    expect(resources).toEqual([]);
    expect(document.fields.map(({ pointer }) => pointer)).toEqual(["/delivery/window", "/outputs/url"]);
  });

  test("what a kind is, but not which kinds are used", () => {
    const before = graphOf({ a: file("/a", "1") }, kinds({ version: 1 }));
    const after = graphOf(
      { a: file("/a", "1") },
      { kinds: { ...KINDS, "std.file.File": { ...FILE, version: 2 } } },
    );
    const { document } = compare(before, after);
    expect(document.fields).toMatchObject([{ pointer: "/kinds/std.file.File/version", before: 1, after: 2 }]);
  });

  test("sources and compiler are no difference", () => {
    const before = graphOf({ a: file("/a", "1") });
    const after = { ...before, sources: { "a.sp": "1" }, compiler: "9", hash: "sha256:other" } as const;
    expect(isSame(compare(before, after))).toBe(true);
  });
});

describe("values", () => {
  const lists = kinds({ lists: { "/ports": "name" } });
  const web = (...ports: JsonObject[]) => ({ web: { spec: { path: "/w", ports } } });
  const [http, admin, debug] = [
    { name: "http", port: 80 },
    { name: "admin", port: 81 },
    { name: "debug", port: 82 },
  ];

  test("a keyed list is compared by key, and patched where it stands", () => {
    const after = web(admin, { ...http, port: 8080 }, debug);
    const { fields, patch } = only(compare(graphOf(web(http), lists), graphOf(after, lists)));
    expect(fields.map(({ pointer, change }) => `${change} ${pointer}`)).toEqual([
      "value /spec/ports/http/port",
      "value /spec/ports/admin",
      "value /spec/ports/debug",
    ]);
    expect(patch).toEqual([
      { op: "add", path: "/spec/ports/0", value: admin },
      { op: "add", path: "/spec/ports/2", value: debug },
      { op: "replace", path: "/spec/ports/1/port", value: 8080 },
    ]);
  });

  test("the same entries in another order are one difference", () => {
    const { fields, patch } = only(
      compare(graphOf(web(http, admin), lists), graphOf(web(admin, http), lists)),
    );
    expect(fields).toMatchObject([
      { pointer: "/spec/ports", change: "order", before: ["http", "admin"], after: ["admin", "http"] },
    ]);
    expect(patch).toEqual([{ op: "replace", path: "/spec/ports", value: [admin, http] }]);
  });

  test("each side is asked for its own place, with positions for keyed lists", () => {
    const before = graphOf(web(http), lists);
    const after = graphOf(web(admin, { ...http, port: 8080 }), lists);
    const asked =
      (side: number) =>
      (_: Address, pointer: Pointer): Place => ({ file: pointer, line: side, column: 1 });
    const compared = compareSides({ graph: before, place: asked(1) }, { graph: after, place: asked(2) });
    expect(only(compared).fields[0]).toMatchObject({
      pointer: "/spec/ports/http/port",
      places: { before: { file: "/ports/0/port", line: 1 }, after: { file: "/ports/1/port", line: 2 } },
    });
  });

  test("a residual is one value", () => {
    const render = (port: number) => file("/a", { $render: "toml", value: { server: { port } } });
    const { fields } = only(compare(graphOf({ a: render(80) }), graphOf({ a: render(81) })));
    expect(fields).toMatchObject([{ pointer: "/spec/content", after: { $render: "toml" } }]);
  });

  const secret = kinds({ secret: ["/content"] });
  const reference = (key: string) => ({ $secret: { provider: "env", key } });

  test("a secret is shown where it is only named", () => {
    const { fields } = only(
      compare(
        graphOf({ a: file("/a", reference("A")) }, secret),
        graphOf({ a: file("/a", reference("B")) }, secret),
      ),
    );
    expect(fields).toMatchObject([{ secret: false, before: reference("A"), after: reference("B") }]);
  });

  test.each<[string, Json, Json]>([
    ["a literal", "hunter2", "hunter3"],
    ["a text with one in it", { $join: ["hunter2", reference("A")] }, reference("A")],
    ["a map", { inside: "hunter2" }, { inside: "hunter3" }],
    ["one that goes", "hunter2", null],
  ])("and nowhere else: %s", (_, before, after) => {
    const compared = only(
      compare(graphOf({ a: file("/a", before) }, secret), graphOf({ a: file("/a", after) }, secret)),
    );
    expect(compared).toMatchObject({
      fields: [{ pointer: "/spec/content", secret: true, before: null, after: null }],
      patch: [],
    });
    expect(JSON.stringify({ fields: compared.fields, patch: compared.patch })).not.toContain("hunter");
  });

  test("a map that comes with a secret in it is not shown", () => {
    const inside = kinds({ secret: ["/login/password"] });
    const login = { login: { name: "ada", password: "hunter2" } };
    const at = (more: JsonObject) => graphOf({ a: { spec: { path: "/a", ...more } } }, inside);
    const { fields } = only(compare(at({}), at(login)));
    expect(fields).toMatchObject([{ pointer: "/spec/login", secret: true }]);
    const changed = only(compare(at(login), at({ login: { ...login.login, name: "grace" } })));
    expect(changed.fields).toMatchObject([{ pointer: "/spec/login/name", before: "ada", after: "grace" }]);
  });
});

const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("x", "y"), fc.boolean());
const key = fc.constantFrom("a", "c/d", "e~f", "$$g");
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar))),
  fc.constantFrom<Json>({ $from: "x", output: "y" }, { $join: ["a", { $from: "x", output: "y" }] }),
);
const entry = fc.record({ name: fc.constantFrom("p", "q", "r/s", "t"), value }, { requiredKeys: ["name"] });
const spec = fc
  .tuple(
    fc.dictionary(key, value),
    fc.option(fc.oneof(fc.uniqueArray(entry, { selector: ({ name }) => name }), fc.array(entry), scalar)),
  )
  .map(([rest, ports]): JsonObject => ({ path: "/a", ...rest, ...(ports === null ? {} : { ports }) }));
const resource = fc.record({
  spec,
  needs: fc.uniqueArray(fc.constantFrom("x", "y", "z")),
  meta: fc.record({ protect: fc.boolean(), ignore: fc.uniqueArray(fc.constantFrom("/a", "/b")) }),
});

test("a patch leads from one resource to the other, and there is one exactly where something differs", () => {
  const lists = kinds({ lists: { "/ports": "name" } });
  fc.assert(
    fc.property(resource, resource, (before, after) => {
      const others = { x: file("/x", ""), y: file("/y", ""), z: file("/z", "") };
      const compared = compare(
        graphOf({ a: before, ...others }, lists),
        graphOf({ a: after, ...others }, lists),
      );
      const [found] = compared.resources;
      const same = graphOf({ a: before }, lists).hash === graphOf({ a: after }, lists).hash;
      expect(found === undefined).toBe(same);
      const shown = found === undefined ? 0 : found.fields.length + Object.values(found.edges).flat().length;
      expect(shown > 0).toBe(!same);
      const body = (of: (typeof compared.resources)[0]["before"] | undefined) => ({ ...of, hash: null });
      const { newDocument } = patcher.applyPatch(
        structuredClone(body(found?.before)),
        structuredClone([...(found?.patch ?? [])]),
        true,
      );
      expect(newDocument).toEqual(body(found?.after));
    }),
    { numRuns: 1000 },
  );
});

test("the document's patch leads from one to the other", () => {
  const part = fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar))) as fc.Arbitrary<JsonObject>;
  const document = fc.record({ outputs: part, delivery: part, objectives: part });
  fc.assert(
    fc.property(document, document, (a, b) => {
      const graph = graphOf({ a: file("/a", "1") });
      const { document: found } = compare({ ...graph, ...a }, { ...graph, ...b });
      const { newDocument } = patcher.applyPatch(structuredClone({ ...graph, ...a }), [...found.patch], true);
      expect(newDocument).toEqual({ ...graph, ...b });
    }),
  );
});
