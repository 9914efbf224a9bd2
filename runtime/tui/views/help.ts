// The help screen and the line of help at the bottom, both made from the tables of keys and statuses.

import { STATUS_ORDER, type Standing } from "../../status.ts";
import { BINDINGS, shownBindings } from "../keys.ts";
import type { State } from "../model.ts";
import { fit, lineCells, span, wrap, type Line } from "../text.ts";
import { STATUS_LOOKS } from "../theme.ts";

const MEANINGS: Readonly<Record<Standing, string>> = {
  undecided: "an action may or may not have happened; somebody has to say which",
  failing: "the last attempt failed; another one follows",
  contested: "somebody else keeps setting it back",
  blocked: "not done before a person or the world changes something",
  unreachable: "its target cannot be reached",
  unknown: "it could not be read: neither good nor bad",
  drifted: "the world is not as the accepted version says",
  flapping: "changes back and forth, and is looked at more slowly",
  waiting: "for an approval, a window, a limit, a dependency, a secret or its turn",
  suspended: "somebody has halted changes to it",
  unhealthy: "in sync, and it does not do its work",
  progressing: "being brought there now",
  "in-sync": "the world is as the accepted version says",
};

const LABEL = 15;

export function helpLines(state: State): readonly Line[] {
  const { columns } = state.view;
  return [
    fit([span(" keys", "strong")], columns),
    ...BINDINGS.flatMap((each) => entry(columns, [span(each.shown.padEnd(LABEL - 3), "accent")], each.help)),
    fit([], columns),
    fit([span(" states, worst first", "strong")], columns),
    ...STATUS_ORDER.flatMap((kind) => {
      const look = STATUS_LOOKS[kind];
      return entry(
        columns,
        [span(`${look.glyph} ${look.word}`.padEnd(LABEL - 3), look.role)],
        MEANINGS[kind],
      );
    }),
    fit([], columns),
    fit([span(" marks of what was done", "strong")], columns),
    ...entry(columns, [span("+ ~ ± -".padEnd(LABEL - 3))], "created, updated, replaced, deleted"),
    ...entry(columns, [span("= o".padEnd(LABEL - 3))], "adopted as it was, released"),
  ];
}

function entry(columns: number, label: Line, text: string): readonly Line[] {
  return wrap(text, columns - LABEL - 1).map((part, index) =>
    fit(
      index === 0 ? [span("  "), ...label, span(" "), span(part)] : [span(" ".repeat(LABEL)), span(part)],
      columns,
    ),
  );
}

export function footerLine(state: State): Line {
  const { view } = state;
  if (view.typing) {
    return fit(
      [span(" type to filter   ", "quiet"), ...key("enter", "keep"), ...key("esc", "clear")],
      view.columns,
    );
  }
  const back = view.screen === "table" && view.filter !== "" ? [["esc", "clear filter"]] : [];
  const move = [["↑↓", view.screen === "table" ? "move" : "scroll"]];
  const rest = shownBindings(view.screen).map((each) => [each.shown, each.word ?? ""]);
  // What everybody tries anyway goes first when the window is narrow.
  const choices = [
    [...move, ...back, ...rest],
    [...back, ...rest],
  ].flatMap((words) =>
    [3, 2].map((gap): Line => [span(" "), ...words.flatMap(([shown, word]) => key(shown, word, gap))]),
  );
  return fit(choices.find((line) => lineCells(line) <= view.columns) ?? choices[3] ?? [], view.columns);
}

function key(shown: string | undefined, word: string | undefined, gap = 3): Line {
  return [span(shown ?? "", "accent"), span(` ${word ?? ""}${" ".repeat(gap)}`, "quiet")];
}
