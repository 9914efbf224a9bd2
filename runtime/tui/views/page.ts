// The screens that cover the table: details, log, help. A title, as many lines as there is room, and where one stands.

import { frameLayout } from "../layout.ts";
import type { State } from "../model.ts";
import { ends, fit, span, type Line } from "../text.ts";
import { detailLines, detailRow } from "./detail.ts";
import { helpLines } from "./help.ts";
import { toldLine } from "./tail.ts";

/** How many lines the page has; for the log without making them. */
export function pageLength(state: State): number {
  switch (state.view.screen) {
    case "table":
      return 0;
    case "detail":
      return detailLines(state).length;
    case "log":
      return state.facts.log.length;
    case "help":
      return helpLines(state).length;
  }
}

export function pageLines(state: State): readonly Line[] {
  const { columns, scroll } = state.view;
  const { body } = frameLayout(state);
  const length = pageLength(state);
  const lowest = Math.max(0, length - body);
  const top = state.view.screen === "log" ? Math.max(0, lowest - scroll) : Math.min(scroll, lowest);
  const lines = [...bodyLines(state, top, top + body)];
  while (lines.length < body) lines.push(fit([], columns));
  const place = length > body ? `${top + 1}–${Math.min(length, top + body)} of ${length} ` : "";
  const title: Line = [span(" setpoint ", "chosen"), span("  "), span(pageTitle(state), "strong")];
  return [
    ends(title, place === "" ? [] : [span(place, "quiet")], columns),
    fit([span("─".repeat(columns), "quiet")], columns),
    ...lines,
  ];
}

function bodyLines(state: State, from: number, to: number): readonly Line[] {
  switch (state.view.screen) {
    case "table":
      return [];
    case "detail":
      return detailLines(state).slice(from, to);
    case "log":
      return state.facts.log.slice(from, to).map((told) => toldLine(state, told));
    case "help":
      return helpLines(state).slice(from, to);
  }
}

function pageTitle(state: State): string {
  switch (state.view.screen) {
    case "table":
      return "";
    case "detail":
      return detailRow(state)?.key ?? state.view.cursor.key ?? "";
    case "log":
      return "log";
    case "help":
      return "help";
  }
}
