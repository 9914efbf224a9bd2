// Identities that are about to be claimed: an open intent speaks for what it makes, before its result is there.
//
// In:  the intents that are begun and finished, and those that an earlier run left open. Out: who has spoken for an identity.
// Only in memory: there is one writer, and what it must know at its start is in the journal.

import type { Identity } from "../../compiler/identity.ts";
import type { Claim, JournalEntry, Result } from "../ledger.ts";

export class Reservations {
  readonly #byIdentity = new Map<Identity, JournalEntry>();
  readonly #byId = new Map<number, Identity>();

  constructor(open: readonly JournalEntry[]) {
    this.begun(open);
  }

  begun(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      if (entry.desired === null || this.#byIdentity.has(entry.identity)) continue;
      this.#byIdentity.set(entry.identity, entry);
      this.#byId.set(entry.id, entry.identity);
    }
  }

  finished(results: readonly Result[]): void {
    for (const { id } of results) {
      const identity = this.#byId.get(id);
      if (identity === undefined) continue;
      this.#byId.delete(id);
      this.#byIdentity.delete(identity);
    }
  }

  of(identity: Identity): Claim | null {
    const entry = this.#byIdentity.get(identity);
    if (entry === undefined) return null;
    return { identity, environment: entry.environment, address: entry.address, since: entry.openedAt };
  }
}
