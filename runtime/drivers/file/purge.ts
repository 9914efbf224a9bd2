// Purging: what is below a directory and declared by nobody, and taking exactly that away.
//
// In:  a directory, and what is spoken for (runtime/driver.ts, `Claims`). Out: the names, relative to it, that a purge would
// remove (a folder ends with a slash); and the removal of those that were shown before.
// The rules. What any environment of the ledger has or wants stays, with every folder on the way to it; a folder that is
// itself declared decides for itself what is in it. The agent's own files stay (but a sandbox inside its repository is no part of it). Nothing below a mount point is looked at,
// and the mount point stays. A link is removed as a link and never followed. Unfinished files of the driver's own stay.
// Surprising: claims count by where they really are, and not only by how they are spelled: `/var/run/x` speaks for `/run/x`.

import {
  closeSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  unlinkSync,
} from "node:fs";
import { posix } from "node:path";
import { parseIdentity } from "../../../compiler/identity.ts";
import type { Claims } from "../../driver.ts";
import { codeOf } from "./errors.ts";
import { holdFolder, pathOfDescriptor } from "./folder.ts";
import { RESERVED } from "./paths.ts";

/** More than these are shown, and removed, in several rounds. */
const MOST = 10_000;

export interface Spoken {
  /** Paths on this machine that stay. */
  readonly paths: ReadonlySet<string>;
  /** Every folder above one of them. */
  readonly above: ReadonlySet<string>;
  /** The agent's own, as in `Claims`, but for folders that this target's base is in. */
  readonly own: readonly string[];
}

/** `machine` and `base`: of the session that asks; claims of the same machine count whatever their base is. */
export function spokenFor(claims: Claims, machine: string, base: string): Spoken {
  const paths = new Set<string>();
  const folders = new Map<string, string>();
  const speakFor = (path: string): void => {
    paths.add(path);
    const folder = posix.dirname(path);
    const real = folders.get(folder) ?? realOrSame(folder);
    folders.set(folder, real);
    paths.add(posix.join(real, posix.basename(path)));
  };
  for (const identity of claims.identities) {
    const parts = parseIdentity(identity);
    const path = parts?.key["/path"];
    if (parts?.driver !== "file" || typeof path !== "string") continue;
    for (const at of basesOf(parts.target, machine, base)) speakFor(at === "/" ? path : at + path);
  }
  for (const mount of mountPoints()) paths.add(mount);
  const bases = [base, realOrSame(base)];
  const own = claims.own
    .flatMap((path) => [path, realWithSlash(path)])
    .filter((path) => !bases.some((each) => isInside(each, path)));
  const above = new Set<string>();
  for (const path of [...paths, ...own]) {
    for (let at = posix.dirname(path); !above.has(at); at = posix.dirname(at)) above.add(at);
  }
  return { paths, above, own };
}

/** Where the claims of a target may stand on this machine. */
function basesOf(target: string, machine: string, base: string): readonly string[] {
  if (target === machine) return ["/"];
  if (target.startsWith(`${machine}:`)) return [target.slice(machine.length + 1)];
  // A target that was never connected has not said where it is: it may be here.
  return target.startsWith("name:") ? ["/", base] : [];
}

/** Sorted; a folder before what is in it. */
export function undeclaredIn(folder: string, spoken: Spoken): readonly string[] {
  const found: string[] = [];
  const real = realpathSync(folder);
  const walk = (at: string, relative: string, device: number): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (found.length >= MOST) return;
      const path = posix.join(at, entry.name);
      if (entry.name.startsWith(RESERVED) || isSpokenFor(path, spoken)) continue;
      const name = relative + entry.name;
      if (!entry.isDirectory()) {
        if (!spoken.above.has(path)) found.push(name);
        continue;
      }
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined || stats.dev !== device) continue;
      if (!spoken.above.has(path)) found.push(`${name}/`);
      walk(path, `${name}/`, device);
    }
  };
  walk(real, "", lstatSync(real).dev);
  return found.toSorted();
}

function isSpokenFor(path: string, { paths, own }: Spoken): boolean {
  return paths.has(path) || own.some((mine) => path.startsWith(mine) || `${path}/` === mine);
}

/** A sandbox in the agent's own repository is the target's, whatever is around it: its base was granted by name. */
function isInside(base: string, own: string): boolean {
  return own.endsWith("/") && base.startsWith(own) && base !== own;
}

/**
 * Removes what was `shown` and is still spoken for by nobody. What has come since then is left, for the next look to show.
 * Throws what the system refuses.
 */
export function purge(folder: string, shown: readonly string[], spoken: Spoken, held: boolean): void {
  const now = new Set(undeclaredIn(folder, spoken));
  // Backwards, so that what is in a folder goes before the folder.
  for (const name of shown.filter((name) => now.has(name)).toReversed()) removeBelow(folder, name, held);
}

function removeBelow(folder: string, name: string, held: boolean): void {
  const steps = name.replace(/\/$/, "").split("/");
  const last = steps.pop() ?? "";
  const parent = held ? holdBelow(folder, steps) : checkBelow(folder, steps);
  if (parent === null) return;
  try {
    if (name.endsWith("/")) rmdirSync(`${parent.at}/${last}`);
    else unlinkSync(`${parent.at}/${last}`);
  } catch (error) {
    const code = codeOf(error);
    // Gone already, or something has come into it, or it is a folder now: the next look says what is there.
    if (!["ENOENT", "ENOTEMPTY", "EEXIST", "ENOTDIR", "EISDIR"].includes(code)) throw error;
  } finally {
    parent.close();
  }
}

interface Parent {
  readonly at: string;
  close(): void;
}

/** Down from a held folder, step by step and never through a link; null where one of the steps is no folder any more. */
function holdBelow(folder: string, steps: readonly string[]): Parent | null {
  let descriptor = holdFolder(folder);
  for (const step of steps) {
    const above = descriptor;
    try {
      descriptor = holdFolder(`${pathOfDescriptor(above)}/${step}`);
    } catch (error) {
      if (!["ENOENT", "ENOTDIR", "ELOOP"].includes(codeOf(error))) throw error;
      return null;
    } finally {
      closeSync(above);
    }
  }
  return { at: pathOfDescriptor(descriptor), close: () => closeSync(descriptor) };
}

function checkBelow(folder: string, steps: readonly string[]): Parent | null {
  let at = folder;
  for (const step of steps) {
    at = `${at}/${step}`;
    if (lstatSync(at, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
  }
  return { at, close: () => {} };
}

function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function realWithSlash(path: string): string {
  return path.endsWith("/") ? `${realOrSame(path.slice(0, -1))}/` : realOrSame(path);
}

/** As the kernel says: a bind mount has the same device as what is around it. */
function mountPoints(): readonly string[] {
  try {
    return readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .flatMap((line) => line.split(" ", 5)[4] ?? [])
      .map((path) =>
        path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
      );
  } catch {
    // Elsewhere the device tells.
    return [];
  }
}
