// What an action must pass at the moment of its first effect. PURE.
//
// In:  an item, and the facts of this moment. Out: permitted, or held with a status and the reason in words. What is not
// permitted waits alone: the rest proceeds. Accepting a version (accept.ts) is another question, asked once and of the commit
// alone. Each topic has its page in permit/: windows, suspends, limits, approvals; runtime/engine/gate.ts gathers the facts.
// Surprising: the lease is not among the facts. The transaction that writes an action's intent checks the fence
// (runtime/ledger.ts, law 4), which is later than any fact that could be gathered here.

import type { WallTime } from "./clock.ts";
import { type Block, type Item } from "./item.ts";
import type { Recovery } from "./ledger.ts";
import type { LimitHold } from "./permit/limits.ts";
import { printScope, remaining, type Suspend } from "./permit/suspend.ts";
import type { Status } from "./status.ts";

export interface PermitFacts {
  /** Drift is reported and not mended where the resource says so. */
  readonly drift: "correct" | "report";
  /** The source no longer names the environment. */
  readonly vanished: boolean;
  /** Between the word of a person that destroys the environment, or takes that back, and the version that follows from it. */
  readonly overruled: boolean;
  /** A person has lifted the protection that the ledger has for it. */
  readonly unprotected: boolean;
  /** The one in force that covers the item. */
  readonly suspend: Suspend | null;
  /** The ledger cannot know what its world is like. */
  readonly recovery: Recovery | null;
  /** A replace of it has begun and is not finished: it must not be left half done. */
  readonly begun: boolean;
  readonly limit: LimitHold | null;
  /** This very item, by a person, not too long ago. */
  readonly approved: boolean;
  /** Null: there is no window. */
  readonly window: WindowFact | null;
}

export interface WindowFact {
  readonly open: boolean;
  /** When it opens, as far as that can be said. */
  readonly opens: WallTime | null;
  /** As it was written, with its zone. */
  readonly text: string;
}

export type Permit =
  | { readonly kind: "permitted" }
  | {
      readonly kind: "held";
      readonly status: Status;
      readonly why: string;
      /** When it may be permitted without anybody's doing. */
      readonly until: WallTime | null;
    };

const PERMITTED: Permit = { kind: "permitted" };

/** Nothing stands in the way but what the item itself says. */
export const NO_FACTS: PermitFacts = {
  drift: "correct",
  vanished: false,
  overruled: false,
  unprotected: false,
  suspend: null,
  recovery: null,
  begun: false,
  limit: null,
  approved: false,
  window: null,
};

export function permit(item: Item, facts: PermitFacts): Permit {
  if (item.action === "none") return PERMITTED;
  if (facts.vanished) return held({ kind: "blocked", by: "vanished" }, blockInWords({ kind: "vanished" }));
  if (facts.overruled)
    return held({ kind: "waiting", for: "turn" }, "what is wanted of its environment is being decided anew");
  const { block } = item;
  if (block !== null && !(block.kind === "protected" && facts.unprotected))
    return held({ kind: "blocked", by: block.kind }, blockInWords(block));
  if (item.cause === "corrective" && facts.drift === "report")
    return held({ kind: "drifted" }, 'drift is only reported here (`@drift("report")`)');
  if (facts.suspend !== null)
    return held({ kind: "suspended", by: facts.suspend.scope }, suspendInWords(facts.suspend));
  if (isInRecovery(item, facts)) {
    const why = `the ledger is in recovery (${facts.recovery?.why ?? ""}); it waits for an approval of what it would do`;
    return held({ kind: "waiting", for: "approval" }, why);
  }
  // Nothing happens in the world: it is known or given up, and no window, limit or approval is about that.
  if (item.action === "adopt" || item.action === "release") return PERMITTED;
  if (facts.begun) return PERMITTED;
  if (facts.limit !== null && !facts.approved) {
    const status: Status = { kind: "waiting", for: facts.limit.rule === "data" ? "approval" : "limit" };
    return held(status, `${facts.limit.why}; it waits for an approval`);
  }
  if (facts.window !== null && !facts.window.open) {
    const which = item.cause === "corrective" ? "repairs" : "changes";
    const { text, opens } = facts.window;
    return held({ kind: "waiting", for: "window" }, `the window for ${which} is closed: ${text}`, opens);
  }
  return PERMITTED;
}

/**
 * *new*: there never was a ledger, so nothing in the world is known to be ours, and nothing can be deleted or lost by going
 * on. *lost* and *restored*: what is ours may have changed unseen, so everything waits but adopting what is as it should be.
 */
function isInRecovery(item: Item, { recovery, approved }: PermitFacts): boolean {
  return recovery !== null && recovery.reason !== "new" && !approved && item.action !== "adopt";
}

function held(status: Status, why: string, until: WallTime | null = null): Permit {
  return { kind: "held", status, why, until };
}

function suspendInWords(suspend: Suspend): string {
  const left = remaining(suspend);
  const until = left === null ? "until it is resumed" : `for another ${inWords(left)}`;
  return `${printScope(suspend.scope)} is suspended by ${suspend.who} ${until}: ${suspend.reason}`;
}

/** Coarse on purpose: a status that says another time with every look would be news with every look. */
function inWords(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (minutes < 120) return minutes <= 1 ? "minute" : `${Math.ceil(minutes / 10) * 10} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours < 72 ? `${hours} hours` : `${Math.ceil(hours / 24)} days`;
}

export function blockInWords(block: Block): string {
  switch (block.kind) {
    case "exists":
      return "it already exists and differs from what is wanted; `@adopt` takes it over";
    case "occupied":
      return `there is ${block.by} in its place, and it is left alone; move it away or remove it`;
    case "lost":
      return "it holds data and is gone; it is never recreated empty";
    case "vanished":
      return "the source no longer names its environment; `setpoint destroy` or `setpoint forget` end it, nothing else does";
    case "protected":
      return "it is protected; `@protect(false)`, `removed` or `setpoint unprotect` lifts that";
    case "owned-elsewhere":
      return `it belongs to ${block.environment}/${block.address}`;
    case "still-desired":
      return `the same object is wanted as ${block.environment}/${block.address}, which has it as soon as it is given up here`;
    case "swapped":
      return "its target is not the one that it was";
    case "kept":
      return "it is kept";
  }
}
