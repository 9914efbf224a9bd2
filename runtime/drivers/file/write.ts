// Effects on files: create, update, remove. Each is whole or not there, and doing one twice is doing it once.
//
// *Create* puts the finished file in place by a hard link, which fails where something is there already: a file that
// appeared since the look is never overwritten. Only file systems without links fall back to looking and renaming.
// *Update* renames the finished file over the old one, having looked once more that the old one is what was read; between
// that look and the rename lie some microseconds in which a change by another is lost. Where only mode or owner differ they
// are changed in place, on the very object that was looked at.
// *Remove* takes away a regular file that is as it was read, and nothing else.
//
// What a replaced file loses: it is a new inode, so other hard links keep the old content, and extended attributes and
// access lists are not copied (security labels are given by the system, as to any new file). What it keeps: owner and group,
// where the spec does not say; where they cannot be kept, nothing is done.

import { hash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  fstatSync,
  lchownSync,
  linkSync,
  lstatSync,
  renameSync,
  unlinkSync,
  type Stats,
} from "node:fs";
import type { Outcome, Present } from "../../driver.ts";
import { sameJson } from "../../plan/diff.ts";
import { codeOf } from "../../refused.ts";
import { outputsOf, type Bytes } from "./body.ts";
import { outcomeOf, outcomeOfTrouble } from "./errors.ts";
import { closeFolder, holdObject, openFolder, pathOfDescriptor, type Folder } from "./folder.ts";
import type { Place } from "./paths.ts";
import { look, typeOf } from "./read.ts";
import type { WantedFile, WantedObject } from "./spec.ts";
import { DONE } from "./round.ts";
import { discard, isLeftover, temporaryPath, writeTemporary } from "./temporary.ts";
import { isUnchanged } from "./version.ts";
import { differs, idsOf, type World } from "./world.ts";

export function createFile(wanted: WantedFile, body: Bytes | null, world: World): Promise<Outcome> {
  const attempt = `create ${wanted.place.host}`;
  return world.rounds.join(wanted.place, attempt, (folder) => {
    const ids = idsOf(wanted, world.accounts);
    if (typeof ids === "string") return nobody(attempt, ids);
    const temporary = temporaryPath(folder, wanted.place);
    const bytes = body?.bytes ?? Buffer.alloc(0);
    const problem = writeTemporary(temporary, { bytes, mode: wanted.mode, ...ids }, attempt, [ids.uid]);
    if (problem !== null) return problem;
    const final = `${folder.at}/${wanted.place.name}`;
    try {
      placeNew(temporary, final);
      return done(wanted, bytes);
    } catch (error) {
      discard(temporary);
      if (codeOf(error) !== "EEXIST") return outcomeOf(error, attempt);
      return (
        asWanted(wanted, body, folder, world) ?? {
          kind: "conflict",
          why: `cannot ${attempt}: something else was put there meanwhile`,
        }
      );
    }
  });
}

export function updateFile(
  wanted: WantedFile,
  body: Bytes | null,
  present: Present,
  world: World,
): Promise<Outcome> {
  const attempt = `update ${wanted.place.host}`;
  return world.rounds.join(wanted.place, attempt, (folder) => {
    const final = `${folder.at}/${wanted.place.name}`;
    const there = lstatSync(final, { throwIfNoEntry: false });
    if (there === undefined) return { kind: "conflict", why: `cannot ${attempt}: it is gone` };
    if (!isUnchanged(there, world.boot, present.version))
      // A repeated call finds its own work done.
      return asWanted(wanted, body, folder, world) ?? changed(attempt);
    if (!there.isFile()) return wrongType(wanted, there, attempt);
    const ids = idsOf(wanted, world.accounts);
    if (typeof ids === "string") return nobody(attempt, ids);
    if (body === null || sameJson(present.live[body.field], body.reads)) {
      const adjusted = adjust(final, there, { mode: wanted.mode, ...ids }, world);
      if (!adjusted) return changed(attempt);
      if (body === null) return { kind: "done", outputs: present.outputs, version: null };
      return done(wanted, body.bytes);
    }
    const temporary = temporaryPath(folder, wanted.place);
    const keep = { uid: ids.uid ?? there.uid, gid: ids.gid ?? there.gid };
    const file = { bytes: body.bytes, mode: wanted.mode, ...keep };
    const problem = writeTemporary(temporary, file, attempt, [keep.uid]);
    if (problem !== null) return problem;
    try {
      const now = lstatSync(final, { throwIfNoEntry: false });
      if (now === undefined || !isUnchanged(now, world.boot, present.version)) {
        discard(temporary);
        return changed(attempt);
      }
      renameSync(temporary, final);
      return done(wanted, body.bytes);
    } catch (error) {
      discard(temporary);
      return outcomeOf(error, attempt);
    }
  });
}

