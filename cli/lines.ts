// Events as plain lines: for logs, pipes and terminals that want no UI. One event, one short line, or none.
//
// Surprising: most status changes make no line. What they say has been said by the action that led to them; only those that
// come without an action (unreachable, contested …) stand for themselves.

import { showPlace } from "../compiler/source.ts";
import type { ActionFacts, Event, VersionFacts } from "../runtime/events.ts";
import { type Action, ACTION_GLYPHS, heldInWords } from "../runtime/item.ts";
import { standingOf } from "../runtime/status.ts";
import { PARTICIPLES } from "./print/reasons.ts";
import { count, printable, showDuration, showPointer } from "./print/values.ts";
import type { Theme } from "./theme.ts";

export interface LineOptions {
  readonly theme: Theme;
  /** Seconds since the first event, the time of day, or the whole date in UTC for logs. */
  readonly time: "relative" | "clock" | "stamp";
}

const SUBJECT_WIDTH = 22;

/** Makes the function that turns events into lines; it remembers when the first one was, and which resources it has met. */
export function makeLines(options: LineOptions): (event: Event) => readonly string[] {
  let start: number | null = null;
  const met = new Set<string>();
  const lines = (event: Event): readonly string[] => {
    if (event.kind === "snapshot") return event.facts.flatMap(lines);
    start ??= event.at;
    // Every resource is unknown before the first look at it.
    if (event.kind === "status-changed" && !met.has(qualified(event))) {
      met.add(qualified(event));
      if (event.report.status.kind === "unknown") return [];
    }
    const said = sayEvent(event, options.theme);
    if (said === null) return [];
    const time = options.theme.dim(showTime(event.at, start, options.time));
    const subject = printable(said.subject).padEnd(SUBJECT_WIDTH);
    const more = (said.more ?? []).map((line) => `    ${printable(line)}`.trimEnd());
    return [`${time}  ${subject}  ${said.text}`.trimEnd(), ...more];
  };
  return lines;
}

function showTime(at: number, start: number, style: LineOptions["time"]): string {
  switch (style) {
    case "relative":
      return `${Math.max(0, (at - start) / 1000).toFixed(1)}s`.padStart(7);
    case "clock":
      return new Date(at).toTimeString().slice(0, 8);
    case "stamp":
      return new Date(at).toISOString();
  }
}

interface Said {
  readonly subject: string;
  readonly text: string;
  /** What a compiler says takes lines of its own. */
  readonly more?: readonly string[];
}

function sayVersion(event: VersionFacts, theme: Theme): string {
  const { commit, subject, author, resources, destroyed } = event;
  if (destroyed !== undefined)
    return theme.caution(
      `! to be destroyed, as ${printable(destroyed.who)} asked: ${printable(destroyed.why)}; no version is taken`,
    );
  const name = commit === "" ? "a version without a commit" : `version ${commit.slice(0, 10)}`;
  const by = author === "" ? "" : ` (${printable(author)})`;
  return `${name} accepted: ${printable(subject)}${by}, ${count(resources, "resource")}`;
}

