// A whole frame: state → exactly `rows` lines of exactly `columns` cells. What the terminal shows, what the tests compare
// and what the picture in the README is made of.

import { frameLayout, SMALLEST } from "./layout.ts";
import type { State } from "./model.ts";
import { fit, span, type Line } from "./text.ts";
import { PLAIN_THEME, type Theme } from "./theme.ts";
import { banners } from "./views/banner.ts";
import { barLine, legendLine, pulseLine } from "./views/bar.ts";
import { headerLines } from "./views/header.ts";
import { footerLine } from "./views/help.ts";
import { pageLines } from "./views/page.ts";
import { tableLines } from "./views/table.ts";
import { ruleLine, tailLines } from "./views/tail.ts";

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** The frame as one text, for this window size; without a theme there is no escape sequence in it. */
export function renderFrame(state: State, size: FrameSize, theme: Theme = PLAIN_THEME): string {
  return paintLines(frameLines({ ...state, view: { ...state.view, ...size } }), theme);
}

export function paintLines(lines: readonly Line[], theme: Theme): string {
  return lines.map((line) => line.map((each) => theme.paint(each.role, each.text)).join("")).join("\n");
}

export function frameLines(state: State): readonly Line[] {
  const { columns, rows } = state.view;
  const drawn: State = {
    ...state,
    view: {
      ...state.view,
      columns: Math.max(columns, SMALLEST.columns),
      rows: Math.max(rows, SMALLEST.rows),
    },
  };
  const lines = drawn.view.screen === "table" ? tableScreen(drawn) : [...pageLines(drawn), footerLine(drawn)];
  const shown = lines.length > rows ? lines.slice(0, rows) : lines;
  return columns < SMALLEST.columns ? shown.map((line) => fit(line, columns)) : shown;
}

function tableScreen(state: State): readonly Line[] {
  const { view } = state;
  const layout = frameLayout(state);
  const air = layout.airy ? [fit([], view.columns)] : [];
  return [
    ...headerLines(state, layout.environments),
    ...banners(state).slice(0, layout.banners).map((line) => fit(line, view.columns)), // prettier-ignore
    ...air,
    ...narrationLines(state, layout.narration),
    ...(layout.bar ? [barLine(state)] : []),
    legendLine(state),
    ...(layout.pulse ? [pulseLine(state)] : []),
    ...air,
    ...tableLines(state, layout.body),
    ...air,
    ruleLine(state, "events", ""),
    ...tailLines(state, layout.tail),
    footerLine(state),
  ];
}

/** As many lines as there is room for; the one in focus is among them. */
function narrationLines(state: State, count: number): readonly Line[] {
  const { lines, focus } = state.view.narration;
  const start = Math.max(0, Math.min(focus - count + 1, lines.length - count));
  return lines
    .slice(start, start + count)
    .map((line) => fit([span(` ${line}`, "accent")], state.view.columns));
}
