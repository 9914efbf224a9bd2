// The part of a ledger that is about people: what they decided, what waits for them, and the versions that were accepted.
//
// In:  an open database. Out: plain values of ../decision.ts and ../permit/. Writing functions are to be called inside a
// transaction of write.ts, which has checked the fence.

import type { Address } from "../../compiler/address.ts";
import type { Hash, Kind } from "../../compiler/graph.ts";
import { parseIdentity, printIdentity, type Identity } from "../../compiler/identity.ts";
import { canonicalJson, type JsonObject } from "../../compiler/json.ts";
import type { WallTime } from "../clock.ts";
import type {
  AcceptedVersion,
  Decision,
  DisruptionRow,
  Leave,
  Mark,
  Population,
  VersionRow,
} from "../decision.ts";
import { LedgerError, type EnvironmentRow } from "../ledger.ts";
import type { Approval } from "../permit/approvals.ts";
import type { HeldItem } from "../permit/limits.ts";
import { printScope, type Scope, type Suspend } from "../permit/suspend.ts";
import type { Database } from "./database.ts";
import { readObject } from "./json.ts";

export interface DecisionReader {
  suspends(): readonly Suspend[];
  approvals(environment: string): ReadonlyMap<Hash, Approval>;
  leaves(environment: string): ReadonlyMap<Address, Leave>;
  marks(environment: string): readonly Mark[];
  resolutions(): ReadonlyMap<number, boolean>;
  /** Newest first. */
  versions(environment: string, limit: number): readonly VersionRow[];
  held(environment: string): readonly HeldItem[];
  disruptions(since: WallTime): readonly DisruptionRow[];
  populations(): readonly Population[];
  unfinished(environment: string): ReadonlySet<Address>;
}

export function decisionReader(database: Database): DecisionReader {
  return {
    suspends: () => readSuspends(database),
    approvals: (environment) => {
      const rows = database.all<Approval>(
        "SELECT digest, environment, address, action, at, lasts, who, why FROM approval WHERE environment = ? ORDER BY digest",
        environment,
      );
      return new Map(rows.map((row) => [row.digest, { ...row }]));
    },
    leaves: (environment) => {
      const rows = database.all<Leave>(
        "SELECT environment, address, at, lasts, who, why FROM leave WHERE environment = ? ORDER BY address",
        environment,
      );
      return new Map(rows.map((row) => [row.address, { ...row }]));
    },
    marks: (environment) => readMarks(database, environment),
    resolutions: () => {
      const rows = database.all<{ intent: number; done: number }>("SELECT intent, done FROM resolution");
      return new Map(rows.map(({ intent, done }) => [intent, done !== 0]));
    },
    versions: (environment, limit) => readVersions(database, environment, limit),
    held: (environment) =>
      database
        .all<HeldItem>(
          "SELECT address, digest, rule, why FROM held WHERE environment = ? ORDER BY address, digest",
          environment,
        )
        .map((row) => ({ ...row })),
    disruptions: (since) =>
      database
        .all<Omit<DisruptionRow, "done"> & { outcome: string | null }>(
          `SELECT environment, target, identity, action, opened_at AS at, outcome FROM journal
           WHERE action IN ('delete', 'replace') AND opened_at > ? ORDER BY id`,
          since,
        )
        .map(({ outcome, ...row }) => ({ ...row, done: outcome === "done" || outcome === "settled-done" })),
    populations: () =>
      database
        .all<Population>(
          "SELECT environment, target, count(*) AS count FROM applied GROUP BY environment, target ORDER BY 1, 2",
        )
        .map((row) => ({ ...row })),
    unfinished: (environment) => {
      const rows = database.all<{ address: Address }>(UNFINISHED, environment);
      return new Set(rows.map(({ address }) => address));
    },
  };
}

/** Addresses whose last entry is a replace that is not known to be done. */
const UNFINISHED = `
  SELECT address FROM journal AS last
  WHERE action = 'replace' AND (outcome IS NULL OR outcome NOT IN ('done', 'settled-done')) AND environment = ?
    AND NOT EXISTS (SELECT 1 FROM journal AS later
      WHERE later.environment = last.environment AND later.address = last.address AND later.id > last.id
        AND (later.outcome IN ('done', 'settled-done') OR later.action = 'replace'))`;

interface SuspendColumns {
  readonly environment: string | null;
  readonly address: Address | null;
  readonly target: string | null;
  readonly reason: string;
  readonly who: string;
  readonly at: number;
  readonly lasts: number | null;
  readonly elapsed: number;
  readonly seen: number;
}

