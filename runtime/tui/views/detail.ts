// All about one resource: how it stands and why, where it is written, what it stands between, and what happened to it.

import { showPlace } from "../../../compiler/source.ts";
import { standingOf } from "../../status.ts";
import type { State } from "../model.ts";
import { findRow, neededBy, rowKey, type Row } from "../rows.ts";
import { doing } from "../tell.ts";
import { fit, span, wrap, type Line, type Span } from "../text.ts";
import { STATUS_LOOKS } from "../theme.ts";
import { age, shortDuration, wholeDuration } from "../time.ts";
import { toldLine } from "./tail.ts";

const NEIGHBOURS = 50;
const EVENTS = 50;

export function detailRow(state: State): Row | undefined {
  const { key } = state.view.cursor;
  return key === null ? undefined : findRow(state.facts.rows, key);
}

export function detailLines(state: State): readonly Line[] {
  const row = detailRow(state);
  if (row === undefined)
    return [fit([span(" this resource is no longer held", "quiet")], state.view.columns)];
  return [
    ...statusLines(state, row),
    fit([], state.view.columns),
    ...placeLines(state, row),
    ...neighbourLines(state, row),
    ...eventLines(state, row),
  ];
}

function statusLines(state: State, row: Row): readonly Line[] {
  const { facts } = state;
  const { report } = row.facts;
  const look = STATUS_LOOKS[standingOf(report)];
  const running = facts.running.get(row.key);
  const lines: Line[] = [
    field(state, "state", [
      span(`${look.glyph} ${look.word}`, look.role),
      span(`${statusDetail(row)}, for ${age(facts.now, row.since)}`),
    ]),
    ...wrapped(state, "reason", report.reason === "" ? "—" : report.reason),
  ];
  if (report.cause !== null) lines.push(field(state, "cause", causeSpans(state, row)));
  if (running !== undefined) {
    const took = shortDuration(facts.now - running.at);
    lines.push(
      field(state, "now", [
        span(`${doing(running.action)} for ${took}`, "work"),
        span(` (${running.cause}: ${running.reason}), attempt ${running.attempt}`),
      ]),
    );
  }
  return lines;
}

function statusDetail(row: Row): string {
  const { status } = row.facts.report;
  switch (status.kind) {
    case "progressing":
      return ` (${status.action})`;
    case "failing":
      return ` (${status.attempts} attempts)`;
    case "blocked":
      return ` (${status.by})`;
    case "waiting":
      return ` (${status.for})`;
    case "in-sync":
    case "drifted":
    case "contested":
    case "undecided":
    case "unreachable":
    case "suspended":
    case "flapping":
    case "unknown":
      return "";
  }
}

function causeSpans(state: State, row: Row): Line {
  const { report, environment } = row.facts;
  if (report.cause === null) return [];
  const cause = findRow(state.facts.rows, rowKey(environment, report.cause));
  return [span(report.cause, "strong"), ...(cause === undefined ? [] : [span(" "), ...standing(cause)])];
}

function placeLines(state: State, row: Row): readonly Line[] {
  const { now } = state.facts;
  const { resourceKind, target, environment, place, changedAt, nextAt } = row.facts;
  return [
    field(state, "source", [span(place === null ? "—" : showPlace(place), "accent")]),
    field(state, "kind", [span(resourceKind)]),
    field(state, "target", [span(target)]),
    field(state, "environment", [span(environment)]),
    field(state, "changed", [span(changedAt === null ? "never by us" : `${age(now, changedAt)} ago`)]),
    ...(nextAt === null
      ? []
      : [field(state, "next", [span(nextAt <= now ? "now" : `in ${wholeDuration(nextAt - now)}`)])]),
  ];
}

function neighbourLines(state: State, row: Row): readonly Line[] {
  const { environment, address, needs } = row.facts;
  const below = neededBy(state.facts.rows, environment, address, NEIGHBOURS);
  return [
    ...needs.slice(0, NEIGHBOURS).map((need, index) => {
      const other = findRow(state.facts.rows, rowKey(environment, need));
      const shown: Line = other === undefined ? [] : [span("  "), ...standing(other)];
      return field(state, index === 0 ? "needs" : "", [span(need), ...shown]);
    }),
    ...below.map((other, index) =>
      field(state, index === 0 ? "needed by" : "", [
        span(other.facts.address),
        span("  "),
        ...standing(other),
      ]),
    ),
  ];
}

function eventLines(state: State, row: Row): readonly Line[] {
  const { environment, address } = row.facts;
  const told = state.facts.log.filter((each) => each.address === address && each.environment === environment);
  if (told.length === 0) return [];
  return [
    fit([], state.view.columns),
    fit([span(" what happened, newest first", "quiet")], state.view.columns),
    ...told.slice(-EVENTS).toReversed().map((each) => toldLine(state, each)), // prettier-ignore
  ];
}

function standing(row: Row): readonly Span[] {
  const look = STATUS_LOOKS[standingOf(row.facts.report)];
  return [span(`${look.glyph} ${look.word}`, look.role)];
}

const LABEL = 13;

function field(state: State, label: string, value: Line): Line {
  return fit([span(` ${label}`.padEnd(LABEL), "quiet"), ...value], state.view.columns);
}

function wrapped(state: State, label: string, text: string): readonly Line[] {
  return wrap(text, state.view.columns - LABEL - 1).map((part, index) =>
    field(state, index === 0 ? label : "", [span(part, "strong")]),
  );
}
