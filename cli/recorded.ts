// How far an environment has come, and what of it is open, where no agent says it: as the ledger alone knows.
//
// In:  the accepted version's row. Out: how much of it is carried out, and each resource that is not: what failed, what a limit
// or a protection holds, what nothing was done about yet. Nothing is looked at: `why` does that, and says more.

import type { Address } from "../compiler/address.ts";
import type { Resource } from "../compiler/graph.ts";
import type { Json } from "../compiler/json.ts";
import { destroyMark, graphOf, isSpared } from "../runtime/accepted.ts";
import type { EnvironmentRow, LedgerReader } from "../runtime/ledger.ts";
import { failingStatus, remedyOf, type Standing, type Status } from "../runtime/status.ts";

export interface OpenResource {
  readonly address: Address;
  readonly status: Standing;
  readonly detail: Json;
  readonly reason: string;
  readonly cause: Address | null;
  readonly place: string | null;
  readonly nextAt: number | null;
  readonly remedy: string | null;
}

export interface Recorded {
  /** How much of the accepted version the ledger has as it is wanted; null: none was accepted. */
  readonly carriedOut: { readonly done: number; readonly of: number } | null;
  readonly open: readonly OpenResource[];
}

export const NOTHING_RECORDED: Recorded = { carriedOut: null, open: [] };

export function readRecord(row: EnvironmentRow, ledger: LedgerReader): Recorded {
  const { name } = row;
  const applied = ledger.applied(name);
  const wanted = new Map(Object.entries(graphOf(row).resources) as [Address, Resource][]);
  const open = new Map<Address, OpenResource>();
  const say = (address: Address, status: Status, reason: string, help?: string): void => {
    if (open.has(address)) return;
    const remedy = help ?? remedyOf({ status, reason, cause: null }, name, address);
    const rest = { cause: null, place: null, nextAt: null, remedy };
    open.set(address, { address, status: status.kind, detail: status, reason, ...rest });
  };
  for (const { address, action, attempt, outcome, why } of ledger.failures(name)) {
    if (!wanted.has(address) && !applied.has(address)) continue;
    const reason = `the last ${action} did not end well: ${why ?? "nobody knows why"}`;
    say(address, failingStatus(attempt, action, outcome), reason);
  }
  const approved = ledger.approvals(name);
  for (const { address, digest, why } of ledger.held(name)) {
    if (approved.has(digest)) continue;
    say(address, { kind: "waiting", for: "limit" }, why);
  }
  // Of what is to be destroyed nothing is to be carried out.
  const isLeft = destroyMark(ledger, name) !== null || isSpared(ledger, name);
  const lookInto = (address: Address): string => `setpoint why ${name}/${address} looks what is in its way`;
  const managed = [...wanted].filter(([, { mode }]) => mode === "manage");
  const missing = managed.filter(([address, { hash }]) => applied.get(address)?.hash !== hash);
  for (const [address] of isLeft ? [] : missing) {
    const change = applied.has(address) ? "its change" : "it";
    say(address, { kind: "waiting", for: "turn" }, `${change} was not carried out yet`, lookInto(address));
  }
  const toGo = [...applied.values()].filter(({ address }) => wanted.get(address)?.mode !== "manage");
  const leaves = ledger.leaves(name);
  for (const { address, protect } of isLeft ? [] : toGo) {
    if (protect && !leaves.has(address))
      say(address, { kind: "blocked", by: "protected" }, "it is no longer declared, and it is protected");
    else say(address, { kind: "waiting", for: "turn" }, "it is no longer declared", lookInto(address));
  }
  const of = managed.length + toGo.length;
  return { carriedOut: { done: managed.length - missing.length, of }, open: [...open.values()] };
}
