// Versions that come out of the ledger and not out of the store: the accepted one, and the empty one of what is destroyed.

import { findWrongHash, type Graph, GRAPH_FORMAT, hashGraph, type Sha256 } from "../compiler/graph.ts";
import type { Mark } from "./decision.ts";
import { type EnvironmentRow, LedgerError, type LedgerReader } from "./ledger.ts";
import type { DesiredVersion } from "./reconcile.ts";

/** The accepted version as the ledger kept it. Where its definitions stand is not known until the store is back. */
export function acceptedVersion(row: EnvironmentRow, sha256: Sha256): DesiredVersion {
  return {
    environment: row.name,
    commit: row.commit,
    subject: "as accepted before",
    author: "",
    committedAt: row.acceptedAt,
    graph: soundGraphOf(row, sha256),
    place: () => null,
  };
}

/** Who asked for the environment to be destroyed; null: nobody, or it was taken back. */
export function destroyMark(ledger: Pick<LedgerReader, "marks">, environment: string): Mark | null {
  return ledger.marks(environment).find(({ kind }) => kind === "destroyed") ?? null;
}

type Reader = Pick<LedgerReader, "marks" | "environment">;

/**
 * What is wanted by what the ledger alone knows: the accepted version, or nothing at all where that is to be destroyed. Null:
 * no version was accepted, or none since a destroy was taken back. What the destroy left in the ledger then would go on
 * deleting.
 */
export function standingVersion(ledger: Reader, environment: string, sha256: Sha256): DesiredVersion | null {
  const row = ledger.environment(environment);
  if (row === null) return null;
  const mark = destroyMark(ledger, environment);
  if (mark !== null) return emptyVersion({ environment, graph: graphOf(row) }, mark, sha256);
  return isSpared(ledger, environment) ? null : acceptedVersion(row, sha256);
}

/** A destroy that had begun was taken back, and no version was taken since. */
export function isSpared(ledger: Pick<LedgerReader, "marks">, environment: string): boolean {
  return ledger.marks(environment).some(({ kind }) => kind === "spared");
}

/** What is accepted wants nothing and is no commit's: the destroy that is being taken back had begun. */
export function hasBegun(row: EnvironmentRow | null): boolean {
  return row !== null && row.commit === null && Object.keys(graphOf(row).resources).length === 0;
}

/** The version that is asked for, or the empty one: of what is to be destroyed no version is taken. */
export function unlessDestroyed(
  version: DesiredVersion,
  ledger: Reader | null,
  sha256: Sha256,
): DesiredVersion {
  const mark = ledger === null ? null : destroyMark(ledger, version.environment);
  if (ledger === null || mark === null) return version;
  const standing = standingVersion(ledger, version.environment, sha256);
  // A ledger that was lost may know of the destroy, by the file beside it, and of no version.
  return standing ?? emptyVersion(version, mark, sha256);
}

/** Nothing is wanted: everything that is ours goes, but for what is protected or kept. It is no commit's. */
function emptyVersion(
  { environment, graph }: Pick<DesiredVersion, "environment" | "graph">,
  mark: Mark,
  sha256: Sha256,
): DesiredVersion {
  const { hash: _, ...rest } = graph;
  const empty = { ...rest, resources: {}, objectives: {}, outputs: {}, moved: {}, removed: {} };
  const { who, why, at } = mark;
  return {
    environment,
    commit: null,
    subject: "to be destroyed",
    author: "",
    committedAt: at,
    graph: { ...empty, hash: hashGraph(empty, sha256) },
    place: () => null,
    destroyed: { who, why, at },
  };
}

type GraphRow = Pick<EnvironmentRow, "name" | "graph" | "graphHash">;

/**
 * The graph, where it is to be carried out: every hash is computed again, since a byte that changed inside a text would be
 * written into the world as what somebody wants.
 */
export function soundGraphOf(row: GraphRow, sha256: Sha256): Graph {
  const graph = graphOf(row);
  const wrong = findWrongHash(graph, sha256);
  if (wrong === null) return graph;
  throw damagedGraph(row, wrong.resource === null ? "" : `, in the resource ${wrong.resource}`);
}

/** The graph as this agent, or an older one, wrote it; whatever else is there now is damage. */
export function graphOf(row: GraphRow): Graph {
  let graph: Partial<Graph> | null = null;
  try {
    graph = JSON.parse(row.graph) as Partial<Graph> | null;
  } catch {
    // Damage as well: it has no hash.
  }
  if (graph?.setpoint === GRAPH_FORMAT && graph.hash === row.graphHash) return graph as Graph;
  const format = graph?.setpoint;
  if (format === undefined || (format as number) === GRAPH_FORMAT) throw damagedGraph(row);
  throw new LedgerError(
    `The graph that the ledger keeps for ${row.name} has the format ${JSON.stringify(format)}, which this program does not know.`,
    "Bring this program up to date: a newer one has used this ledger.",
  );
}

function damagedGraph({ name }: GraphRow, where = ""): LedgerError {
  return new LedgerError(
    `The graph that the ledger keeps for ${name} is damaged: it is not the one that was accepted${where}.`,
    "Restore a backup with `setpoint ledger restore`; `setpoint ledger check` says what else is wrong.",
  );
}
