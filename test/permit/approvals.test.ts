import fc from "fast-check";
import { expect, test } from "vitest";
import type { Item } from "../../runtime/item.ts";
import { planDigest } from "../../runtime/item.ts";
import { type Approval, choose, isApproved } from "../../runtime/permit/approvals.ts";
import { address, sha256 } from "../support/graphs.ts";
import { deletion, item } from "./items.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 1);

function approve(what: Item, change: Partial<Approval> = {}): Map<Item["digest"], Approval> {
  const { digest, environment, address, action } = what;
  const approval = { digest, environment, address, action, at: NOW, lasts: 24 * HOUR, who: "ada", why: "" };
  return new Map([[digest, { ...approval, ...change }]]);
}

const read = { wall: NOW, monotonic: 0 };
const after = (wall: number, monotonic = wall): { wall: number; monotonic: number } => ({
  wall: NOW + wall,
  monotonic,
});

test("an approval is for one item; another digest at the same address is not covered", () => {
  const approvals = approve(deletion("db"));
  expect(isApproved(approvals, deletion("db"), read, after(0))).toBe(true);
  for (const other of [
    deletion("db", { targetIdentity: "m2" }),
    deletion("db2"),
    item("db", { action: "replace" }),
    deletion("db", { reason: "removed" }),
    deletion("db", { environment: "staging" }),
  ])
    expect(isApproved(approvals, other, read, after(0))).toBe(false);
});

test("it expires, by whichever clock has gone further", () => {
  const approvals = approve(deletion("db"));
  const isOpen = (wall: number, monotonic?: number): boolean =>
    isApproved(approvals, deletion("db"), read, after(wall, monotonic));
  expect(isOpen(24 * HOUR - 1)).toBe(true);
  expect(isOpen(24 * HOUR)).toBe(false);
  expect(isOpen(-100 * HOUR, 24 * HOUR)).toBe(false);
  expect(isOpen(24 * HOUR, 0)).toBe(false);
});

test("one that was given in what is now the future does not count", () => {
  const approvals = approve(deletion("db"), { at: NOW + HOUR });
  expect(isApproved(approvals, deletion("db"), read, after(0))).toBe(false);
  expect(isApproved(approvals, deletion("db"), read, after(2 * HOUR))).toBe(false);
});

test("no course of the clocks makes an approval last longer than it was given for", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (wall, monotonic) => {
      const open = isApproved(approve(deletion("db")), deletion("db"), read, after(wall, monotonic));
      expect(open).toBe(Math.max(wall, monotonic) < 24 * HOUR);
    }),
  );
});

test("a person approves everything, a plan by its digest, or one address", () => {
  const items = [deletion("a"), deletion("b")];
  const digest = planDigest(items, sha256);
  expect(choose({ kind: "all" }, items, digest)).toEqual({ kind: "items", items });
  expect(choose({ kind: "plan", digest }, items, digest)).toEqual({ kind: "items", items });
  expect(choose({ kind: "plan", digest: "sha256:00" }, items, digest)).toMatchObject({ kind: "none" });
  expect(choose({ kind: "address", address: address("b") }, items, digest)).toEqual({
    kind: "items",
    items: [items[1]],
  });
  expect(choose({ kind: "address", address: address("c") }, items, digest)).toMatchObject({ kind: "none" });
  expect(choose({ kind: "all" }, [], digest)).toMatchObject({ kind: "none" });
});
