// One SQLite connection: prepared statements, transactions, and errors in words.
//
// In:  a path and how to open it. Out: a `Database` whose every failure is a `LedgerError`.
// Surprising: statements are prepared at their first use and kept by their text. A simulation opens a ledger in memory for
// each of its runs, and preparing what it never uses would be most of the cost of opening.

import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { ledgerError } from "./failure.ts";

export type Value = SQLInputValue;

const ALL_PAGES = 0x7fff_ffff;

export class Database {
  readonly path: string;
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string, options: { readonly readOnly: boolean; readonly timeout: number }) {
    this.path = path;
    try {
      this.#connection = new DatabaseSync(path, options);
    } catch (error) {
      throw ledgerError(error, path);
    }
  }

  /** For loops that run one statement very often; what it throws is to be caught by `guard` or `transaction`. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  // The columns of `Row` are the caller's word for what stands in the statement; STRICT tables hold what they declare.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  all<Row>(sql: string, ...values: Value[]): readonly Row[] {
    return this.guard(() => this.prepare(sql).all(...values) as unknown as readonly Row[]);
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  one<Row>(sql: string, ...values: Value[]): Row | null {
    return this.guard(() => (this.prepare(sql).get(...values) as unknown as Row | undefined) ?? null);
  }

  /** Several statements, without values. */
  script(sql: string): void {
    this.guard(() => this.#connection.exec(sql));
  }

  guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw ledgerError(error, this.path);
    }
  }

  /** All of `work` or nothing; when it returns, it is on the disk. One inside of another is part of that. */
  transaction<T>(work: () => T): T {
    return this.guard(() => {
      if (this.#connection.isTransaction) return work();
      this.prepare("BEGIN IMMEDIATE").run();
      try {
        const result = work();
        this.prepare("COMMIT").run();
        return result;
      } catch (error) {
        this.#rollback();
        throw error;
      }
    });
  }

  /** All that `work` reads is of one moment, whatever a writer does meanwhile. */
  glimpse<T>(work: () => T): T {
    return this.guard(() => {
      if (this.#connection.isTransaction) return work();
      this.prepare("BEGIN").run();
      try {
        return work();
      } finally {
        this.#rollback();
      }
    });
  }

  /** A copy of one moment, made in another thread. All pages in one step: beside a busy writer it would begin anew each time. */
  async copyTo(path: string): Promise<void> {
    try {
      await backup(this.#connection, path, { rate: ALL_PAGES });
    } catch (error) {
      throw ledgerError(error, this.path);
    }
  }

  close(): void {
    if (this.#connection.isOpen) this.#connection.close();
  }

  #rollback(): void {
    // After a full disk or an I/O error SQLite has already rolled back by itself.
    if (this.#connection.isTransaction) this.prepare("ROLLBACK").run();
  }
}
