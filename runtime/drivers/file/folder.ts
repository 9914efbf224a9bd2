// Folders that are safe to act in: opening the folder of a place so that no link leads out of what is granted.
//
// What is guaranteed where folders can be *held* (Linux with /proc): the folder is opened once as a bare reference (O_PATH,
// which runs nothing and needs no right to list), the kernel is asked for its real path, and that must be the path that
// was asked for. Every later call goes through the descriptor, so a component that is swapped for a link afterwards leads
// nowhere: the calls still meet the folder that was checked. The last component is never followed.
// Elsewhere each component is looked at before every call; whoever can write to one of the folders can win that race.
// Not guaranteed anywhere: that the folder is not itself *moved* while it is held, by someone who may, nor what someone who
// may write to the same folder does to the names in it.
//
// Links: below a root none is followed. Above it, and at the root itself, a link is followed only if the superuser or the
// agent's own user made it, and never out of the base: machines do have `/var/run -> /run`.

import { closeSync, constants, lstatSync, openSync, readlinkSync, type Stats } from "node:fs";
import { posix } from "node:path";
import { codeOf } from "../../refused.ts";
import { isInside, type Place } from "./paths.ts";

export interface Folder {
  readonly kind: "folder";
  /** What to put in front of `/name`. */
  readonly at: string;
  readonly descriptor: number | null;
}

export type Trouble =
  /** The target says so: nothing can be below. */
  | { readonly kind: "missing"; readonly at: string; readonly notFolder: boolean }
  | { readonly kind: "link"; readonly at: string; readonly to: string }
  /** It was another folder by the time it was opened. */
  | { readonly kind: "moving"; readonly at: string }
  | { readonly kind: "failed"; readonly at: string; readonly error: unknown };

/** Not in Node's list; the same number on every architecture that Node runs on. */
const O_PATH = 0o10_000_000;
const MOST_LINKS = 20;

/** To be closed with `closeFolder`, whatever happens. */
export function openFolder(place: Place, held: boolean): Folder | Trouble {
  // Almost always no link is involved, and then one open and one question are all that it takes.
  const direct = held ? hold(place.folder) : null;
  if (direct?.kind === "folder") return direct;
  const real = realFolder(place);
  if (typeof real !== "string") return real;
  return held ? hold(real) : { kind: "folder", at: real === "/" ? "" : real, descriptor: null };
}

export function closeFolder(folder: Folder): void {
  if (folder.descriptor !== null) closeSync(folder.descriptor);
}

/** A reference to the object itself, link or not, that can be asked and changed and never read: no right is needed. */
export function holdObject(path: string): number {
  return openSync(path, O_PATH | constants.O_NOFOLLOW);
}

/** A reference to a folder that is no link; throws ENOTDIR for anything else. */
export function holdFolder(path: string | Buffer): number {
  return openSync(path, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
}

export function pathOfDescriptor(descriptor: number): string {
  // By the process's number: `/proc/self` is one link more, which costs a third of a stat.
  return `/proc/${process.pid}/fd/${descriptor}`;
}

/** Whether folders can be held on this machine. */
export function canHold(base: string): boolean {
  if (process.platform !== "linux") return false;
  const folder = hold(base);
  if (folder.kind !== "folder") return false;
  closeFolder(folder);
  return true;
}

function hold(path: string): Folder | Trouble {
  let descriptor: number;
  try {
    descriptor = holdFolder(path);
  } catch (error) {
    return { kind: "failed", at: path, error };
  }
  const at = pathOfDescriptor(descriptor);
  try {
    if (readlinkSync(at) === path) return { kind: "folder", at, descriptor };
  } catch (error) {
    closeSync(descriptor);
    return { kind: "failed", at: path, error };
  }
  closeSync(descriptor);
  return { kind: "moving", at: path };
}

/** Component by component from the base down: the real path, with the links that may be followed replaced. */
function realFolder(place: Place): string | Trouble {
  let here = place.base;
  let rest = componentsBelow(place.base, place.folder);
  // How many of the components are the root's own, where links may be followed.
  let trusted = Math.min(componentsBelow(place.base, place.root).length, rest.length);
  let links = 0;
  for (;;) {
    const [name, ...after] = rest;
    if (name === undefined) return here;
    const next = posix.join(here, name);
    let stats: Stats;
    let to: string;
    try {
      stats = lstatSync(next);
      if (stats.isDirectory()) {
        here = next;
        rest = after;
        trusted--;
        continue;
      }
      if (!stats.isSymbolicLink()) return { kind: "missing", at: next, notFolder: true };
      to = readlinkSync(next);
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing", at: next, notFolder: false };
      return { kind: "failed", at: next, error };
    }
    const aim = posix.resolve(here, to);
    const follow = trusted > 0 && links < MOST_LINKS && isOurs(stats.uid) && isInside(aim, place.base);
    if (!follow) return { kind: "link", at: next, to };
    const into = componentsBelow(place.base, aim);
    links++;
    here = place.base;
    rest = [...into, ...after];
    trusted += into.length - 1;
  }
}

function isOurs(uid: number): boolean {
  return uid === 0 || uid === process.geteuid?.();
}

function componentsBelow(base: string, path: string): readonly string[] {
  return path
    .slice(base === "/" ? 1 : base.length + 1)
    .split("/")
    .filter((part) => part !== "");
}
