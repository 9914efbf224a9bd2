// What an ended effect, or a plain finding, means for the ledger's rows.
//
// In:  an item and what it led to. Out: the changes that the ledger takes in one transaction. Everything comes from the
// moment at which the effect started: the desired version may be another one by the time it ends.

import type { Kind, Resource } from "../../compiler/graph.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { WallTime } from "../clock.ts";
import type { Digests } from "../driver.ts";
import type { Item } from "../item.ts";
import type { Ended } from "../apply.ts";
import type { AppliedRow, Change, Intent, Overwritten, ReleasedRow, Result } from "../ledger.ts";

/** As much of an item, or of a journal entry, as its row needs. */
export type Acted = Pick<Item, "environment" | "address" | "identity" | "targetIdentity">;

export interface Facts {
  readonly outputs: JsonObject;
  readonly version: string | null;
  readonly digests: Digests | null;
  readonly at: WallTime;
  readonly took: number;
}

function appliedRow(item: Acted, { resource, kind, inputs }: Made, facts: Facts): AppliedRow {
  return {
    environment: item.environment,
    address: item.address,
    identity: item.identity,
    targetIdentity: item.targetIdentity,
    kind: resource.kind,
    kindVersion: kind.version,
    driver: kind.driver,
    target: resource.target,
    spec: resource.spec,
    hash: resource.hash,
    needs: resource.needs,
    outputs: facts.outputs,
    protect: resource.meta.protect,
    version: facts.version,
    inputs,
    digests: facts.digests,
    at: facts.at,
    took: facts.took,
  };
}

/** The resource that an item leads to. */
export interface Made {
  readonly resource: Resource;
  readonly kind: Kind;
  /** The digest of what its residuals came to. */
  readonly inputs: string | null;
}

/** What follows for the rows when an item's action is done; `made` is null for what nothing wants any more. */
export function changesFor(item: Acted, made: Made | null, facts: Facts): readonly Change[] {
  if (made === null) return [{ kind: "forgotten", environment: item.environment, address: item.address }];
  return [{ kind: "applied", row: appliedRow(item, made, facts) }];
}

export function releasedRow(
  item: Item,
  resource: Resource | null,
  commit: string | null,
  at: WallTime,
): ReleasedRow | null {
  if (item.desiredHash === null || resource === null) return null;
  return { environment: item.environment, address: item.address, hash: resource.hash, resource, commit, at };
}

export function intentOf(
  item: Item,
  desired: Resource | null,
  attempt: number,
  overwrites: readonly Overwritten[],
): Intent {
  const { environment, address, identity, target, targetIdentity, action, cause, digest } = item;
  const what = { environment, address, identity, target, targetIdentity };
  return { ...what, action, cause, digest, attempt, desired, overwrites };
}

/**
 * It may have been done in part or as a whole, and what it made or took over would be ours: the intent stays open until
 * somebody can tell; and so does that of a delete, or what we deleted ourselves could be called lost. Any other update is of
 * something that is ours either way: the next look decides.
 */
export function isUnsure({ effect, outcome }: Ended): boolean {
  const { action, reason } = effect.item;
  return (
    (action !== "update" || reason === "found") &&
    (outcome.kind === "undecided" || outcome.kind === "retryable")
  );
}

/** What was deleted stays in the ledger until it is seen to be gone. */
export function isToVerify({ effect, outcome }: Ended): boolean {
  return effect.item.action === "delete" && outcome.kind === "done";
}

/** What a replace had deleted before it failed is no more. */
export function forgottenHalf({ effect, progress }: Ended): readonly Change[] {
  const row = effect.old?.subject;
  if (!progress.removed || row === undefined) return [];
  return [{ kind: "forgotten", environment: effect.item.environment, address: row.address }];
}

export function resultOf(end: Ended, at: number): Result {
  const { effect, outcome, took } = end;
  const { id } = effect.entry;
  if (outcome.kind !== "done")
    return { id, outcome: outcome.kind, why: outcome.why, took, changes: forgottenHalf(end) };
  const { outputs, version, digests = null } = outcome;
  const facts = { outputs, version, digests, at, took };
  return { id, outcome: "done", why: null, took, changes: changesFor(effect.item, effect.made, facts) };
}
