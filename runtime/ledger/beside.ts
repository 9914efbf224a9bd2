// A file beside the ledger, for its owner alone: written whole or not at all, and on the disk when the call returns. What can be
// made anew is not waited for: a power cut may then leave an empty file or none.

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

export function writeBeside(path: string, text: string, keep: "durable" | "replaceable" = "durable"): void {
  const draft = `${path}.${process.pid}`;
  try {
    const file = openSync(draft, "w", 0o600);
    try {
      writeSync(file, text);
      if (keep === "durable") fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
