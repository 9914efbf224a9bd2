// The reading half of a ledger: rows as the runtime sees them.
//
// In:  an open database. Out: plain values of ../ledger.ts. Columns that hold JSON are checked when they are read: a row
// that is not what it should be is a `LedgerError` that names it, never an undefined somewhere else.

import type { Address } from "../../compiler/address.ts";
import type { Hash, Resource } from "../../compiler/graph.ts";
import type { Identity } from "../../compiler/identity.ts";
import { isJsonArray, isJsonObject, type Json } from "../../compiler/json.ts";
import type {
  AppliedRow,
  EnvironmentRow,
  JournalEntry,
  LedgerReader,
  Overwritten,
  ReleasedRow,
  Standing,
  Repair,
  TargetRow,
} from "../ledger.ts";
import { auditTrail } from "./audit.ts";
import { readClaim, readClaims } from "./claims.ts";
import type { Database } from "./database.ts";
import { decisionReader } from "./decisions.ts";
import { damaged } from "./failure.ts";
import { parseJson, readObject } from "./json.ts";
import { readRecovery } from "./recovery.ts";
import { ledgerId } from "./schema.ts";

export function ledgerReader(database: Database): LedgerReader {
  return {
    path: database.path,
    id: ledgerId(database),
    environments: () => database.all<EnvironmentRow>(`${ENVIRONMENT} ORDER BY name`).map(copyEnvironment),
    environment: (name) => {
      const row = database.one<EnvironmentRow>(`${ENVIRONMENT} WHERE name = ?`, name);
      return row === null ? null : copyEnvironment(row);
    },
    standing: (name) => {
      const row = database.one<Standing>(`SELECT ${STANDING} FROM ${ENVIRONMENTS} WHERE name = ?`, name);
      return row === null ? null : { ...row };
    },
    neighbours: (name) =>
      database
        .all<Pick<Standing, "name" | "graphHash">>(
          "SELECT name, graph_hash AS graphHash FROM environment WHERE name <> ? ORDER BY name",
          name,
        )
        .map((row) => ({ ...row })),
    target: (name) => readTarget(database, name),
    released: (environment) => readReleased(database, environment),
    applied: (environment) => database.glimpse(() => readApplied(database, environment)),
    claim: (identity) => readClaim(database, identity),
    claims: () => readClaims(database),
    reservation: () => null,
    openIntents: () =>
      readJournal(database, `${JOURNAL} WHERE journal.closed_at IS NULL ORDER BY journal.id`),
    history: (environment, address, limit) =>
      readJournal(
        database,
        `${JOURNAL} WHERE environment = ? AND address = ? ORDER BY journal.id DESC LIMIT ?`,
        environment,
        address,
        limit,
      ),
    chronicle: (environment, address, limit) => readJournal(database, CHRONICLE, environment, address, limit),
    failures: (environment) => readJournal(database, FAILURES, environment),
    ...decisionReader(database),
    repairs: (environment, since, limit) => readRepairs(database, environment, since, limit),
    trail: () => database.glimpse(() => auditTrail(database)),
    recovery: (environment) => database.glimpse(() => readRecovery(database, environment)),
    close: () => database.close(),
  };
}

const STANDING = `name, environment.commit_id AS "commit", environment.graph_hash AS graphHash, accepted_at AS acceptedAt,
  progress.commit_id AS appliedCommit, progress.graph_hash AS appliedHash, progress.at AS appliedAt`;
const ENVIRONMENTS = "environment LEFT JOIN progress ON progress.environment = name";
const ENVIRONMENT = `SELECT ${STANDING}, graph FROM ${ENVIRONMENTS}`;

/** What SQLite gives has no prototype, which is a surprise to whoever compares it. */
function copyEnvironment(row: EnvironmentRow): EnvironmentRow {
  return { ...row };
}

function readTarget(database: Database, name: string): TargetRow | null {
  const row = database.one<TargetRow>(
    "SELECT name, driver, identity, since FROM target WHERE name = ?",
    name,
  );
  return row === null ? null : { ...row };
}

interface ReleasedColumns {
  readonly address: Address;
  readonly hash: Hash;
  readonly body: number | null;
  readonly json: string | null;
  readonly commit: string | null;
  readonly at: number;
}

function readReleased(database: Database, environment: string): ReadonlyMap<Address, ReleasedRow> {
  const rows = database.all<ReleasedColumns>(
    `SELECT address, hash, body, body.json AS json, commit_id AS "commit", at
     FROM released LEFT JOIN body ON body.id = released.body
     WHERE environment = ? ORDER BY address`,
    environment,
  );
  const released = new Map<Address, ReleasedRow>();
  for (const { address, hash, body, json, commit, at } of rows) {
    const where = (): string => `the released resource ${environment}/${address}`;
    const resource = body === null ? null : readResource(database, json, where);
    released.set(address, { environment, address, hash, resource, commit, at });
  }
  return released;
}

interface AppliedColumns {
  readonly address: Address;
  readonly identity: Identity;
  readonly targetIdentity: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly driver: string;
  readonly target: string;
  readonly hash: Hash;
  readonly outputs: string;
  readonly protect: number;
  readonly version: string | null;
  readonly inputs: string | null;
  readonly digests: string | null;
  readonly at: number;
  readonly took: number;
  readonly spec: string;
}

