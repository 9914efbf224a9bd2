// Files that the shell itself reads and writes. Whole or not at all, and every failure in words.
//
// Surprising: only a regular file can be replaced as a whole. A pipe, a device and standard output are written straight, and
// a symbolic link is followed: it stays a link, and what it points at is replaced.

import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { Failure, whyOf } from "./failure.ts";
import type { Host } from "./host.ts";

/** A file that was opened for us is not ours to replace. */
const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/\d+$/;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Where an environment may stand as well: what ends in `.json` or has a slash is a file. */
export function looksLikeFile(word: string): boolean {
  return word.endsWith(".json") || word.includes("/") || word.includes("\\");
}

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

/** A text, or its parts in order; bytes are UTF-8. */
export type Text = string | Uint8Array | Iterable<Text>;

const PIECE = 1 << 18;

/**
 * Through a temporary file beside it, so that a reader and a crash see the old text or the new one. What is replaced keeps
 * its mode, unless the text is for its owner alone.
 */
export function writeWhole(
  host: Host,
  path: string,
  text: Text,
  readers: "everybody" | "owner" = "everybody",
): void {
  const target = resolve(host.folder, path);
  const stream = target === "/dev/stdout" ? host.out : target === "/dev/stderr" ? host.err : null;
  if (stream !== null) {
    for (const piece of pieces(text)) stream.write(piece);
    return;
  }
  let help: string | null = null;
  try {
    const there = statSync(target, { throwIfNoEntry: false });
    if (there !== undefined && (!there.isFile() || DESCRIPTOR.test(target)))
      return writeStraight(target, text);
    help = "what was there is unchanged";
    const place = there === undefined ? behindLinks(target) : realpathSync(target);
    replaceFile(place, text, readers === "owner" ? 0o600 : (there?.mode ?? null));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = isMissing ? "its folder does not exist" : whyOf(error);
    throw new Failure(`cannot write \`${path}\`: ${why}`, help, { cause: error });
  }
}

/** A mode of null: as the system gives it to a new file. */
function replaceFile(target: string, text: Text, mode: number | null): void {
  const temporary = `${target}.${process.pid}.tmp`;
  const file = openSync(temporary, "wx", mode === null ? 0o666 : 0o600);
  try {
    try {
      writeAll(file, text);
      if (mode !== null) fchmodSync(file, mode & 0o7777);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** To the end of what is there: a device has none, and a file behind `/dev/fd/3` may have been written to already. */
function writeStraight(target: string, text: Text): void {
  const file = openSync(target, constants.O_WRONLY | constants.O_APPEND);
  try {
    writeAll(file, text);
  } finally {
    closeSync(file);
  }
}

/** One write may take less than it was given, and that is no error: a disk that is filling up does so once before it fails. */
export function writeAll(file: number, text: Text): void {
  for (const piece of pieces(text)) {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  }
}

/** Strings are joined until they are worth a call of the system, and never all at once. */
export function* pieces(text: Text): Generator<string | Uint8Array> {
  let held: string[] = [];
  let size = 0;
  for (const part of parts(text)) {
    if (typeof part === "string") {
      held.push(part);
      size += part.length;
      if (size < PIECE) continue;
    }
    if (size > 0) yield held.join("");
    held = [];
    size = 0;
    if (typeof part !== "string") yield part;
  }
  if (size > 0) yield held.join("");
}

function* parts(text: Text): Generator<string | Uint8Array> {
  if (typeof text === "string" || text instanceof Uint8Array) yield text;
  else for (const part of text) yield* parts(part);
}

/** Where a path leads at which there is nothing yet. A circle of links has been refused by `stat`. */
function behindLinks(path: string): string {
  let at = path;
  for (;;) {
    let next: string;
    try {
      next = readlinkSync(at);
    } catch {
      return at;
    }
    at = resolve(realpathSync(dirname(at)), next);
  }
}
