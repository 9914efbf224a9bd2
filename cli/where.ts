// `prod`, `prod/web`: what most commands about a running system are about.

import { type Address, parseAddress, parseQualified } from "../compiler/address.ts";
import { UsageFailure } from "./failure.ts";
import { type CommandInput, textOf } from "./input.ts";

export interface Where {
  readonly environment: string;
  /** Null: all of it. */
  readonly address: Address | null;
}

export function whereOf(input: CommandInput, command: string): Where {
  const [text, ...more] = input.arguments;
  if (text === undefined)
    throw new UsageFailure("say which environment", `for example: setpoint ${command} prod`);
  if (more.length > 0)
    throw new UsageFailure(`too many arguments: ${more.join(" ")}`, `see: setpoint ${command} --help`);
  const qualified = parseQualified(text);
  if (qualified !== null) return qualified;
  if (parseAddress(text) !== null) return { environment: text, address: null };
  throw new UsageFailure(
    `\`${text}\` is neither an environment nor an address`,
    "for example: prod, or prod/web",
  );
}

export function resourceOf(input: CommandInput, command: string): Where & { readonly address: Address } {
  const { environment, address } = whereOf(input, command);
  if (address !== null) return { environment, address };
  throw new UsageFailure(
    `say which resource of ${environment}`,
    `for example: setpoint ${command} ${environment}/web`,
  );
}

/** What is decided by a person is decided for a reason, and the audit log has it. */
export function reasonOf(input: CommandInput): string {
  const reason = textOf(input, "reason")?.trim() ?? "";
  if (reason !== "") return reason;
  throw new UsageFailure("say why: the audit log keeps it", '--reason "…"');
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** `2h`, `1h30m`, `30d`. */
export function durationOf(text: string): number {
  if (!/^(?:\d+[smhdw])+$/.test(text))
    throw new UsageFailure(`\`${text}\` is not a duration`, "for example: 30m, 2h, 1h30m, 30d");
  let total = 0;
  for (const [, amount = "", unit = ""] of text.matchAll(/(\d+)([smhdw])/g))
    total += Number(amount) * UNITS[unit as keyof typeof UNITS];
  if (total > 0 && Number.isSafeInteger(total)) return total;
  throw new UsageFailure(`\`${text}\` is no time at all`, "for example: 30m, 2h");
}
