// Which rows of the ledger change their addresses, and what an address waits for meanwhile. PURE.
//
// In:  the rows as applied, and which of them are wanted under another address (plan/match.ts). Out: those that can move now;
// for an address, what must leave it first.
// Surprising: all that can move move at once, so that two resources can change places.

import type { Address } from "../../compiler/address.ts";
import type { Identity } from "../../compiler/identity.ts";
import type { AppliedRow, Change } from "../ledger.ts";
import type { Key } from "../schedule.ts";

export type Move = Extract<Change, { kind: "moved" }>;

type Rows = ReadonlyMap<Address, AppliedRow>;
/** By the address that the ledger knows. */
type Displaced = ReadonlyMap<Address, Move>;

/**
 * What would go where something unwanted still stands waits until that is gone, and so do what is busy and what would go where
 * something is busy: a result is written under the address that it was begun under.
 */
export function movable(
  applied: Rows,
  displaced: Displaced,
  isBusy: (row: AppliedRow, to: Address) => boolean,
): readonly Move[] {
  const moves = new Map(displaced);
  for (const [from, { to }] of moves) {
    const row = applied.get(from);
    if (row !== undefined && isBusy(row, to)) moves.delete(from);
  }
  for (let before = -1; before !== moves.size;) {
    before = moves.size;
    for (const [from, { to }] of moves) if (applied.has(to) && !moves.has(to)) moves.delete(from);
  }
  return [...moves.values()];
}

/**
 * What must go before a resource can have its address: something of ours that nothing wants any more, or what is to move away
 * and cannot yet. What is not yet known by its own address waits for that, too: its rows would otherwise be written beside
 * those that it has.
 */
export function occupantOf(
  key: Key,
  applied: Rows,
  displaced: Displaced,
  isOrphan: (identity: Identity) => boolean,
): Key | null {
  const seen = new Set<Key>();
  for (let at = key; !seen.has(at);) {
    seen.add(at);
    const there = applied.get(at as Address);
    // All that can move has moved by now: whoever was to move here is held up by what is done to this address.
    if (there === undefined) return at === key ? null : at;
    if (isOrphan(there.identity)) return there.identity;
    const to = displaced.get(there.address)?.to;
    if (to === undefined) return null;
    at = to;
  }
  return null;
}

/** Edges go by address: whoever needed what has moved needs it where it is now. Returned is who did. */
export function moveEdges(
  rows: Map<Address, AppliedRow>,
  moves: readonly { readonly from: Address; readonly to: Address }[],
): readonly Identity[] {
  const changed: Identity[] = [];
  const names = new Map(moves.map(({ from, to }) => [from, to]));
  for (const [address, row] of rows) {
    if (!row.needs.some((need) => names.has(need))) continue;
    const needs = new Set(row.needs.map((need) => names.get(need) ?? need));
    rows.set(address, { ...row, needs: [...needs].toSorted() });
    changed.push(row.identity);
  }
  return changed;
}
