// A thread that runs simulations: ranges of seeds in, counts and failures out.

import { parentPort } from "node:worker_threads";
import { Coverage } from "./coverage.ts";
import { makeScenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Report {
  readonly runs: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Seeds whose runs broke a rule, with the first rule that they broke. */
  readonly failures: readonly { readonly seed: number; readonly what: string }[];
}

export async function runRange({ from, to }: Range, most: number): Promise<Report> {
  const coverage = new Coverage();
  const failures: { seed: number; what: string }[] = [];
  let seed = from;
  for (; seed < to && failures.length < most; seed++) {
    const { violations, struck } = await simulate(makeScenario(seed));
    coverage.add(struck);
    if (violations[0] !== undefined) failures.push({ seed, what: violations[0] });
  }
  return { runs: seed - from, counts: coverage.counts(), failures };
}

// oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.on("message", (range: Range) => {
  void runRange(range, 20).then((report) => parentPort?.postMessage(report));
});
