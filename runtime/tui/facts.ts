// What is known of the running agent, gathered from its events: the half of the terminal UI's state that nobody types.
//
// In:  the facts so far and a batch of events. Out: new facts; the old ones stay as they were. All the work for a batch is
// in proportion to the batch. A `snapshot` starts afresh and keeps only the log.

import type { WallTime } from "../clock.ts";
import type { ActionFacts, Event, SourceFacts, VersionFacts } from "../events.ts";
import { standingOf } from "../status.ts";
import { changeRows, findRow, NO_ROWS, rowKey, type Row, type RowKey, type Rows } from "./rows.ts";
import { tell, type Told } from "./tell.ts";

export interface Facts {
  /** The newest moment that any event or tick has told. */
  readonly now: WallTime;
  readonly agent: { readonly name: string; readonly version: string; readonly pid: number } | null;
  /** Why the agent stopped, where it did. */
  readonly stopped: string | null;
  readonly environments: ReadonlyMap<string, EnvironmentFacts>;
  readonly targets: ReadonlyMap<string, TargetFacts>;
  readonly rows: Rows;
  readonly running: ReadonlyMap<RowKey, Running>;
  readonly log: readonly Told[];
  readonly pulse: Pulse;
}

export interface EnvironmentFacts {
  readonly name: string;
  readonly desired: (VersionFacts & { readonly at: WallTime }) | null;
  readonly refused: { readonly commit: string; readonly why: string; readonly help: string | null } | null;
  readonly source: (SourceFacts & { readonly at: WallTime }) | null;
  /** The newest version that was converged, and when that was first said. */
  readonly applied: { readonly commit: string | null; readonly at: WallTime } | null;
  /** Since when it has been fully converged without a break, or null. */
  readonly convergedAt: WallTime | null;
}

export interface TargetFacts {
  readonly name: string;
  readonly state: "connected" | "polled" | "unreachable";
  readonly why: string;
}

export type Running = ActionFacts & { readonly at: WallTime };

/** Drifts and repairs in the last moments, counted in beats; the last beat is the one that `now` is in. */
export interface Pulse {
  readonly beat: number;
  readonly drift: readonly number[];
  readonly repair: readonly number[];
}

export const BEAT = 2000;
export const BEATS = 60;
export const LOG_LINES = 2000;

const STILL: readonly number[] = Array.from({ length: BEATS }, () => 0);

export function noFacts(now: WallTime): Facts {
  return {
    now,
    agent: null,
    stopped: null,
    environments: new Map(),
    targets: new Map(),
    rows: NO_ROWS,
    running: new Map(),
    log: [],
    pulse: { beat: beatOf(now), drift: STILL, repair: STILL },
  };
}

export function passTime(facts: Facts, now: WallTime): Facts {
  const pulse = shiftPulse(facts.pulse, beatOf(now));
  return pulse === facts.pulse && now === facts.now ? facts : { ...facts, now, pulse };
}

/** A batch of events, taken in at once. */
export function absorb(facts: Facts, events: readonly Event[]): Facts {
  if (events.length === 0) return facts;
  const draft = openDraft(facts);
  for (const event of events) take(draft, event);
  return closeDraft(draft);
}

// A draft is a batch's own copy of what the batch touches; it never leaves this file.
interface Draft {
  facts: { -readonly [K in keyof Facts]: Facts[K] };
  changes: Map<RowKey, Row | null>;
  environments: Map<string, EnvironmentFacts>;
  targets: Map<string, TargetFacts>;
  running: Map<RowKey, Running>;
  told: Told[];
  beats: { readonly at: WallTime; readonly of: "drift" | "repair" }[];
}

function openDraft(facts: Facts): Draft {
  return {
    facts: { ...facts },
    changes: new Map(),
    environments: new Map(facts.environments),
    targets: new Map(facts.targets),
    running: new Map(facts.running),
    told: [],
    beats: [],
  };
}

function closeDraft(draft: Draft): Facts {
  const { facts } = draft;
  const now = facts.now;
  return {
    ...facts,
    environments: draft.environments,
    targets: draft.targets,
    running: draft.running,
    rows: changeRows(facts.rows, draft.changes),
    log:
      draft.told.length === 0 ? facts.log : [...facts.log, ...draft.told.slice(-LOG_LINES)].slice(-LOG_LINES),
    pulse: countBeats(shiftPulse(facts.pulse, beatOf(now)), draft.beats),
  };
}

