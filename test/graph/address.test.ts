import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressSegments,
  childAddress,
  parseAddress,
  parseQualified,
  printAddress,
  printQualified,
} from "../../compiler/address.ts";
import {
  DEFAULT_META,
  hashGraph,
  hashResource,
  type Graph,
  type Kind,
  type Resource,
} from "../../compiler/graph.ts";
import { atPointer, identityOf, parseIdentity, printIdentity } from "../../compiler/identity.ts";
import { sha256 } from "../support/compiler-package.ts";
import { fitting } from "../support/sound.ts";

const segment = fc.oneof(fc.stringMatching(/^[a-z_][a-z0-9_-]*$/), fc.string({ unit: "grapheme" }));
const segments = fc.array(segment, { minLength: 1, maxLength: 4 });

describe("addresses", () => {
  test.each([
    [["web"], "web"],
    [["keys", "ada"], "keys.ada"],
    [["keys", "10.0.0.1"], 'keys."10.0.0.1"'],
    [["a", ""], 'a.""'],
    [["a", 'b"c'], 'a."b\\"c"'],
  ])("%j is %s", (parts, text) => {
    expect(printAddress(parts)).toBe(text);
    expect(addressSegments(text)).toEqual(parts);
  });

  test.each(["", ".", "a.", ".a", "a..b", '"a"', "1a", "a b", 'a."b', 'a."\\u0061"', "a/b"])(
    "%j is none",
    (text) => {
      expect(parseAddress(text)).toBeNull();
    },
  );

  test("what is printed is parsed back", () => {
    fc.assert(
      fc.property(segments, (parts) => {
        expect(addressSegments(printAddress(parts))).toEqual(parts);
      }),
    );
  });

  test("two lists of segments never share a text", () => {
    fc.assert(
      fc.property(segments, segments, (a, b) => {
        expect(printAddress(a) === printAddress(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  test("the qualified form survives slashes in segments", () => {
    fc.assert(
      fc.property(segments, segments, (environment, parts) => {
        const qualified = { environment: printAddress(environment), address: printAddress(parts) };
        expect(parseQualified(printQualified(qualified))).toEqual(qualified);
      }),
    );
  });

  test("a child stands in its parent", () => {
    expect(childAddress(null, "a")).toBe("a");
    expect(childAddress(printAddress(["a"]), "b c")).toBe('a."b c"');
  });
});

const kind: Kind = {
  version: 1,
  driver: "file",
  key: ["/path"],
  lists: {},
  own: {},
  secret: [],
  forces: [],
  replace: "delete-first",
  holdsData: false,
  irreversible: false,
  settles: 0,
  outputs: {},
};
const bare: Omit<Resource, "hash"> = {
  kind: "std.file.File",
  target: "local",
  mode: "manage",
  spec: { path: "/a", mode: 420 },
  needs: [],
  health: null,
  meta: DEFAULT_META,
};

describe("identities", () => {
  test("the key fields identify and nothing else does", () => {
    const one = identityOf(bare, kind, "local");
    expect(identityOf({ ...bare, spec: { path: "/a", mode: 1 } }, kind, "local")).toBe(one);
    expect(identityOf({ ...bare, spec: { path: "/b" } }, kind, "local")).not.toBe(one);
    expect(identityOf(bare, kind, "host")).not.toBe(one);
    expect(identityOf({ ...bare, kind: "std.file.Directory" }, kind, "local")).not.toBe(one);
    expect(parseIdentity(one)).toEqual({
      driver: "file",
      target: "local",
      kind: "std.file.File",
      key: { "/path": "/a" },
    });
  });

  test("only the canonical text is one", () => {
    const text = printIdentity({ driver: "d", target: "t", kind: "k", key: { "/b": 1, "/a": "x" } });
    expect(parseIdentity(text)?.key).toEqual({ "/a": "x", "/b": 1 });
    for (const wrong of [` ${text}`, "", "{}", "[]", '["d","t","k",1]', '["d","t",1,{}]']) {
      expect(parseIdentity(wrong)).toBeNull();
    }
  });

  test("a pointer finds its value", () => {
    const root = { "a/b": { "~": [10, 20] } };
    expect(atPointer(root, "/a~1b/~0/1")).toBe(20);
    expect(atPointer(root, "")).toBe(root);
    expect(atPointer(root, "/toString")).toBeUndefined();
  });
});

function resourcesOf(a: Resource): Graph["resources"] {
  return { [printAddress(["a"])]: a };
}

describe("hashes", () => {
  const graph: Omit<Graph, "hash"> = {
    setpoint: 1,
    environment: "prod",
    system: "Site",
    compiler: "0.1.0",
    sources: {},
    kinds: { "std.file.File": kind },
    resources: resourcesOf({ ...bare, hash: hashResource(bare, sha256) }),
    targets: { local: { driver: "local" } },
    objectives: {},
    outputs: {},
    delivery: {},
    moved: {},
    removed: {},
  };

  test("are of a graph that fits the schema", () => {
    expect(fitting({ ...graph, hash: hashGraph(graph, sha256) })).toBeTruthy();
  });

  test("a resource's hash changes exactly when the resource does", () => {
    const one = hashResource(bare, sha256);
    expect(hashResource({ ...bare, spec: { mode: 420, path: "/a" } }, sha256)).toBe(one);
    const needs = ["x"] as unknown as Resource["needs"];
    const changes: Partial<Resource>[] = [
      { kind: "k" },
      { target: "t" },
      { mode: "read" },
      { spec: { path: "/a", mode: 421 } },
      { needs },
      { health: {} },
      { meta: { ...DEFAULT_META, wave: 1 } },
    ];
    const hashes = changes.map((change) => hashResource({ ...bare, ...change }, sha256));
    expect(new Set([one, ...hashes]).size).toBe(changes.length + 1);
  });

  test("the graph's hash changes with every part, and with a resource only through its hash", () => {
    const one = hashGraph(graph, sha256);
    expect(hashGraph({ ...graph, outputs: { a: 1 } }, sha256)).not.toBe(one);
    expect(hashGraph({ ...graph, sources: { "a.sp": "1" } }, sha256)).not.toBe(one);
    const other = { ...bare, hash: hashResource({ ...bare, target: "t" }, sha256) };
    expect(hashGraph({ ...graph, resources: resourcesOf(other) }, sha256)).not.toBe(one);
    const same = { ...bare, spec: {}, hash: hashResource(bare, sha256) };
    expect(hashGraph({ ...graph, resources: resourcesOf(same) }, sha256)).toBe(one);
  });
});
