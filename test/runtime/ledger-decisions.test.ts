import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Decision } from "../../runtime/decision.ts";
import type { AuditEntry, EnvironmentRow, Ledger } from "../../runtime/ledger.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import type { Approval } from "../../runtime/permit/approvals.ts";
import type { Suspend } from "../../runtime/permit/suspend.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { address } from "../support/graphs.ts";
import { applied, hashOf, identityAt, intent } from "../support/ledger-rows.ts";

let folder: string;
let path: string;
let clock: FakeClock;
let ledger: Ledger;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "setpoint-decisions-"));
  path = join(folder, "ledger.db");
  clock = new FakeClock();
  ledger = open();
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

function open(): Ledger {
  return openLedger({ path, clock, holder: "test" });
}

const entry = (what: string): AuditEntry => ({ at: 1, who: "ada", what, why: "because", detail: {} });

const SUSPEND: Suspend = {
  scope: { kind: "environment", environment: "prod" },
  reason: "audit",
  who: "ada",
  at: 10,
  lasts: 1_000,
  elapsed: 0,
  seen: 10,
};

function approval(name: string, digest = hashOf(name)): Approval {
  return {
    digest,
    environment: "prod",
    address: address(name),
    action: "delete",
    at: 10,
    lasts: 100,
    who: "ada",
    why: "",
  };
}

function environment(commit: string | null, graphHash = hashOf(commit ?? "")): EnvironmentRow {
  return {
    name: "prod",
    commit,
    graphHash,
    graph: "{}",
    acceptedAt: 5,
    appliedCommit: null,
    appliedHash: null,
    appliedAt: null,
  };
}

const decide = (...decisions: Decision[]): void => ledger.decide(decisions, entry("decided"));

describe("a decision and its entry in the audit log are one transaction", () => {
  test("each that is made is audited, and stands after the next opening", () => {
    decide(
      { kind: "suspended", suspend: SUSPEND },
      { kind: "approved", approvals: [approval("a"), approval("b")] },
    );
    ledger.close();
    ledger = open();
    expect(ledger.suspends()).toEqual([SUSPEND]);
    expect([...ledger.approvals("prod").values()].map((each) => each.address).toSorted()).toEqual(["a", "b"]);
    expect(ledger.approvals("staging").size).toBe(0);
    expect(ledger.trail().map(({ what }) => what)).toEqual(["decided"]);
  });

  test("one that cannot be made leaves no entry, and none of the others", () => {
    ledger.begin([intent("a", "1"), intent("b", "1", { targetIdentity: "machine-1" })], []);
    ledger.note([{ kind: "applied", row: applied("a", "1") }], []);
    // The identity that `a` would have on the new machine belongs to `b`.
    const other = identityAt("/srv/a").replace("machine-1", "machine-2") as ReturnType<typeof identityAt>;
    ledger.note(
      [{ kind: "applied", row: applied("b", "1", { identity: other, targetIdentity: "machine-2" }) }],
      [],
    );
    const swap: Decision = {
      kind: "target-accepted",
      target: "local",
      driver: "local",
      before: "machine-1",
      identity: "machine-2",
      at: 9,
    };
    expect(() => decide({ kind: "suspended", suspend: SUSPEND }, swap)).toThrow(
      /already stands for that object/,
    );
    expect(ledger.trail()).toEqual([]);
    expect(ledger.suspends()).toEqual([]);
    expect(ledger.target("local")).toBe(null);
  });
});

test("a suspend is ended by its scope; one that is made anew stands in place of the old", () => {
  const web: Suspend = {
    ...SUSPEND,
    scope: { kind: "address", environment: "prod", address: address("web") },
  };
  const target: Suspend = { ...SUSPEND, scope: { kind: "target", target: "local" }, lasts: null };
  decide(
    { kind: "suspended", suspend: SUSPEND },
    { kind: "suspended", suspend: web },
    { kind: "suspended", suspend: target },
    { kind: "suspended", suspend: { ...web, reason: "again" } },
  );
  expect(ledger.suspends()).toEqual([SUSPEND, { ...web, reason: "again" }, target]);
  decide({ kind: "resumed", scope: web.scope });
  expect(ledger.suspends()).toEqual([SUSPEND, target]);
  ledger.reckon([
    { ...SUSPEND, elapsed: 400, seen: 410 },
    { ...web, elapsed: 1 },
  ]);
  expect(ledger.suspends()).toEqual([{ ...SUSPEND, elapsed: 400, seen: 410 }, target]);
});

