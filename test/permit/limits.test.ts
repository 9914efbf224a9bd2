import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Identity } from "../../compiler/identity.ts";
import type { Item } from "../../runtime/item.ts";
import {
  canHold,
  DEFAULT_LIMITS,
  type Disruption,
  limit,
  type LimitInput,
  limitsOfDelivery,
  stricterLimits,
  type Weighed,
} from "../../runtime/permit/limits.ts";
import { deletion, drift, item } from "./items.ts";

const weigh = (items: readonly Item[], holdsData = false): Weighed[] =>
  items.map((each) => ({ key: each.address, item: each, dataOf: holdsData ? each.kind : null }));

const many = (count: number, make: (name: string) => Item, from = 0): Item[] =>
  Array.from({ length: count }, (_, index) => make(`r${from + index}`));

function input(items: readonly Weighed[], change: Partial<LimitInput> = {}): LimitInput {
  const counts = { environment: 100, targets: new Map([["local", 100]]) };
  return {
    environment: "prod",
    settings: DEFAULT_LIMITS,
    items,
    population: counts,
    recent: [],
    staying: counts,
    sameCommit: false,
    ...change,
  };
}

const of = (environment: number, local = environment): LimitInput["population"] => ({
  environment,
  targets: new Map([["local", local]]),
});

function done(count: number, change: Partial<Disruption> = {}): Disruption[] {
  return Array.from({ length: count }, (_, index) => ({
    environment: "prod",
    target: "local",
    identity: `done ${index}` as Identity,
    deleted: true,
    ...change,
  }));
}

const rules = (held: ReturnType<typeof limit>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { rule } of held.values()) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
};

test("where no limit can hold anything, none does, whatever else is so", () => {
  const number = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(
      number,
      number,
      fc.nat(2),
      fc.boolean(),
      number,
      (drifted, purged, gone, sameCommit, there) => {
        const items = weigh([
          ...many(drifted, drift),
          ...many(gone, deletion, 100),
          ...(purged === 0
            ? []
            : [{ ...drift("purged"), removes: many(purged, drift).map((each) => each.address) }]),
        ]);
        const facts = input(items, { sameCommit, population: of(there), staying: of(there) });
        expect(canHold(DEFAULT_LIMITS, items) || limit(facts).size === 0).toBe(true);
      },
    ),
  );
  expect(canHold(DEFAULT_LIMITS, weigh(many(9, drift)))).toBe(false);
});

test("a purge of ten things waits, one of nine does not", () => {
  const purge = (count: number) =>
    weigh([{ ...drift("d"), removes: many(count, drift).map(({ address }) => address) }]);
  expect(rules(limit(input(purge(10))))).toEqual({ purge: 1 });
  expect(rules(limit(input(purge(9))))).toEqual({});
});

describe("deletes and replaces in an hour", () => {
  test("a tenth passes, one more holds the whole group, and the rest proceeds", () => {
    expect(limit(input(weigh(many(10, deletion)))).size).toBe(0);
    const held = limit(input(weigh([...many(11, deletion), item("web"), drift("log")])));
    expect(rules(held)).toEqual({ share: 11 });
    expect(held.has("web")).toBe(false);
    expect(held.get("r0")?.why).toBe(
      "11 of 100 resources of prod would be deleted or replaced: more than 10 % in an hour",
    );
  });

  test("replaces count as deletes do", () => {
    const replaces = many(6, (name) => item(name, { action: "replace" }), 50);
    expect(rules(limit(input(weigh([...many(5, deletion), ...replaces]))))).toEqual({ share: 11 });
  });

  test("what was done in the last hour counts, and what was deleted in it counts among the resources", () => {
    expect(limit(input(weigh(many(1, deletion)), { population: of(91), recent: done(9) })).size).toBe(0);
    const held = limit(input(weigh(many(1, deletion)), { population: of(90), recent: done(10) }));
    expect(held.get("r0")?.why).toContain(
      "11 of 100 resources of prod would be deleted or replaced, with the 10 of",
    );
  });

  test("an attempt that is made again counts once", () => {
    const again = many(10, deletion);
    const recent = again.map(({ identity, target, environment }): Disruption => ({
      identity,
      target,
      environment,
      deleted: false,
    }));
    expect(limit(input(weigh(again), { recent })).size).toBe(0);
  });

  test("below ten resources there is no share", () => {
    expect(limit(input(weigh(many(5, deletion)), { population: of(9) })).size).toBe(0);
    expect(limit(input(weigh(many(5, deletion)), { population: of(10) })).size).toBe(5);
  });

  test("a target has its own share, with what other environments do there", () => {
    const items = weigh(many(3, deletion));
    expect(limit(input(items, { population: of(100, 20) })).size).toBe(3);
    const others = done(2, { environment: "staging" });
    expect(limit(input(weigh(many(1, deletion)), { population: of(100, 20), recent: others })).size).toBe(1);
    const elsewhere = done(50, { environment: "staging", target: "other" });
    expect(limit(input(weigh(many(1, deletion)), { recent: elsewhere })).size).toBe(0);
  });
});

