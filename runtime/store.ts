// The state store: the versions that a repository asks for.
//
// In:  the grant (a repository on this machine, a branch, the package's folder). Out: the branch's newest commit, the files
// of a commit as the compiler reads them, and whether one commit descends from another.
// A store that cannot be read is an answer and no failure of the agent's: `head` says *unavailable*, and the accepted version
// goes on being held. The other two reject with a `StoreError` that says whether the store or the commit is at fault.

import type { StoreGrant } from "./config.ts";
import { openRepository, short, StoreError, type Repository } from "./store/git.ts";
import { LIMITS, readPackage, type Limits, type Remembered, type Snapshot } from "./store/package.ts";

export { StoreError } from "./store/git.ts";
export type { Snapshot } from "./store/package.ts";

export interface Store {
  readonly grant: StoreGrant;
  head(): Promise<Head | Unavailable>;
  /** The package's folder as of the commit. */
  snapshot(commit: string): Promise<Snapshot>;
  /** Whether `from` is the commit itself or one of its ancestors. */
  descends(commit: string, from: string): Promise<boolean>;
}

export interface Head {
  readonly kind: "commit";
  readonly commit: string;
  /** The first line of its message. */
  readonly subject: string;
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly committedAt: number;
}

export interface Unavailable {
  readonly kind: "unavailable";
  readonly why: string;
  readonly help: string;
}

/** Answers about ancestry never change; a refused candidate is asked about at every look. */
const REMEMBERED_ANSWERS = 64;

export function openStore(grant: StoreGrant, limits: Limits = LIMITS): Store {
  let newest: Head | null = null;
  let remembered: Remembered = { trees: new Map(), texts: new Map() };
  const ancestry = new Map<string, boolean>();

  return {
    grant,
    head: async () => {
      try {
        const repository = await openRepository(grant.repository);
        const commit = await repository.branch(grant.branch);
        if (newest?.commit !== commit) newest = await readHead(repository, commit);
        return newest;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        return { kind: "unavailable", why: error.message, help: error.help };
      }
    },
    snapshot: async (commit) => {
      const repository = await openRepository(grant.repository);
      const { tree } = await repository.commit(commit);
      const read = await readPackage(repository, tree, grant.folder, remembered, limits);
      remembered = read.remembered;
      return read.snapshot;
    },
    descends: async (commit, from) => {
      if (commit === from) return true;
      const question = `${commit} ${from}`;
      const known = ancestry.get(question);
      if (known !== undefined) return known;
      const answer = await isAncestor(await openRepository(grant.repository), commit, from);
      if (ancestry.size >= REMEMBERED_ANSWERS) ancestry.clear();
      ancestry.set(question, answer);
      return answer;
    },
  };
}

async function readHead(repository: Repository, commit: string): Promise<Head> {
  const { message, author, committedAt } = await repository.commit(commit);
  const subject = message.trimStart().split("\n", 1)[0] ?? "";
  return { kind: "commit", commit, subject: printable(subject), author: printable(author), committedAt };
}

/** Whoever writes a commit must not be able to move the cursor of whoever reads about it. */
function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, " ").trim();
}

async function isAncestor(repository: Repository, commit: string, from: string): Promise<boolean> {
  await repository.commit(commit);
  // A history that was rewritten is often not there at all: no need to walk the new one to its beginning.
  if ((await repository.knownCommit(from)) === null) return false;
  const shallow = repository.shallow();
  const seen = new Set([commit]);
  let reachedEnd = false;
  let generation = [commit];
  while (generation.length > 0) {
    const next: string[] = [];
    for (const id of generation) {
      if (shallow.has(id)) {
        reachedEnd = true;
        continue;
      }
      for (const parent of (await repository.commit(id)).parents) {
        if (parent === from) return true;
        if (seen.has(parent)) continue;
        seen.add(parent);
        next.push(parent);
      }
    }
    generation = next;
  }
  if (reachedEnd)
    throw new StoreError(
      `The repository ${repository.folder} is a shallow clone: it does not reach from ${short(commit)} back to ${short(from)}.`,
      "Run `git fetch --unshallow` there.",
    );
  return false;
}
