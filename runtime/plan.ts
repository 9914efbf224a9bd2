// What to do about each resource: desired × applied × observed → one item. PURE.
//
// In:  what one resource should be, what the ledger says was done, and what was observed. Out: an item with its action, its
// cause and every field's change, or nothing where the world could not be read (then nobody knows, and nothing is done).
// Surprising: an item is planned for each resource by itself, so that one change costs one item and not the whole graph.
// Whatever needs to see several resources at once is in plan/match.ts (identity), permit.ts (limits), schedule.ts (order).

import { type Address, outward } from "../compiler/address.ts";
import type { Graph, Kind, Pointer, Resource, Sha256 } from "../compiler/graph.ts";
import type { Identity } from "../compiler/identity.ts";
import type { Place } from "../compiler/source.ts";
import type { Reading } from "./driver.ts";
import {
  type Action,
  type Block,
  type Cause,
  type FieldChange,
  IN_STEP,
  type Item,
  itemDigest,
  type ItemReason,
} from "./item.ts";
import type { AppliedRow, Claim } from "./ledger.ts";
import { diffFields, type FieldDifference, patchOf } from "./plan/diff.ts";
import { secretFields, secretPointers } from "./plan/secrets.ts";
import type { Resolved } from "./resolve.ts";

/** What a plan needs to know besides the resource itself. */
export interface PlanContext {
  readonly environment: string;
  readonly graph: Graph;
  readonly sha256: Sha256;
  /** The environment is to be destroyed. */
  readonly isDestroyed: boolean;
  place(address: Address, pointer: Pointer): Place | null;
}

export interface Wanted {
  readonly address: Address;
  readonly resource: Resource;
  readonly kind: Kind;
  readonly identity: Identity;
  readonly targetIdentity: string;
  readonly resolved: Resolved;
  /** The digest of what its residuals come to. */
  readonly inputs: string | null;
  /** The row that is this resource (plan/match.ts), or null. */
  readonly row: AppliedRow | null;
  /** Who holds the identity in this ledger, or null. */
  readonly claim: Claim | null;
  /** What was read of something that is ours, of another kind and at the same place, and is to go; null: there is none such. */
  readonly before: Reading | null;
  /** A person asked for its replacement. */
  readonly replace: boolean;
}

interface Decision {
  readonly action: Action;
  readonly cause: Cause;
  readonly reason: ItemReason;
  readonly block?: Block;
  readonly differences: readonly FieldDifference[];
}

const NONE: readonly string[] = [];

/** The item of a wanted resource, or null where it could not be read or is only read. */
export function planWanted(context: PlanContext, wanted: Wanted, reading: Reading): Item | null {
  if (reading.kind === "unknown" || wanted.resource.mode === "read") return null;
  const removes = reading.kind === "present" ? (reading.removes ?? NONE) : NONE;
  return makeItem(context, wanted, decide(context, wanted, reading, removes), removes);
}