function sayEvent(event: Exclude<Event, { kind: "snapshot" }>, theme: Theme): Said | null {
  switch (event.kind) {
    case "agent-started":
      return { subject: event.agent, text: `started: setpoint ${event.version}, process ${event.pid}` };
    case "ledger-opened": {
      const open =
        event.interrupted === 0 ? "" : `; ${count(event.interrupted, "interrupted action")} settled`;
      return { subject: "ledger", text: `${printable(event.path)}${open}` };
    }
    case "agent-stopped":
      return { subject: "agent", text: `stopped: ${printable(event.why)}` };
    case "source-checked":
      if (event.state === "ok") return null;
      return {
        subject: event.environment,
        text: theme.caution(
          `! source unavailable: ${withHelp(event.why ?? event.source, event.help ?? null)}`,
        ),
      };
    case "version-accepted":
      return { subject: event.environment, text: sayVersion(event, theme) };
    case "version-refused": {
      const [why = "", ...more] = event.why.split("\n");
      const text = `! version ${event.commit.slice(0, 10)} refused: ${withHelp(why, event.help)}`;
      return { subject: event.environment, text: theme.bad(text), more };
    }
    case "target-connected":
      return { subject: event.target, text: `connected by ${event.driver}` };
    case "target-unreachable":
      return { subject: event.target, text: theme.bad(`! unreachable: ${printable(event.why)}`) };
    case "watch-degraded":
      return {
        subject: event.target,
        text: theme.caution(`! watching is not complete: ${printable(event.why)}`),
      };
    case "drift-seen": {
      const what = event.gone ? "is gone" : `was changed: ${event.pointers.map(showPointer).join(", ")}`;
      return { subject: qualified(event), text: theme.caution(`≠ ${what}`) };
    }
    case "planned":
      return sayPlanned(event, theme);
    case "action-held":
      return {
        subject: qualified(event),
        text: theme.caution(`! ${heldInWords(event.action)}: ${printable(event.why)}`),
      };
    case "action-started":
      return {
        subject: qualified(event),
        text: `${glyph(event.action, theme)} ${event.action} started: ${reason(event)}`,
      };
    case "action-finished":
      return { subject: qualified(event), text: sayFinished(event, theme) };
    case "status-changed":
      return sayStatus(event);
    case "resource-dropped":
      return { subject: qualified(event), text: "no longer managed" };
    case "resource-moved":
      return { subject: qualified(event), text: `moved here from ${event.from}: it is the same object` };
    case "converged":
      return {
        subject: event.environment,
        text: theme.good(
          `converged: ${count(event.resources, "resource")} as wanted, after ${showDuration(event.took)}`,
        ),
      };
    case "diverged":
      return { subject: event.environment, text: theme.caution("≠ no longer converged") };
    case "problem":
      return { subject: printable(event.what), text: theme.bad(`! ${withHelp(event.why, event.help)}`) };
    case "log":
      return { subject: qualified(event), text: theme.dim(`| ${printable(event.line)}`) };
  }
}

function sayPlanned(event: Extract<Event, { kind: "planned" }>, theme: Theme): Said | null {
  const actions = (Object.keys(ACTION_GLYPHS) as Action[]).filter(
    (action) => action !== "none" && event.counts[action] > 0,
  );
  if (actions.length === 0) return null;
  const parts = actions.map((action) => `${event.counts[action]} to ${action}`);
  return { subject: event.environment, text: theme.strong(`plan: ${parts.join(", ")}`) };
}

function sayFinished(event: Extract<Event, { kind: "action-finished" }>, theme: Theme): string {
  if (event.outcome === "done") {
    const done = event.action === "none" ? "done" : PARTICIPLES[event.action];
    return `${glyph(event.action, theme)} ${theme.good(done)} in ${showDuration(event.took)}`;
  }
  const again = event.retryIn === null ? "" : `; again in ${showDuration(event.retryIn)}`;
  const why = event.why === null ? "" : `: ${printable(event.why)}`;
  return theme.bad(`! ${event.action} ${OUTCOMES[event.outcome]}${why}${again}`);
}

const OUTCOMES = {
  retryable: "failed",
  throttled: "was throttled",
  conflict: "met a conflict",
  denied: "was denied",
  invalid: "was refused as invalid",
  undecided: "may or may not have happened",
} as const;

function sayStatus(event: Extract<Event, { kind: "status-changed" }>): Said | null {
  const { reason } = event.report;
  const standing = standingOf(event.report);
  switch (standing) {
    case "unhealthy":
      return { subject: qualified(event), text: `! ${printable(reason)}` };
    case "undecided":
    case "contested":
    case "flapping":
    case "suspended":
    case "unknown":
      return { subject: qualified(event), text: `! ${standing}: ${printable(reason)}` };
    // Said by the action, the drift or the target that it comes from.
    case "in-sync":
    case "progressing":
    case "drifted":
    case "failing":
    case "unreachable":
    case "blocked":
    case "waiting":
      return null;
  }
}

function reason(event: ActionFacts): string {
  const place = event.place === null ? "" : ` (${showPlace(event.place)})`;
  const attempt = event.attempt > 1 ? `, attempt ${event.attempt}` : "";
  return `${event.cause}, ${event.reason}${attempt}${place}`;
}

function qualified(event: { readonly environment: string; readonly address: string }): string {
  return `${event.environment}/${event.address}`;
}

function glyph(action: Action, theme: Theme): string {
  return theme.actions[action](ACTION_GLYPHS[action]);
}

function withHelp(why: string, help: string | null): string {
  return help === null ? printable(why) : `${printable(why)} (${printable(help)})`;
}
