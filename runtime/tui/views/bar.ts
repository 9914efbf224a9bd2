// How things stand in one line: a bar of all resources by status, worst first, and the counts in words beside the time
// since everything was converged. Below it what is going on right now, and drift and repair over the last two minutes.

import { STATUS_ORDER, type Standing } from "../../status.ts";
import { BEAT, BEATS, type Running } from "../facts.ts";
import type { State } from "../model.ts";
import { ends, fit, lineCells, span, type Line } from "../text.ts";
import { LEVELS, STATUS_LOOKS } from "../theme.ts";
import { age, shortDuration } from "../time.ts";

export function barLine(state: State): Line {
  const { rows } = state.facts;
  const width = state.view.columns - 2;
  if (rows.size === 0) return fit([span(" "), span("╌".repeat(width), "quiet")], state.view.columns);
  const present = STATUS_ORDER.filter((kind) => (rows.counts[kind] ?? 0) > 0);
  const lengths = shares(present.map((kind) => rows.counts[kind] ?? 0), width); // prettier-ignore
  const parts = present.map((kind, index) => span("━".repeat(lengths[index] ?? 0), STATUS_LOOKS[kind].role));
  return fit([span(" "), ...parts], state.view.columns);
}

export function legendLine(state: State): Line {
  const { counts, size } = state.facts.rows;
  const right = convergedSpans(state);
  if (size === 0) return ends([span(" no resources yet", "quiet")], right, state.view.columns);
  const present = STATUS_ORDER.filter((kind) => (counts[kind] ?? 0) > 0);
  const told = (words: boolean): Line => [
    span(" "),
    ...present.flatMap((kind) => [
      span(legend(kind, counts[kind] ?? 0, words), STATUS_LOOKS[kind].role),
      span("  "),
    ]),
  ];
  const long = told(true);
  const room = state.view.columns - lineCells(right);
  return ends(lineCells(long) <= room ? long : told(false), right, state.view.columns);
}

function legend(kind: Standing, count: number, words: boolean): string {
  const { glyph, word } = STATUS_LOOKS[kind];
  return words ? `${glyph} ${count} ${word}` : `${glyph} ${count}`;
}

function convergedSpans(state: State): Line {
  const { environments, now, rows, stopped } = state.facts;
  if (stopped !== null || state.view.detached !== null) return [span("as it was then ", "quiet")];
  let since = Number.NEGATIVE_INFINITY;
  for (const { convergedAt } of environments.values()) {
    if (convergedAt === null || (rows.counts["in-sync"] ?? 0) < rows.size) {
      return rows.size === 0 ? [] : [span("converging … ", "work")];
    }
    since = Math.max(since, convergedAt);
  }
  return environments.size === 0 ? [] : [span(`converged for ${age(now, since)} `, "good")];
}

export function pulseLine(state: State): Line {
  const { pulse } = state.facts;
  const { columns } = state.view;
  const width = columns >= 110 ? 30 : columns >= 72 ? 12 : 6;
  const spark = (name: string, beats: readonly number[]): Line => {
    const counts = gather(beats, pulse.beat, width);
    const any = counts.some((count) => count > 0);
    const role = any ? (name === "drift" ? "warn" : "work") : "quiet";
    return [span(`${name} `, "quiet"), span(sparkline(counts), role), span("  ")];
  };
  const minutes = (BEAT * BEATS) / 60_000;
  const right: Line = [
    ...spark("drift", pulse.drift),
    ...spark("repair", pulse.repair),
    span(`${minutes} min `, "quiet"),
  ];
  return ends(inFlight(state), right, columns);
}

/**
 * The beats summed up in `width` columns. Columns begin at round beats, so that a column keeps its height while it moves
 * to the left; the last one is still growing.
 */
export function gather(beats: readonly number[], last: number, width: number): readonly number[] {
  const size = Math.ceil(beats.length / width);
  const counts: number[] = Array.from({ length: width }, () => 0);
  for (const [index, count] of beats.entries()) {
    const beat = last - (beats.length - 1 - index);
    const at = width - 1 - (Math.floor(last / size) - Math.floor(beat / size));
    if (at >= 0) counts[at] = (counts[at] ?? 0) + count;
  }
  return counts;
}

export function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts
    .map((count) => (count === 0 ? LEVELS[0] : LEVELS[Math.max(1, Math.ceil((count / most) * 7))]))
    .join("");
}

/** The oldest actions first: those are the ones to wonder about. */
function inFlight(state: State): Line {
  const { running, now } = state.facts;
  if (running.size === 0) return [span(" nothing in flight", "quiet")];
  const oldest = oldestRunning(running.values());
  return [
    span(` ${STATUS_LOOKS.progressing.glyph} ${running.size} in flight: `, "work"),
    span(`${oldest.address} ${shortDuration(now - oldest.at)}`),
  ];
}

function oldestRunning(running: Iterable<Running>): Running {
  return [...running].reduce((oldest, each) => (each.at < oldest.at ? each : oldest));
}

/** Whole cells in proportion, at least one for each that is there: one failing of 50,000 must be seen. */
export function shares(counts: readonly number[], width: number): readonly number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const lengths = counts.map((count) => Math.max(1, Math.floor((count / all) * width)));
  const largest = lengths.indexOf(Math.max(...lengths));
  const used = lengths.reduce((sum, length) => sum + length, 0);
  return lengths.map((length, index) => (index === largest ? Math.max(1, length + width - used) : length));
}
