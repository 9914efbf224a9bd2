// What an action must pass at the moment of its first effect. PURE.
//
// In:  an item, and the facts of this moment. Out: permitted, or held with the reason in words. What is not permitted waits
// alone: the rest proceeds. Accepting a version (accept.ts) is another question, asked once and of the commit alone.

import { type Block, type Item } from "./item.ts";
import type { Status } from "./status.ts";

export interface PermitFacts {
  /** Drift is reported and not mended where the resource says so. */
  readonly drift: "correct" | "report";
}

export type Permit =
  { readonly kind: "permitted" } | { readonly kind: "held"; readonly status: Status; readonly why: string };

const PERMITTED: Permit = { kind: "permitted" };

export function permit(item: Item, facts: PermitFacts): Permit {
  if (item.block !== null) {
    return { kind: "held", status: { kind: "blocked", by: item.block.kind }, why: blockInWords(item.block) };
  }
  if (item.cause === "corrective" && facts.drift === "report") {
    return {
      kind: "held",
      status: { kind: "drifted" },
      why: 'drift is only reported here (`@drift("report")`)',
    };
  }
  return PERMITTED;
}

export function blockInWords(block: Block): string {
  switch (block.kind) {
    case "exists":
      return "it already exists and differs from what is wanted; `@adopt` takes it over";
    case "lost":
      return "it holds data and is gone; it is never recreated empty";
    case "vanished":
      return "the source no longer names its environment";
    case "protected":
      return "it is protected; `@protect(false)` or `removed` lifts that";
    case "owned-elsewhere":
      return `it belongs to ${block.environment}/${block.address}`;
    case "still-desired":
      return `the same object is wanted as ${block.address}`;
    case "swapped":
      return "its target is not the one that it was";
    case "kept":
      return "it is kept";
  }
}