describe("what waits whatever its number", () => {
  test("all deletes, where nothing would be left of the environment or on the target", () => {
    const items = weigh([deletion("a"), deletion("b"), item("c", { action: "replace" })]);
    expect(rules(limit(input(items, { population: of(3), staying: of(0) })))).toEqual({ last: 2 });
    expect(rules(limit(input(items, { population: of(3), staying: of(1, 0) })))).toEqual({ last: 2 });
    expect(limit(input(items, { population: of(3), staying: of(1) })).size).toBe(0);
    const settings = { ...DEFAULT_LIMITS, last: false };
    expect(limit(input(items, { population: of(3), staying: of(0), settings })).size).toBe(0);
  });

  test("a delete or a replace of what holds data", () => {
    const held = limit(input(weigh([deletion("db"), item("db2", { action: "replace" }), item("db3")], true)));
    expect(rules(held)).toEqual({ data: 2 });
  });

  test("all deletes and replaces, where the commit is the same and the graph is not", () => {
    const items = weigh([deletion("a"), item("b", { action: "replace" }), item("c")]);
    expect(rules(limit(input(items, { sameCommit: true })))).toEqual({ "same-commit": 2 });
  });
});

describe("half of a target is gone", () => {
  test("its repairs wait together; on another target they go on", () => {
    const gone = many(50, drift);
    const other = many(5, (name) => drift(name, { target: "other" }), 100);
    const population = {
      environment: 200,
      targets: new Map([
        ["local", 100],
        ["other", 100],
      ]),
    };
    const held = limit(input(weigh([...gone, ...other, item("web")]), { population }));
    expect(rules(held)).toEqual({ surprise: 50 });
    expect(held.get("r0")?.why).toBe(
      "50 of 100 resources on the target `local` are gone or changed at once: more than 30 %",
    );
  });

  test("thirty of a hundred are no surprise, and neither are nine of nine", () => {
    expect(limit(input(weigh(many(30, drift)))).size).toBe(0);
    expect(limit(input(weigh(many(31, drift)))).size).toBe(31);
    expect(limit(input(weigh(many(9, drift)), { population: of(9) })).size).toBe(0);
    expect(limit(input(weigh(many(10, drift)), { population: of(10) })).size).toBe(10);
  });
});

const anyItems = fc
  .array(
    fc.record({
      kind: fc.constantFrom("delete", "replace", "update", "drift"),
      target: fc.constantFrom("local", "other"),
      data: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((specs) =>
    specs.map(({ kind, target, data }, index): Weighed => {
      const make = {
        delete: deletion,
        replace: (name: string, change: object) => item(name, { action: "replace", ...change }),
        update: item,
        drift,
      };
      const made = make[kind](`r${index}`, { target });
      return { key: made.address, item: made, dataOf: data ? made.kind : null };
    }),
  );

test("what is let through never makes more than the share, whatever came before", () => {
  fc.assert(
    fc.property(anyItems, fc.nat({ max: 30 }), fc.integer({ min: 0, max: 150 }), (items, before, there) => {
      const targets = new Map([
        ["local", there],
        ["other", there],
      ]);
      const population = { environment: there, targets };
      const held = limit(input(items, { population, recent: done(before) }));
      const through = items.filter(
        (each) => (each.item.action === "delete" || each.item.action === "replace") && !held.has(each.key),
      );
      const base = there + before;
      const within = base < DEFAULT_LIMITS.from || through.length + before <= DEFAULT_LIMITS.share * base;
      expect(through.length === 0 || within).toBe(true);
      expect(through.every((each) => each.dataOf === null)).toBe(true);
      const harmless = items.filter(({ item }) => item.action === "update" && item.cause === "intended");
      expect(harmless.some(({ key }) => held.has(key))).toBe(false);
    }),
  );
});

test("more to do never frees what was held, and the order does not matter", () => {
  fc.assert(
    fc.property(anyItems, fc.nat(), (items, cut) => {
      const some = items.slice(0, items.length === 0 ? 0 : cut % items.length);
      const fewer = limit(input(some));
      const more = limit(input(items));
      for (const key of fewer.keys()) expect(more.has(key)).toBe(true);
      expect(new Set(limit(input(items.toReversed())).keys())).toEqual(new Set(more.keys()));
    }),
  );
});

test("a version's own settings can only be stricter", () => {
  const asked = limitsOfDelivery({ limits: { share: 0.5, surprise: 0.1, from: "many" } });
  expect(stricterLimits(DEFAULT_LIMITS, asked)).toEqual({
    share: 0.1,
    from: 0,
    surprise: 0.1,
    surpriseFrom: 10,
    last: true,
  });
  const loose = { ...DEFAULT_LIMITS, last: false };
  expect(stricterLimits(loose, limitsOfDelivery({ limits: { last: false } })).last).toBe(false);
  expect(stricterLimits(loose, limitsOfDelivery({ limits: { last: true } })).last).toBe(true);
  expect(stricterLimits(DEFAULT_LIMITS, limitsOfDelivery({}))).toEqual(DEFAULT_LIMITS);
  expect(stricterLimits(DEFAULT_LIMITS, limitsOfDelivery({ limits: true })).share).toBe(0);
});
