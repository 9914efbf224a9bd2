// `npm run test:faults`: simulated runs by the hundred thousand, seeded bugs, and real processes that are killed.
//
//   --runs N      simulated runs (100000)
//   --seconds N   stop simulating after so many seconds
//   --seed N      this one run, told step by step; when it fails, also its smallest form
//   --only PART   runs, bugs or kills
//
// It ends with 1 when a run broke a rule, a cell of the table stayed empty, a seeded bug was not found, or a kill lost
// something.

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { findBugs } from "./bugs.ts";
import { Coverage } from "./coverage.ts";
import { killMany } from "./kills.ts";
import { makeScenario } from "./scenario.ts";
import { shrink, tell } from "./shrink.ts";
import { simulate } from "./simulate.ts";
import type { Range, Report } from "./worker.ts";

const CHUNK = 250;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seconds: { type: "string" },
    seed: { type: "string" },
    only: { type: "string" },
  },
});

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** One seed, told: the scenario, the story and what was wrong with it. */
async function replay(seed: number): Promise<boolean> {
  const scenario = makeScenario(seed);
  const { violations, story } = await simulate(scenario);
  say([tell(scenario), ...story].join("\n"));
  return violations.length === 0;
}

async function explain(seed: number): Promise<void> {
  const scenario = makeScenario(seed);
  const first = (await simulate(scenario)).violations[0];
  if (first === undefined) {
    say(`seed ${seed} did not fail again: the simulation is not deterministic`);
    return;
  }
  // A smaller scenario that fails in another way is another failure.
  const kind = kindOf(first);
  const small = await shrink(scenario, async (smaller) =>
    (await simulate(smaller)).violations.some((violation) => kindOf(violation) === kind),
  );
  const { story } = await simulate(small);
  say(["", "as small as it gets:", tell(small), "", ...story].join("\n"));
}

function kindOf(violation: string): string {
  return violation
    .replaceAll(/\d+/g, "#")
    .replaceAll(/\b(?:[a-h]|east|west|Thing|Fixed|Vault|Slow)\b/g, "X")
    .slice(0, 60);
}

async function runMany(runs: number, seconds: number): Promise<boolean> {
  const coverage = new Coverage();
  const failures: Report["failures"][number][] = [];
  const start = performance.now();
  let next = 0;
  let done = 0;
  let told = start;
  const isOver = (): boolean =>
    next >= runs || failures.length >= 20 || performance.now() - start > seconds * 1_000;
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      const worker = new Worker(new URL("worker.ts", import.meta.url));
      while (!isOver()) {
        const range: Range = { from: next, to: Math.min(runs, next + CHUNK) };
        next = range.to;
        const report = await new Promise<Report>((resolve, reject) => {
          worker.once("error", reject);
          worker.once("message", (message: Report) => {
            worker.off("error", reject);
            resolve(message);
          });
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
          worker.postMessage(range);
        });
        done += report.runs;
        coverage.merge(report.counts);
        failures.push(...report.failures);
        const now = performance.now();
        if (now - told < 5_000) continue;
        told = now;
        say(
          `${done} runs, ${Math.round(done / ((now - start) / 1_000))} in a second, ${failures.length} failures`,
        );
      }
      await worker.terminate();
    }),
  );
  const took = (performance.now() - start) / 1_000;
  say(`\n${done} simulated runs in ${took.toFixed(0)} s (${Math.round(done / took)} in a second)\n`);
  say(coverage.table());
  for (const { seed, what } of failures)
    say(`FAILED seed ${seed}: ${what}\n  replay: npm run test:faults -- --seed ${seed}`);
  if (failures[0] !== undefined) await explain(failures[0].seed);
  const empty = coverage.empty();
  for (const cell of empty) say(`EMPTY ${cell}`);
  return failures.length === 0 && empty.length === 0;
}

async function main(): Promise<boolean> {
  const { seed, only } = values;
  if (seed !== undefined) {
    const isFine = await replay(Number(seed));
    if (!isFine) await explain(Number(seed));
    return isFine;
  }
  let isFine = true;
  if (only === undefined || only === "runs")
    isFine =
      (await runMany(Number(values.runs), Number(values.seconds ?? Number.POSITIVE_INFINITY))) && isFine;
  if (only === undefined || only === "bugs") isFine = (await findBugs(say)) && isFine;
  if (only === undefined || only === "kills") isFine = (await killMany(say)) && isFine;
  return isFine;
}

process.exitCode = (await main()) ? 0 : 1;
