// Windows: when intended changes, and when repairs, may start. In a time zone of their own.
//
// In:  `mon-fri 22:00-04:00` and an IANA zone, and a wall time. Out: open or closed, and when it opens next.
// A window is what a clock on a wall in that zone reads. So where summer time skips an hour, a window that lies in it does
// not open that day; where an hour comes twice, it is open twice. Nothing here is computed by adding hours.
// Surprising: whether a window *is* open also depends on how it came to be (`Watched`). A jump of the wall clock opens
// nothing: what was closed before the jump stays closed until a beginning has been seen in steady time.

import type { JsonObject } from "../../compiler/json.ts";
import { isJsonArray, isJsonObject } from "../../compiler/json.ts";
import type { WallTime } from "../clock.ts";

export interface WindowSettings {
  readonly zone: string;
  /** Null: always. */
  readonly intended: readonly Window[] | null;
  readonly corrective: readonly Window[] | null;
}

export interface Window {
  /** As it was written. */
  readonly text: string;
  /** 0 is Monday: the days on which it begins. */
  readonly days: readonly number[];
  /** Minutes after midnight. An end that is not after the beginning is on the next day. */
  readonly from: number;
  readonly to: number;
}

export type WindowClass = "intended" | "corrective";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const PATTERN = /^(?:([a-z]{3})(?:-([a-z]{3}))? )?(\d\d):(\d\d)-(\d\d):(\d\d)$/;
/** Shorter ones would be missed by what looks for the next opening, and by people. */
export const SHORTEST_WINDOW = 5;
const DAY = 24 * 60;

/** `mon-fri 22:00-04:00`, `sat 08:00-12:00`, `00:00-24:00`. Null: not a window. */
export function parseWindow(text: string): Window | null {
  const [, first, last, fromHour, fromMinute, toHour, toMinute] = PATTERN.exec(text) ?? [];
  if (fromHour === undefined) return null;
  const from = minutesOf(fromHour, fromMinute);
  const to = minutesOf(toHour, toMinute);
  if (from === null || to === null || from === DAY) return null;
  if ((to - from + DAY) % DAY < SHORTEST_WINDOW && to - from !== DAY) return null;
  const days = daysOf(first, last);
  return days === null ? null : { text, days, from, to };
}

function minutesOf(hour: string | undefined, minute: string | undefined): number | null {
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= DAY ? minutes : null;
}

function daysOf(first: string | undefined, last: string | undefined): readonly number[] | null {
  if (first === undefined) return [0, 1, 2, 3, 4, 5, 6];
  const from = DAYS.indexOf(first);
  const to = last === undefined ? from : DAYS.indexOf(last);
  if (from === -1 || to === -1) return null;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7);
}

export function isZone(zone: string): boolean {
  try {
    makeFormat(zone);
    return true;
  } catch {
    return false;
  }
}

/** The `window` of a graph's delivery settings; what cannot be read is closed, never open. */
export function windowsOfDelivery(delivery: JsonObject): WindowSettings | null {
  const window = delivery["window"];
  if (window === undefined || window === null) return null;
  if (!isJsonObject(window)) return CLOSED;
  const { zone = "UTC", intended = null, corrective = null } = window;
  if (typeof zone !== "string" || !isZone(zone)) return CLOSED;
  const read = (value: typeof intended): readonly Window[] | null => {
    if (value === null) return null;
    if (!isJsonArray(value)) return [];
    return value.flatMap((each) => (typeof each === "string" ? (parseWindow(each) ?? []) : []));
  };
  return { zone, intended: read(intended), corrective: read(corrective) };
}

const CLOSED: WindowSettings = { zone: "UTC", intended: [], corrective: [] };

/** One setting, ready to be asked often. */
export interface WindowReader {
  readonly settings: WindowSettings;
  readonly isOpen: (which: WindowClass, wall: WallTime) => boolean;
  /** When it is open next, at or after `wall`; null: not within the next eight days. */
  readonly opensAt: (which: WindowClass, wall: WallTime) => WallTime | null;
}

const MINUTE = 60_000;
const HORIZON = 8 * DAY * MINUTE;

export function readWindows(settings: WindowSettings): WindowReader {
  const format = makeFormat(settings.zone);
  const isOpen = (which: WindowClass, wall: WallTime): boolean => {
    const windows = settings[which];
    if (windows === null) return true;
    if (windows.length === 0) return false;
    const { day, minute } = onTheWall(format, wall);
    return windows.some((window) => isInside(window, day, minute));
  };
  return {
    settings,
    isOpen,
    opensAt: (which, wall) => {
      if (settings[which]?.length === 0) return null;
      if (isOpen(which, wall)) return wall;
      const step = SHORTEST_WINDOW * MINUTE;
      const start = Math.floor(wall / MINUTE) * MINUTE;
      for (let at = start + step; at <= start + HORIZON; at += step) {
        if (!isOpen(which, at)) continue;
        let opens = at;
        while (opens - MINUTE > wall && isOpen(which, opens - MINUTE)) opens -= MINUTE;
        return opens;
      }
      return null;
    },
  };
}

function isInside({ days, from, to }: Window, day: number, minute: number): boolean {
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  if (days.includes(day) && minute >= from) return true;
  return days.includes((day + 6) % 7) && minute < to;
}

function makeFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

function onTheWall(format: Intl.DateTimeFormat, wall: WallTime): { day: number; minute: number } {
  let day = 0;
  let minute = 0;
  for (const { type, value } of format.formatToParts(wall)) {
    if (type === "weekday") day = DAYS.indexOf(value.toLowerCase());
    else if (type === "hour") minute += Number(value) * 60;
    else if (type === "minute") minute += Number(value);
  }
  return { day, minute };
}

/** What is remembered of one window between two looks at the clock. */
export interface Watched {
  /** What the clock says. */
  readonly reads: boolean;
  /** Whether it counts as open. */
  readonly open: boolean;
}

/** `before` is null at the first look: there is nothing yet by which to doubt the clock. */
export function watchWindow(before: Watched | null, reads: boolean, jumped: boolean): Watched {
  if (!reads) return { reads, open: false };
  if (before === null) return { reads, open: true };
  if (jumped || before.reads) return { reads, open: before.open };
  return { reads, open: true };
}
