// A Git repository on this machine, read by isomorphic-git: branches, commits, trees and blobs.
//
// In:  its folder. Out: facts about it, or a `StoreError` in words. Nothing is ever written, and the work tree and the index
// are not looked at, HEAD only where a person names it: what is desired is what was committed to the branch.
// Surprising: the library keeps every pack that it has opened in a cache object. Each reading gets a new one, and what is
// worth keeping (trees and texts by their ids) is kept by ../store.ts: a repository may be far larger than what is desired.

import { readFileSync, statSync } from "node:fs";
import fs from "node:fs";
import { join, resolve } from "node:path";

/** The store cannot be read, or (`fault` is "commit") this commit cannot be what is desired. */
export class StoreError extends Error {
  readonly help: string;
  readonly fault: "store" | "commit";
  constructor(message: string, help: string, fault: "store" | "commit" = "store", options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.help = help;
    this.fault = fault;
  }
}

export interface CommitFacts {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
}

export interface TreeEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "submodule";
  readonly id: string;
}

export interface Repository {
  readonly folder: string;
  branch(name: string): Promise<string>;
  commit(id: string): Promise<CommitFacts>;
  /** The commit for which `HEAD`, a branch, a tag, or the beginning of an id stands; null: for none. */
  named(name: string): Promise<string | null>;
  /** Null: there is no such commit here. */
  knownCommit(id: string): Promise<CommitFacts | null>;
  tree(id: string): Promise<readonly TreeEntry[]>;
  blob(id: string): Promise<Buffer>;
  /** The commits whose parents were left out when the repository was cloned. */
  shallow(): ReadonlySet<string>;
}

export async function openRepository(folder: string): Promise<Repository> {
  const { gitdir, own } = findGitFolder(folder);
  const git = await import("isomorphic-git");
  const at = { fs, gitdir, cache: {} };
  const knownCommit = async (id: string): Promise<CommitFacts | null> => {
    try {
      const { commit } = await git.readCommit({ ...at, oid: id });
      return {
        tree: commit.tree,
        parents: commit.parent,
        message: commit.message,
        author: commit.author.name,
        committedAt: commit.committer.timestamp * 1000,
      };
    } catch (error) {
      if (isNotFound(error)) return null;
      throw unreadable(folder, gitdir, "commit", id, error);
    }
  };
  return {
    folder,
    knownCommit,
    branch: async (name) => {
      try {
        return await git.resolveRef({ ...at, ref: `refs/heads/${name}` });
      } catch (error) {
        throw noBranch(folder, gitdir, name, error);
      }
    },
    named: async (name) => {
      // The library would read the HEAD of the main work tree.
      const head = name === "HEAD" ? readMaybe(join(own, "HEAD"))?.trim() : undefined;
      try {
        const id =
          (await orNull(git.resolveRef({ ...at, ref: head?.replace(/^ref: /, "") ?? name }))) ??
          (/^[0-9a-f]{4,40}$/.test(name) ? await orNull(git.expandOid({ ...at, oid: name })) : null);
        const found = id === null ? null : await orNull(git.readCommit({ ...at, oid: id }));
        if (found !== null) return found.oid;
      } catch (error) {
        throw unreadable(folder, gitdir, "name", name, error);
      }
      const format = foreignFormat(gitdir);
      if (format !== null) throw unsupported(folder, format, null);
      return null;
    },
    commit: async (id) => (await knownCommit(id)) ?? missing(folder, gitdir, "commit", id),
    tree: async (id) => {
      try {
        const { tree } = await git.readTree({ ...at, oid: id });
        return tree.map(({ path, mode, type, oid }) => ({
          name: path,
          kind: entryKind(mode, type),
          id: oid,
        }));
      } catch (error) {
        if (isNotFound(error)) return missing(folder, gitdir, "tree", id);
        throw unreadable(folder, gitdir, "tree", id, error);
      }
    },
    blob: async (id) => {
      try {
        const { blob } = await git.readBlob({ ...at, oid: id });
        return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
      } catch (error) {
        if (isNotFound(error)) return missing(folder, gitdir, "blob", id);
        throw unreadable(folder, gitdir, "blob", id, error);
      }
    },
    shallow: () => new Set(readMaybe(join(gitdir, "shallow"))?.split("\n")),
  };
}

