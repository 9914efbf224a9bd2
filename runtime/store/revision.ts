// What people call a commit: `HEAD~2`, `main`, `v1.2^2`, `1a2b3c4`; and the package's files as of it.
//
// In:  a repository and such a name. Out: the commit, or a `StoreError` that says what there is. Of the many forms that Git
// itself reads these are the ones that people type: a name, then any number of `~N` (the Nth first parent) and `^N` (the Nth
// parent).

import { short, StoreError, type Repository } from "./git.ts";
import { LIMITS, readPackage, type Snapshot } from "./package.ts";

export interface Revision {
  readonly commit: string;
  readonly committedAt: number;
  /** The package's folder as of the commit. */
  readonly snapshot: Snapshot;
}

const STEPS = /(?:[~^]\d*)*$/;
/** What Git allows in the name of a branch or a tag, and nothing that could lead out of its folder. */
const NAME = /^(?!\/|-|.*\.\.|.*@\{)[^\u0000-\u0020~^:?*[\\\u007f]+$/;

/** `folder`: the package's, inside the repository. */
export async function readRevision(
  repository: Repository,
  revision: string,
  folder: string,
): Promise<Revision> {
  const commit = await findCommit(repository, revision);
  const { tree, committedAt } = await repository.commit(commit);
  const { snapshot } = await readPackage(
    repository,
    tree,
    folder,
    { trees: new Map(), texts: new Map() },
    LIMITS,
  );
  return { commit, committedAt, snapshot };
}

export async function findCommit(repository: Repository, revision: string): Promise<string> {
  const steps = STEPS.exec(revision)?.[0] ?? "";
  const name = revision.slice(0, revision.length - steps.length);
  const base = name === "@" ? "HEAD" : name;
  let commit = NAME.test(base) ? await repository.named(base) : null;
  if (commit === null) throw noCommit(repository, revision);
  for (const [, kind, digits = ""] of steps.matchAll(/([~^])(\d*)/g)) {
    const number = digits === "" ? 1 : Number(digits);
    if (kind === "^" && number > 0) commit = await parentOf(repository, revision, commit, number);
    for (let left = kind === "~" ? number : 0; left > 0; left--)
      commit = await parentOf(repository, revision, commit, 1);
  }
  return commit;
}

async function parentOf(
  repository: Repository,
  revision: string,
  commit: string,
  nth: number,
): Promise<string> {
  const parent = (await repository.commit(commit)).parents[nth - 1];
  // A shallow clone names parents that it does not have.
  if (parent === undefined || repository.shallow().has(commit)) throw noParent(repository, revision, commit);
  return parent;
}

function noCommit({ folder }: Repository, revision: string): StoreError {
  return new StoreError(
    `The repository ${folder} has no commit \`${revision}\`.`,
    "Name a branch, a tag, the beginning of an id, or HEAD, each with ~N or ^N behind it: HEAD~1, main, v1.2.",
  );
}

function noParent(repository: Repository, revision: string, commit: string): StoreError {
  const { folder } = repository;
  const cut = repository.shallow().has(commit);
  return new StoreError(
    cut
      ? `The repository ${folder} is a shallow clone: it does not reach back to \`${revision}\`.`
      : `The history of ${folder} has no \`${revision}\`: the commit ${short(commit)} has no such parent.`,
    cut ? "Run `git fetch --unshallow` there." : "Name a commit that is nearer.",
  );
}
