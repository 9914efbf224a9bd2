// What people decide, as the ledger keeps it: suspends, approvals, leaves, marks on an environment, settled doubts.
//
// A decision and its entry in the audit log are one transaction (`Ledger.decide`): there is none without the other. Plain
// data; decide.ts makes decisions out of requests, permit.ts and the engine go by them.

import type { Address } from "../compiler/address.ts";
import type { Hash, Kind } from "../compiler/graph.ts";
import type { Identity } from "../compiler/identity.ts";
import type { JsonObject } from "../compiler/json.ts";
import type { WallTime } from "./clock.ts";
import type { Approval } from "./permit/approvals.ts";
import type { Scope, Suspend } from "./permit/suspend.ts";

export type Decision =
  /** In place of one with the same scope. */
  | { readonly kind: "suspended"; readonly suspend: Suspend }
  | { readonly kind: "resumed"; readonly scope: Scope }
  | { readonly kind: "approved"; readonly approvals: readonly Approval[] }
  | { readonly kind: "unprotected"; readonly leave: Leave }
  /** In place of one of the same kind, `rejected` excepted. */
  | { readonly kind: "marked"; readonly mark: Mark }
  | { readonly kind: "unmarked"; readonly environment: string; readonly mark: Mark["kind"] }
  /** Whether the effect of an open intent took place, by the word of a person. */
  | { readonly kind: "resolved"; readonly intent: number; readonly done: boolean }
  /** Another machine stands behind the name, and it is to count as the same target: its resources keep their rows. */
  | {
      readonly kind: "target-accepted";
      readonly target: string;
      readonly driver: string;
      readonly before: string;
      readonly identity: string;
      readonly at: WallTime;
    }
  /** Management is given up: nothing is done in the world. */
  | { readonly kind: "forgotten"; readonly environment: string; readonly address: Address };

/** A person has lifted the protection of a resource, for a time and until it is used. */
export interface Leave {
  readonly environment: string;
  readonly address: Address;
  readonly at: WallTime;
  /** Milliseconds. */
  readonly lasts: number;
  readonly who: string;
  readonly why: string;
}

/**
 * What stands about an environment as a whole. *destroyed*: everything is to be deleted, and no version is taken until a
 * person accepts one. *allowed*: the commit that a person has accepted, whatever its ancestry. *pinned*: no other commit than
 * this one. *spared*: a destroy that had begun was taken back, and no version was taken since: what the ledger has as accepted
 * is what that destroy left. *rejected*: a commit, or an address and a hash, that was rolled back from. *accepted*: the last accepted commit
 * and its graph's hash, known from outside of a ledger that has lost it.
 */
export interface Mark {
  readonly kind: "destroyed" | "spared" | "allowed" | "pinned" | "rejected" | "accepted";
  readonly environment: string;
  readonly value: string;
  readonly at: WallTime;
  readonly who: string;
  readonly why: string;
}

/** A version that was accepted for an environment; `id` grows. */
export interface VersionRow extends AcceptedVersion {
  readonly id: number;
  readonly environment: string;
  readonly commit: string | null;
  readonly graphHash: Hash;
  readonly acceptedAt: WallTime;
}

/** What is kept of every accepted version, beside its commit and hash: the next one is judged by it. */
export interface AcceptedVersion {
  readonly delivery: JsonObject;
  readonly kinds: Readonly<Record<string, Kind>>;
}

/** A delete or a replace that was begun, by the journal. */
export interface DisruptionRow {
  readonly environment: string;
  readonly target: string;
  readonly identity: Identity;
  readonly action: "delete" | "replace";
  readonly at: WallTime;
  readonly done: boolean;
}

/** How many resources are ours. */
export interface Population {
  readonly environment: string;
  readonly target: string;
  readonly count: number;
}
