// Whether the file that a writer has open is still the ledger: nobody deleted it, put another in its place, or wrote to it.
//
// In:  the ledger's path, once it is open. Out: a `LedgerError` at the next transaction after somebody did.
// The operating system lets a program go on writing to a file that was deleted or replaced, and all of it is lost when the
// program ends. In WAL mode the main file changes only in checkpoints, and this process makes those itself, between
// transactions: its time and size say whether another program wrote there, restored a backup over it for example.
// Only asks the file system: opening the file here would drop SQLite's locks on it.

import { statSync } from "node:fs";
import { LedgerError } from "../ledger.ts";

/** Bytes of log from one checkpoint to the next: a thousand pages, which is SQLite's own choice. */
const LONGEST_LOG = 8 * 1024 * 1024;

interface Stamp {
  readonly place: string;
  readonly content: string;
}

export class FileGuard {
  readonly #path: string;
  #main: Stamp | null;
  readonly #log: Stamp | null;
  #logSize = 0;

  constructor(path: string) {
    this.#path = path;
    this.#main = stampOf(path);
    this.#log = stampOf(`${path}-wal`);
  }

  check(): void {
    const main = stampOf(this.#path);
    if (main === null) throw lost(this.#path, "was deleted or moved away");
    if (main.place !== this.#main?.place) throw lost(this.#path, "was replaced by another file");
    if (main.content !== this.#main.content) throw lost(this.#path, "was written by another program");
    const log = stampOf(`${this.#path}-wal`);
    if (this.#log !== null && log?.place !== this.#log.place)
      throw lost(this.#path, "has lost its -wal file: it was deleted or replaced");
  }

  /** Around a checkpoint of this process, the only thing that may change the main file. */
  checkpoint(work: () => void): void {
    this.check();
    try {
      work();
    } catch {
      // Nothing is lost: all of it is in the log, the next checkpoint tries again, and a commit that cannot be made says why.
    }
    this.#main = stampOf(this.#path);
    this.#logSize = sizeOf(`${this.#path}-wal`);
  }

  /** The log has grown by more than it should between two checkpoints. After a whole one it is cut, and grows from nothing. */
  isLogLong(): boolean {
    const size = sizeOf(`${this.#path}-wal`);
    if (size < this.#logSize) this.#logSize = 0;
    return size > this.#logSize + LONGEST_LOG;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function stampOf(path: string): Stamp | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return null;
  return { place: `${stats.dev}:${stats.ino}`, content: `${stats.mtimeNs}:${stats.size}` };
}

function lost(path: string, what: string): LedgerError {
  return new LedgerError(
    `The ledger ${path} ${what} while it was in use: this process may no longer write to it.`,
    "Nothing more is done, because nothing can be recorded. Put back the file that belongs there (`setpoint ledger restore` keeps what it replaces beside it), look at it with `setpoint ledger check`, and start again: a ledger that is new, or older than its world, begins in recovery.",
  );
}
