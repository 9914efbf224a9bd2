// `setpoint why ENV/ADDRESS`: from what is seen to its root, a step for each resource on the way, each with its source place.
//
// With an agent it follows what the agent says. Without one it reads the world itself (cli/glance.ts), and says what stands
// between the resource and the version that was accepted.

import type { Address } from "../../compiler/address.ts";
import { canonicalJson, type Json } from "../../compiler/json.ts";
import { type Place, showPlace } from "../../compiler/source.ts";
import { standingVersion } from "../../runtime/accepted.ts";
import type { ResourceFacts } from "../../runtime/events.ts";
import type { DesiredVersion } from "../../runtime/reconcile.ts";
import { remedyOf, standingOf } from "../../runtime/status.ts";
import { type AgentState, lostLedger, openReader, readAgentState } from "../agent-state.ts";
import type { CommandRun } from "../command.ts";
import { makePorts, readAgentConfig } from "../desired.ts";
import { Failure } from "../failure.ts";
import { glance } from "../glance.ts";
import type { Host } from "../host.ts";
import { compilePackage } from "../package.ts";
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
      const standing = ledger === null ? null : standingVersion(ledger, environment, host.sha256);
      if (ledger === null || standing === null)
        throw (ledger === null ? lostLedger(config.agent.ledger) : null) ?? unknown(environment, state);
      const ports = await makePorts(host, config, () => {});
      const version = await withPlaces(standing, host);
      steps = follow(environment, address, await glance(ports, ledger, version));
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

/** As long as the working folder says what was accepted, it also says where. */
async function withPlaces(version: DesiredVersion, host: Host): Promise<DesiredVersion> {
  try {
    const { compilation } = await compilePackage(host, { files: [], environment: version.environment });
    if (compilation.graph?.hash !== version.graph.hash) return version;
    return { ...version, place: (address, pointer) => compilation.place(address, pointer) };
  } catch (error) {
    if (error instanceof Failure) return version;
    throw error;
  }
}

function unknown(environment: string, { agent, refused }: AgentState): Failure {
  const reasons = [
    agent === null ? "no agent is running here" : "the agent that runs here does not hold it",
    "no version was accepted",
  ];
  const why = refused.get(environment)?.why.split("\n")[0];
  const help = why === undefined ? reasons.join(", and ") : `${why} See: setpoint status ${environment}`;
  return new Failure(`nothing is known of ${environment}`, help);
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