interface GitFolders {
  /** What holds `refs` and `objects`. */
  readonly gitdir: string;
  /** What holds the work tree's own HEAD: another one where the work tree is a linked one. */
  readonly own: string;
}

/** Of a work tree, of a linked work tree, or the bare repository itself. */
function findGitFolder(folder: string): GitFolders {
  if (!isFolder(folder)) {
    throw new StoreError(
      exists(folder) ? `${folder} is not a folder.` : `There is no folder ${folder}.`,
      "Clone the repository there, or correct `repository` under [store] in setpoint.toml.",
    );
  }
  const inside = join(folder, ".git");
  if (isFolder(inside)) return { gitdir: inside, own: inside };
  const link = /^gitdir: (.*)$/m.exec(readMaybe(inside) ?? "")?.[1];
  if (link !== undefined) {
    const linked = resolve(folder, link);
    const common = readMaybe(join(linked, "commondir"));
    return { gitdir: common === null ? linked : resolve(linked, common.trim()), own: linked };
  }
  if (isFolder(join(folder, "objects")) && readMaybe(join(folder, "HEAD")) !== null)
    return { gitdir: folder, own: folder };
  throw new StoreError(
    `${folder} is not a Git repository.`,
    "Run `git init` or `git clone` there, or correct `repository` under [store] in setpoint.toml.",
  );
}

function entryKind(mode: string, type: string): TreeEntry["kind"] {
  if (type === "tree") return "folder";
  if (type === "commit") return "submodule";
  return mode === "120000" ? "link" : "file";
}

function noBranch(folder: string, gitdir: string, name: string, cause: unknown): StoreError {
  const format = foreignFormat(gitdir);
  if (format !== null) return unsupported(folder, format, cause);
  const help = "Push a commit to it, or correct `branch` under [store] in setpoint.toml.";
  return new StoreError(`The repository ${folder} has no branch \`${name}\`.`, help, "store", { cause });
}

function missing(folder: string, gitdir: string, what: string, id: string): never {
  if (exists(join(gitdir, "objects/info/alternates")))
    throw unsupported(folder, "borrowed objects (it was cloned with --shared or --reference)", null);
  throw new StoreError(
    `The repository ${folder} does not hold the ${what} ${short(id)}.`,
    "It may be in the middle of a fetch or a clean-up; the next look decides. If it stays so, run `git fsck` there.",
  );
}

function unreadable(folder: string, gitdir: string, what: string, id: string, cause: unknown): StoreError {
  const format = foreignFormat(gitdir);
  if (format !== null) return unsupported(folder, format, cause);
  const words =
    cause instanceof Error ? cause.message.replace(/^An internal error.*?\n\n?/s, "") : String(cause);
  return new StoreError(
    `The ${what} ${short(id)} of the repository ${folder} cannot be read: ${words.replaceAll(/\s+/g, " ").trim()}`,
    "Run `git fsck` there; fetching again from the origin mends a damaged object.",
    "store",
    { cause },
  );
}

function unsupported(folder: string, what: string, cause: unknown): StoreError {
  return new StoreError(
    `The repository ${folder} uses ${what}, which cannot be read.`,
    "Name a plain clone of it (SHA-1, refs in files) under [store] in setpoint.toml.",
    "store",
    { cause },
  );
}

/** What the repository's own configuration says that the library does not know. */
function foreignFormat(gitdir: string): string | null {
  const config = readMaybe(join(gitdir, "config")) ?? "";
  if (/^\s*objectformat\s*=\s*sha256\s*$/im.test(config)) return "SHA-256 object names";
  if (/^\s*refstorage\s*=\s*reftable\s*$/im.test(config)) return "the reftable format";
  return null;
}

/** Null: there is nothing of that name, or something else than a commit. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isNotFound(error) || codeOf(error) === "ObjectTypeError") return null;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  return codeOf(error) === "NotFoundError";
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}

export function short(id: string): string {
  return id.slice(0, 10);
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

function readMaybe(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