function take(draft: Draft, event: Event): void {
  draft.facts.now = Math.max(draft.facts.now, event.at);
  const told = isOldNews(draft, event) ? null : tell(event);
  if (told !== null) draft.told.push(told);
  switch (event.kind) {
    case "agent-started":
      draft.facts.agent = { name: event.agent, version: event.version, pid: event.pid };
      draft.facts.stopped = null;
      return;
    case "agent-stopped":
      draft.facts.stopped = event.why;
      draft.running.clear();
      return;
    case "source-checked":
      changeEnvironment(draft, event.environment, { source: event });
      return;
    case "version-accepted":
      changeEnvironment(draft, event.environment, { desired: event, refused: null });
      return;
    case "version-refused":
      changeEnvironment(draft, event.environment, {
        refused: { commit: event.commit, why: event.why, help: event.help },
      });
      return;
    case "target-connected":
      changeTarget(draft, event.target, "connected", event.driver);
      return;
    case "target-unreachable":
      changeTarget(draft, event.target, "unreachable", event.why);
      return;
    case "watch-degraded":
      changeTarget(draft, event.target, "polled", event.why);
      return;
    case "drift-seen":
      draft.beats.push({ at: event.at, of: "drift" });
      return;
    case "action-started":
      draft.running.set(rowKey(event.environment, event.address), event);
      return;
    case "action-finished":
      draft.running.delete(rowKey(event.environment, event.address));
      if (event.outcome === "done" && event.cause === "corrective")
        draft.beats.push({ at: event.at, of: "repair" });
      return;
    case "status-changed":
      changeRow(draft, event);
      return;
    case "resource-dropped":
      draft.changes.set(rowKey(event.environment, event.address), null);
      return;
    case "converged":
      takeConverged(draft, event);
      return;
    case "diverged":
      changeEnvironment(draft, event.environment, { convergedAt: null });
      return;
    case "snapshot":
      takeSnapshot(draft, event.facts);
      return;
    case "ledger-opened":
    case "planned":
    case "action-held":
    case "resource-moved":
    case "problem":
    case "log":
      return;
  }
}

/** That nothing is known yet of a resource when it is first named goes without saying. */
function isOldNews(draft: Draft, event: Event): boolean {
  if (event.kind !== "status-changed" || event.report.status.kind !== "unknown") return false;
  const key = rowKey(event.environment, event.address);
  return !draft.changes.has(key) && findRow(draft.facts.rows, key) === undefined;
}

function changeRow(draft: Draft, event: Event & { readonly kind: "status-changed" }): void {
  const key = rowKey(event.environment, event.address);
  const before = draft.changes.has(key) ? draft.changes.get(key) : findRow(draft.facts.rows, key);
  const same =
    before !== null && before !== undefined && standingOf(before.facts.report) === standingOf(event.report);
  const { at, kind: _, ...facts } = event;
  draft.changes.set(key, {
    key,
    facts,
    since: same && before !== undefined && before !== null ? before.since : at,
  });
}

function takeConverged(draft: Draft, event: Event & { readonly kind: "converged" }): void {
  const before = draft.environments.get(event.environment);
  const applied =
    before?.applied?.commit === event.commit ? before.applied : { commit: event.commit, at: event.at };
  changeEnvironment(draft, event.environment, { applied, convergedAt: before?.convergedAt ?? event.at });
}

/** A snapshot that comes in the middle of a stream repeats old news: those are not told twice. */
function takeSnapshot(draft: Draft, facts: readonly Event[]): void {
  const newest = (draft.told.at(-1) ?? draft.facts.log.at(-1))?.at ?? Number.NEGATIVE_INFINITY;
  const told = draft.told;
  startAfresh(draft);
  draft.told = [];
  for (const fact of facts) take(draft, fact);
  draft.told = [...told, ...draft.told.filter((line) => line.at > newest)];
}

function startAfresh(draft: Draft): void {
  const { log, now } = draft.facts;
  Object.assign(draft.facts, noFacts(now), { log });
  draft.changes.clear();
  draft.environments.clear();
  draft.targets.clear();
  draft.running.clear();
  draft.beats.length = 0;
}

function changeEnvironment(draft: Draft, name: string, change: Partial<EnvironmentFacts>): void {
  const before = draft.environments.get(name) ?? {
    name,
    desired: null,
    refused: null,
    source: null,
    applied: null,
    convergedAt: null,
  };
  draft.environments.set(name, { ...before, ...change });
}

function changeTarget(draft: Draft, name: string, state: TargetFacts["state"], why: string): void {
  draft.targets.set(name, { name, state, why });
}

function beatOf(at: WallTime): number {
  return Math.floor(at / BEAT);
}

function shiftPulse(pulse: Pulse, beat: number): Pulse {
  const steps = Math.min(BEATS, beat - pulse.beat);
  // A wall clock that is set back leaves the beats where they are until it has caught up.
  if (steps <= 0) return pulse;
  const still = STILL.slice(0, steps);
  return {
    beat,
    drift: [...pulse.drift.slice(steps), ...still],
    repair: [...pulse.repair.slice(steps), ...still],
  };
}

function countBeats(pulse: Pulse, beats: Draft["beats"]): Pulse {
  if (beats.length === 0) return pulse;
  const counted = { drift: [...pulse.drift], repair: [...pulse.repair] };
  for (const { at, of } of beats) {
    const index = BEATS - 1 - (pulse.beat - beatOf(at));
    const line = counted[of];
    if (index >= 0 && index < BEATS) line[index] = (line[index] ?? 0) + 1;
  }
  return { beat: pulse.beat, ...counted };
}
