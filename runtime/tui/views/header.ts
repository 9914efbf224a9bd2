// The top of the first screen: which environment, which version is wanted, which one is applied, and where it comes from.

import type { EnvironmentFacts } from "../facts.ts";
import type { State } from "../model.ts";
import { shortCommit } from "../tell.ts";
import { ends, fit, span, type Line, type Span } from "../text.ts";
import { STATUS_LOOKS } from "../theme.ts";
import { age } from "../time.ts";

export function headerLines(state: State, count: number): readonly Line[] {
  const { facts, view } = state;
  const environments = [...facts.environments.values()];
  const only = environments.length === 1 ? environments[0] : undefined;
  const title: Line = [span(" setpoint ", "chosen"), span("  "), span(names(environments), "strong")];
  const lines = [ends(title, agentSpans(state), view.columns)];
  if (environments.length > 1) return [...lines, ...compactLines(state, environments, count)];
  const told = count > 1 ? [desiredLine(state, only), appliedLine(state, only)] : [desiredLine(state, only)];
  return [...lines, ...told];
}

function names(environments: readonly EnvironmentFacts[]): string {
  if (environments.length === 0) return "waiting for the agent …";
  return environments.map((each) => each.name).join("  ");
}

function agentSpans(state: State): Line {
  const { agent, stopped } = state.facts;
  if (agent === null) return [];
  if (stopped !== null || state.view.detached !== null) return [span("not live ", "alarm")];
  return [span(`agent ${agent.name} · pid ${agent.pid} `, "quiet")];
}

function desiredLine(state: State, environment: EnvironmentFacts | undefined): Line {
  const desired = environment?.desired ?? null;
  const { now } = state.facts;
  const left: Line =
    desired === null
      ? [label("desired"), span("no version accepted yet", "quiet")]
      : [
          label("desired"),
          span(shortCommit(desired.commit), "accent"),
          span(` ${desired.subject}`),
          span(
            `  ${desired.author === "" ? "" : `${desired.author}, `}${age(now, desired.committedAt)} ago`,
            "quiet",
          ),
        ];
  return ends(left, state.view.rows >= 20 ? [] : appliedShort(state, environment), state.view.columns);
}

function appliedLine(state: State, environment: EnvironmentFacts | undefined): Line {
  const applied = environment?.applied ?? null;
  const left: Line =
    applied === null
      ? [label("applied"), span("nothing yet", "quiet")]
      : [
          label("applied"),
          span(shortCommit(applied.commit), isBehind(environment) ? "work" : "good"),
          span(` ${age(state.facts.now, applied.at)} ago`),
          ...(isBehind(environment)
            ? [span(` · ${STATUS_LOOKS.progressing.glyph} ${howFar(state)}`, "work")]
            : []),
        ];
  return ends(left, sourceSpans(state, environment), state.view.columns);
}

function appliedShort(state: State, environment: EnvironmentFacts | undefined): Line {
  if (environment === undefined || environment.applied === null) return [span("not applied ", "quiet")];
  if (isBehind(environment)) return [span(`applied ${shortCommit(environment.applied.commit)} `, "work")];
  return [span(`applied ${age(state.facts.now, environment.applied.at)} ago `, "good")];
}

function sourceSpans(state: State, environment: EnvironmentFacts | undefined): Line {
  const source = environment?.source ?? null;
  if (source === null) return [];
  if (source.state === "ok") return [span("source "), span("✓ ok ", "good")];
  return [span(`source ⊘ unavailable for ${age(state.facts.now, source.at)} `, "bad")];
}

/** One line for each of several environments; the last line counts those that have no room. */
function compactLines(
  state: State,
  environments: readonly EnvironmentFacts[],
  count: number,
): readonly Line[] {
  const shown = environments.length > count ? count - 1 : count;
  // Those that need a look come first, so that they are not the ones that are only counted.
  const first = environments
    .toSorted((a, b) => Number(isGood(state, a)) - Number(isGood(state, b)))
    .slice(0, shown);
  const width = Math.max(...first.map((each) => each.name.length));
  const lines = first.map((each) => {
    const left = [
      span(` ${each.name.padEnd(width)}  `, "strong"),
      span(shortCommit(each.desired?.commit ?? null), "accent"),
      span(` ${each.desired?.subject ?? "no version accepted yet"}`),
    ];
    return ends(left, environmentState(state, each), state.view.columns);
  });
  const rest = environments.length - shown;
  return rest === 0
    ? lines
    : [...lines, fit([span(` and ${rest} more environments`, "quiet")], state.view.columns)];
}

function environmentState(state: State, environment: EnvironmentFacts): Line {
  const { good, all } = standing(state, environment);
  if (isGood(state, environment)) return [span(`✓ ${good} in sync `, "good")];
  return [span(`${good} of ${all} in sync `, "work")];
}

function isGood(state: State, environment: EnvironmentFacts): boolean {
  const { good, all } = standing(state, environment);
  return good === all && environment.convergedAt !== null;
}

function standing(
  state: State,
  environment: EnvironmentFacts,
): { readonly good: number; readonly all: number } {
  const counts = state.facts.rows.byEnvironment.get(environment.name) ?? {};
  return { good: counts["in-sync"] ?? 0, all: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}

function howFar(state: State): string {
  const { counts, size } = state.facts.rows;
  return `${counts["in-sync"] ?? 0} of ${size} in sync with the desired one`;
}

function isBehind(environment: EnvironmentFacts | undefined): boolean {
  const { desired = null, applied = null } = environment ?? {};
  // A version without a commit has an empty one in the one event, and none in the other.
  return (desired?.commit ?? "") !== (applied?.commit ?? "");
}

function label(word: string): Span {
  return span(` ${word}  `, "quiet");
}
