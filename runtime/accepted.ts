// Versions that come out of the ledger and not out of the store: the accepted one, and the empty one of what is destroyed.

import { type Graph, hashGraph, type Sha256 } from "../compiler/graph.ts";
import type { EnvironmentRow } from "./ledger.ts";
import type { DesiredVersion } from "./reconcile.ts";

/** The accepted version as the ledger kept it. Where its definitions stand is not known until the store is back. */
export function acceptedVersion(row: EnvironmentRow): DesiredVersion {
  return {
    environment: row.name,
    commit: row.commit,
    subject: "as accepted before",
    author: "",
    committedAt: row.acceptedAt,
    // What this agent wrote itself, in a ledger that checks what it reads.
    graph: JSON.parse(row.graph) as Graph,
    place: () => null,
  };
}

/** Nothing is wanted: everything that is ours goes, but for what is protected or kept. It is no commit's. */
export function emptyVersion(row: EnvironmentRow, sha256: Sha256): DesiredVersion {
  const { hash: _, ...graph } = JSON.parse(row.graph) as Graph;
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
