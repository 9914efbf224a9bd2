// Files that the shell itself reads and writes. Whole or not at all, and every failure in words.

import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { Failure, whyOf } from "./failure.ts";
import type { Host } from "./host.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function readText(host: Host, path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(host.folder, path));
  } catch (error) {
    throw new Failure(`cannot read \`${path}\`: ${whyOf(error)}`, null, { cause: error });
  }
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new Failure(`cannot read \`${path}\`: it is not UTF-8 text`, null, { cause: error });
  }
}

/** Through a temporary file beside it, so that a reader and a crash see the old text or the new one. */
export function writeWhole(host: Host, path: string, text: string, mode = 0o666): void {
  const target = resolve(host.folder, path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "wx", mode);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Failure(`cannot write \`${path}\`: ${whyOf(error)}`, "what was there is unchanged", {
      cause: error,
    });
  }
}
