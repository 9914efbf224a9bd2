// The ledger: what was observed, intended and done, and by whom. This page is its law; ledger/ keeps it in SQLite.
//
// 1. The intents of all actions that start together are one transaction, on the disk before the first effect. Results
//    follow in groups. A crash between the two leaves open intents, which the next start settles by looking.
// 2. One row per resource, never one blob. *Released* is the last spec whose intended change was permitted, *applied* the
//    last spec that was carried out; both with residuals, never with what those resolved to.
// 3. One claim per identity, across environments.
// 4. One writer. Whoever opens for writing takes the lease and the next fencing number; every transaction checks it, so a
//    writer that lost the lease cannot write. Readers are always welcome.
// 5. What people decide is one transaction with its entry in the audit log; an approval is used up by the result of its
//    action, in the transaction of that result.
// 6. A method returns when what it wrote is durable. It throws `LedgerError` when it cannot be: the agent then stops acting.

import type { Address } from "../compiler/address.ts";
import type { Hash, Pointer, Resource } from "../compiler/graph.ts";
import type { Identity } from "../compiler/identity.ts";
import type { JsonObject } from "../compiler/json.ts";
import type { WallTime } from "./clock.ts";
import type {
  AcceptedVersion,
  Decision,
  DisruptionRow,
  Leave,
  Mark,
  Population,
  VersionRow,
} from "./decision.ts";
import type { Digests, Outcome } from "./driver.ts";
import type { Action, Cause } from "./item.ts";
import type { Approval } from "./permit/approvals.ts";
import type { HeldItem } from "./permit/limits.ts";
import type { Suspend } from "./permit/suspend.ts";

export interface Ledger {
  readonly path: string;
  /** Made once, with the ledger: another id is another ledger. */
  readonly id: string;
  readonly fence: number;

  environments(): readonly EnvironmentRow[];
  environment(name: string): EnvironmentRow | null;
  /** The same without the graph, which may be many megabytes. */
  standing(name: string): Standing | null;
  /** Which version each of the other environments has accepted. */
  neighbours(name: string): readonly Pick<Standing, "name" | "graphHash">[];
  /** With `version` where another version is accepted by it: the next one is judged by what this one asks for. */
  putEnvironment(row: EnvironmentRow, version?: AcceptedVersion): void;
  /** The accepted version is carried out, all of it: a recovery has nothing left to hold, and ends with it. */
  putApplied(standing: Standing): void;
  /** The versions that were accepted, newest first. */
  versions(environment: string, limit: number): readonly VersionRow[];

  target(name: string): TargetRow | null;
  putTarget(row: TargetRow): void;

  /** Everything that is known of an environment's resources. */
  released(environment: string): ReadonlyMap<Address, ReleasedRow>;
  applied(environment: string): ReadonlyMap<Address, AppliedRow>;
  claim(identity: Identity): Claim | null;
  claims(): ReadonlyMap<Identity, Claim>;
  /** Who has an open intent to make the object, and so will have the claim; a reader beside the writer does not know. */
  reservation(identity: Identity): Claim | null;

  /** One transaction: the journal entries, and the released specs of those whose change is intended. */
  begin(intents: readonly Intent[], released: readonly ReleasedRow[]): readonly JournalEntry[];
  /** One transaction: closes the entries and makes the changes that they stand for. */
  finish(results: readonly Result[]): void;
  /** One transaction, for changes that have no effect on the world (adopted in step, released, moved). */
  note(changes: readonly Change[], released: readonly ReleasedRow[]): void;

  openIntents(): readonly JournalEntry[];
  /** What was done at this address, newest first. */
  history(environment: string, address: Address, limit: number): readonly JournalEntry[];
  /** The same, and what was done to these objects under other addresses. */
  chronicle(environment: string, address: Address, limit: number): readonly JournalEntry[];
  /** The last entry of each address, where that did not end well and the resource was not noted as it is wanted since. */
  failures(environment: string): readonly JournalEntry[];

