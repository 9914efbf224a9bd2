// What the ledger has of an environment's version: which one is accepted, and how far one was carried out.

import type { WallTime } from "../clock.ts";
import type { Ledger } from "../ledger.ts";
import type { DesiredVersion } from "../reconcile.ts";

/** The ledger has the version before anything goes by it. */
export function acceptVersion(ledger: Ledger, version: DesiredVersion, at: WallTime): void {
  const { environment, graph, text, commit } = version;
  const row = ledger.standing(environment);
  if (row !== null && row.graphHash === graph.hash && row.commit === commit) return;
  const accepted = {
    name: environment,
    commit,
    graphHash: graph.hash,
    graph: text ?? JSON.stringify(graph),
    acceptedAt: at,
    appliedCommit: row?.appliedCommit ?? null,
    appliedHash: row?.appliedHash ?? null,
    appliedAt: row?.appliedAt ?? null,
  };
  ledger.putEnvironment(accepted, { delivery: graph.delivery, kinds: graph.kinds });
}

/** All items of the version are done. A recovery has nothing left to approve then, and ends. */
export function markApplied(ledger: Ledger, version: DesiredVersion, at: WallTime): void {
  const { environment, graph, commit } = version;
  const row = ledger.standing(environment);
  if (row === null) return;
  const isKnown = row.appliedHash === graph.hash && row.appliedCommit === commit;
  if (isKnown && ledger.recovery(environment) === null) return;
  const appliedAt = isKnown ? row.appliedAt : at;
  ledger.putApplied({ ...row, appliedCommit: commit, appliedHash: graph.hash, appliedAt });
}
