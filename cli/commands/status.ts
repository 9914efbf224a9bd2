// `setpoint status`: how each environment stands: what is not as it should be, why, and what can be done about it.
//
// Exit code 0 only where an agent says that everything is in sync; a ledger alone cannot know how the world is.

import type { Address } from "../../compiler/address.ts";
import { canonicalJson, type Json } from "../../compiler/json.ts";
import { showPlace } from "../../compiler/source.ts";
import type { ResourceFacts } from "../../runtime/events.ts";
import type { LedgerReader } from "../../runtime/ledger.ts";
import { printScope, remaining, takeUp } from "../../runtime/permit/suspend.ts";
import { remedyOf, STATUS_ORDER, type Standing, standingOf, worstOf } from "../../runtime/status.ts";
import { type AgentState, openReader, readAgentState } from "../agent-state.ts";
import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { Failure } from "../failure.ts";
import type { Host } from "../host.ts";
import { count, printable, showDuration } from "../print/values.ts";
import { themeOf } from "../theme.ts";

export const run: CommandRun = async (input, host) => {
  const config = await readAgentConfig(input, host);
  const only = input.arguments[0] ?? null;
  const state = await readAgentState(config.agent.ledger, host);
  const ledger = openReader(config.agent.ledger);
  try {
    const known = new Set([
      ...state.versions.keys(),
      ...(ledger?.environments().map(({ name }) => name) ?? []),
    ]);
    if (only !== null && !known.has(only))
      throw new Failure(
        `nothing is known of the environment \`${only}\``,
        known.size === 0 ? null : `known: ${[...known].toSorted().join(", ")}`,
      );
    const names = [...known].toSorted().filter((name) => only === null || name === only);
    const environments = names.map((name) => factsOf(name, state, ledger, host));
    if (host.json)
      host.out.write(`${canonicalJson({ agent: state.agent, environments } as unknown as Json)}\n`);
    else host.out.write(print(state, environments, host));
    const isGreen = environments.every(({ status }) => status === "in-sync");
    return state.agent !== null && environments.length > 0 && isGreen ? 0 : 1;
  } finally {
    ledger?.close();
  }
};

interface EnvironmentState {
  readonly name: string;
  /** The worst of its resources' own; null: no agent says. */
  readonly status: Standing | null;
  readonly commit: string | null;
  readonly subject: string | null;
  readonly acceptedAt: number | null;
  readonly appliedCommit: string | null;
  readonly appliedAt: number | null;
  readonly isApplied: boolean;
  readonly resources: number;
  readonly counts: Partial<Record<Standing, number>>;
  readonly refused: string | null;
  readonly source: string | null;
  readonly recovery: string | null;
  readonly isDestroyed: boolean;
  readonly suspends: readonly {
    readonly scope: string;
    readonly who: string;
    readonly reason: string;
    readonly left: number | null;
  }[];
  readonly undecided: readonly string[];
  readonly open: readonly OpenResource[];
}

interface OpenResource {
  readonly address: Address;
  readonly status: Standing;
  readonly detail: Json;
  readonly reason: string;
  readonly cause: Address | null;
  readonly place: string | null;
  readonly nextAt: number | null;
  readonly remedy: string | null;
}

function factsOf(name: string, state: AgentState, ledger: LedgerReader | null, host: Host): EnvironmentState {
  const row = ledger?.environment(name) ?? null;
  const version = state.versions.get(name);
  const resources = [...(state.resources.get(name)?.values() ?? [])];
  const counts: Partial<Record<Standing, number>> = {};
  for (const { report } of resources) counts[standingOf(report)] = (counts[standingOf(report)] ?? 0) + 1;
  const suspends = (ledger?.suspends() ?? []).filter(
    ({ scope }) => scope.kind === "target" || scope.environment === name,
  );
  const recovery = ledger?.recovery(name) ?? null;
  return {
    name,
    status:
      version === undefined
        ? null
        : (worstOf(resources.map(({ report }) => standingOf(report))) ?? "in-sync"),
    commit: version?.commit ?? row?.commit ?? null,
    subject: version?.subject ?? null,
    acceptedAt: row?.acceptedAt ?? null,
    appliedCommit: row?.appliedCommit ?? null,
    appliedAt: row?.appliedAt ?? null,
    isApplied: row !== null && row.appliedHash === row.graphHash,
    resources: version === undefined ? (ledger?.applied(name).size ?? 0) : resources.length,
    counts,
    refused: state.refused.get(name)?.why.split("\n")[0] ?? null,
    source: state.sources.get(name) ?? null,
    recovery: recovery === null || recovery.reason === "new" ? null : recovery.why,
    isDestroyed: ledger?.marks(name).some(({ kind }) => kind === "destroyed") ?? false,
    suspends: suspends.map((suspend) => ({
      scope: printScope(suspend.scope),
      who: suspend.who,
      reason: suspend.reason,
      left: remaining(takeUp(suspend, host.clock.wall())),
    })),
    undecided: (ledger?.openIntents() ?? [])
      .filter((entry) => entry.environment === name && state.agent === null)
      .map(({ address, action }) => `${action} ${address}`),
    open: resources
      .filter(({ report }) => standingOf(report) !== "in-sync")
      .map((facts) => openOf(name, facts))
      .toSorted(worseFirst),
  };
}

