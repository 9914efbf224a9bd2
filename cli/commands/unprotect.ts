// `setpoint unprotect`: one protected resource may be deleted or replaced, once.

import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { request } from "../desk.ts";
import { reasonOf, resourceOf } from "../where.ts";

export const run: CommandRun = async (input, host) => {
  const { environment, address } = resourceOf(input, "unprotect");
  const reason = reasonOf(input);
  return request(host, await readAgentConfig(input, host), {
    kind: "unprotect",
    environment,
    address,
    reason,
  });
};
