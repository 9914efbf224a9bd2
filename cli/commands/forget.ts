// `setpoint forget`: a resource is no longer ours. Nothing is done to it.

import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { request } from "../desk.ts";
import { reasonOf, resourceOf } from "../where.ts";

export const run: CommandRun = async (input, host) => {
  const { environment, address } = resourceOf(input, "forget");
  const reason = reasonOf(input);
  return request(host, await readAgentConfig(input, host), { kind: "forget", environment, address, reason });
};
