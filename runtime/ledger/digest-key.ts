// The key for digests of what is secret, in a file of its own beside the ledger: `<ledger>.digest-key`, for its owner alone.
//
// In:  the ledger's path. Out: the key. The ledger keeps a digest of each secret field as it was written, so that drift is seen
// without the secret. Whoever gets hold of the ledger, or of a backup, has not got the key, and can try no guess on a digest.
// Surprising: a key that is lost costs nothing but one more write of each secret. A new one is made.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeBeside } from "./beside.ts";

const KEY = /^[0-9a-f]{64}$/;

function keyPath(ledger: string): string {
  return `${ledger}.digest-key`;
}

/** Null: there is none, or none that this process may read. */
export function readDigestKey(ledger: string): string | null {
  try {
    const text = readFileSync(keyPath(ledger), "utf8").trim();
    return KEY.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** For the writer of the ledger, who is the only one. */
export function makeDigestKey(ledger: string): void {
  if (readDigestKey(ledger) !== null) return;
  writeBeside(keyPath(ledger), `${randomBytes(32).toString("hex")}\n`, "replaceable");
}