test("an approval is used up by the action that it was for, and by no other, and not by an attempt that failed", () => {
  const one = intent("a", "1", { action: "delete", digest: hashOf("a"), desired: null });
  decide(
    { kind: "approved", approvals: [approval("a"), approval("b")] },
    {
      kind: "unprotected",
      leave: { environment: "prod", address: address("a"), at: 1, lasts: 9, who: "ada", why: "" },
    },
  );
  const [failed] = ledger.begin([one], []);
  ledger.finish([{ id: failed?.id ?? 0, outcome: "retryable", why: "busy", took: 1, changes: [] }]);
  expect(ledger.approvals("prod").size).toBe(2);
  expect(ledger.leaves("prod").size).toBe(1);
  const [done] = ledger.begin([one], []);
  ledger.finish([{ id: done?.id ?? 0, outcome: "done", why: null, took: 1, changes: [] }]);
  expect([...ledger.approvals("prod").keys()]).toEqual([hashOf("b")]);
  expect(ledger.leaves("prod").size).toBe(0);
});

test("the word of a person on an open intent lasts until it is settled", () => {
  const [first] = ledger.begin([intent("a", "1")], []);
  decide({ kind: "resolved", intent: first?.id ?? 0, done: true });
  expect(ledger.resolutions()).toEqual(new Map([[first?.id, true]]));
  ledger.finish([{ id: first?.id ?? 0, outcome: "settled-not-done", why: null, took: 0, changes: [] }]);
  expect(ledger.resolutions().size).toBe(0);
});

test("accepted versions are remembered with what they asked for; the same one is one", () => {
  ledger.putEnvironment(environment("c1"), { delivery: { window: { zone: "UTC" } }, kinds: {} });
  ledger.putEnvironment(environment("c1"), { delivery: { window: { zone: "UTC" } }, kinds: {} });
  ledger.putEnvironment({ ...environment("c1"), appliedAt: 9 });
  ledger.putEnvironment(environment("c1", hashOf("another graph")), { delivery: {}, kinds: {} });
  expect(ledger.versions("prod", 9)).toMatchObject([
    { commit: "c1", graphHash: hashOf("another graph"), delivery: {} },
    { commit: "c1", graphHash: hashOf("c1"), delivery: { window: { zone: "UTC" } } },
  ]);
  expect(ledger.versions("staging", 9)).toEqual([]);
});

test("deletes and replaces that were begun, how many resources there are, and replaces that are not finished", () => {
  const rows = [
    applied("a", "1"),
    applied("b", "1"),
    applied("c", "1", { environment: "staging", target: "web" }),
  ];
  ledger.note(
    rows.map((row) => ({ kind: "applied", row })),
    [],
  );
  expect(ledger.populations()).toEqual([
    { environment: "prod", target: "local", count: 2 },
    { environment: "staging", target: "web", count: 1 },
  ]);
  const start = clock.wall();
  clock.advance(1_000);
  const [a, b] = ledger.begin(
    [
      intent("a", "1", { action: "delete", desired: null }),
      intent("b", "2", { action: "replace" }),
      intent("d", "1"),
    ],
    [],
  );
  ledger.finish([{ id: a?.id ?? 0, outcome: "done", why: null, took: 1, changes: [] }]);
  expect(ledger.disruptions(start)).toMatchObject([
    { action: "delete", identity: identityAt("/srv/a"), done: true },
    { action: "replace", identity: identityAt("/srv/b"), done: false },
  ]);
  expect(ledger.disruptions(clock.wall())).toEqual([]);
  expect([...ledger.unfinished("prod")]).toEqual(["b"]);
  ledger.finish([{ id: b?.id ?? 0, outcome: "retryable", why: "busy", took: 1, changes: [] }]);
  expect([...ledger.unfinished("prod")]).toEqual(["b"]);
  const [again] = ledger.begin([intent("b", "2", { action: "create" })], []);
  ledger.finish([{ id: again?.id ?? 0, outcome: "done", why: null, took: 1, changes: [] }]);
  expect(ledger.unfinished("prod").size).toBe(0);
});

test("another machine that is accepted as the same target keeps its resources' rows and claims", () => {
  ledger.putTarget({ name: "local", driver: "local", identity: "machine-1", since: 1 });
  ledger.note(
    [
      { kind: "applied", row: applied("a", "1") },
      { kind: "applied", row: applied("b", "1", { target: "web", targetIdentity: "machine-9" }) },
    ],
    [],
  );
  decide({
    kind: "target-accepted",
    target: "local",
    driver: "local",
    before: "machine-1",
    identity: "machine-2",
    at: 9,
  });
  const row = ledger.applied("prod").get(address("a"));
  expect(row?.targetIdentity).toBe("machine-2");
  expect(row?.identity).toContain("machine-2");
  expect(ledger.claim(row?.identity ?? identityAt(""))).toMatchObject({ address: "a" });
  expect(ledger.claim(identityAt("/srv/a"))).toBe(null);
  expect(ledger.target("local")).toMatchObject({ identity: "machine-2" });
  expect(ledger.applied("prod").get(address("b"))?.targetIdentity).toBe("machine-9");
  // The writer remembers identities: what it does next goes by the new ones.
  ledger.note([{ kind: "forgotten", environment: "prod", address: address("a") }], []);
  expect(ledger.claims().size).toBe(1);
});

