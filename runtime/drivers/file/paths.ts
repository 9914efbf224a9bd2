// Which paths are granted, and where they are on this machine. Text only: folder.ts looks at the disk.
//
// In:  a path as the graph names it. Out: a `Place`, or a refusal in words. A path is refused as it stands and never
// repaired: `/etc/../root` has no meaning that both the author and a reviewer would be sure of.
// A root itself may be a resource too (whoever grants `/opt/app` expects to be able to declare that folder).

import { posix } from "node:path";
import type { Json } from "../../../compiler/json.ts";

/** The reason and what can be done, in the shape of an outcome. */
export interface Refusal {
  readonly kind: "denied" | "invalid";
  readonly why: string;
  readonly help: string;
}

export interface Grants {
  readonly target: string;
  /** Absolute and real: no component of it is a link. */
  readonly base: string;
  /** As the graph names them, the longest first. */
  readonly roots: readonly string[];
}

export interface Place {
  /** On this machine; the folder may still turn out to lead through links. */
  readonly host: string;
  readonly folder: string;
  readonly name: string;
  /** The root that grants it, on this machine. */
  readonly root: string;
  readonly base: string;
}

/** Names that begin so are the driver's own, in every folder: its unfinished files. */
export const RESERVED = ".setpoint-";

export function grantsOf(target: string, base: string, roots: readonly string[]): Grants | string {
  const clean: string[] = [];
  for (const root of roots) {
    const trimmed = root.length > 1 && root.endsWith("/") ? root.slice(0, -1) : root;
    const problem = malformed(trimmed);
    if (problem !== null) return `the root ${JSON.stringify(root)} of target ${target} ${problem}`;
    clean.push(trimmed);
  }
  return { target, base, roots: clean.toSorted((a, b) => b.length - a.length) };
}

export function placeOf(path: Json | undefined, grants: Grants): Place | Refusal {
  if (typeof path !== "string")
    return {
      kind: "invalid",
      why: "its path is not a text",
      help: 'write an absolute path: path = "/etc/app.conf"',
    };
  const problem = path === "/" ? "is the whole target" : malformed(path);
  if (problem !== null)
    return {
      kind: "invalid",
      why: `the path ${JSON.stringify(path)} ${problem}`,
      help: 'write an absolute path in its simplest form: path = "/etc/app.conf"',
    };
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  if (name.startsWith(RESERVED))
    return {
      kind: "invalid",
      why: `the path ${path}: names that begin with "${RESERVED}" are kept for unfinished files`,
      help: "give the file another name",
    };
  const root = grants.roots.find((root) => isInside(path, root));
  if (root === undefined)
    return {
      kind: "denied",
      why: `the path ${path} is not granted: it is inside none of the roots of target ${grants.target}`,
      help: `add "${posix.dirname(path)}" to roots of [targets.${grants.target}] in setpoint.toml`,
    };
  const host = onHost(grants.base, path);
  const folder = onHost(grants.base, slash === 0 ? "/" : path.slice(0, slash));
  return { host, folder, name, root: onHost(grants.base, root), base: grants.base };
}

export function isRefusal(value: object): value is Refusal {
  return "kind" in value && (value.kind === "denied" || value.kind === "invalid");
}

/** By components: `/etc` contains `/etc/app` and not `/etcetera`. */
export function isInside(path: string, folder: string): boolean {
  if (folder === "/" || path === folder) return true;
  return path.startsWith(folder) && path[folder.length] === "/";
}

function onHost(base: string, path: string): string {
  if (base === "/") return path;
  return path === "/" ? base : base + path;
}

/** Absolute, and every component a name. */
const CLEAN = /^(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)+$/;

function malformed(path: string): string | null {
  // One test for the ten thousand that are right; the words are for the one that is not.
  if (CLEAN.test(path) && path.isWellFormed()) return null;
  if (!path.startsWith("/")) return "is not absolute";
  if (path.includes("\0")) return "contains a NUL character";
  if (!path.isWellFormed()) return "contains half a character (a lone surrogate)";
  if (path === "/") return null;
  for (const part of path.slice(1).split("/")) {
    if (part === "") return "has an empty component (a double slash, or one at the end)";
    if (part === "." || part === "..") return `contains "${part}"`;
  }
  return null;
}
