// A window for changes, by the simulator's own reckoning: what the engine is held to when the clock jumps.
//
// In:  the wall clock as it goes on, and its jumps. Out: whether a change may begin now. The same pattern as text, for the
// engine's configuration. It is open six minutes in ten, and an odd hour has another beat than an even one, so that a jump of
// an hour leads into windows and out of them.

import { defaultEnvironment } from "../../runtime/config/environment.ts";
import type { EnvironmentGrant } from "../../runtime/config.ts";
import { parseWindow, type Window } from "../../runtime/permit/windows.ts";
import { ENVIRONMENT } from "./graph.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BEAT = 10 * MINUTE;
const OPEN = 6 * MINUTE;
/** Of an odd hour. */
const SHIFT = 4 * MINUTE;
/** The engine looks at the clock once in a minute: it may not have seen yet that a window has closed. */
const UNSEEN = MINUTE;
/** A difference that is no jump. */
const SLACK = 5_000;

export class SimWindow {
  /** In simulated time: until then, what reads as open was only jumped into. */
  #doubtedUntil = Number.NEGATIVE_INFINITY;
  #last: { readonly at: number; readonly by: number; readonly doubtedUntil: number } | null = null;

  isOpen(wall: number, now: number): boolean {
    return sinceBegin(wall) < OPEN && now >= this.#doubtedUntil;
  }

  jumped(before: number, after: number, now: number): void {
    const by = after - before;
    if (Math.abs(by) <= SLACK) return;
    const last = this.#last;
    this.#last = { at: now, by, doubtedUntil: this.#doubtedUntil };
    const wasOpen = sinceBegin(before) < OPEN + UNSEEN && now >= this.#doubtedUntil;
    const isDoubtful = !wasOpen && sinceBegin(after) < OPEN;
    this.#doubtedUntil = isDoubtful ? now + OPEN - sinceBegin(after) : Number.NEGATIVE_INFINITY;
    // There and back before anybody looked is no jump; and whether somebody has looked is not known here.
    if (last !== null && last.by === -by && now - last.at < UNSEEN)
      this.#doubtedUntil = Math.min(this.#doubtedUntil, last.doubtedUntil);
  }

  /** A new process has nothing by which to doubt the clock. */
  restarted(): void {
    this.#doubtedUntil = Number.NEGATIVE_INFINITY;
  }
}

function sinceBegin(wall: number): number {
  const inHour = wall % HOUR;
  const shift = Math.floor(wall / HOUR) % 2 === 1 ? SHIFT : 0;
  return (inHour - shift + BEAT) % BEAT;
}

/** The same as a person would write it. */
export function windowGrant(): EnvironmentGrant {
  const intended: Window[] = [];
  for (let hour = 0; hour < 24; hour++)
    for (let minute = hour % 2 === 1 ? 4 : 0; minute < 60; minute += 10) {
      const window = parseWindow(`${clock(hour, minute)}-${clock(hour, minute + 6)}`);
      if (window !== null) intended.push(window);
    }
  return { ...defaultEnvironment(ENVIRONMENT), window: { zone: "UTC", intended, corrective: null } };
}

function clock(hour: number, minute: number): string {
  const at = hour * 60 + minute;
  return `${String(Math.floor(at / 60) % 24).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}
