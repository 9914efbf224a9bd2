// The status of a resource and of an environment, in a closed vocabulary. Only in-sync (and healthy) is green.

import type { Address } from "../compiler/address.ts";
import type { Block } from "./item.ts";

export type Status =
  | { readonly kind: "in-sync" }
  | { readonly kind: "progressing"; readonly action: string }
  | { readonly kind: "drifted" }
  | { readonly kind: "contested" }
  | { readonly kind: "failing"; readonly attempts: number }
  | { readonly kind: "undecided" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "blocked"; readonly by: Block["kind"] }
  | {
      readonly kind: "waiting";
      readonly for: "approval" | "window" | "limit" | "dependency" | "secret" | "turn";
    }
  | { readonly kind: "suspended" }
  | { readonly kind: "flapping" }
  | { readonly kind: "unknown" };

export type StatusKind = Status["kind"];

/** Worst first: how tables are sorted and what an environment's own word is. */
export const STATUS_ORDER: readonly StatusKind[] = [
  "undecided",
  "failing",
  "contested",
  "blocked",
  "unreachable",
  "unknown",
  "drifted",
  "flapping",
  "waiting",
  "suspended",
  "progressing",
  "in-sync",
];

/** What is said of one resource: its status, the reason in words, and the resource to blame if it is another. */
export interface StatusReport {
  readonly status: Status;
  readonly reason: string;
  readonly cause: Address | null;
}
