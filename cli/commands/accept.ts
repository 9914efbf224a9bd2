// `setpoint accept`: a person's word where the agent rightly refuses: a commit whose ancestry it does not know, a target that
// is another one than it was, or any version of what is to be destroyed.

import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { request } from "../desk.ts";
import { UsageFailure } from "../failure.ts";
import { textOf } from "../input.ts";
import type { Request } from "../../runtime/request.ts";
import { reasonOf } from "../where.ts";

export const run: CommandRun = async (input, host) => {
  const target = textOf(input, "target");
  const [environment, commit, ...more] = input.arguments;
  if (target !== null && environment !== undefined)
    throw new UsageFailure("a target is accepted for every environment", "leave out the environment");
  if (more.length > 0)
    throw new UsageFailure(`too many arguments: ${more.join(" ")}`, "see: setpoint accept --help");
  const reason = reasonOf(input);
  const asked: Request =
    target === null ? commitOf(environment, commit, reason) : { kind: "accept-target", target, reason };
  return request(host, await readAgentConfig(input, host), asked);
};

function commitOf(environment: string | undefined, commit: string | undefined, reason: string): Request {
  if (environment === undefined)
    throw new UsageFailure(
      "say which commit to accept for which environment, the environment whose destroy to take back, or --target",
      'for example: setpoint accept prod 3f2a91c --reason "history was rewritten"',
    );
  if (commit === undefined) return { kind: "accept", environment, commit: null, reason };
  const text = commit.toLowerCase();
  if (/^[0-9a-f]{7,64}$/.test(text)) return { kind: "accept", environment, commit: text, reason };
  throw new UsageFailure(`\`${commit}\` is not a commit`, "at least the first seven digits of its id");
}
