// `setpoint approve`: what waits for a person may go on. It is approved item by item, each by its digest.

import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { request } from "../desk.ts";
import { UsageFailure } from "../failure.ts";
import { isOn, textOf } from "../input.ts";
import { whereOf } from "../where.ts";
import type { Hash } from "../../compiler/graph.ts";

export const run: CommandRun = async (input, host) => {
  const { environment, address } = whereOf(input, "approve");
  const plan = textOf(input, "plan");
  if (plan !== null && !/^sha256:[0-9a-f]{64}$/.test(plan))
    throw new UsageFailure(`\`${plan}\` is not the digest of a plan`, "`setpoint plan --json` says it");
  if (address === null && plan === null && !isOn(input, "all"))
    throw new UsageFailure(
      `say what of ${environment} to approve`,
      `an address (${environment}/web), --plan DIGEST for what you have seen, or --all`,
    );
  if (plan !== null && (address !== null || isOn(input, "all")))
    throw new UsageFailure("--plan approves a whole plan", "leave out the address and --all");
  const config = await readAgentConfig(input, host);
  const reason = textOf(input, "reason") ?? "";
  return request(host, config, { kind: "approve", environment, address, plan: plan as Hash | null, reason });
};
