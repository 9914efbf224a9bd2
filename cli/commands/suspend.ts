// `setpoint suspend`: nothing is done here until then, for this reason. Looking goes on.

import type { Scope } from "../../runtime/permit/suspend.ts";
import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { request } from "../desk.ts";
import { UsageFailure } from "../failure.ts";
import type { Host } from "../host.ts";
import { type CommandInput, textOf } from "../input.ts";
import { durationOf, reasonOf, whereOf } from "../where.ts";

export const run: CommandRun = async (input, host) => {
  const scope = scopeOf(input, "suspend");
  const reason = reasonOf(input);
  const lasts = lastsOf(input, host);
  return request(host, await readAgentConfig(input, host), { kind: "suspend", scope, lasts, reason });
};

export function scopeOf(input: CommandInput, command: string): Scope {
  const target = textOf(input, "target");
  if (target !== null) {
    if (input.arguments.length === 0) return { kind: "target", target };
    throw new UsageFailure("--target is a scope of its own", "leave out the environment");
  }
  const { environment, address } = whereOf(input, command);
  return address === null ? { kind: "environment", environment } : { kind: "address", environment, address };
}

/** Milliseconds; null: until it is resumed. */
function lastsOf(input: CommandInput, host: Host): number | null {
  const [span, until] = [textOf(input, "for"), textOf(input, "until")];
  if (span !== null && until !== null)
    throw new UsageFailure("--for and --until say the same", "give one of them");
  if (span !== null) return durationOf(span);
  if (until === null) return null;
  const at = Date.parse(until);
  if (Number.isNaN(at))
    throw new UsageFailure(
      `\`${until}\` is not a moment`,
      'for example: --until 2026-11-30T18:00, or "2026-11-30 18:00Z"',
    );
  const lasts = at - host.clock.wall();
  if (lasts > 0) return lasts;
  throw new UsageFailure(`\`${until}\` is past`, "a suspend ends in the future");
}