function readSuspends(database: Database): readonly Suspend[] {
  return database
    .all<SuspendColumns>(
      "SELECT environment, address, target, reason, who, at, lasts, elapsed, seen FROM suspend ORDER BY scope",
    )
    .map(({ environment, address, target, ...facts }) => ({
      scope: scopeOf(environment, address, target),
      ...facts,
    }));
}

function scopeOf(environment: string | null, address: Address | null, target: string | null): Scope {
  if (environment === null) return { kind: "target", target: target ?? "" };
  return address === null ? { kind: "environment", environment } : { kind: "address", environment, address };
}

export function readMarks(database: Database, environment: string | null): readonly Mark[] {
  const every = `SELECT kind, environment, value, at, who, why FROM mark`;
  const order = "ORDER BY environment, kind, value";
  const rows =
    environment === null
      ? database.all<Mark>(`${every} ${order}`)
      : database.all<Mark>(`${every} WHERE environment = ? ${order}`, environment);
  return rows.map((row) => ({ ...row }));
}

function readVersions(database: Database, environment: string, limit: number): readonly VersionRow[] {
  const rows = database.all<Omit<VersionRow, "delivery" | "kinds"> & { delivery: string; kinds: string }>(
    `SELECT id, environment, commit_id AS "commit", graph_hash AS graphHash, accepted_at AS acceptedAt, delivery, kinds
     FROM version WHERE environment = ? ORDER BY id DESC LIMIT ?`,
    environment,
    limit,
  );
  return rows.map(({ delivery, kinds, ...row }) => {
    const where = (): string => `the accepted version ${row.id} of ${environment}`;
    return {
      ...row,
      delivery: readObject(database, delivery, where),
      // What this program wrote itself, out of a graph that was checked.
      kinds: readObject(database, kinds, where) as unknown as Record<string, Kind>,
    };
  });
}

// --- Writing ---------------------------------------------------------------------------------------------------------

/** A version that is not the newest one already. */
export function putVersion(database: Database, row: EnvironmentRow, version: AcceptedVersion): boolean {
  const newest = database
    .prepare(
      'SELECT commit_id AS "commit", graph_hash AS hash FROM version WHERE environment = ? ORDER BY id DESC LIMIT 1',
    )
    .get(row.name);
  if (newest?.["commit"] === row.commit && newest["hash"] === row.graphHash) return false;
  database
    .prepare(
      "INSERT INTO version (environment, commit_id, graph_hash, accepted_at, delivery, kinds) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .run(
      row.name,
      row.commit,
      row.graphHash,
      row.acceptedAt,
      canonicalJson(version.delivery),
      canonicalJson(version.kinds as unknown as JsonObject),
    );
  dropMark(database, row.name, "accepted");
  dropMark(database, row.name, "spared");
  return true;
}

