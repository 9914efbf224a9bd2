// The driver contract. The comments are the law; test/drivers/conformance.ts holds every driver to it.
//
// A driver knows how to look at, and act on, one kind of target. It owns no truth: what is wanted comes from the graph,
// what was done is in the ledger, and what is there it must ask the target. The engine decides everything else: when to
// look, what to do, in which order, how often to try again.
//
// 1. Looking changes nothing. `read` and `probe` may be called at any time, in any number, beside a running effect.
// 2. *Gone* is said only when the target itself said so. A time-out, a refusal, an unreadable answer is *unknown*.
// 3. `create`, `update` and `remove` have one effect each and are safe to repeat: doing one twice is doing it once.
//    They take hold of nothing but the resource that they were given.
// 4. An effect is whole or not there as far as the target can do that, and `read` tells the difference.
// 5. Every call ends soon after its signal aborts. A call that does not is killed with its process.
// 6. Secrets come by `ctx.secret` at the last moment and stay in the call: not in a result, a log line or an error. What is read
//    where a secret should be is a digest under `ctx.digestKey`, and an effect says which digest it has left there.
// 7. Nothing is thrown for what the world does: it is an outcome. What is thrown is a mistake in the driver, and counts as
//    *undecided* for an effect and as *unknown* for a look.

import type { Operation } from "fast-json-patch";
import type { Address } from "../compiler/address.ts";
import type { Pointer } from "../compiler/graph.ts";
import type { Json, JsonObject } from "../compiler/json.ts";
import type { Identity } from "../compiler/identity.ts";
import type { TargetGrant } from "./config.ts";
import type { MonotonicTime } from "./clock.ts";

export interface Driver {
  /** As in the graph's `kinds`: `file`. */
  readonly name: string;
  /** The full names of the kinds that it implements: `std.file.File`. */
  readonly kinds: readonly string[];
  /**
   * Where its sessions run. `own`: each in a process of its own, always. `never`: in the agent's. Without it in the agent's
   * until a call of the target has missed its deadline, and in a process of their own from then on.
   */
  readonly host?: "own" | "never";
  /** The module that exports it, for a process of its own, where it is not in the explicit list. */
  readonly module?: { readonly url: string; readonly name: string };
  /** Rejects with a `ConnectError` when the target cannot be reached or the grants do not allow it. */
  connect(target: TargetGrant, ctx: LookContext): Promise<Session>;
}

/** Why a target could not be connected. `permanent`: trying again cannot help before the configuration changes. */
export class ConnectError extends Error {
  readonly permanent: boolean;
  readonly help: string | null;
  constructor(message: string, options: { permanent: boolean; help?: string }) {
    super(message);
    this.name = "ConnectError";
    this.permanent = options.permanent;
    this.help = options.help ?? null;
  }
}

export interface Session {
  /** The target's own identity (machine id, system identifier …), the same for as long as it is the same target. */
  readonly identity: string;

  /** How many effects may run at once; the engine has a small number of its own where a driver does not say. */
  readonly slots?: number;

  /** One answer for each resource asked for; what is missing in the answer counts as unknown. */
  read(resources: readonly Subject[], ctx: LookContext): Promise<ReadonlyMap<Address, Reading>>;

  /**
   * Cheap versions: equal text means nothing has changed since the `Present` that carried it. What is missing in the answer
   * is read in full.
   */
  probe?(resources: readonly Subject[], ctx: LookContext): Promise<ReadonlyMap<Address, string>>;

  /**
   * Whether what stands there does its work, by the `health` that each of these declares. Looking at health changes nothing.
   * What is missing in the answer has none that this driver knows.
   */
  health?(resources: readonly Subject[], ctx: LookContext): Promise<ReadonlyMap<Address, Health>>;

  create(resource: Subject, ctx: ActContext): Promise<Outcome>;
  /**
   * `patch` leads from `present.live` to the resource's spec. What is written at create only (`@ignore`) has in that spec what
   * `present.live` has, in whatever form: it is to stay as it is.
   */
  update(resource: Subject, present: Present, patch: readonly Operation[], ctx: ActContext): Promise<Outcome>;
  /** The declaration may be gone: `row` is the ledger's. */
  remove(row: Removed, present: Present | null, ctx: ActContext): Promise<Outcome>;

  /** Whether the effect of an intent that was left open took place. Without it, the engine reads and compares. */
  settle?(intent: IntentRef, resource: Subject, ctx: LookContext): Promise<Settled>;

