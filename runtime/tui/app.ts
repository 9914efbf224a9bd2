// The wiring of the terminal UI: events, keys, clock and window into the reducer, and its frames onto the screen by Ink.
//
// In:  a source of events, a clock and the streams of a terminal. Out: a promise that resolves when the person has left and
// the screen is as it was before. It takes over no signal: whoever started it closes it, and keeps handlers of its own for as
// long as it is open. Where a signal has none, Ink restores the screen and lets the process die of it.
// Events are collected and taken in at most FRAMES times a second, so that a flood of them costs a few frames, not a frame
// each. Keys are answered at once. Ink is given one text of exactly the window's size, writes only the lines that changed,
// and on the alternate screen, so that nothing scrolls or flickers. Two elements are no reason for JSX, and without it the
// sources run as they are.

import { Text, render, useInput, type Key } from "ink";
import { createElement, type ReactElement } from "react";
import type { Clock } from "../clock.ts";
import type { Listener } from "../events.ts";
import { frameLines, paintLines } from "./frame.ts";
import type { KeyName, KeyPress } from "./keys.ts";
import { initialState, type Leaving, type State } from "./model.ts";
import { reduce, type Input } from "./state.ts";
import { createTheme, type Theme } from "./theme.ts";

export interface TerminalUiOptions {
  /** Calls the listener with every event from now on, a snapshot first; returns how to stop. */
  readonly subscribe: (listener: Listener) => () => void;
  readonly clock: Clock;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly colour: boolean;
  /** Minutes east of Greenwich; left out, the machine's own. */
  readonly zone?: number;
  /** The person has asked to leave; the screen is restored right after. */
  readonly onQuit?: () => void;
}

export interface TerminalUi {
  /**
   * Resolves when the screen has been restored, with how the person left, or null where it was closed; rejects when drawing
   * failed, the screen restored as well.
   */
  readonly done: Promise<Leaving | null>;
  /** Says something below the header. Where there is room for one line only, it is the one at `focus`: else the last. */
  narrate(lines: readonly string[], focus?: number): void;
  /** What is shown is no longer live, and why. */
  detach(why: string): void;
  close(): void;
}

const FRAMES = 12;
/** Elapsed times have tenths of seconds only while something is in flight. */
const TICK_BUSY = 200;
const TICK_IDLE = 1000;

export function startTerminalUi(options: TerminalUiOptions): TerminalUi {
  const { clock, stdin, stdout } = options;
  const theme = createTheme({ colour: options.colour });
  const zone = options.zone ?? -new Date(clock.wall()).getTimezoneOffset();
  let state = initialState({ now: clock.wall(), columns: stdout.columns, rows: stdout.rows, zone });
  let waiting: Input[] = [];
  let cancelFlush: (() => void) | null = null;
  let cancelTick: (() => void) | null = null;
  let closed = false;
  let failure: { readonly error: unknown } | null = null;

  const screen = (): ReactElement => createElement(Screen, { state, theme, onKey: press });
  const flush = (): void => {
    cancelFlush?.();
    cancelFlush = null;
    const inputs = waiting;
    waiting = [];
    const before = state;
    try {
      state = reduce(state, inputs);
    } catch (error) {
      failure = { error };
      close();
      return;
    }
    if (state === before || closed) return;
    if (state.view.leaving !== null) {
      options.onQuit?.();
      close();
      return;
    }
    ink.rerender(screen());
  };
  const later = (input: Input): void => {
    waiting.push(input);
    cancelFlush ??= clock.timer(1000 / FRAMES, flush);
  };
  const soon = (input: Input): void => {
    waiting.push(input);
    flush();
  };
  const press = (key: KeyPress): void => soon({ kind: "key", key });
  const resize = (): void => soon({ kind: "resize", columns: stdout.columns, rows: stdout.rows });
  const tick = (): void => {
    soon({ kind: "tick", now: clock.wall() });
    if (!closed) cancelTick = clock.timer(state.facts.running.size > 0 ? TICK_BUSY : TICK_IDLE, tick);
  };
  const release = (): void => {
    if (closed) return;
    closed = true;
    unsubscribe();
    cancelFlush?.();
    cancelTick?.();
    stdout.off("resize", resize);
  };
  const close = (): void => {
    release();
    ink.unmount();
  };

  const unsubscribe = options.subscribe((event) => later({ kind: "event", event }));
  // What is told at once is in the first frame already.
  state = reduce(state, waiting.splice(0));
  const ink = render(screen(), {
    stdin,
    stdout,
    alternateScreen: true,
    interactive: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: FRAMES + 3,
  });
  stdout.on("resize", resize);
  cancelTick = clock.timer(TICK_IDLE, tick);

  const finish = async (): Promise<Leaving | null> => {
    try {
      await ink.waitUntilExit();
    } finally {
      release();
    }
    if (failure !== null) throw failure.error;
    return state.view.leaving;
  };

  return {
    done: finish(),
    narrate: (lines, focus = lines.length - 1) => later({ kind: "narrate", lines, focus }),
    detach: (why) => later({ kind: "detached", why }),
    close,
  };
}

interface ScreenProps {
  readonly state: State;
  readonly theme: Theme;
  readonly onKey: (key: KeyPress) => void;
}

function Screen({ state, theme, onKey }: ScreenProps): ReactElement {
  useInput((text, key) => {
    const press = keyPress(text, key);
    if (press !== null) onKey(press);
  });
  return createElement(Text, { wrap: "truncate-end" }, paintLines(frameLines(state), theme));
}

/** Ink's key as one of ours; null for keys that the table of keys has no name for. */
export function keyPress(text: string, key: Key): KeyPress | null {
  if (key.ctrl) return text === "c" ? { kind: "named", name: "ctrl-c" } : null;
  const names: readonly (readonly [boolean, KeyName])[] = [
    [key.upArrow, "up"],
    [key.downArrow, "down"],
    [key.pageUp, "pgup"],
    [key.pageDown, "pgdn"],
    [key.home, "home"],
    [key.end, "end"],
    [key.return, "enter"],
    [key.escape, "esc"],
    [key.backspace || key.delete, "backspace"],
  ];
  const name = names.find(([pressed]) => pressed)?.[1];
  if (name !== undefined) return { kind: "named", name };
  if (text === "" || key.meta || key.tab || key.leftArrow || key.rightArrow) return null;
  return { kind: "text", text };
}
