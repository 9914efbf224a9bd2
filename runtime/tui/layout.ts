// How many lines each part of the screen gets. The parts above and below are fixed by the window's height; the table takes
// what its rows need of the rest, and the event tail what the table leaves.

import type { State } from "./model.ts";
import { banners } from "./views/banner.ts";

export interface FrameLayout {
  /** Lines for environments, two for a single one. */
  readonly environments: number;
  readonly banners: number;
  readonly narration: number;
  /** The bar of counts as a picture; its words are always there. */
  readonly bar: boolean;
  readonly pulse: boolean;
  /** Empty lines between the parts. */
  readonly airy: boolean;
  /** Rows of the table, or lines of the page. */
  readonly body: number;
  readonly tail: number;
}

/** Smaller windows are drawn as if they were as large as this, and cut. */
export const SMALLEST = { columns: 40, rows: 10 } as const;

export function frameLayout(state: State): FrameLayout {
  const { facts, view } = state;
  const roomy = view.rows >= 20;
  const airy = view.rows >= 32;
  if (view.screen !== "table") {
    return {
      environments: 0,
      banners: 0,
      narration: 0,
      bar: false,
      pulse: false,
      airy,
      body: Math.max(1, view.rows - 3),
      tail: 0,
    };
  }
  const environments =
    facts.environments.size > 1 ? Math.min(facts.environments.size, roomy ? 4 : 2) : roomy ? 2 : 1;
  const shownBanners = Math.min(banners(state).length, roomy ? 2 : 1);
  const narration = Math.min(view.narration.lines.length, roomy ? 3 : 1);
  const air = airy ? 3 : 0;
  // Title, legend, table head, rule above the tail, help line.
  const fixed = 5 + environments + shownBanners + narration + (roomy ? 2 : 0) + air;
  const rest = Math.max(2, view.rows - fixed);
  const leastTail = rest >= 20 ? 8 : rest >= 12 ? 4 : rest >= 6 ? 2 : 1;
  const body = Math.max(1, Math.min(rest - leastTail, Math.max(facts.rows.size, 3)));
  return {
    environments,
    banners: shownBanners,
    narration,
    bar: roomy,
    pulse: roomy,
    airy,
    body,
    tail: rest - body,
  };
}
