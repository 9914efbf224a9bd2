// What is said of an effect: that it has started, and how it ended.
//
// In:  an effect. Out: an event, made in one piece: there are two for each effect, and a copy costs as much as the event.

import type { Effect, Ended } from "../apply.ts";
import type { WallTime } from "../clock.ts";
import type { Event } from "../events.ts";

export function startedEvent({ item, entry }: Effect, at: WallTime): Event {
  const { environment, address, action, cause, reason, place } = item;
  return {
    at,
    kind: "action-started",
    environment,
    address,
    action,
    cause,
    reason,
    attempt: entry.attempt,
    place,
  };
}

/** `retryIn`: milliseconds until the next attempt, where there is one. */
export function finishedEvent({ effect, outcome, took }: Ended, retryIn: number | null, at: WallTime): Event {
  const { item, entry } = effect;
  const { environment, address, action, cause, reason, place } = item;
  return {
    at,
    kind: "action-finished",
    environment,
    address,
    action,
    cause,
    reason,
    attempt: entry.attempt,
    place,
    outcome: outcome.kind,
    why: outcome.kind === "done" ? null : outcome.why,
    took,
    retryIn,
  };
}
