// What a ledger keeps, and what it refuses.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import type { Resource } from "../../compiler/graph.ts";
import { LedgerError, type Change, type EnvironmentRow, type Ledger } from "../../runtime/ledger.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { applied, hashOf, identityAt, intent, released } from "../support/ledger-rows.ts";

let clock: FakeClock;
let ledger: Ledger;

beforeEach(() => {
  clock = new FakeClock(10_000);
  ledger = openLedger({ path: ":memory:", clock, holder: "test" });
});
afterEach(() => ledger.close());

const web = "web" as Address;
const db = "db" as Address;

function failure(work: () => unknown): LedgerError {
  try {
    work();
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

function note(...changes: Change[]): void {
  ledger.note(changes, []);
}

function moved(from: string, to: string): Change {
  return { kind: "moved", environment: "prod", from: from as Address, to: to as Address };
}

describe("actions", () => {
  test("are open from begin to finish, with what they lead to", () => {
    const [first, second] = ledger.begin(
      [intent("web", "one"), intent("db", "two", { action: "delete", desired: null })],
      [released("web", "one"), released("db", "", { resource: null, commit: null })],
    );
    const open = {
      openedAt: 10_000,
      closedAt: null,
      outcome: null,
      why: null,
      took: null,
    };
    expect(ledger.openIntents()).toEqual([
      { ...intent("web", "one"), ...open, id: first?.id },
      { ...intent("db", "two", { action: "delete", desired: null }), ...open, id: second?.id },
    ]);
    expect([first, second]).toEqual(ledger.openIntents());
    expect(ledger.released("prod").get(web)).toEqual(released("web", "one"));
    expect(ledger.released("prod").get(db)).toEqual(released("db", "", { resource: null, commit: null }));
    expect(ledger.applied("prod").size).toBe(0);

    clock.advance(250);
    const row = applied("web", "one", { needs: [db], outputs: { port: 80 }, protect: true });
    ledger.finish([
      { id: first?.id ?? 0, outcome: "done", why: null, took: 12.5, changes: [{ kind: "applied", row }] },
      { id: second?.id ?? 0, outcome: "denied", why: "read-only", took: 3, changes: [] },
    ]);
    expect(ledger.openIntents()).toEqual([]);
    expect(ledger.applied("prod")).toEqual(new Map([[web, row]]));
    expect(ledger.history("prod", db, 10)).toEqual([
      {
        ...intent("db", "two", { action: "delete", desired: null }),
        id: second?.id,
        openedAt: 10_000,
        closedAt: 10_250,
        outcome: "denied",
        why: "read-only",
        took: 3,
      },
    ]);
  });

  test("have ids that grow and are never given twice", () => {
    const ids = [1, 2, 3].flatMap(() => ledger.begin([intent("web", "x")], []).map((entry) => entry.id));
    expect(ids).toEqual([1, 2, 3]);
  });

  test("are finished once", () => {
    const [entry] = ledger.begin([intent("web", "one")], []);
    const result = {
      id: entry?.id ?? 0,
      outcome: "done",
      why: null,
      took: 1,
      changes: [{ kind: "applied", row: applied("web", "one") }],
    } as const;
    ledger.finish([result]);
    expect(failure(() => ledger.finish([result])).message).toMatch(`has no open intent ${result.id}`);
    expect(failure(() => ledger.finish([{ ...result, id: 99 }])).message).toMatch("has no open intent 99");
  });

  test("are remembered, newest first, as many as are asked for", () => {
    for (const content of ["one", "two", "three"]) ledger.begin([intent("web", content)], []);
    ledger.begin([intent("db", "other"), intent("web", "far", { environment: "test" })], []);
    const history = ledger.history("prod", web, 2);
    expect(history.map((entry) => entry.desired?.spec["content"])).toEqual(["three", "two"]);
  });

  test("fail whole: what one result cannot do, none of its group did", () => {
    const [one, two] = ledger.begin([intent("web", "one"), intent("db", "two")], []);
    note({ kind: "applied", row: applied("other", "x", { identity: identityAt("/srv/db") }) });
    const results = [
      {
        id: one?.id ?? 0,
        outcome: "done",
        why: null,
        took: 1,
        changes: [{ kind: "applied", row: applied("web", "one", { needs: [db] }) }],
      },
      {
        id: two?.id ?? 0,
        outcome: "done",
        why: null,
        took: 1,
        changes: [{ kind: "applied", row: applied("db", "two") }],
      },
    ] as const;
    const { message } = failure(() => ledger.finish(results));
    expect(message).toMatch("prod/db cannot be recorded");
    expect(message).toMatch("prod/other already has the identity");
    expect(ledger.openIntents()).toHaveLength(2);
    expect([...ledger.applied("prod").keys()]).toEqual(["other"]);
    expect(ledger.claim(identityAt("/srv/web"))).toBeNull();

    // What the writer remembers was forgotten with it: the edges are written, not taken for written.
    note({ kind: "forgotten", environment: "prod", address: "other" as Address });
    ledger.finish(results);
    expect(ledger.applied("prod").get(web)?.needs).toEqual([db]);
  });

  test("with the same desired resource keep it apart from one that only resembles it", () => {
    const same = intent("web", "one").desired as Resource;
    const other: Resource = { ...same, spec: { ...same.spec, content: "two" } };
    ledger.begin([intent("web", "", { desired: same })], [released("web", "", { resource: same })]);
    ledger.begin([intent("web", "", { desired: { ...same } })], []);
    ledger.begin([intent("web", "", { desired: other })], []);
    expect(ledger.openIntents().map((entry) => entry.desired)).toEqual([same, same, other]);
  });

  test("of nothing write nothing", () => {
    expect(ledger.begin([], [])).toEqual([]);
    ledger.finish([]);
    ledger.note([], []);
    expect(ledger.openIntents()).toEqual([]);
  });
});

describe("applied resources", () => {
  test("claim their identity since they first had it, and across environments", () => {
    note({ kind: "applied", row: applied("web", "one") });
    clock.advance(1_000);
    note({ kind: "applied", row: applied("web", "two") });
    const claim = { identity: identityAt("/srv/web"), environment: "prod", address: web, since: 10_000 };
    expect(ledger.claim(identityAt("/srv/web"))).toEqual(claim);
    expect(ledger.claims()).toEqual(new Map([[claim.identity, claim]]));
    const { message, help } = failure(() =>
      note({ kind: "applied", row: applied("web", "one", { environment: "test" }) }),
    );
    expect(message).toMatch("test/web cannot be recorded");
    expect(message).toMatch("prod/web already has the identity");
    expect(help).toMatch("moved");
    expect(ledger.applied("test").size).toBe(0);
  });

  test("give up the identity that they no longer have", () => {
    note({ kind: "applied", row: applied("web", "one") });
    note({ kind: "applied", row: applied("web", "one", { identity: identityAt("/srv/new") }) });
    expect([...ledger.claims().keys()]).toEqual([identityAt("/srv/new")]);
    note({ kind: "applied", row: applied("db", "two", { identity: identityAt("/srv/web") }) });
    expect(ledger.claim(identityAt("/srv/web"))?.address).toBe(db);
  });

  test("are replaced whole, edges included", () => {
    note({ kind: "applied", row: applied("web", "one", { needs: ["a", "b"] as Address[] }) });
    for (const needs of [["b", "c"], ["b", "c"], [], ["c"]] as Address[][]) {
      const row = applied("web", "two", { needs, version: null, kindVersion: 2, outputs: {} });
      note({ kind: "applied", row });
      expect(ledger.applied("prod").get(web)).toEqual(row);
    }
  });

  test("are forgotten with their claim, their edges and what was released", () => {
    ledger.note([{ kind: "applied", row: applied("web", "one", { needs: [db] }) }], [released("web", "one")]);
    note({ kind: "forgotten", environment: "prod", address: web });
    expect(ledger.applied("prod").size + ledger.released("prod").size + ledger.claims().size).toBe(0);
    note({ kind: "applied", row: applied("web", "two") });
    expect(ledger.applied("prod").get(web)?.needs).toEqual([]);
  });

  test("come in the order of their addresses", () => {
    note(...["c", "a", "b"].map((name): Change => ({ kind: "applied", row: applied(name, "x") })));
    expect([...ledger.applied("prod").keys()]).toEqual(["a", "b", "c"]);
  });
});

describe("moves", () => {
  test("take the rows, the claim and the edges of those that need it", () => {
    const needs = [web];
    ledger.note(
      [
        { kind: "applied", row: applied("web", "one", { needs: [db] }) },
        { kind: "applied", row: applied("client", "x", { needs }) },
      ],
      [released("web", "one")],
    );
    note(moved("web", "site"));
    const site = "site" as Address;
    expect(ledger.applied("prod").get(site)).toEqual({
      ...applied("web", "one", { needs: [db] }),
      address: site,
    });
    expect(ledger.applied("prod").has(web)).toBe(false);
    expect(ledger.applied("prod").get("client" as Address)?.needs).toEqual([site]);
    expect(ledger.claim(identityAt("/srv/web"))).toMatchObject({ address: site, since: 10_000 });
    expect(ledger.released("prod").get(site)?.resource).toEqual(released("web", "one").resource);
    expect(ledger.released("prod").has(web)).toBe(false);
  });

  test("that follow one another happen at once: two resources change places", () => {
    note({ kind: "applied", row: applied("a", "one") }, { kind: "applied", row: applied("b", "two") });
    note(moved("a", "b"), moved("b", "a"));
    const rows = ledger.applied("prod");
    expect(rows.get("a" as Address)?.identity).toBe(identityAt("/srv/b"));
    expect(rows.get("b" as Address)?.identity).toBe(identityAt("/srv/a"));
  });

  test("a chain moves in either order", () => {
    note({ kind: "applied", row: applied("a", "one") }, { kind: "applied", row: applied("b", "two") });
    note(moved("a", "b"), moved("b", "c"));
    note(moved("c", "d"), moved("b", "c"));
    const rows = ledger.applied("prod");
    expect([...rows.keys()]).toEqual(["c", "d"]);
    expect(rows.get("c" as Address)?.identity).toBe(identityAt("/srv/a"));
  });

  test("leave what was released at the new address already", () => {
    ledger.note(
      [{ kind: "applied", row: applied("web", "one") }],
      [released("web", "old"), released("site", "new")],
    );
    note(moved("web", "site"));
    expect([...ledger.released("prod").values()]).toEqual([released("site", "new")]);
  });

  test("onto another resource are refused, and change nothing", () => {
    note({ kind: "applied", row: applied("a", "one") }, { kind: "applied", row: applied("b", "two") });
    expect(failure(() => note(moved("a", "b"))).message).toMatch("cannot move a resource to prod/b");
    expect([...ledger.applied("prod").keys()]).toEqual(["a", "b"]);
  });

  test("come before what follows them in the same call", () => {
    note({ kind: "applied", row: applied("web", "one") });
    const row = applied("site", "two", { identity: identityAt("/srv/web"), needs: [db] });
    note(moved("web", "site"), { kind: "applied", row });
    expect([...ledger.applied("prod").values()]).toEqual([row]);
  });
});

describe("environments and targets", () => {
  const row: EnvironmentRow = {
    name: "prod",
    commit: "c1",
    graphHash: hashOf("g1"),
    graph: '{"setpoint":1}',
    acceptedAt: 5,
    appliedCommit: null,
    appliedHash: null,
    appliedAt: null,
  };

  test("are kept, and changed, each for itself", () => {
    ledger.putEnvironment({ ...row, name: "test", graph: "größer" });
    ledger.putEnvironment(row);
    expect(ledger.environments()).toEqual([row, { ...row, name: "test", graph: "größer" }]);
    const further = { ...row, appliedCommit: "c1", appliedHash: hashOf("g1"), appliedAt: 9 };
    const { graph: _, ...standing } = further;
    ledger.putApplied(standing);
    expect(ledger.environment("prod")).toEqual(further);
    expect(ledger.standing("prod")).toEqual(standing);
    expect(ledger.standing("nowhere")).toBeNull();
    const next = { ...further, commit: null, graphHash: hashOf("g2"), graph: '{"setpoint":2}' };
    ledger.putEnvironment(next);
    expect(ledger.environment("prod")).toEqual(next);
    expect(ledger.environment("nowhere")).toBeNull();
  });

  test("a target keeps the identity that it was recorded with last", () => {
    const target = { name: "local", driver: "local", identity: "machine-1", since: 1 };
    expect(ledger.target("local")).toBeNull();
    ledger.putTarget(target);
    ledger.putTarget({ ...target, identity: "machine-2", since: 2 });
    expect(ledger.target("local")).toEqual({ ...target, identity: "machine-2", since: 2 });
  });
});

test("the audit log is a chain that is proved when it is read", () => {
  const entries = ["suspend", "resume"].map((what, index) => ({
    at: index,
    who: "ada",
    what,
    why: "größer",
    detail: { scope: "prod", nested: [1, null] },
  }));
  for (const entry of entries) ledger.audit(entry);
  const trail = ledger.trail();
  expect(trail).toMatchObject(entries);
  expect(new Set(trail.map((record) => record.hash)).size).toBe(2);
  expect(trail[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
});

test("two ledgers in memory are two ledgers", () => {
  const other = openLedger({ path: ":memory:", clock, holder: "test" });
  note({ kind: "applied", row: applied("web", "one") });
  expect(other.applied("prod").size).toBe(0);
  expect(other.id).not.toBe(ledger.id);
  expect(ledger.fence).toBe(1);
  other.close();
});
