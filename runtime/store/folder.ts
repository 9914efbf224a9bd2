// A plain folder as the compiler reads it: for planning and applying from the files that somebody is working on.
//
// In:  the folder. Out: a `Snapshot` that reads each file when it is asked for. A path never leads out of the folder, neither
// by `..` nor by a symbolic link; a link that stays inside is followed, as editors and shells do.

import { closeSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { MAX_SOURCE_BYTES, type ReadResult } from "../../compiler/source.ts";
import type { Snapshot } from "./package.ts";
import { blobId, readText } from "./text.ts";

export function folderSnapshot(root: string): Snapshot {
  const results = new Map<string, ReadResult>();
  const lists = new Map<string, readonly string[]>();
  return {
    // What was answered once stays, so that one compilation sees one state of a file.
    read: (path) => remember(results, path, () => readFile(root, path)),
    list: (folder) => remember(lists, folder, () => listFolder(root, folder)),
  };
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  known.set(key, value);
  return value;
}

function readFile(root: string, path: string): ReadResult {
  try {
    const real = inside(root, path);
    if (real === null) return { kind: "unreadable", why: "it leads out of the package's folder" };
    // Opening a pipe would wait for somebody to write to it.
    const kind = statSync(real);
    if (kind.isDirectory()) return { kind: "folder" };
    if (!kind.isFile()) return { kind: "unreadable", why: "it is not a plain file" };
    const descriptor = openSync(real, "r");
    try {
      const { size } = fstatSync(descriptor);
      if (size > MAX_SOURCE_BYTES) return { kind: "too-large", bytes: size };
      const bytes = readFileSync(descriptor);
      return readText(bytes, blobId(bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return { kind: "unreadable", why: whyNot(code, error) };
  }
}

function listFolder(root: string, folder: string): readonly string[] {
  try {
    const real = inside(root, folder);
    if (real === null) return [];
    return readdirSync(real, { withFileTypes: true })
      .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && !isFolder(join(real, entry.name))))
      .map((entry) => entry.name)
      .toSorted();
  } catch {
    return [];
  }
}

/** The real path, or null where it is not in the folder. Throws what the file system throws. */
function inside(root: string, path: string): string | null {
  if (path.startsWith("/") || path.includes("\0") || path.split("/").includes("..")) return null;
  const realRoot = realpathSync(root);
  const real = realpathSync(join(realRoot, path));
  return real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)
    ? real
    : null;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function whyNot(code: string, error: unknown): string {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "this user may not read it";
    case "ELOOP":
      return "its symbolic links lead in a circle";
    case "ENAMETOOLONG":
      return "its name is too long";
  }
  return error instanceof Error ? error.message : String(error);
}
