// Who claims which identity: the table, and what the one writer remembers of it.
//
// In:  claims as they are made, dropped and moved, inside the writer's transactions. Out: the claim of an identity without a
// question to the database: every resource that is planned asks for its own, several times.
// It is read when it is first asked for. A transaction that failed, or that changed claims in ways of its own, makes the
// writer forget all of it.

import type { Identity } from "../../compiler/identity.ts";
import { LedgerError, type Claim } from "../ledger.ts";
import type { Database } from "./database.ts";

const CLAIM = "SELECT identity, environment, address, since FROM identity";

export function readClaims(database: Database): ReadonlyMap<Identity, Claim> {
  const claims = new Map<Identity, Claim>();
  for (const row of database.all<Claim>(CLAIM)) claims.set(row.identity, { ...row });
  return claims;
}

export function readClaim(database: Database, identity: Identity): Claim | null {
  const row = database.one<Claim>(`${CLAIM} WHERE identity = ?`, identity);
  return row === null ? null : { ...row };
}

export class Claims {
  readonly #database: Database;
  #known: Map<Identity, Claim> | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  of(identity: Identity): Claim | null {
    return this.#all().get(identity) ?? null;
  }

  #all(): Map<Identity, Claim> {
    return (this.#known ??= new Map(readClaims(this.#database)));
  }

  /** The table has the last word: whoever claims what another has is told so. */
  put(claim: Claim): void {
    const { identity, environment, address, since } = claim;
    const { changes } = this.#database.prepare(PUT).run(identity, environment, address, since);
    if (changes !== 1) throw taken(this.#database, claim);
    this.#known?.set(identity, claim);
  }

  drop(identity: Identity): void {
    this.#database.prepare("DELETE FROM identity WHERE identity = ?").run(identity);
    this.#known?.delete(identity);
  }

  forget(): void {
    this.#known = null;
  }
}

const PUT =
  "INSERT INTO identity (identity, environment, address, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

function taken(database: Database, { identity, environment, address }: Claim): LedgerError {
  const owner = readClaim(database, identity);
  return new LedgerError(
    `${environment}/${address} cannot be recorded in the ledger ${database.path}: ${owner?.environment}/${owner?.address} already has the identity ${identity}.`,
    "Two resources stand for one object of the world. Remove one of them, or say `moved` if it is the same one under a new address.",
  );
}
