// The state of the terminal UI: what is known of the agent, and how a person is looking at it.

import type { WallTime } from "../clock.ts";
import { noFacts, type Facts } from "./facts.ts";
import type { Screen } from "./keys.ts";
import type { RowKey } from "./rows.ts";

export interface State {
  readonly facts: Facts;
  readonly view: View;
}

export interface View {
  readonly columns: number;
  readonly rows: number;
  /** Minutes east of Greenwich, for times of day. */
  readonly zone: number;
  readonly screen: Screen;
  /** Where `esc` leads from here. */
  readonly under: readonly Screen[];
  readonly cursor: Cursor;
  readonly filter: string;
  /** The filter is being typed. */
  readonly typing: boolean;
  readonly problemsOnly: boolean;
  /** Lines scrolled down in a detail or help screen, or up from the newest line in the log. */
  readonly scroll: number;
  /** What the program that shows this has to say, below the header: the demo's story. */
  readonly narration: { readonly lines: readonly string[]; readonly focus: number };
  /** The stream of events has ended, with the reason: what is shown is how it was then. */
  readonly detached: string | null;
  /** How the person has asked to leave. */
  readonly leaving: Leaving | null;
}

/** By `q`, or by Ctrl-C. */
export type Leaving = "quit" | "interrupt";

export interface Cursor {
  /** The resource that it holds on to; null is the top. */
  readonly key: RowKey | null;
  /** Where it was last, should the resource go away. */
  readonly index: number;
  /** The first line that is shown. */
  readonly top: number;
}

export const TOP: Cursor = { key: null, index: 0, top: 0 };

export function initialState(at: {
  readonly now: WallTime;
  readonly columns: number;
  readonly rows: number;
  readonly zone: number;
}): State {
  return {
    facts: noFacts(at.now),
    view: {
      columns: at.columns,
      rows: at.rows,
      zone: at.zone,
      screen: "table",
      under: [],
      cursor: TOP,
      filter: "",
      typing: false,
      problemsOnly: false,
      scroll: 0,
      narration: { lines: [], focus: -1 },
      detached: null,
      leaving: null,
    },
  };
}
