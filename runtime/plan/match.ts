// Which object of the ledger each wanted resource is: by identity first, then `moved`, then address.
//
// In:  the wanted resources with their identities, and the ledger's rows of this environment. Out: for each wanted address
// its row (or none), and the rows that nothing wants any more.
// So a rename without `moved` is a move: never a delete and a create.
// Surprising: an address alone does not lead from one target to another. What stands on the old target is deleted there, by
// that target's own session, and then made anew; a replace is something that one target does.

import { type Address, outward } from "../../compiler/address.ts";
import type { Graph, Resource } from "../../compiler/graph.ts";
import type { Identity } from "../../compiler/identity.ts";
import type { AppliedRow } from "../ledger.ts";

/** As much of a row as decides what it is. */
export type Known = Pick<AppliedRow, "identity" | "target" | "driver">;

export interface Match<Row extends Known> {
  readonly rows: ReadonlyMap<Address, Row>;
  readonly orphans: readonly Row[];
}

export function match<Row extends Known>(
  graph: Graph,
  identities: ReadonlyMap<Address, Identity>,
  applied: ReadonlyMap<Address, Row>,
): Match<Row> {
  const byIdentity = new Map<Identity, Row>();
  for (const row of applied.values()) byIdentity.set(row.identity, row);
  const rows = new Map<Address, Row>();
  const taken = new Set<Row>();
  const take = (address: Address | null, row: Row | undefined): void => {
    if (
      address === null ||
      row === undefined ||
      taken.has(row) ||
      rows.has(address) ||
      !isOnSameTarget(graph, address, row)
    )
      return;
    rows.set(address, row);
    taken.add(row);
  };
  const addresses = Object.keys(graph.resources) as Address[];
  for (const address of addresses) {
    const identity = identities.get(address);
    if (identity !== undefined) take(address, byIdentity.get(identity));
  }
  if (Object.keys(graph.moved).length > 0)
    for (const [address, row] of applied) take(movedTo(graph.moved, address), row);
  for (const address of addresses) take(address, applied.get(address));
  return { rows, orphans: [...applied.values()].filter((row) => !taken.has(row)) };
}

/** By what is said of itself, or else of what it stands inside of: a system takes along what is in it. */
function movedTo(moved: Graph["moved"], address: Address): Address | null {
  for (const from of outward(address))
    if (Object.hasOwn(moved, from)) return `${moved[from]}${address.slice(from.length)}` as Address;
  return null;
}

function isOnSameTarget(graph: Graph, address: Address, row: Known): boolean {
  if (!Object.hasOwn(graph.resources, address)) return false;
  const resource = graph.resources[address] as Resource;
  return resource.target === row.target && graph.kinds[resource.kind]?.driver === row.driver;
}