/** A file, or a link: `type` is what it was when it was made. */
export function removeFile(
  place: Place,
  type: "file" | "symbolic link",
  present: Present | null,
  world: World,
): Outcome {
  const attempt = `remove ${place.host}`;
  const folder = openFolder(place, world.held);
  // Where nothing can be, the file is gone.
  if (folder.kind !== "folder") return folder.kind === "missing" ? DONE : outcomeOfTrouble(folder, attempt);
  try {
    const final = `${folder.at}/${place.name}`;
    const there = lstatSync(final, { throwIfNoEntry: false });
    const temporary = temporaryPath(folder, place);
    if (isLeftover(temporary, [there?.uid ?? null])) discard(temporary);
    // What is something else by now is not the agent's to remove, and the file is gone.
    if (there === undefined || typeOf(there) !== type) return DONE;
    if (present !== null && !isUnchanged(there, world.boot, present.version)) return changed(attempt);
    unlinkSync(final);
    return DONE;
  } catch (error) {
    return codeOf(error) === "ENOENT" ? DONE : outcomeOf(error, attempt);
  } finally {
    closeFolder(folder);
  }
}

/**
 * Mode and owner of the very object that `there` describes; false where another is there now. Owner first: a new owner
 * takes the set-user-id bit away.
 */
export function adjust(
  path: string,
  there: Stats,
  to: { readonly mode: number; readonly uid: number | null; readonly gid: number | null },
  world: World,
): boolean {
  const uid = to.uid ?? there.uid;
  const gid = to.gid ?? there.gid;
  const owned = uid === there.uid && gid === there.gid;
  if (!world.held) {
    if (!owned) lchownSync(path, uid, gid);
    const now = lstatSync(path);
    if (now.ino !== there.ino || now.dev !== there.dev) return false;
    chmodSync(path, to.mode);
    return true;
  }
  const descriptor = holdObject(path);
  try {
    const now = fstatSync(descriptor);
    if (now.ino !== there.ino || now.dev !== there.dev) return false;
    const object = pathOfDescriptor(descriptor);
    if (!owned) chownSync(object, uid, gid);
    chmodSync(object, to.mode);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

export function changed(attempt: string): Outcome {
  return { kind: "conflict", why: `cannot ${attempt}: it has changed since it was looked at` };
}

export function nobody(attempt: string, why: string): Outcome {
  return {
    kind: "invalid",
    why: `cannot ${attempt}: ${why} on this machine`,
    help: "create it first, or write the number; names from a directory service are not known here",
  };
}

export function wrongType(wanted: WantedObject, there: Stats, attempt: string): Outcome {
  return {
    kind: "invalid",
    why: `cannot ${attempt}: there is a ${typeOf(there)} where a ${wanted.kind} is wanted`,
    help: "move it away or remove it; what the agent did not make it does not delete",
  };
}

/** Under its final name, where nothing is yet: throws EEXIST where something is. */
export function placeNew(temporary: string, final: string): void {
  try {
    linkSync(temporary, final);
  } catch (error) {
    const code = codeOf(error);
    if (code !== "EPERM" && code !== "EOPNOTSUPP" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    if (lstatSync(final, { throwIfNoEntry: false }) !== undefined)
      throw Object.assign(new Error("something is there already"), { code: "EEXIST" });
    renameSync(temporary, final);
    return;
  }
  unlinkSync(temporary);
}

/** Done, where what is there is what is wanted; else null. */
function asWanted(wanted: WantedFile, body: Bytes | null, folder: Folder, world: World): Outcome | null {
  const reading = look(wanted, folder, world, null);
  if (reading.kind !== "present" || differs(reading.live, wanted, body)) return null;
  return { kind: "done", outputs: reading.outputs, version: null };
}

/** Without a version: the next look reads what the disk has, and does not take our word for it. */
function done(wanted: WantedFile, bytes: Buffer): Outcome {
  return { kind: "done", outputs: outputsOf(wanted.body, hash("sha256", bytes)), version: null };
}