function decide(
  context: PlanContext,
  wanted: Wanted,
  reading: Exclude<Reading, { kind: "unknown" }>,
  removes: readonly string[],
): Decision {
  const { row, kind, resource, resolved, claim } = wanted;
  const occupied = occupiedIn(reading, wanted.before);
  const replacing = row !== null && row.identity !== wanted.identity;
  const live = reading.kind === "present" && reading.instead === undefined ? reading.live : null;
  const differences = diffFields({
    kind,
    wanted: resource.spec,
    resolved,
    applied: replacing ? null : (row?.spec ?? null),
    digests: replacing ? null : (row?.digests ?? null),
    live,
    removes,
    inputsChanged: row !== null && row.inputs !== wanted.inputs,
    ignore: resource.meta.ignore,
  });
  const changed = row === null || row.hash !== resource.hash;

  if (claim !== null && !isOurs(context, wanted, claim)) {
    const block: Block = { kind: "owned-elsewhere", environment: claim.environment, address: claim.address };
    return { action: "create", cause: "intended", reason: "declared", block, differences };
  }
  if (replacing) {
    const reason: ItemReason = row.kind === resource.kind ? "forced" : "kind-changed";
    if (occupied !== null)
      return { action: "replace", cause: "intended", reason, block: occupied, differences };
    // What is there just as it is wanted becomes ours, as it would without an old object.
    if (live !== null && differences.length > 0 && resource.meta.adopt === "must-match") {
      return { action: "replace", cause: "intended", reason, block: { kind: "exists" }, differences };
    }
    return { action: "replace", cause: "intended", reason, ...guard(row, resource), differences };
  }
  if (occupied !== null) {
    const cause = changed ? "intended" : "corrective";
    return {
      action: "create",
      cause,
      reason: row === null ? "declared" : "gone",
      block: occupied,
      differences,
    };
  }
  if (live === null) {
    if (row === null) return { action: "create", cause: "intended", reason: "declared", differences };
    if (kind.holdsData) {
      return { action: "create", cause: "corrective", reason: "gone", block: { kind: "lost" }, differences };
    }
    return { action: "create", cause: changed ? "intended" : "corrective", reason: "gone", differences };
  }
  if (row === null) {
    if (differences.length === 0) return { action: "adopt", cause: "intended", reason: "found", differences };
    if (resource.meta.adopt === "must-match") {
      return { action: "adopt", cause: "intended", reason: "found", block: { kind: "exists" }, differences };
    }
    return { action: "update", cause: "intended", reason: "found", differences };
  }
  if (wanted.replace)
    return { action: "replace", cause: "intended", reason: "asked", ...guard(row, resource), differences };
  if (differences.length === 0) {
    const reason: ItemReason = row.address === wanted.address ? "in-step" : "moved";
    return { action: "none", cause: "intended", reason, differences };
  }
  const intended = differences.some((difference) => difference.class !== "corrective");
  const cause: Cause = intended ? "intended" : "corrective";
  if (differences.some((difference) => forces(kind, difference.pointer))) {
    return { action: "replace", cause, reason: "forced", ...guard(row, resource), differences };
  }
  return { action: "update", cause, reason: intended ? "changed" : "drifted", differences };
}

/**
 * What is not of the kind is not the resource, whoever declares it: that one is not there. Where it is read to be our own, of another
 * kind, and is to go, it goes first (engine/places.ts).
 */
function occupiedIn(reading: Reading, before: Reading | null): Block | null {
  if (reading.kind !== "present" || reading.instead === undefined) return null;
  if (before?.kind === "present" && before.instead === undefined) return null;
  return { kind: "occupied", by: reading.instead };
}

/** The claim is this resource's own, under this address or the one it is moving from. */
function isOurs(context: PlanContext, wanted: Wanted, claim: Claim): boolean {
  if (claim.environment !== context.environment) return false;
  return claim.address === wanted.address || claim.address === wanted.row?.address;
}

/**
 * Protection is the ledger's: it outlives the declaration, and covers replace as well as delete. A version that declares the
 * resource without it lifts it.
 */
function guard(row: AppliedRow, resource: Resource): { block?: Block } {
  return row.protect && resource.meta.protect ? { block: { kind: "protected" } } : {};
}

