// Approvals: a person has seen an item, and it may be done. Bound to the item's digest, so another item is not covered.
//
// In:  approvals as the ledger keeps them, and the moment. Out: whether an item is approved now, and which items a person
// means who approves a plan, an address or everything.
// An approval opens something, so every doubt is against it: the greater age of both clocks counts, and one that was given
// in what is now the future does not count at all.

import type { Address } from "../../compiler/address.ts";
import type { Hash } from "../../compiler/graph.ts";
import type { WallTime } from "../clock.ts";
import type { Action, Item } from "../item.ts";
import type { Moment } from "./suspend.ts";

export interface Approval {
  readonly digest: Hash;
  readonly environment: string;
  readonly address: Address;
  readonly action: Action;
  readonly at: WallTime;
  /** Milliseconds. */
  readonly lasts: number;
  readonly who: string;
  readonly why: string;
}

export const APPROVAL_LASTS = 24 * 60 * 60_000;
/** Two programs on one machine may read the clock in either order. */
const AHEAD = 60_000;

export function isApproved(
  approvals: ReadonlyMap<Hash, Approval>,
  item: Pick<Item, "digest" | "environment" | "address">,
  /** When this process first read the approvals. */
  read: Moment,
  now: Moment,
): boolean {
  const approval = approvals.get(item.digest);
  if (approval === undefined) return false;
  if (approval.environment !== item.environment || approval.address !== item.address) return false;
  return isFresh(approval, read, now);
}

/** Of an approval or another leave that a person gave for a time. */
export function isFresh(
  { at, lasts }: { readonly at: WallTime; readonly lasts: number },
  read: Moment,
  now: Moment,
): boolean {
  if (at > read.wall + AHEAD) return false;
  const byMonotonic = read.wall - at + (now.monotonic - read.monotonic);
  return Math.max(now.wall - at, byMonotonic) < lasts;
}

/** What a person approves. */
export type Choice =
  | { readonly kind: "all" }
  | { readonly kind: "plan"; readonly digest: Hash }
  | { readonly kind: "address"; readonly address: Address };

export type Chosen =
  | { readonly kind: "items"; readonly items: readonly Item[] }
  | { readonly kind: "none"; readonly why: string; readonly help: string };

/** `items` are those that wait for a person; `digest` is the plan's. */
export function choose(choice: Choice, items: readonly Item[], digest: Hash): Chosen {
  switch (choice.kind) {
    case "plan":
      if (choice.digest !== digest)
        return {
          kind: "none",
          why: `the plan is another one by now: ${digest}`,
          help: "look at it again and approve that one",
        };
      break;
    case "address": {
      const item = items.find((each) => each.address === choice.address);
      if (item !== undefined) return { kind: "items", items: [item] };
      return {
        kind: "none",
        why: `nothing of ${choice.address} waits for an approval`,
        help: "`setpoint status` shows what does",
      };
    }
    case "all":
      break;
  }
  if (items.length > 0) return { kind: "items", items };
  return {
    kind: "none",
    why: "nothing waits for an approval",
    help: "`setpoint status` shows what is being done",
  };
}
