// What an event says, in one line of words: the event tail, the log and the story without a terminal.
//
// In:  an event. Out: a line with a glyph, what it is about and the words for it, or null for events that tell a person
// nothing new (the table shows them). `group` is the same for lines that say the same of different resources, so that a
// tail can say "updated web.a and 13 more" instead of 14 lines.

import type { Address } from "../../compiler/address.ts";
import type { WallTime } from "../clock.ts";
import type { Outcome } from "../driver.ts";
import type { Event, VersionFacts } from "../events.ts";
import { ACTION_GLYPHS, type Action, type Cause, heldInWords } from "../item.ts";
import { standingOf } from "../status.ts";
import { STATUS_LOOKS, type Role } from "./theme.ts";
import { shortDuration } from "./time.ts";

export interface Told {
  readonly at: WallTime;
  readonly glyph: string;
  readonly role: Role;
  readonly environment: string | null;
  readonly address: Address | null;
  readonly words: string;
  readonly group: string | null;
}

const DONE: Readonly<Record<Action, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  adopt: "adopted",
  release: "released",
  none: "looked at",
};

const CAUSES: Readonly<Record<Cause, string>> = {
  intended: "as the version asks",
  corrective: "drift mended",
  rotation: "for a new secret",
  agent: "for a new agent",
  rollback: "rolled back",
  regulating: "regulated",
};

const ENDED: Readonly<Record<Outcome["kind"], string>> = {
  done: "done",
  retryable: "failed",
  throttled: "throttled",
  conflict: "found something else than was read",
  denied: "denied",
  invalid: "impossible",
  undecided: "undecided",
};

export function doing(action: Action): string {
  const words: Readonly<Record<Action, string>> = {
    create: "creating",
    update: "updating",
    replace: "replacing",
    delete: "deleting",
    adopt: "adopting",
    release: "releasing",
    none: "looking",
  };
  return words[action];
}

export function shortCommit(commit: string | null): string {
  return commit === null || commit === "" ? "—" : commit.slice(0, 7);
}

function tellVersion({ commit, subject, author, destroyed }: VersionFacts): Said {
  if (destroyed !== undefined)
    return {
      glyph: "!",
      role: "warn",
      words: `to be destroyed, as ${destroyed.who} asked: ${destroyed.why}`,
    };
  const name = commit === "" ? "a version without a commit" : shortCommit(commit);
  return {
    glyph: "◆",
    role: "accent",
    words: `${name} accepted: ${subject}${author === "" ? "" : ` (${author})`}`,
  };
}

export function tell(event: Event): Told | null {
  const said = say(event);
  if (said === null) return null;
  return {
    at: event.at,
    environment: "environment" in event ? event.environment : null,
    address: "address" in event ? event.address : null,
    group: null,
    ...said,
  };
}

type Said = Pick<Told, "glyph" | "role" | "words"> & { readonly group?: string };

function say(event: Event): Said | null {
  switch (event.kind) {
    case "agent-started":
      return { glyph: "▶", role: "quiet", words: `agent ${event.agent} started, version ${event.version}` };
    case "ledger-opened":
      return event.interrupted === 0
        ? null
        : {
            glyph: "!",
            role: "warn",
            words: `settled ${event.interrupted} actions that the last run had left open`,
          };
    case "agent-stopped":
      return { glyph: "■", role: "warn", words: `agent stopped: ${event.why}` };
    case "source-checked":
      return event.state === "ok"
        ? null
        : { glyph: "⊘", role: "bad", words: `source unavailable: ${event.why ?? event.source}` };
    case "version-accepted":
      return tellVersion(event);
    case "version-refused":
      return { glyph: "✗", role: "bad", words: `${shortCommit(event.commit)} refused: ${event.why}` };
    case "target-connected":
      return { glyph: "▶", role: "quiet", words: `target ${event.target} connected (${event.driver})` };
    case "target-unreachable":
      return { glyph: "⊘", role: "bad", words: `target ${event.target} unreachable: ${event.why}` };
    case "watch-degraded":
      return { glyph: "!", role: "warn", words: `target ${event.target} is only polled: ${event.why}` };
    case "drift-seen":
      return {
        glyph: STATUS_LOOKS.drifted.glyph,
        role: "warn",
        words: event.gone
          ? "went missing"
          : `drifted${event.pointers.length === 0 ? "" : `: ${event.pointers.join(" ")}`}`,
        group: `drift ${event.gone}`,
      };
    case "planned":
      return sayPlan(event.counts);
    case "action-held":
      return {
        glyph: STATUS_LOOKS.waiting.glyph,
        role: "held",
        words: `${heldInWords(event.action)}: ${event.why}`,
        group: `held ${event.action} ${event.why}`,
      };
    case "action-started":
      return null;
    case "action-finished":
      return sayFinished(event);
    case "status-changed":
      return sayStatus(event);
    case "resource-dropped":
      return { glyph: "o", role: "quiet", words: "no longer managed", group: "dropped" };
    case "resource-moved":
      return { glyph: "o", role: "quiet", words: `moved here from ${event.from}`, group: "moved" };
    case "converged":
      return {
        glyph: STATUS_LOOKS["in-sync"].glyph,
        role: "good",
        words: `converged at ${shortCommit(event.commit)}: ${event.resources} in sync, after ${shortDuration(event.took)}`,
      };
    case "diverged":
      return null;
    case "problem":
      return { glyph: "✗", role: "bad", words: `${event.what}: ${event.why}` };
    case "log":
      return { glyph: "·", role: "quiet", words: event.line };
    case "snapshot":
      return null;
  }
}

function sayPlan(counts: Readonly<Record<Action, number>>): Said | null {
  const parts = Object.entries(ACTION_GLYPHS).flatMap(([action, glyph]) => {
    const count = counts[action as Action] ?? 0;
    return action === "none" || count === 0 ? [] : [`${glyph}${count} ${action}`];
  });
  return parts.length === 0 ? null : { glyph: "»", role: "quiet", words: `plan: ${parts.join(", ")}` };
}

function sayFinished(event: Event & { readonly kind: "action-finished" }): Said {
  const group = `${event.action} ${event.cause} ${event.outcome}`;
  const again = event.retryIn === null ? "" : `; again in ${shortDuration(event.retryIn)}`;
  if (event.outcome === "done") {
    return {
      glyph: ACTION_GLYPHS[event.action],
      role: event.cause === "corrective" ? "work" : "accent",
      words: `${DONE[event.action]}, ${CAUSES[event.cause]}`,
      group,
    };
  }
  const why = event.why === null ? "" : `: ${event.why}`;
  return {
    glyph: STATUS_LOOKS.failing.glyph,
    role: "bad",
    words: `${event.action} ${ENDED[event.outcome]}${why}${again}`,
    group,
  };
}

/** Good news is told by the action that brought it; what is told here is what nobody did. */
function sayStatus(event: Event & { readonly kind: "status-changed" }): Said | null {
  const { reason } = event.report;
  const standing = standingOf(event.report);
  const look = STATUS_LOOKS[standing];
  switch (standing) {
    case "in-sync":
    case "progressing":
    case "drifted":
    case "failing":
    case "waiting":
      return null;
    case "undecided":
    case "contested":
    case "blocked":
    case "unreachable":
    case "unknown":
    case "flapping":
    case "suspended":
    case "unhealthy":
      return {
        glyph: look.glyph,
        role: look.role,
        words: standing === "unhealthy" ? reason : `${look.word}: ${reason}`,
        group: `${standing} ${reason}`,
      };
  }
}