test("what happened to an object is found under every address that it had, and what happened at an address too", () => {
  const moved = { identity: identityAt("/srv/a") };
  ledger.begin([intent("a", "1")], []);
  ledger.begin([intent("b", "2", { ...moved, action: "update" })], []);
  ledger.begin([intent("c", "1")], []);
  ledger.begin([intent("b", "3", { action: "replace", identity: identityAt("/srv/other") })], []);
  expect(ledger.chronicle("prod", address("b"), 9).map((each) => `${each.action} ${each.address}`)).toEqual([
    "replace b",
    "update b",
    "create a",
  ]);
  expect(ledger.chronicle("prod", address("b"), 1)).toHaveLength(1);
});

describe("the file beside it", () => {
  const pins = (): string => `${path}.pins.json`;
  const mark = (kind: "destroyed" | "pinned" | "rejected", value: string): Decision => ({
    kind: "marked",
    mark: { kind, environment: "prod", value, at: 3, who: "ada", why: "" },
  });

  test("has suspends, pins, rejected and last accepted commits, and is nobody else's to read", () => {
    ledger.putEnvironment(environment("c1"), { delivery: {}, kinds: {} });
    decide(
      { kind: "suspended", suspend: SUSPEND },
      mark("rejected", "c0"),
      mark("rejected", "c00"),
      mark("pinned", "c1"),
    );
    const file = JSON.parse(readFileSync(pins(), "utf8")) as Record<string, unknown>;
    expect(file).toMatchObject({ setpoint: 1, ledger: ledger.id, suspends: [SUSPEND] });
    expect(file["marks"]).toMatchObject([
      { kind: "accepted", value: `c1 ${hashOf("c1")}` },
      { kind: "pinned", value: "c1" },
      { kind: "rejected", value: "c0" },
      { kind: "rejected", value: "c00" },
    ]);
    expect(statSync(pins()).mode & 0o777).toBe(0o600);
  });

  test("gives a ledger that was lost what only it still knows", () => {
    ledger.putEnvironment(environment("c1"), { delivery: {}, kinds: {} });
    decide({ kind: "suspended", suspend: SUSPEND }, mark("pinned", "c1"));
    ledger.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    ledger = open();
    expect(ledger.environments()).toEqual([]);
    expect(ledger.suspends()).toEqual([SUSPEND]);
    expect(ledger.marks("prod")).toMatchObject([
      { kind: "accepted", value: `c1 ${hashOf("c1")}` },
      { kind: "pinned", value: "c1" },
    ]);
    expect(ledger.recovery("prod")?.reason).toBe("lost");
    // Once a version is accepted, the ledger has it itself.
    ledger.putEnvironment(environment("c2"), { delivery: {}, kinds: {} });
    expect(ledger.marks("prod").map(({ kind }) => kind)).toEqual(["pinned"]);
  });

  test("gives a ledger that is older than its world the suspends that came after it", () => {
    ledger.close();
    copyFileSync(path, join(folder, "old.db"));
    ledger = open();
    decide({ kind: "suspended", suspend: SUSPEND });
    ledger.close();
    copyFileSync(join(folder, "old.db"), path);
    ledger = open();
    expect(ledger.trail().map(({ what }) => what)).toEqual(["recovery"]);
    expect(ledger.suspends()).toEqual([SUSPEND]);
  });

  test("does not bring back what was ended, where the ledger is not behind it", () => {
    decide({ kind: "suspended", suspend: SUSPEND });
    const before = readFileSync(pins(), "utf8");
    decide({ kind: "resumed", scope: SUSPEND.scope });
    ledger.close();
    writeFileSync(pins(), before);
    ledger = open();
    expect(ledger.suspends()).toEqual([]);
  });

  test.each([
    "",
    "{",
    "[]",
    '{"setpoint":1,"ledger":"x","entries":9,"suspends":[1,{"scope":{}}],"marks":{}}',
  ])("is nothing where it cannot be read: %j", (text) => {
    ledger.close();
    writeFileSync(pins(), text);
    ledger = open();
    expect(ledger.suspends()).toEqual([]);
    expect(JSON.parse(readFileSync(pins(), "utf8"))).toMatchObject({ ledger: ledger.id });
  });
});
