// `setpoint why ENV/ADDRESS`: from what is seen to its root, a step for each resource on the way, each with its source place.
//
// With an agent it follows what the agent says. Without one it reads the world itself, as `setpoint plan` would, and says what
// stands between the resource and the version that was accepted.

import type { Address } from "../../compiler/address.ts";
import { canonicalJson, type Json } from "../../compiler/json.ts";
import { type Place, showPlace } from "../../compiler/source.ts";
import { acceptedVersion } from "../../runtime/accepted.ts";
import { makePlan } from "../../runtime/engine/preview.ts";
import type { ResourceFacts } from "../../runtime/events.ts";
import type { LedgerReader } from "../../runtime/ledger.ts";
import { remedyOf, standingOf } from "../../runtime/status.ts";
import { openReader, readAgentState } from "../agent-state.ts";
import type { CommandRun } from "../command.ts";
import { makePorts, readAgentConfig } from "../desired.ts";
import { Failure } from "../failure.ts";
import type { Host } from "../host.ts";
import { sentence } from "../print/reasons.ts";
import { printable } from "../print/values.ts";
import { themeOf } from "../theme.ts";
import { resourceOf } from "../where.ts";

interface Step {
  readonly address: Address;
  readonly status: string;
  readonly reason: string;
  readonly place: Place | null;
  readonly remedy: string | null;
}

export const run: CommandRun = async (input, host) => {
  const { environment, address } = resourceOf(input, "why");
  const config = await readAgentConfig(input, host);
  const state = await readAgentState(config.agent.ledger, host);
  const facts = state.resources.get(environment);
  let steps: readonly Step[];
  if (facts !== undefined) steps = follow(environment, address, facts);
  else {
    const ledger = openReader(config.agent.ledger);
    try {
      steps = await look(environment, address, ledger, await makePorts(host, config, () => {}));
    } finally {
      ledger?.close();
    }
  }
  if (steps.length === 0)
    throw new Failure(`${environment} has no resource ${address}`, "`setpoint status` shows what there is");
  const agent = facts !== undefined;
  if (host.json)
    host.out.write(`${canonicalJson({ environment, address, agent, steps } as unknown as Json)}\n`);
  else host.out.write(print(environment, steps, agent, host));
  return steps[0]?.status === "in-sync" ? 0 : 1;
};

/** A circle of causes would be a mistake of ours; it ends here all the same. */
export function follow(
  environment: string,
  address: Address,
  facts: ReadonlyMap<Address, Pick<ResourceFacts, "address" | "report" | "place">>,
): readonly Step[] {
  const steps: Step[] = [];
  const met = new Set<Address>();
  for (let at: Address | null = address; at !== null && !met.has(at);) {
    met.add(at);
    const fact = facts.get(at);
    if (fact === undefined) break;
    const { report, place } = fact;
    steps.push({
      address: at,
      status: standingOf(report),
      reason: report.reason,
      place,
      remedy: remedyOf(report, environment, at),
    });
    at = report.cause;
  }
  return steps;
}

async function look(
  environment: string,
  address: Address,
  ledger: LedgerReader | null,
  ports: Parameters<typeof makePlan>[0],
): Promise<readonly Step[]> {
  const row = ledger?.environment(environment) ?? null;
  if (ledger === null || row === null)
    throw new Failure(
      `nothing is known of ${environment}`,
      "no agent is running here, and no version was accepted",
    );
  const plan = await makePlan(ports, ledger, acceptedVersion(row));
  const open = ledger
    .openIntents()
    .find((entry) => entry.environment === environment && entry.address === address);
  if (open !== undefined) {
    const reason = `its ${open.action} was interrupted, and nobody has settled how far it got`;
    const report = { status: { kind: "undecided" }, reason, cause: null } as const;
    return [
      { address, status: "undecided", reason, place: null, remedy: remedyOf(report, environment, address) },
    ];
  }
  const unknown = plan.unknown.find((each) => each.address === address);
  if (unknown !== undefined)
    return [{ address, status: "unknown", reason: unknown.why, place: null, remedy: null }];
  const item = plan.items.find((each) => each.address === address);
  if (item === undefined) return [];
  const status = item.block === null ? (item.action === "none" ? "in-sync" : "waiting") : "blocked";
  const steps: Step[] = [{ address, status, reason: sentence(item), place: item.place, remedy: null }];
  for (const need of new Set(item.changes.flatMap((change) => change.knownAfter))) {
    const other = plan.items.find((each) => each.address === need);
    if (other !== undefined)
      steps.push({
        address: need,
        status: "waiting",
        reason: sentence(other),
        place: other.place,
        remedy: null,
      });
  }
  return steps;
}

function print(environment: string, steps: readonly Step[], agent: boolean, host: Host): string {
  const theme = themeOf(host.out.color);
  const lines = agent
    ? []
    : [theme.caution("! No agent is running here: this is what a look at the world says now.")];
  for (const [depth, step] of steps.entries()) {
    const indent = "  ".repeat(depth);
    const place = step.place === null ? "" : theme.dim(`  ${showPlace(step.place)}`);
    const status = step.status === "in-sync" ? theme.good(step.status) : theme.bad(step.status);
    const arrow = depth === 0 ? "" : "because ";
    lines.push(`${indent}${arrow}${theme.strong(`${environment}/${step.address}`)} is ${status}${place}`);
    lines.push(`${indent}  ${printable(step.reason)}`);
    if (step.remedy !== null) lines.push(theme.dim(`${indent}  → ${step.remedy}`));
  }
  return `${lines.join("\n")}\n`;
}
