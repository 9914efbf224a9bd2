// What of a plan would not be carried out now, in words: one line for each reason, with what it holds.
//
// Text of people is in it as they wrote it: whoever prints it makes it printable.

import type { Address } from "../../compiler/address.ts";
import type { Plan } from "../../runtime/reconcile.ts";
import { count, showMoment } from "./values.ts";

/** As many are named; of more it is said how many there are. */
const NAMED = 8;

export function heldInWords({ held, items }: Pick<Plan, "held" | "items">): readonly string[] {
  // Of drift that is only reported the item says so itself.
  const waiting = held.filter(({ status }) => status.kind !== "drifted");
  if (waiting.length === 0) return [];
  const left = held.length - waiting.length;
  const open = items.filter(({ action, block }) => action !== "none" && block === null).length - left;
  const byReason = new Map<string, Address[]>();
  for (const { address, why, until } of waiting) {
    const opens = until === null ? "" : ` (until ${showMoment(until)})`;
    const reason = `${why}${opens}`;
    const addresses = byReason.get(reason);
    if (addresses === undefined) byReason.set(reason, [address]);
    else addresses.push(address);
  }
  return [...byReason].map(([reason, addresses]) => `${whatOf(addresses, open)}: ${reason}`);
}

function whatOf(addresses: readonly Address[], open: number): string {
  if (addresses.length === open && open > 1) return `all ${count(open, "change")}`;
  const named = addresses.slice(0, NAMED).join(", ");
  return addresses.length <= NAMED ? named : `${named} and ${addresses.length - NAMED} more`;
}
