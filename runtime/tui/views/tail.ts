// What happened, newest last: a few lines below the table, in which neighbours that say the same are one line, and the
// full log as a screen of its own.

import type { State } from "../model.ts";
import type { Told } from "../tell.ts";
import { ends, fit, span, type Line } from "../text.ts";
import { timeOfDay } from "../time.ts";

export interface ToldGroup {
  readonly last: Told;
  readonly count: number;
}

export function ruleLine(state: State, title: string, right: string): Line {
  const { columns } = state.view;
  const end = right === "" ? "" : ` ${right} `;
  const rule = "─".repeat(Math.max(0, columns - title.length - end.length - 3));
  return fit([span(`─ ${title} ${rule}`, "quiet"), span(end, "quiet")], columns);
}

export function tailLines(state: State, height: number): readonly Line[] {
  const groups = lastGroups(state.facts.log, height);
  const lines = groups.map((group) => groupLine(state, group));
  while (lines.length < height) lines.push(fit([], state.view.columns));
  return lines;
}

/** The last `limit` groups, oldest first. */
export function lastGroups(log: readonly Told[], limit: number): readonly ToldGroup[] {
  const groups: ToldGroup[] = [];
  for (let at = log.length - 1; at >= 0; at--) {
    const told = log[at] as Told;
    const next = groups.at(-1);
    if (
      next !== undefined &&
      told.group !== null &&
      next.last.group === told.group &&
      isNeighbour(told, next.last)
    ) {
      groups[groups.length - 1] = { last: next.last, count: next.count + 1 };
      continue;
    }
    if (groups.length === limit) break;
    groups.push({ last: told, count: 1 });
  }
  return groups.toReversed();
}

function isNeighbour(a: Told, b: Told): boolean {
  return a.environment === b.environment && b.at - a.at < 10_000;
}

export function toldLine(state: State, told: Told): Line {
  return groupLine(state, { last: told, count: 1 });
}

function groupLine(state: State, { last, count }: ToldGroup): Line {
  const several = state.facts.environments.size > 1 && last.environment !== null;
  const environment = several ? last.environment : null;
  const who =
    last.address === null
      ? (environment ?? "")
      : environment === null
        ? last.address
        : `${environment}/${last.address}`;
  const more = count > 1 ? ` and ${count - 1} more` : "";
  return ends(
    [
      span(` ${timeOfDay(last.at, state.view.zone)}  `, "quiet"),
      span(`${last.glyph} `, last.role),
      span(who === "" ? "" : `${who}${more} `, "strong"),
      span(last.words, last.role === "bad" ? "bad" : "plain"),
    ],
    [],
    state.view.columns,
  );
}
