// The writing half of a ledger: what the engine is about to do, what it did, and what it decided.
//
// In:  intents, results, changes. Out: rows, on the disk when the call returns, in one transaction each that first checks
// the fencing number.
// Surprising: the writer remembers which identity and which edges every applied resource has. It is the only writer, so
// what it remembers is true, and it spares reading before each write; after a transaction that failed it forgets all of it.

import { hash as digest } from "node:crypto";
import type { Address } from "../../compiler/address.ts";
import type { Resource } from "../../compiler/graph.ts";
import type { Identity } from "../../compiler/identity.ts";
import type { Clock } from "../clock.ts";
import type { AcceptedVersion, Decision } from "../decision.ts";
import {
  LedgerError,
  type AppliedRow,
  type AuditEntry,
  type Change,
  type Claim,
  type EnvironmentRow,
  type Intent,
  type JournalEntry,
  type ReleasedRow,
  type Result,
  type Standing,
  type TargetRow,
} from "../ledger.ts";
import type { HeldItem } from "../permit/limits.ts";
import type { Suspend } from "../permit/suspend.ts";
import { appendAudit } from "./audit.ts";
import { Claims } from "./claims.ts";
import type { Database } from "./database.ts";
import { hasLeaves, putDecision, putHeld, putVersion, reckonSuspends, useUp } from "./decisions.ts";
import { damaged } from "./failure.ts";
import type { FileGuard } from "./guard.ts";
import { prune, type Pruned, type Retention } from "./prune.ts";
import { readEdges } from "./read.ts";
import { endRecovery } from "./recovery.ts";

/** What is remembered of one applied resource. */
interface Known {
  readonly identity: Identity;
  readonly needs: readonly Address[];
}

const NONE: readonly Address[] = [];
const NOTHING_LEFT = "everything is as it should be: nothing is left to approve";

/** What stands around the database: nothing, for one in memory. */
export interface Around {
  readonly guard: FileGuard | null;
  /** Called after each transaction that appended to the audit log. */
  readonly audited: () => void;
  /** Called after each transaction that changed what people decided, or which version is accepted. */
  readonly decided: () => void;
}

export class LedgerWriter {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #fence: number;
  readonly #guard: FileGuard | null;
  readonly #audited: () => void;
  readonly #decided: () => void;
  readonly #claims: Claims;
  #applied = new Map<string, Map<Address, Known>>();
  #bodies = new WeakMap<Resource, number>();

  constructor(database: Database, clock: Clock, fence: number, around: Around) {
    this.#database = database;
    this.#claims = new Claims(database);
    this.#clock = clock;
    this.#fence = fence;
    this.#guard = around.guard;
    this.#audited = around.audited;
    this.#decided = around.decided;
  }