/** Answers whether rows of resources have changed by it. */
export function putDecision(database: Database, decision: Decision, forget: (at: Resource) => void): boolean {
  switch (decision.kind) {
    case "suspended":
      putSuspend(database, decision.suspend);
      return false;
    case "resumed":
      database.prepare("DELETE FROM suspend WHERE scope = ?").run(printScope(decision.scope));
      return false;
    case "approved":
      for (const approval of decision.approvals) putApproval(database, approval);
      return false;
    case "unprotected": {
      const { environment, address, at, lasts, who, why } = decision.leave;
      database
        .prepare(
          "INSERT OR REPLACE INTO leave (environment, address, at, lasts, who, why) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(environment, address, at, lasts, who, why);
      return false;
    }
    case "marked":
      if (decision.mark.kind !== "rejected")
        dropMark(database, decision.mark.environment, decision.mark.kind);
      putMark(database, decision.mark);
      return false;
    case "unmarked":
      dropMark(database, decision.environment, decision.mark);
      return false;
    case "resolved":
      database
        .prepare("INSERT OR REPLACE INTO resolution (intent, done) VALUES (?, ?)")
        .run(decision.intent, decision.done ? 1 : 0);
      return false;
    case "target-accepted":
      acceptTarget(database, decision);
      return true;
    case "forgotten":
      forget(decision);
      return true;
  }
}

interface Resource {
  readonly environment: string;
  readonly address: Address;
}

export function putSuspend(database: Database, suspend: Suspend): void {
  const { scope, reason, who, at, lasts, elapsed, seen } = suspend;
  database
    .prepare(
      `INSERT OR REPLACE INTO suspend (scope, environment, address, target, reason, who, at, lasts, elapsed, seen)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      printScope(scope),
      scope.kind === "target" ? null : scope.environment,
      scope.kind === "address" ? scope.address : null,
      scope.kind === "target" ? scope.target : null,
      reason,
      who,
      at,
      lasts,
      elapsed,
      seen,
    );
}

/** How far suspends have come; one that was resumed meanwhile stays so. */
export function reckonSuspends(database: Database, suspends: readonly Suspend[]): void {
  const update = database.prepare("UPDATE suspend SET elapsed = ?, seen = ? WHERE scope = ? AND at = ?");
  for (const { scope, at, elapsed, seen } of suspends) update.run(elapsed, seen, printScope(scope), at);
}

function putApproval(database: Database, approval: Approval): void {
  const { digest, environment, address, action, at, lasts, who, why } = approval;
  database
    .prepare(
      "INSERT OR REPLACE INTO approval (digest, environment, address, action, at, lasts, who, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .run(digest, environment, address, action, at, lasts, who, why);
}

export function putMark(database: Database, { environment, kind, value, at, who, why }: Mark): void {
  database
    .prepare("INSERT OR REPLACE INTO mark (environment, kind, value, at, who, why) VALUES (?, ?, ?, ?, ?, ?)")
    .run(environment, kind, value, at, who, why);
}

function dropMark(database: Database, environment: string, kind: Mark["kind"]): void {
  database.prepare("DELETE FROM mark WHERE environment = ? AND kind = ?").run(environment, kind);
}

export function putHeld(database: Database, environment: string, held: readonly HeldItem[]): void {
  database.prepare("DELETE FROM held WHERE environment = ?").run(environment);
  const insert = database.prepare(
    "INSERT INTO held (environment, address, digest, rule, why) VALUES (?, ?, ?, ?, ?)",
  );
  for (const { address, digest, rule, why } of held) insert.run(environment, address, digest, rule, why);
}

/** An action is done: what let it pass was for this once. */
export function useUp(database: Database, intent: number): void {
  const entry = database
    .prepare("SELECT environment, address, action, digest FROM journal WHERE id = ?")
    .get(intent);
  if (entry === undefined) return;
  const { environment = null, address = null, action = null, digest = null } = entry;
  database.prepare("DELETE FROM approval WHERE digest = ?").run(digest);
  if (action === "delete" || action === "replace")
    database.prepare("DELETE FROM leave WHERE environment = ? AND address = ?").run(environment, address);
  database.prepare("DELETE FROM resolution WHERE intent = ?").run(intent);
}

/** Whether there is anything that an action could use up: most of the time there is not. */
export function hasLeaves(database: Database): boolean {
  const row = database
    .prepare(
      "SELECT EXISTS (SELECT 1 FROM approval) OR EXISTS (SELECT 1 FROM leave) OR EXISTS (SELECT 1 FROM resolution) AS any",
    )
    .get();
  return row?.["any"] === 1;
}

/** Identities hold their target's own: every row and claim of the target is written anew, under its new one. */
function acceptTarget(database: Database, decision: Extract<Decision, { kind: "target-accepted" }>): void {
  const { target, driver, before, identity, at } = decision;
  const rows = database.all<{ environment: string; address: Address; identity: Identity }>(
    "SELECT environment, address, identity FROM applied WHERE target = ? AND target_identity = ?",
    target,
    before,
  );
  for (const row of rows) {
    const parts = parseIdentity(row.identity);
    if (parts === null)
      throw new LedgerError(
        `${row.environment}/${row.address} has an identity in the ledger ${database.path} that cannot be read.`,
        "Look at it with `setpoint ledger check`; `setpoint forget` gives the resource up.",
      );
    const now = printIdentity({ ...parts, target: identity });
    const taken = database.prepare("SELECT environment, address FROM identity WHERE identity = ?").get(now);
    if (taken !== undefined)
      throw new LedgerError(
        `${row.environment}/${row.address} cannot be taken over to ${identity}: ${String(taken["environment"])}/${String(taken["address"])} already stands for that object there.`,
        "Forget one of the two first: `setpoint forget`.",
      );
    database.prepare("UPDATE identity SET identity = ? WHERE identity = ?").run(now, row.identity);
    database
      .prepare("UPDATE applied SET identity = ?, target_identity = ? WHERE environment = ? AND address = ?")
      .run(now, identity, row.environment, row.address);
  }
  database
    .prepare("INSERT OR REPLACE INTO target (name, driver, identity, since) VALUES (?, ?, ?, ?)")
    .run(target, driver, identity, at);
}
