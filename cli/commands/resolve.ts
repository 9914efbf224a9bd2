// `setpoint resolve`: whether an action that was interrupted took place, by the word of a person who has looked.

import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { request } from "../desk.ts";
import { UsageFailure } from "../failure.ts";
import { reasonOf, resourceOf } from "../where.ts";

export const run: CommandRun = async (input, host) => {
  const [where = "", said, ...more] = input.arguments;
  const { environment, address } = resourceOf(
    { ...input, arguments: where === "" ? [] : [where] },
    "resolve",
  );
  if ((said !== "done" && said !== "not-done") || more.length > 0)
    throw new UsageFailure(
      "say whether it took place: done, or not-done",
      `setpoint resolve ${where} done --reason "…"`,
    );
  const reason = reasonOf(input);
  const config = await readAgentConfig(input, host);
  return request(host, config, { kind: "resolve", environment, address, done: said === "done", reason });
};
