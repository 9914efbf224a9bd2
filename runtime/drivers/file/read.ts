// Looking: what is there, byte for byte, and the cheap versions between full reads. Nothing is ever changed here.
//
// In:  resources. Out: a reading for each; or a version for each that is there.
//
// `live` has the fields of the spec: path, mode, and content, owner and group where those are wanted. What can never be
// wanted has a form that no spec has: something else than was asked for is `{ path, type }`, and content that is no text is
// an object (`{ bytes, sha256 }`, or `{ bytes }` alone for what is larger than anyone wants) where a spec has a text.
// Only regular files are opened, never following a link and never waiting, so a FIFO cannot hold the agent.
// The stat comes before the read: should someone write in between, the version is too old and the next probe says so.

import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import { closeSync, constants, lstatSync, openSync, readSync, type Stats } from "node:fs";
import type { Address } from "../../../compiler/address.ts";
import type { Json, JsonObject } from "../../../compiler/json.ts";
import type { LookContext, Reading, Subject } from "../../driver.ts";
import { readingOfTrouble, unknownOf } from "./errors.ts";
import { closeFolder, openFolder, type Folder, type Trouble } from "./folder.ts";
import { startPace } from "./pace.ts";
import { isRefusal, placeOf, type Place } from "./paths.ts";
import { wantedOf, type Wanted } from "./spec.ts";
import { readVersionOf, versionOf } from "./version.ts";
import type { World } from "./world.ts";

/** No file larger than this is read, unless a larger one is wanted. */
const LARGEST = 8 * 1024 * 1024;
/** Folders that are held at a time; far below the usual limit of 1024 open files. */
const MOST_FOLDERS = 100;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export async function readAll(
  subjects: readonly Subject[],
  world: World,
  ctx: LookContext,
): Promise<ReadonlyMap<Address, Reading>> {
  const readings = new Map<Address, Reading>();
  const folders = new Folders(world.held);
  const pace = startPace();
  try {
    for (const subject of subjects) {
      if (pace.due()) {
        await pace.rest();
        // What is missing in the answer counts as unknown.
        if (ctx.signal.aborted) break;
      }
      const wanted = wantedOf(subject, world.grants);
      if (isRefusal(wanted)) {
        readings.set(subject.address, { kind: "unknown", why: `${wanted.why}; ${wanted.help}` });
        continue;
      }
      const folder = folders.open(wanted.place);
      readings.set(
        subject.address,
        folder.kind === "folder" ? look(wanted, folder, world) : readingOfTrouble(folder, wanted.place.host),
      );
    }
  } finally {
    folders.close();
  }
  return readings;
}

export function readOne(wanted: Wanted, world: World): Reading {
  const folder = openFolder(wanted.place, world.held);
  if (folder.kind !== "folder") return readingOfTrouble(folder, wanted.place.host);
  try {
    return look(wanted, folder, world);
  } finally {
    closeFolder(folder);
  }
}

/**
 * The folder is checked once for all of its files, and the files are then met by their plain paths, which is twice as fast.
 * Should the folder be swapped for a link meanwhile, the version is that of some other file, which is no version of ours.
 */
export async function probeAll(
  subjects: readonly Subject[],
  world: World,
  ctx: LookContext,
): Promise<ReadonlyMap<Address, string>> {
  const versions = new Map<Address, string>();
  const folders = new Folders(world.held);
  const pace = startPace();
  try {
    for (const subject of subjects) {
      if (pace.due()) {
        await pace.rest();
        if (ctx.signal.aborted) break;
      }
      const place = placeOf(subject.spec["path"], world.grants);
      if (isRefusal(place) || folders.open(place).kind !== "folder") continue;
      const stats = statOrNull(place.host);
      if (stats !== null) versions.set(subject.address, versionOf(stats, world.boot));
    }
  } finally {
    folders.close();
  }
  return versions;
}

/** What is in an open folder under the name of what is wanted. */
export function look(wanted: Wanted, folder: Folder, world: World): Reading {
  const at = `${folder.at}/${wanted.place.name}`;
  const now = Date.now();
  try {
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: "gone" };
    const version = readVersionOf(stats, world.boot, now);
    const type = typeOf(stats);
    if (type !== wanted.kind)
      return { kind: "present", live: { path: wanted.path, type }, outputs: {}, version };
    const live: { [field: string]: Json } = { path: wanted.path, mode: stats.mode & 0o7777 };
    if (wanted.owner !== null) live["owner"] = world.accounts.ownerAs(stats.uid, wanted.owner);
    if (wanted.group !== null) live["group"] = world.accounts.groupAs(stats.gid, wanted.group);
    if (wanted.kind === "directory") {
      live["purge"] = false;
      return { kind: "present", live, outputs: {}, version };
    }
    const { content, sha256 } = readContent(at, stats.size, wanted.content);
    if (wanted.content !== null) live["content"] = content;
    return { kind: "present", live, outputs: outputsOf(wanted.content, sha256), version };
  } catch (error) {
    return unknownOf(error, wanted.place.host);
  }
}

/** A plain digest of a secret is as good as the secret, where that is short: then there is no output. */
export function outputsOf(content: Json, sha256: string | null): JsonObject {
  const secret = typeof content === "object" && content !== null;
  return secret || sha256 === null ? {} : { sha256 };
}

export function typeOf(stats: Stats): string {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  if (stats.isSymbolicLink()) return "symbolic link";
  if (stats.isFIFO()) return "named pipe";
  if (stats.isSocket()) return "socket";
  return "device";
}

interface Content {
  readonly content: Json;
  readonly sha256: string | null;
}

function readContent(at: string, size: number, wanted: Json): Content {
  const most = Math.max(LARGEST, typeof wanted === "string" ? Buffer.byteLength(wanted) : 0);
  if (size > most) return { content: { bytes: size }, sha256: null };
  const bytes = readBytes(at, size, most);
  const sha256 = hash("sha256", bytes);
  if (!isUtf8(bytes)) return { content: { bytes: bytes.length, sha256 }, sha256 };
  return { content: bytes.toString("utf8"), sha256 };
}

/** The bytes up to the end; a file that grows while it is read is read up to `most`, and its version is out of date. */
function readBytes(at: string, size: number, most: number): Buffer {
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

function statOrNull(path: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    // The full read says why.
    return null;
  }
}

/** The folders of one batch, each checked once. */
class Folders {
  readonly #held: boolean;
  readonly #open = new Map<string, Folder | Trouble>();

  constructor(held: boolean) {
    this.#held = held;
  }

  /** To be used before the next call: the oldest is closed when there are too many. */
  open(place: Place): Folder | Trouble {
    const key = `${place.root}\0${place.folder}`;
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    if (this.#open.size >= MOST_FOLDERS) {
      const [oldest] = this.#open;
      if (oldest !== undefined) {
        this.#open.delete(oldest[0]);
        if (oldest[1].kind === "folder") closeFolder(oldest[1]);
      }
    }
    const folder = openFolder(place, this.#held);
    this.#open.set(key, folder);
    return folder;
  }

  close(): void {
    for (const folder of this.#open.values()) if (folder.kind === "folder") closeFolder(folder);
    this.#open.clear();
  }
}
