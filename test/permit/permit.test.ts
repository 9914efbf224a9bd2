import { describe, expect, test } from "vitest";
import type { Recovery } from "../../runtime/ledger.ts";
import { NO_FACTS, permit, type PermitFacts } from "../../runtime/permit.ts";
import type { Suspend } from "../../runtime/permit/suspend.ts";
import { deletion, drift, item } from "./items.ts";

const SUSPEND: Suspend = {
  scope: { kind: "environment", environment: "prod" },
  reason: "audit week",
  who: "ada",
  at: 0,
  lasts: 3 * 3_600_000,
  elapsed: 0,
  seen: 0,
};
const LIMIT: PermitFacts["limit"] = { rule: "share", why: "11 of 100 resources would be deleted" };
const CLOSED: PermitFacts["window"] = { open: false, opens: 7, text: "mon-fri 22:00-04:00 (UTC)" };
const recovery = (reason: Recovery["reason"]): Recovery => ({ reason, why: "its file was gone", since: 0 });

function ask(what: Parameters<typeof permit>[0], facts: Partial<PermitFacts>): string {
  const decision = permit(what, { ...NO_FACTS, ...facts });
  return decision.kind === "permitted" ? "permitted" : `${decision.status.kind}: ${decision.why}`;
}

test("nothing in the way is permitted", () => expect(ask(item("web"), {})).toBe("permitted"));

describe("a suspend", () => {
  test("says who, how long and why", () => {
    expect(ask(item("web"), { suspend: SUSPEND })).toBe(
      "suspended: prod is suspended by ada for another 3 hours: audit week",
    );
    expect(ask(item("web"), { suspend: { ...SUSPEND, lasts: null } })).toContain("until it is resumed");
  });

  test("holds everything, an approved item and a replace that has begun included", () => {
    for (const what of [item("web"), deletion("db"), drift("log"), item("a", { action: "adopt" })])
      expect(ask(what, { suspend: SUSPEND, approved: true, begun: true })).toMatch(/^suspended: /);
  });
});

describe("protection", () => {
  const protectedItem = deletion("db", { block: { kind: "protected" } });
  test("is lifted by a person, and by nothing else that a person can say", () => {
    expect(ask(protectedItem, {})).toMatch(/^blocked: it is protected/);
    expect(ask(protectedItem, { approved: true, begun: true })).toMatch(/^blocked: /);
    expect(ask(protectedItem, { unprotected: true })).toBe("permitted");
  });
  test("lifting it lifts no other block, and no limit", () => {
    expect(ask(deletion("db", { block: { kind: "lost" } }), { unprotected: true })).toMatch(/^blocked: /);
    expect(ask(protectedItem, { unprotected: true, limit: LIMIT })).toMatch(/^waiting: /);
  });
});

describe("a limit", () => {
  test("holds until this item is approved, and a window still counts then", () => {
    expect(ask(deletion("db"), { limit: LIMIT })).toMatch(/^waiting: 11 of 100 .* it waits for an approval$/);
    expect(ask(deletion("db"), { limit: LIMIT, approved: true })).toBe("permitted");
    expect(ask(deletion("db"), { limit: LIMIT, approved: true, window: CLOSED })).toMatch(
      /^waiting: the window/,
    );
  });
});

describe("a window", () => {
  test("holds what would change, with when it opens", () => {
    expect(permit(item("web"), { ...NO_FACTS, window: CLOSED })).toMatchObject({
      kind: "held",
      status: { kind: "waiting", for: "window" },
      why: "the window for changes is closed: mon-fri 22:00-04:00 (UTC)",
      until: 7,
    });
    expect(ask(drift("log"), { window: CLOSED })).toContain("the window for repairs is closed");
  });
  test("lets a replace finish that has begun, and what happens only in the ledger", () => {
    expect(ask(item("web", { action: "replace" }), { window: CLOSED, limit: LIMIT, begun: true })).toBe(
      "permitted",
    );
    expect(ask(item("web", { action: "adopt" }), { window: CLOSED })).toBe("permitted");
    expect(ask(item("web", { action: "release" }), { window: CLOSED })).toBe("permitted");
  });
});

describe("recovery", () => {
  test.each(["lost", "restored"] as const)("of a ledger that was %s holds all but adopting", (reason) => {
    for (const what of [item("web"), deletion("db"), drift("log"), item("a", { action: "release" })])
      expect(ask(what, { recovery: recovery(reason) })).toMatch(/^waiting: the ledger is in recovery/);
    expect(ask(item("a", { action: "adopt" }), { recovery: recovery(reason) })).toBe("permitted");
    expect(ask(item("web"), { recovery: recovery(reason), approved: true })).toBe("permitted");
  });
  test("of a ledger that is new holds nothing", () => {
    expect(ask(item("web"), { recovery: recovery("new") })).toBe("permitted");
  });
});

test("an environment that the source no longer names is blocked whole", () => {
  for (const what of [item("web"), deletion("db"), drift("log"), item("a", { action: "adopt" })])
    expect(ask(what, { vanished: true, approved: true, begun: true, unprotected: true })).toMatch(
      /^blocked: the source no longer names its environment/,
    );
});
