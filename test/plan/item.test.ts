import { expect, test } from "vitest";
import type { Identity } from "../../compiler/identity.ts";
import { type FieldChange, type Item, itemDigest, planDigest } from "../../runtime/item.ts";
import { NO_FACTS, permit } from "../../runtime/permit.ts";
import { address, sha256 } from "../support/graphs.ts";

const CHANGE: FieldChange = {
  pointer: "/name",
  class: "intended",
  live: "old",
  applied: "old",
  desired: "new",
  secret: false,
  knownAfter: [],
  forces: true,
  place: null,
};
const ITEM: Omit<Item, "digest"> = {
  environment: "prod",
  address: address("db"),
  kind: "std.postgres.Database",
  target: "main",
  identity: '["postgres","main","std.postgres.Database",{"/name":"shop"}]' as Identity,
  targetIdentity: "system:1",
  action: "replace",
  cause: "intended",
  reason: "forced",
  changes: [CHANGE],
  patch: [],
  desiredHash: "sha256:aa",
  block: null,
  place: null,
};
const digest = (change: Partial<Item> = {}): string => itemDigest({ ...ITEM, ...change }, sha256);
const item = (change: Partial<Item> = {}): Item => ({
  ...ITEM,
  ...change,
  digest: itemDigest({ ...ITEM, ...change }, sha256),
});

test("a digest changes with everything that an approval is about", () => {
  const others: Partial<Item>[] = [
    { environment: "staging" },
    { address: address("db2") },
    { identity: "[]" as Identity },
    { targetIdentity: "system:2" },
    { action: "update" },
    { reason: "drifted" },
    { desiredHash: "sha256:bb" },
    { changes: [{ ...CHANGE, live: "other" }] },
    { replaces: "[1]" as Identity },
    { replaces: "[2]" as Identity },
  ];
  const digests = new Set([digest(), ...others.map(digest)]);
  expect(digests.size).toBe(others.length + 1);
});

test("unrelated drift leaves a digest as it is", () => {
  expect(digest({ changes: [CHANGE, { ...CHANGE, pointer: "/comment", forces: false, live: "x" }] })).toBe(
    digest(),
  );
  expect(digest({ cause: "corrective", place: { file: "a.sp", line: 1, column: 1 } })).toBe(digest());
});

test("a plan's digest is that of its items in any order, and of nothing that does nothing", () => {
  const one = item();
  const two = item({ address: address("web") });
  const idle = item({ address: address("idle"), action: "none" });
  expect(planDigest([one, two], sha256)).toBe(planDigest([two, idle, one], sha256));
  expect(planDigest([one], sha256)).not.toBe(planDigest([one, two], sha256));
});

test("what is blocked is held with its reason, and drift that is only reported is held as drift", () => {
  expect(permit(item(), NO_FACTS)).toEqual({ kind: "permitted" });
  expect(permit(item({ block: { kind: "protected" } }), NO_FACTS)).toMatchObject({
    kind: "held",
    status: { kind: "blocked", by: "protected" },
  });
  expect(permit(item({ cause: "corrective" }), { ...NO_FACTS, drift: "report" })).toMatchObject({
    kind: "held",
    status: { kind: "drifted" },
  });
});
