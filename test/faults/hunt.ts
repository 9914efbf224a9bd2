// Simulates until a rule is broken: `node hunt.ts RUNS` prints after how many runs that was, and which rule.

import { makeScenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";

const runs = Number(process.argv[2] ?? 1_000);
// Runs of the seeds that follow one another meet every cell of the table in turn.
const found = await (async () => {
  for (let seed = 0; seed < runs; seed++) {
    const [what] = (await simulate(makeScenario(seed))).violations;
    if (what !== undefined) return `${seed + 1} ${what.split("\n")[0] ?? ""}`;
  }
  return "- nothing was found";
})();
process.stdout.write(`${found}\n`);
