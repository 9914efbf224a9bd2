// Versions that come out of the ledger and not out of the store: the accepted one, and the empty one of what is destroyed.

import { type Graph, GRAPH_FORMAT, hashGraph, type Sha256 } from "../compiler/graph.ts";
import { type EnvironmentRow, LedgerError } from "./ledger.ts";
import type { DesiredVersion } from "./reconcile.ts";

/** The accepted version as the ledger kept it. Where its definitions stand is not known until the store is back. */
export function acceptedVersion(row: EnvironmentRow): DesiredVersion {
  return {
    environment: row.name,
    commit: row.commit,
    subject: "as accepted before",
    author: "",
    committedAt: row.acceptedAt,
    graph: graphOf(row),
    place: () => null,
  };
}

/** Nothing is wanted: everything that is ours goes, but for what is protected or kept. It is no commit's. */
export function emptyVersion(row: EnvironmentRow, sha256: Sha256): DesiredVersion {
  const { hash: _, ...graph } = graphOf(row);
  const empty = { ...graph, resources: {}, objectives: {}, outputs: {}, moved: {}, removed: {} };
  return {
    environment: row.name,
    commit: null,
    subject: "to be destroyed",
    author: "",
    committedAt: row.acceptedAt,
    graph: { ...empty, hash: hashGraph(empty, sha256) },
    place: () => null,
  };
}

/** The graph as this agent, or an older one, wrote it; whatever else is there now is damage. */
export function graphOf(row: Pick<EnvironmentRow, "name" | "graph" | "graphHash">): Graph {
  let graph: Partial<Graph> | null = null;
  try {
    graph = JSON.parse(row.graph) as Partial<Graph> | null;
  } catch {
    // Damage as well: it has no hash.
  }
  if (graph?.setpoint === GRAPH_FORMAT && graph.hash === row.graphHash) return graph as Graph;
  const format = graph?.setpoint;
  const known = format === undefined || (format as number) === GRAPH_FORMAT;
  throw new LedgerError(
    known
      ? `The graph that the ledger keeps for ${row.name} is damaged: it is not the one that was accepted.`
      : `The graph that the ledger keeps for ${row.name} has the format ${JSON.stringify(format)}, which this program does not know.`,
    known
      ? "Restore a backup with `setpoint ledger restore`; `setpoint ledger check` says what else is wrong."
      : "Bring this program up to date: a newer one has used this ledger.",
  );
}
