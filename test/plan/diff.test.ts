import fc from "fast-check";
import patcher from "fast-json-patch";
import { expect, test } from "vitest";
import type { JsonObject } from "../../compiler/json.ts";
import { diffFields, patchOf } from "../../runtime/plan/diff.ts";
import { resolve } from "../../runtime/resolve.ts";
import { address, KINDS } from "../support/graphs.ts";
import type { Kind } from "../../compiler/graph.ts";

const KIND = KINDS["std.file.File"] as Kind;

function diff(
  wanted: JsonObject,
  applied: JsonObject | null,
  live: JsonObject | null,
  kind: Partial<Kind> = {},
  removes: readonly string[] = [],
) {
  const resolved = resolve(wanted, () => null);
  return diffFields({
    kind: { ...KIND, ...kind },
    wanted,
    resolved,
    applied,
    digests: null,
    live,
    removes,
    inputsChanged: false,
    ignore: [],
  });
}

function summary(...input: Parameters<typeof diff>): string[] {
  return diff(...input).map((change) => `${change.class} ${change.pointer}`);
}

test("what is as wanted is no difference, whatever was applied", () => {
  expect(summary({ a: 1 }, null, { a: 1 })).toEqual([]);
  expect(summary({ a: 1 }, { a: 2 }, { a: 1 })).toEqual([]);
});

test("each field is classed by who moved", () => {
  expect(summary({ a: 2 }, { a: 1 }, { a: 1 })).toEqual(["intended /a"]);
  expect(summary({ a: 1 }, { a: 1 }, { a: 3 })).toEqual(["corrective /a"]);
  expect(summary({ a: 2 }, { a: 1 }, { a: 3 })).toEqual(["both /a"]);
});

test("what is listed because the version wants it gone has not drifted; once it was wanted gone, it has", () => {
  const live = { purge: ["a", "b"] };
  expect(summary({ purge: true }, { purge: false }, live, {}, ["a", "b"])).toEqual(["intended /purge"]);
  expect(summary({ purge: true }, { purge: true }, live, {}, ["a", "b"])).toEqual(["corrective /purge"]);
  expect(
    summary({ purge: true, mode: 2 }, { purge: false, mode: 1 }, { ...live, mode: 3 }, {}, ["a", "b"]),
  ).toEqual(["intended /purge", "both /mode"]);
});

test("a field that was never ours is left alone; one that was and is no longer wanted is unset", () => {
  expect(summary({ a: 1 }, { a: 1 }, { a: 1, theirs: 5 })).toEqual([]);
  const [dropped] = diff({ a: 1 }, { a: 1, b: 2 }, { a: 1, b: 2 });
  expect(dropped).toMatchObject({ pointer: "/b", desired: undefined, class: "intended" });
  expect(patchOf(diff({ a: 1 }, { a: 1, b: 2 }, { a: 1, b: 2 }))).toEqual([{ op: "remove", path: "/b" }]);
});

test("a map is owned by key, unless its kind owns it whole", () => {
  const live = { env: { OURS: "1", THEIRS: "2" } };
  expect(summary({ env: { OURS: "1" } }, { env: { OURS: "1" } }, live)).toEqual([]);
  expect(summary({ env: { OURS: "1" } }, { env: { OURS: "1" } }, live, { own: { "/env": "whole" } })).toEqual(
    ["corrective /env"],
  );
});

test("a keyed list is compared and addressed by key, and its order is nobody's drift", () => {
  const ports = (...list: JsonObject[]): JsonObject => ({ ports: list });
  const http = { name: "http", port: 80 };
  const admin = { name: "admin", port: 9000 };
  const lists = { lists: { "/ports": "name" } };
  expect(summary(ports(http, admin), ports(http, admin), ports(admin, http), lists)).toEqual([]);
  expect(summary(ports(http, admin), ports(http, admin), ports({ ...http, port: 81 }, admin), lists)).toEqual(
    ["corrective /ports/http/port"],
  );
  expect(summary(ports(http), ports(http, admin), ports(http, admin), lists)).toEqual([
    "intended /ports/admin",
  ]);
});

test("a value that is not known yet is one difference that names what it waits for, and is not in the patch", () => {
  const wanted = { url: { $join: ["http://", { $from: "db", output: "host" }] } };
  const changes = diff(wanted, null, {});
  expect(changes).toMatchObject([{ pointer: "/url", knownAfter: [address("db")] }]);
  expect(patchOf(changes)).toEqual([]);
});

const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("x", "y"), fc.boolean());
const spec = fc.dictionary(
  fc.constantFrom("a", "b", "c/d", "e~f"),
  fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.constantFrom("k", "l"), scalar)),
) as fc.Arbitrary<JsonObject>;

test("the patch leads from what is there to what is wanted, and after it nothing differs", () => {
  fc.assert(
    fc.property(spec, spec, spec, (wanted, applied, live) => {
      const patch = patchOf(diff(wanted, applied, live));
      const { newDocument } = patcher.applyPatch(
        structuredClone(live),
        structuredClone([...patch]) as never,
        true,
      );
      expect(summary(wanted, applied, newDocument)).toEqual([]);
      expect(patchOf(diff(wanted, wanted, newDocument))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("what is foreign survives the patch", () => {
  fc.assert(
    fc.property(spec, spec, (wanted, live) => {
      const foreign = { ...live, foreign: "theirs" };
      const patch = patchOf(diff(wanted, wanted, foreign));
      const { newDocument } = patcher.applyPatch(
        structuredClone(foreign),
        structuredClone([...patch]) as never,
        true,
      );
      expect(newDocument).toMatchObject({ foreign: "theirs" });
    }),
  );
});
