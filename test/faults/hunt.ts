// Simulates until a rule is broken: `node hunt.ts RUNS FIRST` prints after how many runs that was, and which rule.

import { makeScenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";

const runs = Number(process.argv[2] ?? 1_000);
const first = Number(process.argv[3] ?? 0);
// Runs of the seeds that follow one another meet every cell of the table in turn.
const found = await (async () => {
  for (let run = 0; run < runs; run++) {
    const [what] = (await simulate(makeScenario(first + run))).violations;
    if (what !== undefined) return `${run + 1} ${what.split("\n")[0] ?? ""}`;
  }
  return "- nothing was found";
})();
process.stdout.write(`${found}\n`);
