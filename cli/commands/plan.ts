// `setpoint plan`: what apply would do, and why. It reads the world and the ledger and changes neither.

import { canonicalJson } from "../../compiler/json.ts";
import { unlessDestroyed } from "../../runtime/accepted.ts";
import { makePlan } from "../../runtime/engine/preview.ts";
import { planDigest } from "../../runtime/item.ts";
import { readLedger } from "../../runtime/ledger/open.ts";
import type { CommandRun } from "../command.ts";
import { chosenOf, readAsked, refuseIdleReplace } from "../asked.ts";
import { makePorts, readAgentConfig, readDesired } from "../desired.ts";
import { UsageFailure } from "../failure.ts";
import { looksLikeFile } from "../files.ts";
import { isOn, textOf } from "../input.ts";
import { hasChanges, leftInWords, planToJson, printPlan } from "../print.ts";
import { planMarkdown } from "../print/markdown.ts";
import { savePlan } from "../saved-plan.ts";
import { themeOf } from "../theme.ts";

/** Such that `apply` does not take it for an environment. */
function nameOf(output: string): string {
  return looksLikeFile(output) ? output : `./${output}`;
}

export const run: CommandRun = async (input, host) => {
  if (host.json && isOn(input, "markdown"))
    throw new UsageFailure("--json and --markdown are two ways to print one plan", "choose one of them");
  const desired = await readDesired(input, host);
  if (desired === null) return 1;
  const config = await readAgentConfig(input, host);
  const ports = await makePorts(host, config, () => {});
  const ledger = readLedger({ path: config.agent.ledger });
  try {
    const wanted = unlessDestroyed(desired, ledger, host.sha256);
    const asked = readAsked(input, wanted, ledger);
    const version = asked === null ? wanted : { ...wanted, asked };
    const whole = await makePlan(ports, ledger, version);
    refuseIdleReplace(whole, asked);
    const { plan: chosen, left } = chosenOf(whole, asked);
    const plan = left === 0 ? chosen : { ...chosen, digest: planDigest(chosen.items, host.sha256) };
    const output = textOf(input, "output");
    if (host.json) host.out.write(`${canonicalJson(planToJson(plan))}\n`);
    else if (isOn(input, "markdown")) host.out.write(planMarkdown(plan, version.graph));
    else {
      for (const piece of printPlan(plan, version.graph, themeOf(host.out.color))) host.out.write(piece);
      host.out.write(leftInWords(left));
    }
    if (plan.unknown.length > 0) return 1;
    if (output !== null) {
      savePlan(host, output, plan, version, ledger);
      if (!host.json && !isOn(input, "markdown"))
        host.out.write(`Saved to ${output}. To carry out exactly this: setpoint apply ${nameOf(output)}\n`);
    }
    return isOn(input, "exit-code") && hasChanges(plan) ? 1 : 0;
  } finally {
    ledger?.close();
  }
};
