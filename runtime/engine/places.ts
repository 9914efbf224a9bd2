// Whose place a resource is to have: what is ours there under another kind, and is to go. PURE.
//
// In:  the identities that are wanted, and the ledger's rows (plan/match.ts). Out: for a wanted address the identity of what stood
// at its place before. A kind is part of the identity, so a file and a link at one path are two objects to the ledger; in the world
// the one is in the way of the other.
// Surprising: that driver, target and key are the same says only that two kinds may share a place. A role and a database of one
// name do not. Whether they do is said by the driver, when it reads the one where the other was asked for (`instead` in
// runtime/driver.ts), and nothing is taken for ours without that (plan.ts).

import type { Address } from "../../compiler/address.ts";
import type { Graph } from "../../compiler/graph.ts";
import { type Identity, placeOf } from "../../compiler/identity.ts";
import type { AppliedRow } from "../ledger.ts";

export type Before = ReadonlyMap<Address, Identity>;

export const NOTHING_BEFORE: Before = new Map();

/** `rows` are those that are wanted, by the address they are wanted under; `orphans` those that nothing wants. */
export function beforeOf(
  identities: ReadonlyMap<Address, Identity>,
  rows: ReadonlyMap<Address, AppliedRow>,
  orphans: Iterable<AppliedRow>,
): Before {
  const goes = new Map<string, Identity>();
  for (const { identity } of orphans) goes.set(placeOf(identity), identity);
  for (const [address, { identity }] of rows)
    if (identity !== identities.get(address)) goes.set(placeOf(identity), identity);
  // Of nearly all versions: and then nobody's identity is taken apart.
  if (goes.size === 0) return NOTHING_BEFORE;
  const before = new Map<Address, Identity>();
  for (const [address, identity] of identities) {
    if (rows.get(address)?.identity === identity) continue;
    const there = goes.get(placeOf(identity));
    if (there !== undefined && there !== identity) before.set(address, there);
  }
  return before;
}

/** Which kinds each driver was ever seen to have here: where it is one for each, no two can share a place. */
export class Kinds {
  readonly #byDriver = new Map<string, string>();
  #share = false;

  /** Two kinds of one driver are, or were, wanted. */
  get mayShare(): boolean {
    return this.#share;
  }

  see(kinds: Graph["kinds"], orphans: Iterable<AppliedRow>): void {
    for (const [kind, { driver }] of Object.entries(kinds)) this.#see(driver, kind);
    for (const { driver, kind } of orphans) this.#see(driver, kind);
  }

  #see(driver: string, kind: string): void {
    const known = this.#byDriver.get(driver);
    if (known === undefined) this.#byDriver.set(driver, kind);
    else if (known !== kind) this.#share = true;
  }
}
