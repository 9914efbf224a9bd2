// Effects on directories: create, update, remove.
//
// A new directory is made under its temporary name, given its owner and mode, and renamed: it is there as wanted or not at
// all. Renaming replaces an empty directory that someone makes at the same moment, whose mode and owner are then lost and
// nothing else. Its parent must exist: whoever declares a folder says what each folder above it should be like.
// `purge` (purge.ts) removes what the look before it has shown, and is refused where nobody says what is declared: to guess
// would be to delete what someone else declared.
// Only empty directories are removed. What is in a directory is somebody's, and the agent cannot know whose.

import { chmodSync, lchownSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync } from "node:fs";
import type { Outcome, Present } from "../../driver.ts";
import { codeOf } from "../../refused.ts";
import { outcomeOf } from "./errors.ts";
import type { Folder } from "./folder.ts";
import type { Place } from "./paths.ts";
import { purge, type Purged, shownName, type Spoken } from "./purge.ts";
import { look } from "./read.ts";
import { DONE } from "./round.ts";
import type { WantedDirectory } from "./spec.ts";
import { discard, isLeftover, temporaryPath } from "./temporary.ts";
import { isUnchanged } from "./version.ts";
import { differs, idsOf, type World } from "./world.ts";
import { adjust, changed, nobody, wrongType } from "./write.ts";

const MOST_NAMES = 5;

/** `mayPurge`: somebody will say what else is declared in it; what is new holds nothing yet. */
export function createDirectory(wanted: WantedDirectory, world: World, mayPurge: boolean): Promise<Outcome> {
  const attempt = `create the directory ${wanted.place.host}`;
  return world.rounds.joinFirst(wanted.place, attempt, (folder) => {
    if (wanted.purge && !mayPurge) return cannotPurge(wanted);
    const ids = idsOf(wanted, world.accounts);
    if (typeof ids === "string") return nobody(attempt, ids);
    const reading = look(wanted, folder, world, null);
    if (reading.kind === "unknown") return { kind: "retryable", why: reading.why };
    if (reading.kind === "present")
      return differs(reading.live, wanted, null)
        ? { kind: "conflict", why: `cannot ${attempt}: something else was put there meanwhile` }
        : DONE;
    const temporary = temporaryPath(folder, wanted.place);
    if (isLeftover(temporary, [ids.uid])) discard(temporary);
    mkdirSync(temporary, 0o700);
    try {
      if (ids.uid !== null || ids.gid !== null) lchownSync(temporary, ids.uid ?? -1, ids.gid ?? -1);
      chmodSync(temporary, wanted.mode);
      renameSync(temporary, `${folder.at}/${wanted.place.name}`);
      return DONE;
    } catch (error) {
      discard(temporary);
      return outcomeOf(error, attempt);
    }
  });
}

export function updateDirectory(
  wanted: WantedDirectory,
  present: Present,
  world: World,
  spoken: Spoken | null,
): Promise<Outcome> {
  const attempt = `update the directory ${wanted.place.host}`;
  const act = (folder: Folder): Outcome => {
    const final = `${folder.at}/${wanted.place.name}`;
    const there = lstatSync(final, { throwIfNoEntry: false });
    if (there === undefined) return { kind: "conflict", why: `cannot ${attempt}: it is gone` };
    if (!isUnchanged(there, world.boot, present.version)) {
      const reading = look(wanted, folder, world, null);
      return reading.kind === "present" && !differs(reading.live, wanted, null) ? DONE : changed(attempt);
    }
    if (!there.isDirectory()) return wrongType(wanted, there, attempt);
    if (wanted.purge && spoken === null) return cannotPurge(wanted);
    const ids = idsOf(wanted, world.accounts);
    if (typeof ids === "string") return nobody(attempt, ids);
    if (!adjust(final, there, { mode: wanted.mode, ...ids }, world)) return changed(attempt);
    return spoken === null || !wanted.purge
      ? DONE
      : outcomeOfPurge(wanted, purge(final, present.removes ?? [], spoken, world.held));
  };
  return closes(wanted, present)
    ? world.rounds.joinLast(wanted.place, attempt, act)
    : world.rounds.joinFirst(wanted.place, attempt, act);
}

/** It takes away a right to write in it or to pass through it. */
function closes({ mode }: WantedDirectory, { live }: Present): boolean {
  const before = live["mode"];
  return typeof before === "number" && (before & ~mode & 0o333) !== 0;
}

export function removeDirectory(place: Place, present: Present | null, world: World): Promise<Outcome> {
  const attempt = `remove the directory ${place.host}`;
  return world.rounds.joinRemoval(place, attempt, (folder) => {
    const final = `${folder.at}/${place.name}`;
    const there = lstatSync(final, { throwIfNoEntry: false });
    // What is something else by now is not the agent's to remove, and the folder is gone.
    if (there === undefined || !there.isDirectory()) return DONE;
    if (present !== null && !isUnchanged(there, world.boot, present.version)) return changed(attempt);
    try {
      rmdirSync(final);
      return DONE;
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT") return DONE;
      if (code !== "ENOTEMPTY" && code !== "EEXIST") return outcomeOf(error, attempt);
      return {
        kind: "conflict",
        why: `cannot ${attempt}: it still holds ${namesIn(final)}, and only an empty one is removed (a file stays when its entries are taken out)`,
      };
    }
  });
}

/** What is gone by then is said as well: no other record has it. */
function outcomeOfPurge({ place }: WantedDirectory, { removed, refused }: Purged): Outcome {
  const [first, ...others] = refused;
  if (first === undefined) return DONE;
  const also = others.length === 0 ? "" : ` and ${others.length} more`;
  const gone = removed.length === 0 ? "" : ` (removed: ${shortList(removed)})`;
  return outcomeOf(
    first.error,
    `remove ${first.name}${also} from ${place.host}, where nothing declares it${gone}`,
  );
}

function cannotPurge(wanted: WantedDirectory): Outcome {
  return {
    kind: "invalid",
    why: `${wanted.path} is to be purged, and nobody says what else is declared in it`,
    help: "leave purge out, and remove what is not wanted by hand",
  };
}

function namesIn(path: string): string {
  let names: readonly string[];
  try {
    names = readdirSync(path, { encoding: "buffer" }).map(shownName).toSorted();
  } catch {
    return "something";
  }
  return shortList(names);
}

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
