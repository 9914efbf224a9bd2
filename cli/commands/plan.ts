// `setpoint plan`: what apply would do, and why. It reads the world and the ledger and changes neither.

import { canonicalJson } from "../../compiler/json.ts";
import { makePlan } from "../../runtime/engine/preview.ts";
import { readLedger } from "../../runtime/ledger/open.ts";
import type { CommandRun } from "../commands.ts";
import { makePorts, readAgentConfig, readDesired } from "../desired.ts";
import { isOn } from "../input.ts";
import { hasChanges, planToJson, printPlan } from "../print.ts";
import { themeOf } from "../theme.ts";

export const run: CommandRun = async (input, host) => {
  const version = await readDesired(input, host);
  if (version === null) return 1;
  const config = await readAgentConfig(input, host);
  const ports = await makePorts(host, config, () => {});
  const ledger = readLedger({ path: config.agent.ledger });
  try {
    const plan = await makePlan(ports, ledger, version);
    if (host.json) host.out.write(`${canonicalJson(planToJson(plan))}\n`);
    else host.out.write(printPlan(plan, version.graph, themeOf(host.out.color)));
    if (plan.unknown.length > 0) return 1;
    return isOn(input, "exit-code") && hasChanges(plan) ? 1 : 0;
  } finally {
    ledger?.close();
  }
};