  /** Deletes and replaces that were begun after a moment, in every environment. */
  disruptions(since: WallTime): readonly DisruptionRow[];
  populations(): readonly Population[];
  /** Repairs that were done after a moment, newest first. */
  repairs(environment: string, since: WallTime, limit: number): readonly Repair[];
  /** Addresses where a replace was begun and is not known to be done. */
  unfinished(environment: string): ReadonlySet<Address>;

  /** What people decided and its entry in the audit log. */
  decide(decisions: readonly Decision[], entry: AuditEntry): void;
  suspends(): readonly Suspend[];
  /** How far suspends have come. Not audited: it is only time. */
  reckon(suspends: readonly Suspend[]): void;
  /** Those that were not used up; whether they still count is permit/approvals.ts's to say. */
  approvals(environment: string): ReadonlyMap<Hash, Approval>;
  leaves(environment: string): ReadonlyMap<Address, Leave>;
  marks(environment: string): readonly Mark[];
  /** What people said of open intents: whether they were done. */
  resolutions(): ReadonlyMap<number, boolean>;
  /** What the limits hold, and all of it anew. */
  held(environment: string): readonly HeldItem[];
  hold(environment: string, held: readonly HeldItem[]): void;

  /** Appends to the hash-chained audit log. */
  audit(entry: AuditEntry): void;
  /** The audit log, oldest first. Throws where the chain of its hashes is broken. */
  trail(): readonly AuditRecord[];

  /** Why the environment is in recovery, or null: nothing is held because of the ledger itself. */
  recovery(environment: string): Recovery | null;
  /** Somebody approved what recovery holds, or there is nothing left to approve. Audited. */
  endRecovery(environment: string, who: string, why: string): void;

  /** Throws where the file is no longer the one that was opened: deleted, replaced, or written by another program. */
  attend(): void;
  /** Drops old entries of the journal and what only they named, a bounded number at a time. The audit log stays whole. */
  prune(retention: { readonly age: number; readonly entries: number }): {
    readonly entries: number;
    readonly bodies: number;
  };

  close(): void;
}

/** What can be done with a ledger that another process is writing. */
export type LedgerReader = Pick<
  Ledger,
  | "path"
  | "id"
  | "environments"
  | "environment"
  | "standing"
  | "neighbours"
  | "target"
  | "released"
  | "applied"
  | "claim"
  | "claims"
  | "reservation"
  | "openIntents"
  | "history"
  | "versions"
  | "chronicle"
  | "failures"
  | "disruptions"
  | "populations"
  | "repairs"
  | "unfinished"
  | "suspends"
  | "approvals"
  | "leaves"
  | "marks"
  | "resolutions"
  | "held"
  | "trail"
  | "recovery"
  | "close"
>;

/** The ledger cannot be opened, read or written; `help` says what a person can do. */
export class LedgerError extends Error {
  readonly help: string;
  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LedgerError";
    this.help = help;
  }
}

/** Another process is its writer. */
export class LedgerHeldError extends LedgerError {
  override readonly name = "LedgerHeldError";
}

export type Standing = Omit<EnvironmentRow, "graph">;

export interface EnvironmentRow {
  readonly name: string;
  /** The accepted version: what is desired. The commit is null where it did not come from Git. */
  readonly commit: string | null;
  readonly graphHash: Hash;
  /** The accepted graph itself, as JSON: the agent goes on with it when the store is away. */
  readonly graph: string;
  readonly acceptedAt: WallTime;
  /** The newest version all of whose items are done. */
  readonly appliedCommit: string | null;
  readonly appliedHash: Hash | null;
  readonly appliedAt: WallTime | null;
}

export interface TargetRow {
  readonly name: string;
  readonly driver: string;
  readonly identity: string;
  readonly since: WallTime;
}

