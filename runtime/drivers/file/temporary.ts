// The unfinished file: written beside the file it will become, under a name of our own, and put in place when it is whole.
//
// Its name depends on the file alone and not on the attempt. So an attempt that died leaves at most one, the next attempt
// meets it by name, and nobody has to list a folder of ten thousand files to look for it. Two attempts never overlap: the
// engine starts none before the last has returned or its process is dead. Names that begin with `.setpoint-` are refused
// as paths of resources, and what stands under such a name and is neither ours nor the wanted owner's is left alone.

import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  lstatSync,
  openSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import type { Outcome } from "../../driver.ts";
import { codeOf } from "../../refused.ts";
import { outcomeOf } from "./errors.ts";
import { closeFolder, openFolder, type Folder } from "./folder.ts";
import { RESERVED, type Place } from "./paths.ts";
import type { Wanted } from "./spec.ts";
import type { World } from "./world.ts";

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** What most file systems allow for one name. */
const LONGEST_NAME = 255;

export interface Finish {
  readonly bytes: Buffer;
  readonly mode: number;
  /** Null: as the system gives it to a new file. */
  readonly uid: number | null;
  readonly gid: number | null;
}

export function temporaryPath(folder: Folder, place: Place): string {
  const plain = RESERVED + place.name;
  if (Buffer.byteLength(plain) <= LONGEST_NAME) return `${folder.at}/${plain}`;
  return `${folder.at}/${RESERVED}${createHash("sha256").update(place.name).digest("hex")}`;
}

/**
 * A whole file under its temporary name, or the outcome of the attempt, after which nothing of it is left. Nobody else
 * can open it before it is finished; owner before mode, since a change of owner takes the set-user-id bit away.
 */
export function writeTemporary(
  path: string,
  file: Finish,
  attempt: string,
  owners: readonly (number | null)[],
): Outcome | null {
  let descriptor: number | null = null;
  try {
    descriptor = openNew(path, owners);
    if (descriptor === null)
      return {
        kind: "denied",
        why: `cannot ${attempt}: its temporary name ${RESERVED}… in the same folder is taken by something that is not the agent's`,
        help: `look at what begins with "${RESERVED}" in that folder, and remove it`,
      };
    for (let at = 0; at < file.bytes.length;) at += writeSync(descriptor, file.bytes, at);
    if (file.uid !== null || file.gid !== null) fchownSync(descriptor, file.uid ?? -1, file.gid ?? -1);
    fchmodSync(descriptor, file.mode);
    const whole = descriptor;
    descriptor = null;
    // Some file systems report a full disk only here.
    closeSync(whole);
    return null;
  } catch (error) {
    if (descriptor !== null) closeSync(descriptor);
    discard(path);
    return outcomeOf(error, attempt);
  }
}

/** The descriptor of a new file, or null where the name is taken by something that is not ours. */
function openNew(path: string, owners: readonly (number | null)[]): number | null {
  try {
    return openSync(path, NEW, 0o600);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  if (!isLeftover(path, owners)) return null;
  discard(path);
  return openSync(path, NEW, 0o600);
}

export function isLeftover(path: string, owners: readonly (number | null)[]): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return true;
  if (!stats.isFile() && !stats.isDirectory()) return false;
  return stats.uid === process.geteuid?.() || owners.includes(stats.uid);
}

/** An unfinished link. Only where a link is wanted: a link in the way of a file is nobody's mistake of ours. */
export function isOwnLink(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isSymbolicLink() === true && stats.uid === process.geteuid?.();
}

/** Takes an unfinished file or an empty unfinished directory away. That it cannot be is no reason to fail. */
export function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    try {
      rmdirSync(path);
    } catch {
      // Whoever needs the name finds it taken and says so.
    }
  }
}

/** What an attempt that died has left: it belongs to us, to the wanted owner, or to the owner that was to be kept. */
export function removeLeftover(wanted: Wanted, world: World): void {
  const folder = openFolder(wanted.place, world.held);
  if (folder.kind !== "folder") return;
  try {
    const there = lstatSync(`${folder.at}/${wanted.place.name}`, { throwIfNoEntry: false });
    const owner = wanted.owner === null ? null : world.accounts.uid(wanted.owner);
    const path = temporaryPath(folder, wanted.place);
    if (wanted.kind === "link" && isOwnLink(path)) discard(path);
    else if (isLeftover(path, [owner, there?.uid ?? null])) discard(path);
  } catch (error) {
    // It stays, and the next attempt meets it.
    codeOf(error);
  } finally {
    closeFolder(folder);
  }
}