function openOf(environment: string, { address, report, place, nextAt }: ResourceFacts): OpenResource {
  return {
    address,
    status: standingOf(report),
    detail: report.status,
    reason: report.reason,
    cause: report.cause,
    place: place === null ? null : showPlace(place),
    nextAt,
    remedy: remedyOf(report, environment, address),
  };
}

function worseFirst(a: OpenResource, b: OpenResource): number {
  const by = STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status);
  return by === 0 ? (a.address < b.address ? -1 : 1) : by;
}

const MAX_ROWS = 40;

function print(state: AgentState, environments: readonly EnvironmentState[], host: Host): string {
  const theme = themeOf(host.out.color);
  const lines: string[] = [];
  if (state.agent === null)
    lines.push(theme.caution("! No agent is running here: this is what the ledger knows."), "");
  else
    lines.push(
      theme.dim(
        `Agent ${printable(state.agent.name)}, setpoint ${state.agent.version}, process ${state.agent.pid}`,
      ),
      "",
    );
  for (const each of environments) lines.push(...linesOf(each, host), "");
  if (environments.length === 0) lines.push("Nothing was accepted yet.", "");
  return `${lines.join("\n").trimEnd()}\n`;
}

function linesOf(each: EnvironmentState, host: Host): readonly string[] {
  const theme = themeOf(host.out.color);
  const now = host.clock.wall();
  const ago = (at: number): string => `${showDuration(Math.max(0, now - at))} ago`;
  const commit = each.commit === null ? "a version without a commit" : each.commit.slice(0, 10);
  const subject = each.subject === null ? "" : ` ${printable(each.subject)}`;
  const accepted = each.acceptedAt === null ? "" : theme.dim(`, accepted ${ago(each.acceptedAt)}`);
  const lines = [`${theme.strong(each.name)}  ${commit}${subject}${accepted}`];
  const good = each.counts["in-sync"] ?? 0;
  if (each.status === "in-sync") lines.push(theme.good(`  ✓ in sync: ${count(each.resources, "resource")}`));
  else if (each.status === null) {
    const far = each.isApplied
      ? `carried out ${each.appliedAt === null ? "" : ago(each.appliedAt)}`
      : "not carried out yet";
    lines.push(`  ${count(each.resources, "resource")} ours; ${far}`);
  } else {
    const percent = each.resources === 0 ? 0 : Math.floor((100 * good) / each.resources);
    const parts = STATUS_ORDER.flatMap((kind) =>
      each.counts[kind] === undefined ? [] : `${each.counts[kind]} ${kind}`,
    );
    lines.push(theme.bad(`  ! ${percent} % in sync: ${parts.join(", ")}`));
  }
  const caution = (text: string): number => lines.push(theme.caution(`  ! ${printable(text)}`));
  if (each.isDestroyed) caution("to be destroyed: no version is taken");
  if (each.recovery !== null)
    caution(`in recovery: ${each.recovery}; approve its report with: setpoint approve ${each.name} --all`);
  for (const { scope, who, reason, left } of each.suspends)
    caution(
      `${scope} is suspended by ${who} ${left === null ? "until it is resumed" : `for another ${showDuration(left)}`}: ${reason}`,
    );
  if (each.source !== null) caution(`the source is unavailable: ${each.source}`);
  if (each.refused !== null) caution(each.refused);
  for (const what of each.undecided) caution(`interrupted: ${what}`);
  for (const row of each.open.slice(0, MAX_ROWS)) {
    const place = row.place === null ? "" : theme.dim(`  ${row.place}`);
    lines.push(`  ${theme.bad("!")} ${row.address}: ${row.status}: ${printable(row.reason)}${place}`);
    if (row.remedy !== null) lines.push(theme.dim(`      → ${row.remedy}`));
  }
  if (each.open.length > MAX_ROWS) lines.push(theme.dim(`  … and ${each.open.length - MAX_ROWS} more`));
  return lines;
}
