// The status of a resource and of an environment, in a closed vocabulary. Only in-sync (and healthy) is green.

import type { Address } from "../compiler/address.ts";
import type { Action, Block } from "./item.ts";
import type { JournalEntry } from "./ledger.ts";
import { asArguments, type Scope } from "./permit/suspend.ts";

export type Status =
  | { readonly kind: "in-sync" }
  | { readonly kind: "progressing"; readonly action: string }
  | { readonly kind: "drifted" }
  | { readonly kind: "contested" }
  /** `leaves`: it is a delete that its target refuses as things are, and that can be given up. */
  | { readonly kind: "failing"; readonly attempts: number; readonly leaves?: true }
  | { readonly kind: "undecided" }
  | { readonly kind: "unreachable" }
  /** `target`: where it is that which blocks. */
  | { readonly kind: "blocked"; readonly by: Block["kind"]; readonly target?: string }
  | {
      readonly kind: "waiting";
      readonly for: "approval" | "window" | "limit" | "dependency" | "secret" | "turn";
    }
  | { readonly kind: "suspended"; readonly by: Scope }
  | { readonly kind: "flapping" }
  | { readonly kind: "unknown" };

export type StatusKind = Status["kind"];

/** Worst first: how tables are sorted and what an environment's own word is. Only the last one is green. */
export const STATUS_ORDER: readonly Standing[] = [
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
  "unhealthy",
  "progressing",
  "in-sync",
];

/** What is said of one resource: its status, the reason in words, and the resource to blame if it is another. */
export interface StatusReport {
  readonly status: Status;
  readonly reason: string;
  readonly cause: Address | null;
  /** Where it is in sync and not known to be well: that axis is another one. */
  readonly health?: "unhealthy" | "unknown";
}

/** Of the last attempt. */
export function failingStatus(attempts: number, action: Action, outcome: JournalEntry["outcome"]): Status {
  const isRefused = outcome === "conflict" || outcome === "denied" || outcome === "invalid";
  return { kind: "failing", attempts, ...(action === "delete" && isRefused ? { leaves: true } : {}) };
}

/** How a resource stands on both axes: its status, or in sync and not well. */
export type Standing = StatusKind | "unhealthy";

export function standingOf({ status, health }: StatusReport): Standing {
  return status.kind === "in-sync" && health !== undefined ? "unhealthy" : status.kind;
}

/** The worst of several, by `STATUS_ORDER`; null: there is none. */
export function worstOf(kinds: Iterable<Standing>): Standing | null {
  let worst = STATUS_ORDER.length;
  for (const kind of kinds) worst = Math.min(worst, STATUS_ORDER.indexOf(kind));
  return STATUS_ORDER[worst] ?? null;
}

/** What a person can do about a resource that is not in sync, or null: nothing but wait, or what its reason says. */
export function remedyOf({ status }: StatusReport, environment: string, address: Address): string | null {
  const where = `${environment}/${address}`;
  switch (status.kind) {
    case "waiting":
      return status.for === "approval" || status.for === "limit"
        ? `setpoint approve ${where}, or setpoint approve ${environment} --all`
        : null;
    case "suspended":
      return `setpoint resume ${asArguments(status.by)}`;
    case "undecided":
      return `setpoint resolve ${where} done|not-done --reason "…"`;
    case "blocked":
      return unblock(status.by, status.target ?? "TARGET", environment, where);
    case "failing":
      return status.leaves === true
        ? `clear the way, or give it up and leave it there: setpoint forget ${where} --reason "…"`
        : null;
    case "in-sync":
    case "progressing":
    case "drifted":
    case "contested":
    case "unreachable":
    case "flapping":
    case "unknown":
      return null;
  }
}

function unblock(by: Block["kind"], target: string, environment: string, where: string): string | null {
  switch (by) {
    case "protected":
      return `setpoint unprotect ${where} --reason "…"`;
    case "vanished":
      return `name the environment again, or setpoint destroy ${environment} --reason "…"`;
    case "swapped":
      return `setpoint accept --target ${target} --reason "…"`;
    case "exists":
      return "declare `@adopt`, or move what is there away";
    case "lost":
      return `restore it, or give it up: setpoint forget ${where} --reason "…"`;
    case "still-desired":
      return `setpoint forget ${where} --reason "…"`;
    case "occupied":
    case "owned-elsewhere":
    case "kept":
      return null;
  }
}
