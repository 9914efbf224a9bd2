// What a file holds: the bytes that are wanted, and the bytes that are there in the words of the field that is compared.
//
// In:  a file's `content` (a text), `bytes` (base64) or `source` (another file of the same target). Out: bytes to write, or
// the live value of that field: equal to the wanted one exactly where the bytes are.
// What can never be wanted has a form that no spec has: `{ bytes, sha256 }`, or `{ bytes }` alone for what is larger than
// anyone wants. Bytes are never changed on the way: no line ending, no mark at the start, no new line at the end.

import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import { closeSync, constants, lstatSync, openSync, readSync, type Stats } from "node:fs";
import type { Json, JsonObject } from "../../../compiler/json.ts";
import type { ActContext, Outcome, Unknown } from "../../driver.ts";
import { reasonOf } from "../../refused.ts";
import { closeFolder, openFolder } from "./folder.ts";
import type { Place } from "./paths.ts";
import { resolveText, type Body, type WantedFile } from "./spec.ts";

/** No file larger than this is read, unless a larger one is wanted. */
const LARGEST = 8 * 1024 * 1024;
/** What is copied is in memory once, so there is an end to it. */
const LARGEST_SOURCE = 64 * 1024 * 1024;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What to write, and what the field then reads as. */
export interface Bytes {
  readonly bytes: Buffer;
  readonly field: Body["field"];
  readonly reads: Json;
}

export interface Reader {
  /** Whether folders can be held (folder.ts). */
  readonly held: boolean;
  /** What stands for bytes with a secret in them: the same for the same bytes, and of no use to anybody else. */
  seal(bytes: Buffer): Json;
}

/**
 * Null: any bytes will do. What it returns stays in the call. Only what asks for a secret has to wait: all the others that
 * start together are then in one round (round.ts) without a promise for each.
 */
export function resolveBody(
  wanted: WantedFile,
  reader: Reader,
  ctx: ActContext,
): Bytes | null | Outcome | Promise<Bytes | Outcome> {
  const { body, path } = wanted;
  if (body === null) return null;
  if (body.field === "source") {
    const source = readSource(body.place, reader.held);
    return Buffer.isBuffer(source)
      ? { bytes: source, field: "source", reads: body.value }
      : { kind: "retryable", why: `the source of ${path}: ${source.why}` };
  }
  if (typeof body.value === "string") return bytesOf(body.value, body, path, reader);
  return resolveText(body.value, path, ctx).then((text) =>
    typeof text === "string" ? bytesOf(text, body, path, reader) : text,
  );
}

function bytesOf(text: string, body: Body, path: string, reader: Reader): Bytes | Outcome {
  const isBase64 = body.field === "bytes";
  if (isBase64 && !BASE64.test(text))
    return {
      kind: "invalid",
      why: `the bytes of ${path} are not base64`,
      help: "write them as `base64 -w0` does",
    };
  const bytes = Buffer.from(text, isBase64 ? "base64" : "utf8");
  return { bytes, field: body.field, reads: body.sealed ? reader.seal(bytes) : text };
}

export function isOutcome(value: object): value is Outcome {
  return "kind" in value;
}

export interface LiveBody {
  readonly live: JsonObject;
  readonly sha256: string | null;
}

/** What is there, as the wanted field would say it. `stats` are of the file at `at`. */
export function readBody(at: string, stats: Stats, body: Body | null, reader: Reader): LiveBody | Unknown {
  if (body?.field === "source") return readCopy(at, stats, body, reader.held);
  const most = Math.max(LARGEST, typeof body?.value === "string" ? Buffer.byteLength(body.value) : 0);
  const live = (value: Json): JsonObject => (body === null ? {} : { [body.field]: value });
  if (stats.size > most) return { live: live({ bytes: stats.size }), sha256: null };
  const bytes = readBytes(at, stats.size, most);
  if (body?.sealed === true) return { live: live(reader.seal(bytes)), sha256: null };
  const sha256 = hash("sha256", bytes);
  if (body?.field === "bytes") return { live: live(bytes.toString("base64")), sha256 };
  if (!isUtf8(bytes)) return { live: live({ bytes: bytes.length, sha256 }), sha256 };
  return { live: live(bytes.toString("utf8")), sha256 };
}

function readCopy(
  at: string,
  stats: Stats,
  body: Body & { field: "source" },
  held: boolean,
): LiveBody | Unknown {
  const source = readSource(body.place, held);
  if (!Buffer.isBuffer(source))
    return { kind: "unknown", why: `its source cannot be compared: ${source.why}` };
  if (stats.size > LARGEST_SOURCE) return { live: { source: { bytes: stats.size } }, sha256: null };
  const bytes = readBytes(at, stats.size, LARGEST_SOURCE);
  const sha256 = hash("sha256", bytes);
  const reads = source.equals(bytes) ? body.value : { bytes: bytes.length, sha256 };
  return { live: { source: reads }, sha256 };
}

function readSource(place: Place, held: boolean): Buffer | { readonly why: string } {
  const folder = openFolder(place, held);
  if (folder.kind !== "folder") return { why: `${place.host} cannot be reached` };
  const at = `${folder.at}/${place.name}`;
  try {
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) return { why: `${place.host} does not exist` };
    if (!stats.isFile()) return { why: `${place.host} is not a regular file` };
    if (stats.size > LARGEST_SOURCE)
      return { why: `${place.host} is larger than ${LARGEST_SOURCE / 1024 / 1024} MiB` };
    return readBytes(at, stats.size, LARGEST_SOURCE);
  } catch (error) {
    return { why: `${place.host} cannot be read: ${reasonOf(error)}` };
  } finally {
    closeFolder(folder);
  }
}

/** The bytes up to the end; a file that grows while it is read is read up to `most`, and its version is out of date. */
export function readBytes(at: string, size: number, most: number): Buffer {
  const descriptor = openSync(at, READ);
  try {
    // One byte more than there should be, so that the end is met without a second call.
    let buffer = Buffer.allocUnsafe(size + 1);
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += read;
      if (read === 0 || (length === size && length < buffer.length)) return buffer.subarray(0, length);
      if (length < buffer.length) continue;
      if (length > most) return buffer;
      buffer = Buffer.concat([buffer], Math.min(most + 1, buffer.length * 2));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** A plain digest of a secret is as good as the secret, where that is short: then there is no output. */
export function outputsOf(body: Body | null, sha256: string | null): JsonObject {
  return body?.sealed === true || sha256 === null ? {} : { sha256 };
}