  /**
   * Calls `look` with the addresses that may have changed: it may say too much, and the engine also polls. Null in place of
   * addresses: anything may have changed. `degraded` says, once, why watching is not complete (limits, unsupported file
   * system); polling then carries on alone.
   */
  watch?(
    resources: readonly Subject[],
    look: (addresses: readonly Address[] | null) => void,
    degraded: (why: string) => void,
  ): Watch;

  close(): Promise<void>;

  /** Why the session is over although nobody closed it, or null: another one must be connected. */
  dead?(): string | null;
}

/** `part`: something of it is there and is this intent's work, and it is not whole. */
export type Settled = "done" | "not-done" | "part" | "unknown";

export interface Watch {
  /** The resources to watch from now on. */
  update(resources: readonly Subject[]): void;
  close(): void;
}

/** A resource as a driver sees it: residuals resolved, secrets still references. */
export interface Subject {
  readonly address: Address;
  readonly kind: string;
  readonly identity: Identity;
  readonly spec: JsonObject;
  /**
   * The spec as it was last applied, with residuals; null or missing: never. A driver that owns parts of an object reads the
   * parts that are named here and no longer in `spec` as well, so that they can be unset.
   */
  readonly applied?: JsonObject | null;
  /** The health that it declares, where it is asked for that. */
  readonly health?: JsonObject;
}

/** A row of the ledger as `remove` needs it. */
export type Removed = Subject;

export type Reading = Present | Gone | Unknown;

export interface Present {
  readonly kind: "present";
  /** The live values of the spec's fields, in the spec's own terms; a field that is not here is not set. */
  readonly live: JsonObject;
  readonly outputs: JsonObject;
  /** What `probe` would have answered at the moment of this read, or null where there is no probe. */
  readonly version: string | null;
  /**
   * Other things that stand in the way of what is wanted and that nothing declares: an update would delete them. Each counts
   * as a delete, is shown by its name, and an approval binds to them. A field of `live` that is this very list says that they
   * are to go: where the version asks for that, nothing has drifted.
   */
  readonly removes?: readonly string[];
  /**
   * What stands there, in words (`a named pipe`), where it is something else than the kind is about: then the resource itself
   * is not there, `live` says nothing of it, and nothing is done before a person has moved that away. Only where it is our own, of
   * another kind that shares the place (a path is a file's or a folder's) and is to go, that goes first.
   */
  readonly instead?: string;
}

/** The second axis beside "in sync": `why` is a sentence for people. */
export type Health =
  | { readonly kind: "healthy" }
  | { readonly kind: "unhealthy"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

export interface Gone {
  readonly kind: "gone";
}

export interface Unknown {
  readonly kind: "unknown";
  readonly why: string;
}

/** How an effect ended. `why` is a sentence for people, with the target's own words; `help` is what they can do. */
export type Outcome =
  | {
      readonly kind: "done";
      readonly outputs: JsonObject;
      readonly version: string | null;
      /** Of the fields that hold a secret: what `live` has for each from now on. */
      readonly digests?: Digests;
    }
  | { readonly kind: "retryable"; readonly why: string }
  /** Wait at least so many milliseconds. */
  | { readonly kind: "throttled"; readonly wait: number; readonly why: string }
  /** The object is not as it was when it was read: look again, plan again. */
  | { readonly kind: "conflict"; readonly why: string }
  | { readonly kind: "denied"; readonly why: string; readonly help?: string }
  | { readonly kind: "invalid"; readonly why: string; readonly help?: string }
  /** It may or may not have happened. */
  | { readonly kind: "undecided"; readonly why: string };

/** By the pointer of the field, as a diff addresses it. */
export type Digests = Readonly<Record<Pointer, Json>>;

export interface LookContext {
  readonly signal: AbortSignal;
  readonly deadline: MonotonicTime;
  log(line: string): void;
  /** At `connect`: for digests of what is secret. It is the same in the next session; without it, one of the session's own. */
  readonly digestKey?: string;
  /** What is spoken for; a driver that would delete what nothing declares asks first, and without an answer does not. */
  claims?(): Promise<Claims>;
}

export interface Claims {
  /** Every identity of this driver, on any target, that any environment of the ledger has or wants. */
  readonly identities: readonly Identity[];
  /**
   * Files and folders of the agent itself on its own machine, absolute, and never to be touched: with a slash at the end a
   * folder and all that is in it, without one whatever begins so.
   */
  readonly own: readonly string[];
}

export interface ActContext extends LookContext {
  readonly intent: IntentRef;
  /** Resolves a `$secret` reference; rejects when the grants do not allow it. */
  secret(reference: Json): Promise<string>;
}

/** An entry of the journal: a client's own id for targets that can take one. */
export interface IntentRef {
  readonly id: number;
  readonly digest: string;
}
