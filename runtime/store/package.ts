// The package's folder of one commit, in memory: what the compiler reads when it compiles a version.
//
// In:  a repository, a commit's tree, the folder, and what was read of the commit before. Out: a `Snapshot`, and what to
// remember. Trees and texts are known by their ids, so a new commit reads only what it changed.
// Surprising: all of it is loaded at once, because the compiler asks for files synchronously and Git answers later. The
// repository is hostile input: the count of files, their depth, and the bytes in all are bounded.

import { MAX_SOURCE_BYTES, type ReadResult } from "../../compiler/source.ts";
import { short, StoreError, type Repository, type TreeEntry } from "./git.ts";
import { blobId, readText } from "./text.ts";

/** The reading half of the compiler's host. */
export interface Snapshot {
  read(path: string): ReadResult;
  list(folder: string): readonly string[];
}

export interface Limits {
  readonly files: number;
  readonly bytes: number;
  readonly depth: number;
}

export const LIMITS: Limits = { files: 20_000, bytes: 256 * 1024 * 1024, depth: 64 };

/** By ids, which never change their meaning. */
export interface Remembered {
  readonly trees: ReadonlyMap<string, readonly TreeEntry[]>;
  readonly texts: ReadonlyMap<string, ReadResult>;
}

/** How many objects are asked for at once. */
const BATCH = 32;

export async function readPackage(
  repository: Repository,
  root: string,
  folder: string,
  before: Remembered,
  limits: Limits,
): Promise<{ readonly snapshot: Snapshot; readonly remembered: Remembered }> {
  const trees = new Map<string, readonly TreeEntry[]>();
  const readTree = async (id: string): Promise<readonly TreeEntry[]> => {
    const entries = before.trees.get(id) ?? trees.get(id) ?? (await repository.tree(id));
    trees.set(id, entries);
    return entries;
  };

  let packageTree = root;
  for (const name of folder === "" ? [] : folder.split("/")) {
    const entry = (await readTree(packageTree)).find((entry) => entry.name === name);
    if (entry?.kind !== "folder")
      throw new StoreError(
        `The commit has no folder \`${folder}\`.`,
        "Commit the package there, or correct `folder` under [store] in setpoint.toml.",
        "commit",
      );
    packageTree = entry.id;
  }

  const results = new Map<string, ReadResult>([["", { kind: "folder" }]]);
  const lists = new Map<string, string[]>();
  const files: { readonly path: string; readonly id: string }[] = [];
  const walk = async (tree: string, path: string, depth: number): Promise<void> => {
    if (depth > limits.depth) throw tooMuch(`folders more than ${limits.depth} deep`);
    const here: string[] = [];
    lists.set(path, here);
    for (const { name, kind, id } of await readTree(tree)) {
      const full = path === "" ? name : `${path}/${name}`;
      if (results.size > limits.files) throw tooMuch(`more than ${limits.files} files`);
      switch (kind) {
        case "folder":
          results.set(full, { kind: "folder" });
          await walk(id, full, depth + 1);
          break;
        case "file":
          // The place is taken now, so that the count is right before anything is read.
          results.set(full, { kind: "missing" });
          here.push(name);
          files.push({ path: full, id });
          break;
        case "link":
          results.set(full, { kind: "unreadable", why: "it is a symbolic link, and those are not followed" });
          here.push(name);
          break;
        case "submodule":
          results.set(full, { kind: "unreadable", why: "it is a submodule, and those are not read" });
          break;
      }
    }
  };
  await walk(packageTree, "", 0);

  const texts = new Map<string, ReadResult>();
  let bytes = 0;
  const readFile = async (id: string): Promise<void> => {
    const result = before.texts.get(id) ?? (await readBlob(repository, id));
    texts.set(id, result);
    if (result.kind === "text") bytes += result.text.length;
    if (bytes > limits.bytes) throw tooMuch(`more than ${limits.bytes} bytes of text`);
  };
  const ids = [...new Set(files.map((file) => file.id))];
  for (let at = 0; at < ids.length; at += BATCH) await Promise.all(ids.slice(at, at + BATCH).map(readFile));
  for (const { path, id } of files) results.set(path, texts.get(id) ?? { kind: "missing" });
  for (const here of lists.values()) here.splice(0, here.length, ...here.toSorted());

  return {
    snapshot: {
      read: (path) => results.get(path) ?? { kind: "missing" },
      list: (path) => lists.get(path) ?? [],
    },
    remembered: { trees, texts },
  };
}

async function readBlob(repository: Repository, id: string): Promise<ReadResult> {
  const bytes = await repository.blob(id);
  if (bytes.length > MAX_SOURCE_BYTES) return { kind: "too-large", bytes: bytes.length };
  // The library checks a pack as a whole and once; what is compiled is checked for itself.
  if (blobId(bytes) !== id)
    throw new StoreError(
      `The blob ${short(id)} of the repository ${repository.folder} is damaged: its content has another id.`,
      "Run `git fsck` there; fetching again from the origin mends a damaged object.",
    );
  return readText(bytes, id);
}

function tooMuch(what: string): StoreError {
  return new StoreError(
    `The package has ${what}, which is more than is read.`,
    "Name the folder that holds the package as `folder` under [store] in setpoint.toml, and keep other things out of it.",
    "commit",
  );
}
