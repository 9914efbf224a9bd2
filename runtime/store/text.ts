// The bytes of a file as the compiler is to see them.
//
// In:  bytes. Out: a `ReadResult` (a text, or why it is none) and the id that Git gives those bytes, the same for a file in
// a commit and one in a folder, so that a graph names its sources alike wherever they were read.

import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { MAX_SOURCE_BYTES, type ReadResult } from "../../compiler/source.ts";

export function readText(bytes: Buffer, id: string): ReadResult {
  if (bytes.length > MAX_SOURCE_BYTES) return { kind: "too-large", bytes: bytes.length };
  if (!isUtf8(bytes)) return { kind: "binary", offset: firstNotUtf8(bytes) };
  return { kind: "text", text: bytes.toString("utf8"), id };
}

export function blobId(bytes: Buffer): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** The first byte that is no part of a character. */
function firstNotUtf8(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes[at] as number);
    if (length === 0 || !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return bytes.length;
}

function characterLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}
