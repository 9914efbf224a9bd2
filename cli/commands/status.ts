// `setpoint status`: how each environment stands: what is not as it should be, why, and what can be done about it.
//
// Exit code 0 only where an agent says that everything is in sync, with a source that can be read; a ledger alone cannot know how the world is.

import { canonicalJson, type Json } from "../../compiler/json.ts";
import { showPlace } from "../../compiler/source.ts";
import type { ResourceFacts } from "../../runtime/events.ts";
import { destroyMark, isSpared } from "../../runtime/accepted.ts";
import { isLost } from "../../runtime/ledger/side.ts";
import type { Destroyed } from "../../runtime/reconcile.ts";
import type { LedgerReader } from "../../runtime/ledger.ts";
import { isOver, printScope, remaining, takeUp } from "../../runtime/permit/suspend.ts";
import { remedyOf, STATUS_ORDER, type Standing, standingOf, worstOf } from "../../runtime/status.ts";
import { type AgentState, LOST, lostLedger, openReader, readAgentState } from "../agent-state.ts";
import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { NOTHING_RECORDED, type OpenResource, readRecord, type Recorded } from "../recorded.ts";
import { Failure } from "../failure.ts";
import type { Host } from "../host.ts";
import { destroyedInWords, untilTakenBack } from "../print/destroyed.ts";
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
      ...state.refused.keys(),
      ...state.sources.keys(),
      ...(ledger?.environments().map(({ name }) => name) ?? []),
    ]);
    if (only !== null && !known.has(only))
      throw (
        (ledger === null ? lostLedger(config.agent.ledger) : null) ??
        new Failure(
          `nothing is known of the environment \`${only}\``,
          known.size === 0 ? null : `known: ${[...known].toSorted().join(", ")}`,
        )
      );
    const names = [...known].toSorted().filter((name) => only === null || name === only);
    const environments = names.map((name) => factsOf(name, state, ledger, host));
    if (host.json)
      host.out.write(`${canonicalJson({ agent: state.agent, environments } as unknown as Json)}\n`);
    else host.out.write(print(state, environments, ledger === null && isLost(config.agent.ledger), host));
    const isGreen = environments.every(({ status, source }) => status === "in-sync" && source === null);
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
  /** How much of the accepted version the ledger has as it is wanted; null: none was accepted. */
  readonly carriedOut: Recorded["carriedOut"];
  readonly resources: number;
  readonly counts: Partial<Record<Standing, number>>;
  readonly refused: string | null;
  /** What can be done about what was refused. */
  readonly refusedHelp: string | null;
  /** Why it cannot be read: whether there is another version is not known then. */
  readonly source: string | null;
  readonly sourceHelp: string | null;
  readonly recovery: string | null;
  /** Who asked for it to be destroyed. */
  readonly destroyed: Destroyed | null;
  /** A destroy was taken back, and no version was taken since. */
  readonly isSpared: boolean;
  readonly suspends: readonly {
    readonly scope: string;
    readonly who: string;
    readonly reason: string;
    readonly left: number | null;
  }[];
  readonly undecided: readonly string[];
  readonly open: readonly OpenResource[];
}

function factsOf(name: string, state: AgentState, ledger: LedgerReader | null, host: Host): EnvironmentState {
  const row = ledger?.environment(name) ?? null;
  const version = state.versions.get(name);
  const mark = ledger === null ? null : destroyMark(ledger, name);
  const resources = [...(state.resources.get(name)?.values() ?? [])];
  const counts: Partial<Record<Standing, number>> = {};
  for (const { report } of resources) counts[standingOf(report)] = (counts[standingOf(report)] ?? 0) + 1;
  // One whose time is up stands in the ledger for up to another minute, or until an agent starts: it holds nothing.
  const suspends = (ledger?.suspends() ?? [])
    .map((suspend) => takeUp(suspend, host.clock.wall()))
    .filter((each) => !isOver(each) && (each.scope.kind === "target" || each.scope.environment === name));
  const recovery = ledger?.recovery(name) ?? null;
  const recorded = row === null || ledger === null ? NOTHING_RECORDED : readRecord(row, ledger);
  return {
    name,
    status:
      version === undefined
        ? null
        : (worstOf(resources.map(({ report }) => standingOf(report))) ?? "in-sync"),
    commit: noText(version?.commit) ?? row?.commit ?? null,
    subject: version?.subject ?? null,
    acceptedAt: row?.acceptedAt ?? null,
    appliedCommit: row?.appliedCommit ?? null,
    appliedAt: row?.appliedAt ?? null,
    isApplied: row !== null && row.appliedHash === row.graphHash,
    carriedOut: recorded.carriedOut,
    resources: version === undefined ? (ledger?.applied(name).size ?? 0) : resources.length,
    counts,
    refused: state.refused.get(name)?.why.split("\n")[0] ?? null,
    refusedHelp: state.refused.get(name)?.help ?? null,
    source: state.sources.get(name)?.why ?? null,
    sourceHelp: state.sources.get(name)?.help ?? null,
    recovery: recovery === null || recovery.reason === "new" ? null : recovery.why,
    destroyed: mark === null ? null : { who: mark.who, why: mark.why, at: mark.at },
    isSpared: ledger !== null && isSpared(ledger, name),
    suspends: suspends.map((suspend) => ({
      scope: printScope(suspend.scope),
      who: suspend.who,
      reason: suspend.reason,
      left: remaining(suspend),
    })),
    undecided: (ledger?.openIntents() ?? [])
      .filter((entry) => entry.environment === name && state.agent === null)
      .map(
        ({ id, address, action }) => `${action} ${address}${resolvedInWords(ledger?.resolutions().get(id))}`,
      ),
    open: (version === undefined ? recorded.open : openOf(name, resources)).toSorted(worseFirst),
  };
}