  putEnvironment(row: EnvironmentRow, version: AcceptedVersion | null): void {
    const accepted = this.#transaction(() => {
      const known = this.#database
        .prepare("SELECT graph_hash AS hash, octet_length(graph) AS bytes FROM environment WHERE name = ?")
        .get(row.name);
      // A graph may be many megabytes, and most of these writes only say how far it was applied.
      const same = known?.["hash"] === row.graphHash && known["bytes"] === Buffer.byteLength(row.graph);
      const facts = [row.commit, row.graphHash, row.acceptedAt];
      if (same) this.#database.prepare(UPDATE_ENVIRONMENT).run(...facts, row.name);
      else this.#database.prepare(PUT_ENVIRONMENT).run(row.name, ...facts, row.graph);
      this.#putProgress(row);
      return version !== null && putVersion(this.#database, row, version);
    });
    if (accepted) this.#decided();
  }

  putApplied(standing: Standing): void {
    const now = this.#clock.wall();
    const audited = this.#transaction(() => {
      this.#putProgress(standing);
      return endRecovery(this.#database, standing.name, "setpoint", NOTHING_LEFT, now);
    });
    if (audited) this.#audited();
  }

  putTarget({ name, driver, identity, since }: TargetRow): void {
    this.#transaction(() => {
      this.#database
        .prepare("INSERT OR REPLACE INTO target (name, driver, identity, since) VALUES (?, ?, ?, ?)")
        .run(name, driver, identity, since);
    });
  }

  begin(intents: readonly Intent[], released: readonly ReleasedRow[]): readonly JournalEntry[] {
    if (intents.length === 0 && released.length === 0) return [];
    const openedAt = this.#clock.wall();
    return this.#transaction(() => {
      const insert = this.#database.prepare(OPEN_INTENT);
      const entries = intents.map((intent): JournalEntry => {
        const { environment, address, identity, target, targetIdentity } = intent;
        const { action, cause, digest, attempt, desired, overwrites } = intent;
        const { lastInsertRowid } = insert.run(
          environment,
          address,
          identity,
          target,
          targetIdentity,
          action,
          cause,
          digest,
          attempt,
          desired === null ? null : this.#body(desired),
          openedAt,
          overwrites.length === 0 ? null : JSON.stringify(overwrites),
        );
        return {
          environment,
          address,
          identity,
          target,
          targetIdentity,
          action,
          cause,
          digest,
          attempt,
          desired,
          overwrites,
          id: Number(lastInsertRowid),
          openedAt,
          closedAt: null,
          outcome: null,
          why: null,
          took: null,
        };
      });
      this.#release(released);
      return entries;
    });
  }

  finish(results: readonly Result[]): void {
    if (results.length === 0) return;
    const closedAt = this.#clock.wall();
    this.#transaction(() => {
      const close = this.#database.prepare(CLOSE_INTENT);
      const leaves = hasLeaves(this.#database);
      const changes: Change[] = [];
      for (const { id, outcome, why, took, changes: own } of results) {
        if (close.run(closedAt, outcome, why, took, id).changes !== 1) throw notOpen(this.#database.path, id);
        if (leaves && SETTLED.has(outcome)) useUp(this.#database, id);
        changes.push(...own);
      }
      this.#change(changes, closedAt);
    });
  }

  note(changes: readonly Change[], released: readonly ReleasedRow[]): void {
    if (changes.length === 0 && released.length === 0) return;
    const now = this.#clock.wall();
    this.#transaction(() => {
      this.#change(changes, now);
      this.#release(released);
    });
  }

  audit(entry: AuditEntry): void {
    this.#transaction(() => appendAudit(this.#database, entry));
    this.#audited();
  }

  decide(decisions: readonly Decision[], entry: AuditEntry): void {
    const changed = this.#transaction(() => {
      const rows = decisions.map((decision) =>
        putDecision(this.#database, decision, ({ environment, address }) =>
          this.#forget(environment, address),
        ),
      );
      appendAudit(this.#database, entry);
      return rows.some(Boolean);
    });
    if (changed) this.#forgetRows();
    this.#audited();
    this.#decided();
  }

  reckon(suspends: readonly Suspend[]): void {
    if (suspends.length === 0) return;
    this.#transaction(() => reckonSuspends(this.#database, suspends));
    this.#decided();
  }

  hold(environment: string, held: readonly HeldItem[]): void {
    this.#transaction(() => putHeld(this.#database, environment, held));
  }

  endRecovery(environment: string, who: string, why: string): void {
    const now = this.#clock.wall();
    const audited = this.#transaction(() => endRecovery(this.#database, environment, who, why, now));
    if (audited) this.#audited();
  }

  claim(identity: Identity): Claim | null {
    return this.#claims.of(identity);
  }

  attend(): void {
    this.#guard?.check();
    const row = this.#database.one<{ fence: number }>("SELECT fence FROM lease");
    if (row?.fence !== this.#fence) throw fenced(this.#database.path);
  }

  isWriter(): boolean {
    try {
      this.attend();
      return true;
    } catch {
      return false;
    }
  }

  prune(retention: Retention): Pruned {
    const pruned = prune(this.#database, (work) => this.#transaction(work), retention, this.#clock.wall());
    if (pruned.bodies > 0) this.#bodies = new WeakMap();
    return pruned;
  }

  #transaction<T>(work: () => T): T {
    this.#guard?.check();
    try {
      const result = this.#database.transaction(() => {
        const row = this.#database.prepare("SELECT fence FROM lease").get();
        if (row?.["fence"] !== this.#fence) throw fenced(this.#database.path);
        return work();
      });
      this.#checkpoint();
      return result;
    } catch (error) {
      this.#forgetRows();
      this.#bodies = new WeakMap();
      throw error;
    }
  }

  #forgetRows(): void {
    this.#applied = new Map();
    this.#claims.forget();
  }

  /** Between transactions, so that nothing but this changes the main file. */
  #checkpoint(): void {
    if (this.#guard?.isLogLong() === true)
      this.#guard.checkpoint(() => this.#database.script("PRAGMA wal_checkpoint(PASSIVE)"));
  }

  #putProgress({ name, appliedCommit, appliedHash, appliedAt }: Standing): void {
    this.#database.prepare(PUT_PROGRESS).run(name, appliedCommit, appliedHash, appliedAt);
  }

  #release(rows: readonly ReleasedRow[]): void {
    const put = this.#database.prepare(PUT_RELEASED);
    for (const { environment, address, hash, resource, commit, at } of rows)
      put.run(environment, address, hash, resource === null ? null : this.#body(resource), commit, at);
  }

  /** The row that holds the resource; equal text has one row. */
  #body(resource: Resource): number {
    const known = this.#bodies.get(resource);
    if (known !== undefined) return known;
    const json = JSON.stringify(resource);
    const key = digest("sha256", json, "base64url");
    const inserted = this.#database.prepare(PUT_BODY).run(key, json);
    const id =
      inserted.changes === 1
        ? inserted.lastInsertRowid
        : this.#database.prepare("SELECT id FROM body WHERE digest = ?").get(key)?.["id"];
    if (typeof id !== "number") throw damaged(this.#database.path, "a resource's description has no id");
    this.#bodies.set(resource, id);
    return id;
  }

  #change(changes: readonly Change[], now: number): void {
    for (let at = 0; at < changes.length; at++) {
      const change = changes[at] as Change;
      switch (change.kind) {
        case "applied":
          this.#apply(change.row, now);
          break;
        case "forgotten":
          this.#forget(change.environment, change.address);
          break;
        case "protection":
          this.#database
            .prepare("UPDATE applied SET protect = ? WHERE environment = ? AND address = ?")
            .run(change.protect ? 1 : 0, change.environment, change.address);
          break;
        case "moved": {
          // Moves that follow one another happen at once, so that two resources can change places.
          const moves = [change];
          for (let next = changes[at + 1]; next?.kind === "moved"; next = changes[at + 1]) {
            moves.push(next);
            at++;
          }
          this.#move(moves);
          break;
        }
      }
    }
  }

  #apply(row: AppliedRow, now: number): void {
    const { environment, address, identity } = row;
    const known = this.#known(environment);
    const before = known.get(address);
    if (before?.identity !== identity) {
      if (before !== undefined) this.#claims.drop(before.identity);
      this.#claims.put({ identity, environment, address, since: now });
    }
    this.#database
      .prepare(PUT_APPLIED)
      .run(
        environment,
        address,
        identity,
        row.targetIdentity,
        row.kind,
        row.kindVersion,
        row.driver,
        row.target,
        row.hash,
        JSON.stringify(row.outputs),
        row.protect ? 1 : 0,
        row.version,
        row.inputs,
        row.digests === null ? null : JSON.stringify(row.digests),
        row.at,
        row.took,
        JSON.stringify(row.spec),
      );
    if (!sameAddresses(before?.needs ?? NONE, row.needs)) {
      if (before !== undefined && before.needs.length > 0)
        this.#database.prepare(DROP_EDGES).run(environment, address);
      const insert = this.#database.prepare(
        "INSERT INTO edge (environment, address, needs) VALUES (?, ?, ?)",
      );
      for (const needs of row.needs) insert.run(environment, address, needs);
    }
    known.set(address, { identity, needs: row.needs });
  }

  #forget(environment: string, address: Address): void {
    const known = this.#known(environment);
    const before = known.get(address);
    if (before !== undefined) {
      this.#database
        .prepare("DELETE FROM applied WHERE environment = ? AND address = ?")
        .run(environment, address);
      this.#claims.drop(before.identity);
      if (before.needs.length > 0) this.#database.prepare(DROP_EDGES).run(environment, address);
      known.delete(address);
    }
    this.#database
      .prepare("DELETE FROM released WHERE environment = ? AND address = ?")
      .run(environment, address);
  }

  /**
   * The resource's rows go from one address to the other, and so do the edges of those that need it. A released row that
   * stands at the new address already is newer, and stays. The journal is left alone: it says what was done, and as what.
   */
  #move(moves: readonly (Change & { readonly kind: "moved" })[]): void {
    // By way of names that no address can have, so that the order of the moves does not matter.
    for (const { environment, from, to } of moves)
      for (const sql of MOVE_AWAY) this.#database.prepare(sql).run(`>${to}`, environment, from);
    for (const { environment, to } of moves) {
      if (
        this.#database
          .prepare("SELECT 1 FROM applied WHERE environment = ? AND address = ?")
          .get(environment, to)
      )
        throw new LedgerError(
          `The ledger ${this.#database.path} cannot move a resource to ${environment}/${to}: another one is there.`,
          "Declare another address, or remove the resource that is there first.",
        );
      for (const sql of MOVE_IN) this.#database.prepare(sql).run(to, environment, `>${to}`);
      this.#database
        .prepare("DELETE FROM released WHERE environment = ? AND address = ?")
        .run(environment, `>${to}`);
    }
    for (const environment of new Set(moves.map((move) => move.environment)))
      this.#applied.delete(environment);
    this.#claims.forget();
  }

  #known(environment: string): Map<Address, Known> {
    const remembered = this.#applied.get(environment);
    if (remembered !== undefined) return remembered;
    const known = new Map<Address, Known>();
    const edges = readEdges(this.#database, environment);
    const rows = this.#database.all<{ readonly address: Address; readonly identity: Identity }>(
      "SELECT address, identity FROM applied WHERE environment = ?",
      environment,
    );
    for (const { address, identity } of rows)
      known.set(address, { identity, needs: edges.get(address) ?? NONE });
    this.#applied.set(environment, known);
    return known;
  }
}

