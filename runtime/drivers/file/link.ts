// Effects on symbolic links: create, update, remove.
//
// A link is made under its temporary name, given its owner, and put in place: by a hard link where nothing may be there yet,
// by a rename over the old link where one is. So it is there as wanted or not at all, and switching a release is one step.
// Where a link leads is not checked: it is data to the agent, which never follows a link below a root (folder.ts).

import { lchownSync, lstatSync, renameSync, symlinkSync } from "node:fs";
import type { Outcome, Present } from "../../driver.ts";
import { codeOf } from "../../refused.ts";
import { outcomeOf } from "./errors.ts";
import type { Folder } from "./folder.ts";
import { look } from "./read.ts";
import { DONE } from "./round.ts";
import type { WantedLink } from "./spec.ts";
import { discard, isLeftover, isOwnLink, temporaryPath } from "./temporary.ts";
import { isUnchanged } from "./version.ts";
import { differs, idsOf, type World } from "./world.ts";
import { changed, nobody, placeNew, wrongType } from "./write.ts";

export function createLink(wanted: WantedLink, world: World): Promise<Outcome> {
  const attempt = `create the link ${wanted.place.host}`;
  return world.rounds.join(wanted.place, attempt, (folder) => {
    const temporary = makeTemporary(wanted, folder, world, attempt);
    if (typeof temporary !== "string") return temporary;
    try {
      placeNew(temporary, `${folder.at}/${wanted.place.name}`);
      return DONE;
    } catch (error) {
      discard(temporary);
      if (codeOf(error) !== "EEXIST") return outcomeOf(error, attempt);
      if (isAsWanted(wanted, folder, world)) return DONE;
      return { kind: "conflict", why: `cannot ${attempt}: something else was put there meanwhile` };
    }
  });
}

export function updateLink(wanted: WantedLink, present: Present, world: World): Promise<Outcome> {
  const attempt = `update the link ${wanted.place.host}`;
  return world.rounds.join(wanted.place, attempt, (folder) => {
    const final = `${folder.at}/${wanted.place.name}`;
    const asRead = (): boolean | "gone" => {
      const there = lstatSync(final, { throwIfNoEntry: false });
      return there === undefined ? "gone" : isUnchanged(there, world.boot, present.version);
    };
    const first = asRead();
    if (first === "gone") return { kind: "conflict", why: `cannot ${attempt}: it is gone` };
    if (!first) return isAsWanted(wanted, folder, world) ? DONE : changed(attempt);
    if (isAsWanted(wanted, folder, world)) return DONE;
    const there = lstatSync(final);
    if (!there.isSymbolicLink()) return wrongType(wanted, there, attempt);
    const temporary = makeTemporary(wanted, folder, world, attempt);
    if (typeof temporary !== "string") return temporary;
    try {
      if (asRead() !== true) {
        discard(temporary);
        return changed(attempt);
      }
      renameSync(temporary, final);
      return DONE;
    } catch (error) {
      discard(temporary);
      return outcomeOf(error, attempt);
    }
  });
}

/** The finished link under its temporary name; or why there is none. */
function makeTemporary(wanted: WantedLink, folder: Folder, world: World, attempt: string): string | Outcome {
  const ids = idsOf(wanted, world.accounts);
  if (typeof ids === "string") return nobody(attempt, ids);
  const path = temporaryPath(folder, wanted.place);
  if (isOwnLink(path) || isLeftover(path, [ids.uid])) discard(path);
  try {
    symlinkSync(wanted.to, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") return outcomeOf(error, attempt);
    return {
      kind: "denied",
      why: `cannot ${attempt}: its temporary name is taken by something that is not the agent's`,
      help: 'look at what begins with ".setpoint-" in that folder, and remove it',
    };
  }
  try {
    if (ids.uid !== null || ids.gid !== null) lchownSync(path, ids.uid ?? -1, ids.gid ?? -1);
    return path;
  } catch (error) {
    discard(path);
    return outcomeOf(error, attempt);
  }
}

function isAsWanted(wanted: WantedLink, folder: Folder, world: World): boolean {
  const reading = look(wanted, folder, world, null);
  return reading.kind === "present" && !differs(reading.live, wanted, null);
}
