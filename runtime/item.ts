// Plan items: what would be done to one resource, why, and the digest by which a person approves it.
//
// The action union is closed: these seven, with these glyphs, everywhere. So is the union of causes. An item is plain data;
// plan.ts makes it, permit.ts judges it, schedule.ts orders it, apply.ts carries it out.

import type { Operation } from "fast-json-patch";
import type { Address } from "../compiler/address.ts";
import type { Hash, Pointer, Sha256 } from "../compiler/graph.ts";
import type { Identity } from "../compiler/identity.ts";
import { canonicalJson, type Json } from "../compiler/json.ts";
import type { Place } from "../compiler/source.ts";

export const ACTION_GLYPHS = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  adopt: "=",
  release: "o",
  none: " ",
} as const;

export type Action = keyof typeof ACTION_GLYPHS;

/** What is held may be nothing that was to be done: of an environment that vanished everything is left as it is. */
export function heldInWords(action: Action): string {
  return action === "none" ? "held" : `${action} held`;
}

/**
 * Who moved. *intended*: the version changed what is wanted. *corrective*: the world drifted. *rotation*: a secret changed.
 * *agent*: another compiler or driver, same commit. *rollback*: an earlier version is wanted again. *regulating*: an
 * objective moved a value.
 */
export type Cause = "intended" | "corrective" | "rotation" | "agent" | "rollback" | "regulating";

/** Why this action and no other; part of the digest, so a closed list and never free text. */
export type ItemReason =
  | "declared" // wanted and not there
  | "changed" // wanted otherwise than it was applied
  | "drifted" // there, otherwise than it was applied
  | "gone" // applied, and no longer there
  | "forced" // a changed field cannot be changed in place
  | "kind-changed"
  | "found" // wanted, there, and not yet ours
  | "undeclared" // ours, and no longer wanted
  | "removed" // given up by `removed`
  | "wanted-elsewhere" // ours, destroyed, and wanted by another environment
  | "moved" // ours, under another address
  | "asked" // a person asked for its replacement
  | "in-step";

/** One field that is not as it should be. Values tainted by a secret are null here and `secret` is true. */
export interface FieldChange {
  readonly pointer: Pointer;
  /** applied ≠ desired: intended. applied ≠ live: corrective. Both: intended, and the drift that it overwrites is shown. */
  readonly class: "intended" | "corrective" | "both";
  /** What is there now; undefined is absent, and so it is in the three below. */
  readonly live: Json | undefined;
  readonly applied: Json | undefined;
  readonly desired: Json | undefined;
  readonly secret: boolean;
  /** The value contains an output that is not known before another item is done: the addresses it waits for. */
  readonly knownAfter: readonly Address[];
  /** It cannot be changed in place. */
  readonly forces: boolean;
  /** Where the definition stands that wants this value. */
  readonly place: Place | null;
}

/** Why an item may not be carried out at all until a person or the world changes something. */
export type Block =
  | { readonly kind: "exists" } // there, not ours, and different from what is wanted
  | { readonly kind: "occupied"; readonly by: string } // something that is not of its kind stands in its place
  | { readonly kind: "lost" } // holds data and is gone: never recreated empty
  | { readonly kind: "vanished" } // the source no longer names the environment
  | { readonly kind: "protected" }
  | { readonly kind: "owned-elsewhere"; readonly environment: string; readonly address: Address }
  | { readonly kind: "still-desired"; readonly environment: string; readonly address: Address } // wanted there
  | { readonly kind: "swapped" } // the target is not the one it was
  | { readonly kind: "kept" }; // `@keep`: given up instead of deleted

export interface Item {
  readonly environment: string;
  readonly address: Address;
  readonly kind: string;
  readonly target: string;
  readonly identity: Identity;
  readonly targetIdentity: string;
  readonly action: Action;
  readonly cause: Cause;
  readonly reason: ItemReason;
  readonly changes: readonly FieldChange[];
  /** RFC 6902, from live to desired; keyed lists are addressed by position as read, but compared by key. */
  readonly patch: readonly Operation[];
  readonly desiredHash: Hash | null;
  readonly block: Block | null;
  /** The protection that would have blocked it, lifted by a person. Only in plans: what is permitted is for permit.ts to say. */
  readonly lifted?: { readonly who: string; readonly why: string };
  /** The address that it is known by so far, where that is another one: it moves. */
  readonly from?: Address;
  /** Of a replace whose old object is another than the new one: the old one, which goes. */
  readonly replaces?: Identity;
  /** Other things, declared by nobody, that the action deletes (a purge): each counts as a delete. */
  readonly removes?: readonly string[];
  /** Where the resource is declared. */
  readonly place: Place | null;
  readonly digest: Hash;
}

/** The digest of what is in step: there is nothing to approve, and ten thousand of them need not be hashed. */
export const IN_STEP: Hash = "sha256:";

/**
 * What an approval binds to. Unrelated drift, progress and commits leave it as it is; an item that itself becomes another
 * gets another digest. `changes` counts only by the live values that force the action.
 */
export function itemDigest(item: Omit<Item, "digest">, sha256: Sha256): Hash {
  const forcing: Json[] = [];
  for (const change of item.changes) if (change.forces) forcing.push([change.pointer, change.live ?? null]);
  return `sha256:${sha256(
    canonicalJson([
      item.environment,
      item.address,
      item.identity,
      item.targetIdentity,
      item.action,
      item.reason,
      item.desiredHash,
      forcing,
      ...(item.replaces === undefined ? [] : [item.replaces]),
      ...(item.removes === undefined ? [] : [item.removes]),
    ]),
  )}`;
}

/** The hash of the sorted item digests. Items that do nothing do not count. */
export function planDigest(items: readonly Item[], sha256: Sha256): Hash {
  const digests = items.filter((item) => item.action !== "none").map((item) => item.digest);
  return `sha256:${sha256(canonicalJson(digests.toSorted()))}`;
}