/** An action that ended so has happened. */
const SETTLED: ReadonlySet<Result["outcome"]> = new Set(["done", "settled-done", "settled-not-done"]);

const UPDATE_ENVIRONMENT = `
  UPDATE environment SET commit_id = ?, graph_hash = ?, accepted_at = ? WHERE name = ?`;
const PUT_ENVIRONMENT = `
  INSERT OR REPLACE INTO environment (name, commit_id, graph_hash, accepted_at, graph) VALUES (?, ?, ?, ?, ?)`;
const PUT_PROGRESS =
  "INSERT OR REPLACE INTO progress (environment, commit_id, graph_hash, at) VALUES (?, ?, ?, ?)";
const OPEN_INTENT = `
  INSERT INTO journal (environment, address, identity, target, target_identity, action, cause, digest, attempt, desired,
    opened_at, overwrites)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const CLOSE_INTENT =
  "UPDATE journal SET closed_at = ?, outcome = ?, why = ?, took = ? WHERE id = ? AND closed_at IS NULL";
const PUT_RELEASED = `
  INSERT INTO released (environment, address, hash, body, commit_id, at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET hash = excluded.hash, body = excluded.body, commit_id = excluded.commit_id,
    at = excluded.at`;
const PUT_APPLIED = `
  INSERT INTO applied (environment, address, identity, target_identity, kind, kind_version, driver, target, hash, outputs,
    protect, version, inputs, digests, at, took, spec)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET identity = excluded.identity, target_identity = excluded.target_identity,
    kind = excluded.kind, kind_version = excluded.kind_version, driver = excluded.driver, target = excluded.target,
    hash = excluded.hash, outputs = excluded.outputs, protect = excluded.protect, version = excluded.version,
    inputs = excluded.inputs, digests = excluded.digests, at = excluded.at, took = excluded.took, spec = excluded.spec`;
const PUT_BODY = "INSERT INTO body (digest, json) VALUES (?, ?) ON CONFLICT DO NOTHING";
const DROP_EDGES = "DELETE FROM edge WHERE environment = ? AND address = ?";

const MOVE_AWAY = [
  "UPDATE applied SET address = ? WHERE environment = ? AND address = ?",
  "UPDATE released SET address = ? WHERE environment = ? AND address = ?",
  "UPDATE identity SET address = ? WHERE environment = ? AND address = ?",
  "UPDATE edge SET address = ? WHERE environment = ? AND address = ?",
  "UPDATE edge SET needs = ? WHERE environment = ? AND needs = ?",
];
// Two edges of one resource may become one.
const MOVE_IN = MOVE_AWAY.map((sql) =>
  sql
    .replace("UPDATE released", "UPDATE OR IGNORE released")
    .replace("UPDATE edge SET needs", "UPDATE OR REPLACE edge SET needs"),
);

function sameAddresses(a: readonly Address[], b: readonly Address[]): boolean {
  return a.length === b.length && a.every((address, index) => address === b[index]);
}

function notOpen(path: string, id: number): LedgerError {
  return new LedgerError(
    `The ledger ${path} has no open intent ${id}.`,
    "This is a mistake in Setpoint: nothing was written. Please report it.",
  );
}

function fenced(path: string): LedgerError {
  return new LedgerError(
    `Another process has taken over the ledger ${path}: this one may no longer write to it.`,
    "Its lock file was removed or its disk was moved while the agent ran. Let the newer process work, and stop this one.",
  );
}
