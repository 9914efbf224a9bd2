// Purging: what is below a directory and declared by nobody, and taking exactly that away.
//
// In:  a directory, and what is spoken for (runtime/driver.ts, `Claims`). Out: the names, relative to it, that a purge would
// remove (a folder ends with a slash); and the removal of those that were shown before, with what the system refused of it.
// The rules. What any environment of the ledger has or wants stays, with every folder on the way to it; a folder that is
// itself declared decides for itself what is in it. The agent's own files stay (but a sandbox inside its repository is no part of it). Nothing below a mount point is looked at,
// and the mount point stays. A link is removed as a link and never followed. Unfinished files of the driver's own stay.
// Surprising: claims count by where they really are, and not only by how they are spelled: `/var/run/x` speaks for `/run/x`.
// A name is bytes, and need not be a text: it is shown as one (`caf\xe9`), and acted on as what it is.

import { isUtf8 } from "node:buffer";
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
import { codeOf } from "../../refused.ts";
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

/** What a purge would remove, by the name under which it is shown. */
export interface Undeclared {
  readonly found: ReadonlyMap<string, Found>;
  /** What could not be listed: then nobody knows what else there is. */
  readonly unlisted: Refused | null;
}

interface Found {
  /** The names on the way down from the directory; the last one is its own. */
  readonly steps: readonly Buffer[];
  readonly isFolder: boolean;
}

/** What the system would not do, to what is shown under this name. */
export interface Refused {
  readonly name: string;
  readonly error: unknown;
}

/** Sorted; a folder before what is in it. */
export function undeclaredIn(folder: string, spoken: Spoken): Undeclared {
  const found = new Map<string, Found>();
  let unlisted: Refused | null = null;
  const real = realpathSync(folder);
  // What is spoken for is a text. Where a name is none, it is compared as far as it is one, as mount points are.
  const walk = (
    at: Buffer,
    path: string,
    relative: string,
    above: readonly Buffer[],
    device: number,
  ): void => {
    for (const entry of readdirSync(at, { withFileTypes: true, encoding: "buffer" })) {
      if (found.size >= MOST || unlisted !== null) return;
      const own = entry.name.toString();
      const inside = posix.join(path, own);
      if (own.startsWith(RESERVED) || isSpokenFor(inside, spoken)) continue;
      const name = relative + shownName(entry.name);
      const steps = [...above, entry.name];
      if (!entry.isDirectory()) {
        if (!spoken.above.has(inside)) found.set(name, { steps, isFolder: false });
        continue;
      }
      const folder = below(at, entry.name);
      try {
        const stats = lstatSync(folder, { throwIfNoEntry: false });
        if (stats === undefined || stats.dev !== device) continue;
        if (!spoken.above.has(inside)) found.set(`${name}/`, { steps, isFolder: true });
        walk(folder, inside, `${name}/`, steps, device);
      } catch (error) {
        unlisted ??= { name, error };
      }
    }
  };
  walk(Buffer.from(real), real, "", [], lstatSync(real).dev);
  return { found: new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1))), unlisted };
}

const SLASH = Buffer.from("/");
/** What a byte that is no text is shown as. */
const SHOWN_BYTE = /\\x[89a-f][0-9a-f]/;

/** A text that no other name is shown as: what is none, or could be taken for how one is shown, has its backslashes doubled. */
export function shownName(name: Buffer): string {
  const isText = isUtf8(name);
  const text = name.toString(isText ? "utf8" : "latin1");
  if (isText && !SHOWN_BYTE.test(text)) return text;
  const doubled = text.replaceAll("\\", "\\\\");
  return isText
    ? doubled
    : doubled.replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

function isSpokenFor(path: string, { paths, own }: Spoken): boolean {
  return paths.has(path) || own.some((mine) => path.startsWith(mine) || `${path}/` === mine);
}

/** A sandbox in the agent's own repository is the target's, whatever is around it: its base was granted by name. */
function isInside(base: string, own: string): boolean {
  return own.endsWith("/") && base.startsWith(own) && base !== own;
}

export interface Purged {
  readonly removed: readonly string[];
  readonly refused: readonly Refused[];
}

/**
 * Removes what was `shown` and is still spoken for by nobody. What has come since then is left, for the next look to show;
 * what the system refuses keeps nothing else from going.
 */
export function purge(folder: string, shown: readonly string[], spoken: Spoken, held: boolean): Purged {
  const { found, unlisted } = undeclaredIn(folder, spoken);
  const removed: string[] = [];
  const refused: Refused[] = unlisted === null ? [] : [unlisted];
  // Backwards, so that what is in a folder goes before the folder.
  for (const name of shown.toReversed()) {
    const there = found.get(name);
    if (there === undefined) continue;
    try {
      if (removeBelow(folder, there, held)) removed.push(name);
    } catch (error) {
      // Of a mistake of ours nothing else is known either.
      codeOf(error);
      refused.push({ name, error });
    }
  }
  return { removed: removed.toReversed(), refused: refused.toReversed() };
}

/** False: it is another thing by now, or gone, and the next look says what is there. */
function removeBelow(folder: string, { steps, isFolder }: Found, held: boolean): boolean {
  const last = steps.at(-1) ?? Buffer.alloc(0);
  const parent = held ? holdBelow(folder, steps.slice(0, -1)) : checkBelow(folder, steps.slice(0, -1));
  if (parent === null) return false;
  const at = below(parent.at, last);
  try {
    if (isFolder) rmdirSync(at);
    else unlinkSync(at);
    return true;
  } catch (error) {
    const code = codeOf(error);
    // Gone already, or something has come into it, or it is a folder now.
    if (!["ENOENT", "ENOTEMPTY", "EEXIST", "ENOTDIR", "EISDIR"].includes(code)) throw error;
    return false;
  } finally {
    parent.close();
  }
}

function below(folder: string | Buffer, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(folder), SLASH, name]);
}

interface Parent {
  readonly at: string | Buffer;
  close(): void;
}

/** Down from a held folder, step by step and never through a link; null where one of the steps is no folder any more. */
function holdBelow(folder: string, steps: readonly Buffer[]): Parent | null {
  let descriptor = holdFolder(folder);
  for (const step of steps) {
    const above = descriptor;
    try {
      descriptor = holdFolder(below(pathOfDescriptor(above), step));
    } catch (error) {
      if (!["ENOENT", "ENOTDIR", "ELOOP"].includes(codeOf(error))) throw error;
      return null;
    } finally {
      closeSync(above);
    }
  }
  return { at: pathOfDescriptor(descriptor), close: () => closeSync(descriptor) };
}

function checkBelow(folder: string, steps: readonly Buffer[]): Parent | null {
  let at: Buffer = Buffer.from(folder);
  for (const step of steps) {
    at = below(at, step);
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