export interface ReleasedRow {
  readonly environment: string;
  readonly address: Address;
  readonly hash: Hash;
  /** The desired resource; null: its absence was permitted. */
  readonly resource: Resource | null;
  readonly commit: string | null;
  readonly at: WallTime;
}

export interface AppliedRow {
  readonly environment: string;
  readonly address: Address;
  readonly identity: Identity;
  readonly targetIdentity: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly driver: string;
  readonly target: string;
  readonly spec: JsonObject;
  readonly hash: Hash;
  /** The edges as applied: deletes go by them. */
  readonly needs: readonly Address[];
  readonly outputs: JsonObject;
  readonly protect: boolean;
  /** What a probe answered after the last full look, or null. */
  readonly version: string | null;
  /** A digest of what the residuals of the spec were resolved to; null: it has none. */
  readonly inputs: string | null;
  /** What each field with a secret read as when it was written; null: it has none, or nobody knows. */
  readonly digests: Digests | null;
  readonly at: WallTime;
  /** Milliseconds that the last effect took. */
  readonly took: number;
}

export interface Claim {
  readonly identity: Identity;
  readonly environment: string;
  readonly address: Address;
  readonly since: WallTime;
}

export interface Intent {
  readonly environment: string;
  readonly address: Address;
  readonly identity: Identity;
  readonly target: string;
  readonly targetIdentity: string;
  readonly action: Action;
  readonly cause: Cause;
  readonly digest: Hash;
  readonly attempt: number;
  /** What the effect leads to; null for a delete. */
  readonly desired: Resource | null;
  /** Of a repair: what of somebody else's it overwrites. */
  readonly overwrites: readonly Overwritten[];
}

/** A foreign value: enough to know it again, and to say it. */
export interface Overwritten {
  /** "": the whole resource, which somebody had deleted. */
  readonly pointer: Pointer;
  /** A digest of it; null: it is secret or there is none, and one is like another. */
  readonly digest: string | null;
  /** Both sides as people read them, shortened; null: it is not to be shown. */
  readonly theirs: string | null;
  readonly ours: string | null;
}

/** A repair that was done. */
export interface Repair {
  readonly identity: Identity;
  /** Of what it put right. */
  readonly desiredHash: Hash;
  readonly overwrites: readonly Overwritten[];
  readonly at: WallTime;
}

export interface JournalEntry extends Intent {
  readonly id: number;
  readonly openedAt: WallTime;
  readonly closedAt: WallTime | null;
  readonly outcome: Outcome["kind"] | "settled-done" | "settled-not-done" | null;
  readonly why: string | null;
  readonly took: number | null;
}

export interface Result {
  readonly id: number;
  readonly outcome: NonNullable<JournalEntry["outcome"]>;
  readonly why: string | null;
  readonly took: number;
  readonly changes: readonly Change[];
}

export type Change =
  /** The resource is as the row says, and its identity is claimed. */
  | { readonly kind: "applied"; readonly row: AppliedRow }
  /** Deleted or given up: its rows and its claim go. */
  | { readonly kind: "forgotten"; readonly environment: string; readonly address: Address }
  /** What the accepted version declares of a resource that is ours. */
  | {
      readonly kind: "protection";
      readonly environment: string;
      readonly address: Address;
      readonly protect: boolean;
    }
  | { readonly kind: "moved"; readonly environment: string; readonly from: Address; readonly to: Address };

/**
 * The ledger cannot know what its world is like. *new*: there never was one. *lost*: there was one, and it is gone.
 * *restored*: a backup, or older than what stands beside it says.
 */
export interface Recovery {
  readonly reason: "new" | "lost" | "restored";
  readonly why: string;
  readonly since: WallTime;
}

export interface AuditEntry {
  readonly at: WallTime;
  readonly who: string;
  readonly what: string;
  readonly why: string;
  readonly detail: JsonObject;
}

export interface AuditRecord extends AuditEntry {
  /** SHA-256 over the hash of the record before and this entry's canonical JSON: the head of the chain as it then was. */
  readonly hash: string;
}