function readApplied(database: Database, environment: string): ReadonlyMap<Address, AppliedRow> {
  const needs = readEdges(database, environment);
  const rows = database.all<AppliedColumns>(
    `SELECT address, identity, target_identity AS targetIdentity, kind, kind_version AS kindVersion, driver, target,
       hash, outputs, protect, version, inputs, digests, at, took, spec
     FROM applied WHERE environment = ? ORDER BY address`,
    environment,
  );
  const applied = new Map<Address, AppliedRow>();
  for (const row of rows) {
    const { address } = row;
    applied.set(address, {
      environment,
      address,
      identity: row.identity,
      targetIdentity: row.targetIdentity,
      kind: row.kind,
      kindVersion: row.kindVersion,
      driver: row.driver,
      target: row.target,
      spec: readObject(
        database,
        row.spec,
        () => `the spec of the applied resource ${environment}/${address}`,
      ),
      hash: row.hash,
      needs: needs.get(address) ?? [],
      outputs: readObject(
        database,
        row.outputs,
        () => `the outputs of the applied resource ${environment}/${address}`,
      ),
      protect: row.protect !== 0,
      version: row.version,
      inputs: row.inputs,
      digests:
        row.digests === null
          ? null
          : readObject(
              database,
              row.digests,
              () => `the digests of the applied resource ${environment}/${address}`,
            ),
      at: row.at,
      took: row.took,
    });
  }
  return applied;
}

/** Every resource that has edges, with what it needs, sorted. */
export function readEdges(database: Database, environment: string): ReadonlyMap<Address, readonly Address[]> {
  const edges = new Map<Address, Address[]>();
  const rows = database.all<{ readonly address: Address; readonly needs: Address }>(
    "SELECT address, needs FROM edge WHERE environment = ? ORDER BY address, needs",
    environment,
  );
  for (const { address, needs } of rows) {
    const known = edges.get(address);
    if (known === undefined) edges.set(address, [needs]);
    else known.push(needs);
  }
  return edges;
}

const JOURNAL = `
  SELECT journal.id AS id, environment, address, identity, target, target_identity AS targetIdentity, action, cause,
    journal.digest AS digest, attempt, desired, body.json AS json, opened_at AS openedAt, closed_at AS closedAt, outcome,
    why, took, overwrites
  FROM journal LEFT JOIN body ON body.id = journal.desired`;

/** At this address, and of every object that stands there or ever stood there, under whatever address. */
const CHRONICLE = `${JOURNAL}
  WHERE (environment = ?1 AND address = ?2)
    OR identity IN (SELECT identity FROM journal WHERE environment = ?1 AND address = ?2)
    OR identity IN (SELECT identity FROM applied WHERE environment = ?1 AND address = ?2)
  ORDER BY journal.id DESC LIMIT ?3`;

/** Whoever finds a resource as it is wanted after all notes that, and the attempt is history. */
const FAILURES = `${JOURNAL}
  WHERE journal.id IN (SELECT max(id) FROM journal WHERE environment = ? GROUP BY address)
    AND outcome NOT IN ('done', 'settled-done', 'settled-not-done')
    AND NOT EXISTS (SELECT 1 FROM applied WHERE applied.environment = journal.environment
      AND applied.address = journal.address AND applied.at > journal.closed_at)
  ORDER BY address`;

interface JournalColumns extends Omit<JournalEntry, "desired" | "overwrites"> {
  readonly desired: number | null;
  readonly json: string | null;
  readonly overwrites: string | null;
}

function readJournal(
  database: Database,
  sql: string,
  ...values: (string | number)[]
): readonly JournalEntry[] {
  return database.all<JournalColumns>(sql, ...values).map(({ desired, json, overwrites, ...row }) => {
    const where = (): string => `the journal's entry ${row.id}`;
    return {
      ...row,
      desired: desired === null ? null : readResource(database, json, where),
      overwrites: readOverwritten(database, overwrites, where),
    };
  });
}

/** Of those that were done, with the hash of what they led to: the description itself is not needed. */
const REPAIRS = `
  SELECT journal.id AS id, identity, json_extract(body.json, '$.hash') AS desiredHash, overwrites, closed_at AS at
  FROM journal JOIN body ON body.id = journal.desired
  WHERE overwrites IS NOT NULL AND closed_at > ? AND environment = ? AND outcome IN ('done', 'settled-done')
  ORDER BY closed_at DESC LIMIT ?`;

function readRepairs(
  database: Database,
  environment: string,
  since: number,
  limit: number,
): readonly Repair[] {
  interface Columns extends Omit<Repair, "overwrites"> {
    readonly id: number;
    readonly overwrites: string;
  }
  return database.all<Columns>(REPAIRS, since, environment, limit).map(({ id, overwrites, ...row }) => ({
    ...row,
    overwrites: readOverwritten(database, overwrites, () => `the journal's entry ${id}`),
  }));
}

function readOverwritten(
  database: Database,
  json: string | null,
  where: () => string,
): readonly Overwritten[] {
  if (json === null) return [];
  const value = parseJson(json);
  const isText = (each: Json | undefined): boolean => each === null || typeof each === "string";
  const isWhole =
    value !== undefined &&
    isJsonArray(value) &&
    value.every(
      (each) =>
        isJsonObject(each) &&
        typeof each["pointer"] === "string" &&
        isText(each["digest"]) &&
        isText(each["theirs"]) &&
        isText(each["ours"]),
    );
  if (!isWhole) throw damaged(database.path, `what ${where()} overwrote is not readable`);
  return value as unknown as readonly Overwritten[];
}

function readResource(database: Database, json: string | null, where: () => string): Resource {
  const value = json === null ? null : parseJson(json);
  if (!isResource(value)) throw damaged(database.path, `${where()} is not readable`);
  return value;
}

/** As much as whoever reads a resource relies on without asking. */
function isResource(value: unknown): value is Resource {
  const json = value as Json | undefined;
  return (
    isJsonObject(json) &&
    typeof json["kind"] === "string" &&
    typeof json["target"] === "string" &&
    typeof json["hash"] === "string" &&
    isJsonObject(json["spec"]) &&
    Array.isArray(json["needs"]) &&
    isJsonObject(json["meta"])
  );
}
