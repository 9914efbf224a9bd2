// `setpoint resume`: ends a suspend before its time.

import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { request } from "../desk.ts";
import { textOf } from "../input.ts";
import { scopeOf } from "./suspend.ts";

export const run: CommandRun = async (input, host) => {
  const scope = scopeOf(input, "resume");
  const reason = textOf(input, "reason") ?? "";
  return request(host, await readAgentConfig(input, host), { kind: "resume", scope, reason });
};
