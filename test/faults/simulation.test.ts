// The fixed, shorter part of the simulation: the same seeds in every run of the tests. `npm run test:faults` is the long one.

import { expect, test } from "vitest";
import { hunt, BUGS, stale } from "./bugs.ts";
import { Coverage } from "./coverage.ts";
import { CELLS, makeScenario } from "./scenario.ts";
import { shrink, tell } from "./shrink.ts";
import { simulate } from "./simulate.ts";

test("no rule is broken in the first runs", { timeout: 60_000 }, async () => {
  const coverage = new Coverage();
  const broken: string[] = [];
  // One run for each cell of the table, and some more.
  for (let seed = 0; seed < CELLS.length + 160; seed++) {
    const { violations, struck } = await simulate(makeScenario(seed));
    coverage.add(struck);
    for (const violation of violations) broken.push(`seed ${seed}: ${violation}`);
  }
  expect(broken).toEqual([]);
  expect(coverage.empty().length).toBeLessThan(CELLS.length / 5);
  expect(coverage.table()).toMatch(/^replace mid-effect {2}/m);
});

// Each of these once broke a rule: looks of another version, moves below a running effect, a delete that nobody had looked
// at before a restart, edges of a renamed need, a driver that does not answer about an interrupted effect, a resource made
// at an address that another could not leave yet, data that went because another kind came in its place, what was begun at an
// address and counted for another that moved there, what was made in a place where another kind was still being made or
// replaced, a need that could not have its address yet, an old object whose place a stranger has taken, a circle that is broken
// by a replace of which only the first half can be done, a look from before the end of what had failed in the same place, a row
// that was taken for something else until that had its own, a kill between the halves of a replace by another kind.
test.each([
  275, 984, 1209, 1410, 2453, 7406, 7870, 8176, 10_359, 11_060, 12_191, 18_141, 19_616, 55_172, 67_425,
  96_265, 101_405, 120_593,
])("seed %i breaks no rule any more", async (seed) => {
  const { violations, story } = await simulate(makeScenario(seed));
  expect(violations).toEqual([]);
  expect(story.length).toBeGreaterThan(5);
});

test("a seed has one story", async () => {
  for (const seed of [3, 47, 311]) {
    const first = await simulate(makeScenario(seed));
    const again = await simulate(makeScenario(seed));
    expect(again.story).toEqual(first.story);
    expect(first.story.length).toBeGreaterThan(5);
  }
});

test("a scenario that fails is made small, and told in words", async () => {
  const scenario = makeScenario(47);
  expect(scenario.versions.length).toBeGreaterThan(1);
  // Stands for a failure: whatever has any version at all fails.
  const small = await shrink(scenario, async ({ versions }) => versions.length > 0);
  expect(small).toMatchObject({ faults: [], foreign: [], ledger: "memory" });
  expect(small.versions).toHaveLength(1);
  expect(small.versions[0]?.resources).toEqual({});
  expect(tell(scenario)).toMatch(/^seed 47.*\n(?:.*\n)*.*version 1:/);
});

test("every seeded bug is still a patch of the product", () => {
  expect(BUGS.length).toBeGreaterThanOrEqual(15);
  expect(BUGS.map(stale).filter((why) => why !== null)).toEqual([]);
});

test.each(["effects start without an intent in the ledger", "protection is read from the declaration"])(
  "the simulator finds a seeded bug: %s",
  { timeout: 60_000 },
  async (name) => {
    const bug = BUGS.find((each) => each.name === name);
    if (bug === undefined) throw new Error(`there is no bug ${name}`);
    const { found, rule } = await hunt(bug);
    expect(rule).not.toMatch(/patch|does not run/);
    expect(found).not.toBeNull();
  },
);