/** The item of something that is ours and that nothing wants any more; null where it could not be read. */
export function planOrphan(
  context: PlanContext,
  row: AppliedRow,
  released: Resource | null,
  wanting: { readonly environment: string; readonly address: Address } | null,
  reading: Reading,
): Item | null {
  const removal = removalOf(context.graph, row.address);
  const base = {
    environment: context.environment,
    address: row.address,
    kind: row.kind,
    target: row.target,
    identity: row.identity,
    targetIdentity: row.targetIdentity,
    changes: [],
    patch: [],
    desiredHash: null,
    place: null,
    cause: "intended",
  } as const;
  const finish = (action: Action, reason: ItemReason, block: Block | null): Item => {
    const item = { ...base, action, reason, block };
    return { ...item, digest: itemDigest(item, context.sha256) };
  };
  if (removal !== undefined && !removal.destroy) return finish("release", "removed", null);
  if (released?.meta.keep === true) return finish("release", "undeclared", null);
  if (reading.kind === "unknown") return null;
  if (reading.kind === "gone" || reading.instead !== undefined) return finish("release", "gone", null);
  const reason: ItemReason = removal === undefined ? "undeclared" : "removed";
  // Who destroys an environment is done with all of it, and nobody has to give up one by one what goes over to another.
  if (wanting !== null && context.isDestroyed) return finish("release", "wanted-elsewhere", null);
  if (wanting !== null) return finish("delete", reason, { kind: "still-desired", ...wanting });
  // A protection is lifted by who names the resource, and not by who names what it is in.
  if (row.protect && !Object.hasOwn(context.graph.removed, row.address))
    return finish("delete", reason, { kind: "protected" });
  return finish("delete", reason, null);
}

/** What is said of a system that is gone holds for all that was in it, unless something was said of that itself. */
function removalOf({ removed }: Graph, address: Address): Graph["removed"][Address] | undefined {
  for (const at of outward(address)) if (Object.hasOwn(removed, at)) return removed[at];
  return undefined;
}

function makeItem(
  context: PlanContext,
  wanted: Wanted,
  decision: Decision,
  removes: readonly string[],
): Item {
  const { kind, resource, address, row } = wanted;
  const secret = secretsOf(context, wanted, decision);
  const item: Item = {
    environment: context.environment,
    address,
    kind: resource.kind,
    target: resource.target,
    identity: wanted.identity,
    targetIdentity: wanted.targetIdentity,
    action: decision.action,
    cause: decision.cause,
    reason: decision.reason,
    changes: decision.differences.map((difference) => changeOf(context, address, kind, secret, difference)),
    patch: patchOf(decision.differences),
    desiredHash: resource.hash,
    block: decision.block ?? null,
    ...(decision.action === "replace" && row !== null && row.identity !== wanted.identity
      ? { replaces: row.identity }
      : {}),
    ...(decision.action === "update" && removes.length > 0 ? { removes } : {}),
    ...(row !== null && row.address !== address ? { from: row.address } : {}),
    place: context.place(address, ""),
    digest: IN_STEP,
  };
  return decision.reason === "in-step" ? item : { ...item, digest: itemDigest(item, context.sha256) };
}

/** Where nothing differs nothing is shown, and into what holds no residual no secret flows. */
function secretsOf(context: PlanContext, wanted: Wanted, { differences }: Decision): readonly Pointer[] {
  if (differences.length === 0) return [];
  const { resource, resolved } = wanted;
  return resolved.spec === resource.spec
    ? secretFields(context.graph, resource)
    : secretPointers(context.graph, resource);
}

function changeOf(
  context: PlanContext,
  address: Address,
  kind: Kind,
  secrets: readonly Pointer[],
  difference: FieldDifference,
): FieldChange {
  const { pointer: at } = difference;
  // A map that is added as a whole is secret where a field of it is.
  const secret = secrets.some((pointer) => within(at, pointer) || within(pointer, at));
  return {
    pointer: difference.pointer,
    class: difference.class,
    live: secret ? null : difference.live,
    applied: secret ? null : difference.applied,
    desired: secret ? null : difference.desired,
    secret,
    knownAfter: difference.knownAfter,
    forces: forces(kind, difference.pointer),
    place: context.place(address, difference.pointer),
  };
}

export function forces(kind: Kind, pointer: Pointer): boolean {
  return kind.forces.some((forcing) => within(pointer, forcing)) || kind.key.includes(pointer);
}

export function within(pointer: Pointer, ancestor: Pointer): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}
