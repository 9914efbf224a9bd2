// What is said of an effect: that it has started, and how it ended.
//
// In:  an effect. Out: an event.

import type { Effect, Ended } from "../apply.ts";
import type { WallTime } from "../clock.ts";
import type { ActionFacts, Event } from "../events.ts";

export function startedEvent(effect: Effect, at: WallTime): Event {
  return { at, kind: "action-started", ...factsOf(effect) };
}

/** `retryIn`: milliseconds until the next attempt, where there is one. */
export function finishedEvent({ effect, outcome, took }: Ended, retryIn: number | null, at: WallTime): Event {
  const why = outcome.kind === "done" ? null : outcome.why;
  return { at, kind: "action-finished", ...factsOf(effect), outcome: outcome.kind, why, took, retryIn };
}

function factsOf({ item, entry }: Effect): ActionFacts {
  const { environment, address, action, cause, reason, place } = item;
  return { environment, address, action, cause, reason, attempt: entry.attempt, place };
}
