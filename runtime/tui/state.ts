// The terminal UI as a pure reducer: (state, inputs) → state. Nothing else decides what is on the screen.
//
// In:  events of the runtime, key presses, ticks of the clock and new window sizes, in batches. Out: the next state, a value
// that shares what it can with the one before. It knows no clock, no terminal and no Ink; time comes with the inputs.
// The cursor holds on to a resource, not to a line: when rows change places it goes along. Only until it is first moved,
// and again after `home`, it stays at the top, where the worst stands.

import type { WallTime } from "../clock.ts";
import type { Event } from "../events.ts";
import { absorb, passTime } from "./facts.ts";
import { commandFor, type Command, type KeyPress, type Screen } from "./keys.ts";
import { frameLayout } from "./layout.ts";
import { TOP, type State, type View } from "./model.ts";
import { pageLength } from "./views/page.ts";
import { cursorRow, listing, tableWindow } from "./window.ts";

export type Input =
  | { readonly kind: "event"; readonly event: Event }
  | { readonly kind: "key"; readonly key: KeyPress }
  | { readonly kind: "tick"; readonly now: WallTime }
  | { readonly kind: "resize"; readonly columns: number; readonly rows: number }
  | { readonly kind: "narrate"; readonly lines: readonly string[]; readonly focus: number }
  | { readonly kind: "detached"; readonly why: string };

/** Neighbouring events are taken in as one batch, however many there are. */
export function reduce(state: State, inputs: readonly Input[]): State {
  let next = state;
  let events: Event[] = [];
  for (const input of inputs) {
    if (input.kind === "event") {
      events.push(input.event);
      continue;
    }
    next = takeInput(takeEvents(next, events), input);
    events = [];
  }
  return takeEvents(next, events);
}

function takeEvents(state: State, events: readonly Event[]): State {
  if (events.length === 0) return state;
  // Only an agent that is there again sends a snapshot.
  const back = state.view.detached !== null && events.some((event) => event.kind === "snapshot");
  return { facts: absorb(state.facts, events), view: back ? { ...state.view, detached: null } : state.view };
}

function takeInput(state: State, input: Exclude<Input, { readonly kind: "event" }>): State {
  switch (input.kind) {
    case "tick": {
      const facts = passTime(state.facts, input.now);
      return facts === state.facts ? state : { ...state, facts };
    }
    case "resize":
      return show(state, { columns: input.columns, rows: input.rows });
    case "narrate":
      return show(state, { narration: { lines: input.lines, focus: input.focus } });
    case "detached":
      return show(state, { detached: input.why });
    case "key":
      return takeKey(state, input.key);
  }
}

function takeKey(state: State, key: KeyPress): State {
  if (key.kind === "named") {
    if (key.name === "ctrl-c") return show(state, { leaving: "interrupt" });
    if (state.view.typing) return typeNamed(state, key.name);
    const command = commandFor(key.name, state.view.screen);
    return command === null ? state : carryOut(state, command);
  }
  if (state.view.typing) return refilter(state, state.view.filter + key.text);
  // Keys that are pressed fast may come as one text.
  let next = state;
  for (const character of key.text) {
    const command = next.view.typing ? null : commandFor(character, next.view.screen);
    if (next.view.typing) next = refilter(next, next.view.filter + character);
    else if (command !== null) next = carryOut(next, command);
  }
  return next;
}

function typeNamed(state: State, name: string): State {
  if (name === "enter") return show(state, { typing: false });
  if (name === "esc") return show(refilter(state, ""), { typing: false });
  if (name === "backspace") return refilter(state, Array.from(state.view.filter).slice(0, -1).join(""));
  const command = commandFor(name, "table");
  return command === "up" || command === "down" ? carryOut(show(state, { typing: false }), command) : state;
}

function carryOut(state: State, command: Command): State {
  switch (command) {
    case "up":
      return move(state, -1);
    case "down":
      return move(state, 1);
    case "page-up":
      return move(state, -pageOf(state));
    case "page-down":
      return move(state, pageOf(state));
    case "first":
      if (state.view.screen === "table") return show(state, { cursor: TOP });
      return scrollTo(state, state.view.screen === "log" ? pageLength(state) : 0);
    case "last":
      if (state.view.screen === "table") return moveTo(state, listing(state).size - 1);
      return scrollTo(state, state.view.screen === "log" ? 0 : pageLength(state));
    case "open":
      return cursorRow(state) === null ? state : open(holdCursor(state), "detail");
    case "back":
      return back(state);
    case "filter":
      return show(state, { typing: true });
    case "problems":
      return show(state, {
        problemsOnly: !state.view.problemsOnly,
        cursor: { ...state.view.cursor, top: 0 },
      });
    case "log":
      return open(state, "log");
    case "help":
      return open(state, "help");
    case "quit":
      return show(state, { leaving: "quit" });
  }
}

function show(state: State, change: Partial<View>): State {
  return { ...state, view: { ...state.view, ...change } };
}

function refilter(state: State, filter: string): State {
  return show(state, { filter, cursor: TOP });
}

function open(state: State, screen: Screen): State {
  if (state.view.screen === screen) return state;
  return show(state, { screen, under: [...state.view.under, state.view.screen], scroll: 0 });
}

function back(state: State): State {
  const screen = state.view.under.at(-1);
  if (screen !== undefined) return show(state, { screen, under: state.view.under.slice(0, -1), scroll: 0 });
  return state.view.filter === "" ? state : refilter(state, "");
}

function pageOf(state: State): number {
  return Math.max(1, frameLayout(state).body - 1);
}

function move(state: State, by: number): State {
  if (state.view.screen === "table") return moveTo(state, tableWindow(state).cursor + by);
  return scrollTo(state, state.view.scroll + (state.view.screen === "log" ? -by : by));
}

function scrollTo(state: State, line: number): State {
  const lowest = Math.max(0, pageLength(state) - frameLayout(state).body);
  return show(state, { scroll: Math.max(0, Math.min(line, lowest)) });
}

function moveTo(state: State, index: number): State {
  const rows = listing(state);
  const at = Math.max(0, Math.min(index, rows.size - 1));
  const row = rows.slice(at, at + 1)[0];
  const { top } = tableWindow(state);
  const moved = show(state, { cursor: { key: row?.key ?? null, index: at, top } });
  return show(moved, { cursor: { key: row?.key ?? null, index: at, top: tableWindow(moved).top } });
}

/** From here on the cursor stays with its resource, also when it stood at the top. */
function holdCursor(state: State): State {
  const { cursor, top } = tableWindow(state);
  return show(state, { cursor: { key: cursorRow(state)?.key ?? null, index: cursor, top } });
}