/** What a person has said of an interrupted action. */
function resolvedInWords(done: boolean | undefined): string {
  if (done === undefined) return "";
  return `; it was resolved as ${done ? "done" : "not-done"}, and the next run settles it`;
}

function noText(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

function openOf(environment: string, resources: readonly ResourceFacts[]): readonly OpenResource[] {
  return resources
    .filter(({ report }) => standingOf(report) !== "in-sync")
    .map(({ address, report, place, nextAt }) => ({
      address,
      status: standingOf(report),
      detail: report.status as Json,
      reason: report.reason,
      cause: report.cause,
      place: place === null ? null : showPlace(place),
      nextAt,
      remedy: remedyOf(report, environment, address),
    }));
}

function worseFirst(a: OpenResource, b: OpenResource): number {
  const by = STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status);
  return by === 0 ? (a.address < b.address ? -1 : 1) : by;
}

function nextIn(wait: number): string {
  return wait <= 0 ? "now" : `in ${showDuration(wait)}`;
}

/** How far the accepted version has come, and which one is all there. */
function farOf(each: EnvironmentState, ago: (at: number) => string): string {
  const { isApplied, appliedAt, appliedCommit, carriedOut: far } = each;
  const at = appliedAt === null ? "" : ` ${ago(appliedAt)}`;
  if (isApplied) return `carried out${at}`;
  const share =
    far === null || far.done === 0
      ? "not carried out yet"
      : far.done === far.of
        ? "carried out, and not all of it is as it should be"
        : `${far.done} of ${far.of} carried out`;
  return appliedAt === null
    ? share
    : `${share}; the last version that was carried out whole: ${appliedCommit?.slice(0, 10) ?? "one without a commit"},${at}`;
}

const MAX_ROWS = 40;

function print(
  state: AgentState,
  environments: readonly EnvironmentState[],
  lost: boolean,
  host: Host,
): string {
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
  if (lost) lines.push(theme.bad(`! ${LOST.what}`), theme.dim(`  → ${LOST.help}`));
  else if (environments.length === 0) lines.push("Nothing was accepted yet.", "");
  return `${lines.join("\n").trimEnd()}\n`;
}

function linesOf(each: EnvironmentState, host: Host): readonly string[] {
  const theme = themeOf(host.out.color);
  const now = host.clock.wall();
  const ago = (at: number): string => `${showDuration(Math.max(0, now - at))} ago`;
  const commit = each.commit === null ? "a version without a commit" : each.commit.slice(0, 10);
  const subject = each.subject === null ? "" : ` ${printable(each.subject)}`;
  const accepted = each.acceptedAt === null ? "" : theme.dim(`, accepted ${ago(each.acceptedAt)}`);
  const version =
    each.destroyed !== null
      ? "to be destroyed"
      : each.isSpared
        ? "no version was taken since its destroy was taken back"
        : each.acceptedAt === null
          ? "no version was accepted yet"
          : `${commit}${subject}${accepted}`;
  const lines = [`${theme.strong(each.name)}  ${version}`];
  const good = each.counts["in-sync"] ?? 0;
  if (each.status === "in-sync") lines.push(theme.good(`  ✓ in sync: ${count(each.resources, "resource")}`));
  else if (each.status === null) {
    const ours = `${count(each.resources, "resource")} ours`;
    if (each.destroyed !== null || each.isSpared) lines.push(`  ${ours}`);
    else if (each.carriedOut !== null) lines.push(`  ${ours}; ${farOf(each, ago)}`);
  } else {
    const percent = each.resources === 0 ? 0 : Math.floor((100 * good) / each.resources);
    const parts = STATUS_ORDER.flatMap((kind) =>
      each.counts[kind] === undefined ? [] : `${each.counts[kind]} ${kind}`,
    );
    lines.push(theme.bad(`  ! ${percent} % in sync: ${parts.join(", ")}`));
    if (!each.isApplied && each.destroyed === null) lines.push(`  ${farOf(each, ago)}`);
  }
  const caution = (text: string): number => lines.push(theme.caution(`  ! ${printable(text)}`));
  if (each.destroyed !== null) {
    caution(destroyedInWords(each.name, each.destroyed));
    lines.push(theme.dim(`      ${untilTakenBack(each.name)}`));
  }
  if (each.recovery !== null)
    caution(`in recovery: ${each.recovery}; approve its report with: setpoint approve ${each.name} --all`);
  for (const { scope, who, reason, left } of each.suspends)
    caution(
      `${scope} is suspended by ${who} ${left === null ? "until it is resumed" : `for another ${showDuration(left)}`}: ${reason}`,
    );
  if (each.source !== null) caution(`the source is unavailable: ${each.source}`);
  if (each.sourceHelp !== null) lines.push(theme.dim(`      → ${printable(each.sourceHelp)}`));
  if (each.refused !== null) caution(each.refused);
  if (each.refusedHelp !== null) lines.push(theme.dim(`      → ${printable(each.refusedHelp)}`));
  for (const what of each.undecided) caution(`interrupted: ${what}`);
  for (const row of each.open.slice(0, MAX_ROWS)) {
    const next = row.nextAt === null ? "" : ` (next attempt ${nextIn(row.nextAt - now)})`;
    const place = row.place === null ? "" : theme.dim(`  ${row.place}`);
    lines.push(`  ${theme.bad("!")} ${row.address}: ${row.status}: ${printable(row.reason)}${next}${place}`);
    if (row.remedy !== null) lines.push(theme.dim(`      → ${row.remedy}`));
  }
  if (each.open.length > MAX_ROWS) lines.push(theme.dim(`  … and ${each.open.length - MAX_ROWS} more`));
  return lines;
}
