// The table of resources, worst first. Columns that the window has no room for are left out, the least telling ones first.

import { standingOf } from "../../status.ts";
import type { State } from "../model.ts";
import type { Row } from "../rows.ts";
import { doing } from "../tell.ts";
import { column, cutMiddle, fit, span, type Line, type Span } from "../text.ts";
import { STATUS_LOOKS } from "../theme.ts";
import { age, shortDuration, wholeDuration } from "../time.ts";
import { tableWindow } from "../window.ts";

interface Columns {
  readonly resource: number;
  /** 0: left out. */
  readonly target: number;
  readonly state: number;
  readonly reason: number;
  readonly changed: number;
  readonly next: number;
}

export function tableLines(state: State, height: number): readonly Line[] {
  const { view } = state;
  const columns = tableColumns(state);
  const { rows, top, cursor, size } = tableWindow(state);
  const lines = rows
    .slice(0, height)
    .map((row, index) => rowLine(state, row, columns, top + index === cursor));
  if (size === 0) lines.push(fit([span(`  ${emptyWords(state)}`, "quiet")], view.columns));
  while (lines.length < height) lines.push(fit([], view.columns));
  return [headLine(state, columns), ...lines];
}

function emptyWords(state: State): string {
  const { view, facts } = state;
  if (view.filter !== "") return `no resource has all of these words: ${view.filter} — esc clears the filter`;
  if (view.problemsOnly && facts.rows.size > 0)
    return "no problems: everything is in sync — x shows everything";
  return "no resources yet";
}

function headLine(state: State, columns: Columns): Line {
  const { view } = state;
  const { top, size, rows } = tableWindow(state);
  const name = view.typing || view.filter !== "" ? `/${view.filter}${view.typing ? "▏" : ""}` : view.problemsOnly ? "PROBLEMS" : "RESOURCE"; // prettier-ignore
  const place = rows.length < size ? ` ${top + 1}–${top + rows.length} of ${size}` : "";
  const active = view.typing || view.filter !== "" || view.problemsOnly;
  return fit(
    [
      column(`  ${name}`, columns.resource + 2, active ? "accent" : "quiet"),
      ...cell("TARGET", columns.target, "quiet"),
      ...cell("STATE", columns.state, "quiet"),
      ...cell(`REASON${place}`, columns.reason, "quiet"),
      ...cell("CHANGED", columns.changed, "quiet"),
      ...cell("NEXT", columns.next, "quiet"),
    ],
    view.columns,
  );
}

function rowLine(state: State, row: Row, columns: Columns, chosen: boolean): Line {
  const { facts, view } = state;
  const { target, report, changedAt, nextAt } = row.facts;
  const look = STATUS_LOOKS[standingOf(report)];
  const quiet = standingOf(report) === "in-sync" ? "quiet" : "plain";
  const line: Line = [
    span(chosen ? "› " : "  ", "accent"),
    column(cutMiddle(rowName(state, row), columns.resource), columns.resource, chosen ? "strong" : "plain"),
    ...cell(target, columns.target, "quiet"),
    ...cell(`${look.glyph} ${look.word}`, columns.state, look.role),
    ...cell(rowReason(state, row), columns.reason, quiet),
    ...cell(changedAt === null ? "" : age(facts.now, changedAt), columns.changed, "quiet"),
    ...cell(nextAt === null ? "" : nextWords(facts.now, nextAt), columns.next, "quiet"),
  ];
  return fit(line, view.columns);
}

/** Addresses alone where there is one environment; qualified ones where there are several. */
export function rowName(state: State, row: Row): string {
  return state.facts.environments.size > 1 ? row.key : row.facts.address;
}

/** What it is doing now says more than why. */
function rowReason(state: State, row: Row): string {
  const running = state.facts.running.get(row.key);
  if (running === undefined) return row.facts.report.reason;
  const attempt = running.attempt > 1 ? `, attempt ${running.attempt}` : "";
  return `${doing(running.action)} for ${shortDuration(state.facts.now - running.at)}${attempt} (${running.cause})`;
}

function nextWords(now: number, at: number): string {
  return at <= now ? "now" : wholeDuration(at - now);
}

function cell(text: string, width: number, role: Span["role"]): readonly Span[] {
  return width === 0 ? [] : [span(" "), column(text, width, role)];
}

/** As wide as what is in them asks for, within bounds; the reason takes the rest, for it has the most to say. */
function tableColumns(state: State): Columns {
  const { facts, view } = state;
  const { columns: width } = view;
  const wide = width >= 100;
  const targets = [...facts.targets.keys()].map((name) => name.length);
  const target =
    wide || (targets.length > 1 && width >= 76) ? Math.min(wide ? 14 : 9, Math.max(7, ...targets)) : 0;
  const changed = width >= 72 ? 7 : 0;
  const next = width >= 72 ? 4 : 0;
  const stateColumn = 13;
  const widest = facts.environments.size > 1 ? facts.rows.widest.key : facts.rows.widest.address;
  const resource = Math.max(14, Math.min(widest, Math.floor(width * 0.32)));
  const used = [target, stateColumn, changed, next].reduce(
    (sum, each) => sum + (each === 0 ? 0 : each + 1),
    resource + 2,
  );
  return { resource, target, state: stateColumn, reason: Math.max(0, width - used - 2), changed, next };
}
