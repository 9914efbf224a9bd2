// Durations and ages in the shortest words that a person reads at a glance: `340ms`, `12s`, `3m`, `2h`, `5d`.

import type { WallTime } from "../clock.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function shortDuration(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < SECOND) return `${Math.round(span)}ms`;
  if (span < 10 * SECOND) return `${(Math.floor(span / 100) / 10).toFixed(1)}s`;
  return wholeDuration(span);
}

/** As above in whole units, and nothing under a second: for what is shown all the time, and should not flutter. */
export function wholeDuration(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < MINUTE) return `${Math.floor(span / SECOND)}s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)}m`;
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)}h`;
  return `${Math.floor(span / DAY)}d`;
}

export function age(now: WallTime, at: WallTime): string {
  return wholeDuration(now - at);
}

/** `14:03:07`, in the zone of the agent's machine unless another offset (minutes east) is given. */
export function timeOfDay(at: WallTime, offset: number): string {
  const seconds = Math.floor((at + offset * MINUTE) / SECOND);
  const inDay = ((seconds % 86_400) + 86_400) % 86_400;
  return [Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60, inDay % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}
