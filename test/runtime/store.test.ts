// The state store against real repositories, made by the real git.

import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StoreGrant } from "../../runtime/config.ts";
import { openStore, StoreError } from "../../runtime/store.ts";
import {
  COMMITTED,
  makeRepository,
  runGit,
  temporaryFolder,
  type TestRepository,
} from "../support/repository.ts";

let temporary: ReturnType<typeof temporaryFolder>;
let repository: TestRepository;

beforeEach(() => {
  temporary = temporaryFolder();
  repository = makeRepository(join(temporary.path, "desired"));
});
afterEach(() => temporary.remove());

function grant(changes: Partial<StoreGrant> = {}): StoreGrant {
  return { repository: repository.folder, branch: "main", folder: "", poll: 15_000, ...changes };
}

async function failure(work: Promise<unknown>): Promise<StoreError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

function looseObject(id: string): string {
  return join(repository.folder, ".git/objects", id.slice(0, 2), id.slice(2));
}

describe("head", () => {
  test("is the branch's newest commit, with what a person recognises it by", async () => {
    repository.write("main.sp", "one");
    const commit = repository.commit("Give the site a page\n\nAnd say why.");
    expect(await openStore(grant()).head()).toEqual({
      kind: "commit",
      commit,
      subject: "Give the site a page",
      author: "Ada Lovelace",
      committedAt: COMMITTED * 1000,
    });
  });

  test("follows the branch, and not what is checked out", async () => {
    repository.write("main.sp", "one");
    const first = repository.commit("One");
    repository.git("checkout", "--quiet", "-b", "live");
    repository.write("main.sp", "two");
    const second = repository.commit("Two");
    const main = openStore(grant());
    const live = openStore(grant({ branch: "live" }));
    expect(await main.head()).toMatchObject({ commit: first });
    expect(await live.head()).toMatchObject({ commit: second });
    repository.git("branch", "--quiet", "--force", "main", second);
    expect(await main.head()).toMatchObject({ commit: second });
  });

  test("cannot move the cursor of whoever reads it", async () => {
    repository.write("main.sp", "one");
    repository.commit("Fine \u001b[2J\u202egnihtyna");
    expect(await openStore(grant()).head()).toMatchObject({ subject: "Fine  [2J gnihtyna" });
  });

  test("is found in packed refs and objects, bare, and in a linked work tree", async () => {
    repository.write("main.sp", "one");
    const commit = repository.commit("One");
    repository.git("gc", "--quiet");
    expect(readdirSync(join(repository.folder, ".git/refs/heads"))).toEqual([]);
    const bare = join(temporary.path, "desired.git");
    runGit(temporary.path, ["clone", "--quiet", "--bare", repository.folder, bare]);
    const linked = join(temporary.path, "linked");
    repository.git("worktree", "add", "--quiet", "--detach", linked);
    for (const folder of [repository.folder, bare, linked]) {
      const store = openStore(grant({ repository: folder }));
      expect(await store.head()).toMatchObject({ kind: "commit", commit });
      expect((await store.snapshot(commit)).read("main.sp")).toMatchObject({ text: "one" });
    }
  });
});

describe("a store that cannot be read is unavailable, in words", () => {
  async function why(changes: Partial<StoreGrant> = {}): Promise<string> {
    const head = await openStore(grant(changes)).head();
    if (head.kind === "commit") throw new Error("it is available");
    expect(head.help).not.toBe("");
    return head.why;
  }

  test("no such folder, a file, not a repository", async () => {
    const nowhere = join(temporary.path, "nowhere");
    expect(await why({ repository: nowhere })).toBe(`There is no folder ${nowhere}.`);
    const file = join(temporary.path, "file");
    writeFileSync(file, "");
    expect(await why({ repository: file })).toBe(`${file} is not a folder.`);
    expect(await why({ repository: temporary.path })).toBe(`${temporary.path} is not a Git repository.`);
  });

  test("no such branch, and one without a commit", async () => {
    const text = `The repository ${repository.folder} has no branch \`main\`.`;
    expect(await why()).toBe(text);
    repository.write("main.sp", "one");
    repository.commit("One");
    expect(await why({ branch: "live" })).toBe(text.replace("main", "live"));
  });

  test("a branch that names a commit that is not there", async () => {
    repository.write("main.sp", "one");
    const commit = repository.commit("One");
    rmSync(looseObject(commit));
    expect(await why()).toBe(
      `The repository ${repository.folder} does not hold the commit ${commit.slice(0, 10)}.`,
    );
  });

  test("a commit whose bytes are damaged", async () => {
    repository.write("main.sp", "one");
    const commit = repository.commit("One");
    const bytes = readFileSync(looseObject(commit));
    bytes.writeUInt8(bytes.readUInt8(20) ^ 0xff, 20);
    chmodSync(looseObject(commit), 0o644);
    writeFileSync(looseObject(commit), bytes);
    expect(await why()).toMatch(
      `The commit ${commit.slice(0, 10)} of the repository ${repository.folder} cannot be read:`,
    );
  });

  test("SHA-256 object names, and borrowed objects", async () => {
    const modern = join(temporary.path, "modern");
    mkdirSync(modern);
    runGit(modern, ["init", "--quiet", "--initial-branch=main", "--object-format=sha256"]);
    runGit(modern, ["commit", "--quiet", "--allow-empty", "--message", "One"]);
    expect(await why({ repository: modern })).toMatch("uses SHA-256 object names, which cannot be read");
    repository.commit("One");
    const borrower = join(temporary.path, "borrower");
    runGit(temporary.path, ["clone", "--quiet", "--shared", repository.folder, borrower]);
    expect(await why({ repository: borrower })).toMatch("uses borrowed objects");
  });

  test("it becomes available again by itself", async () => {
    const store = openStore(grant());
    expect(await store.head()).toMatchObject({ kind: "unavailable" });
    repository.write("main.sp", "one");
    const commit = repository.commit("One");
    expect(await store.head()).toMatchObject({ kind: "commit", commit });
  });
});

describe("snapshot", () => {
  test("holds the commit's files, whatever the work tree has become", async () => {
    repository.write("main.sp", "system one\n");
    repository.write("env/prod.sp", "größer\n");
    const commit = repository.commit("One");
    repository.write("main.sp", "changed");
    repository.write("new.sp", "new");
    rmSync(join(repository.folder, "env"), { recursive: true });
    const snapshot = await openStore(grant()).snapshot(commit);
    expect(snapshot.read("main.sp")).toEqual({
      kind: "text",
      text: "system one\n",
      id: repository.git("rev-parse", `${commit}:main.sp`),
    });
    expect(snapshot.read("env/prod.sp")).toMatchObject({ kind: "text", text: "größer\n" });
    expect(snapshot.read("new.sp")).toEqual({ kind: "missing" });
    expect(snapshot.read("../desired/main.sp")).toEqual({ kind: "missing" });
    expect(snapshot.read("env")).toEqual({ kind: "folder" });
    expect(snapshot.read("")).toEqual({ kind: "folder" });
    expect(snapshot.list("")).toEqual(["main.sp"]);
    expect(snapshot.list("env")).toEqual(["prod.sp"]);
    expect(snapshot.list("nowhere")).toEqual([]);
  });

  test("is the package's folder alone", async () => {
    repository.write("main.sp", "not ours");
    repository.write("deploy/web/main.sp", "ours");
    const commit = repository.commit("One");
    const snapshot = await openStore(grant({ folder: "deploy/web" })).snapshot(commit);
    expect(snapshot.list("")).toEqual(["main.sp"]);
    expect(snapshot.read("main.sp")).toMatchObject({ text: "ours" });
  });

  test("without the package's folder is the commit's fault, and says so", async () => {
    repository.write("main.sp", "one");
    const commit = repository.commit("One");
    for (const folder of ["deploy", "main.sp"]) {
      const error = await failure(openStore(grant({ folder })).snapshot(commit));
      expect(error.message).toBe(`The commit has no folder \`${folder}\`.`);
      expect(error.fault).toBe("commit");
    }
  });

  test("says why a file is no text", async () => {
    repository.write("image.png", Buffer.from([0x61, 0xc3, 0xa4, 0x89, 0x50]));
    repository.write("cut.sp", Buffer.from([0x61, 0x62, 0xe2, 0x82]));
    repository.write("surrogate.sp", Buffer.from([0xed, 0xa0, 0x80]));
    repository.write("large.sp", Buffer.alloc(8 * 1024 * 1024 + 1, "x"));
    repository.write("full.sp", Buffer.alloc(8 * 1024 * 1024, "x"));
    repository.link("link.sp", "main.sp");
    const commit = repository.commit("One");
    const snapshot = await openStore(grant()).snapshot(commit);
    expect(snapshot.read("image.png")).toEqual({ kind: "binary", offset: 3 });
    expect(snapshot.read("cut.sp")).toEqual({ kind: "binary", offset: 2 });
    expect(snapshot.read("surrogate.sp")).toEqual({ kind: "binary", offset: 0 });
    expect(snapshot.read("large.sp")).toEqual({ kind: "too-large", bytes: 8 * 1024 * 1024 + 1 });
    expect(snapshot.read("full.sp").kind).toBe("text");
    expect(snapshot.read("link.sp")).toEqual({
      kind: "unreadable",
      why: "it is a symbolic link, and those are not followed",
    });
    expect(snapshot.list("")).toContain("link.sp");
  });

  test("does not enter a submodule", async () => {
    repository.write("main.sp", "one");
    const first = repository.commit("One");
    repository.git("update-index", "--add", "--cacheinfo", `160000,${first},vendor`);
    repository.git("commit", "--quiet", "--message", "Two");
    const snapshot = await openStore(grant()).snapshot(repository.git("rev-parse", "HEAD"));
    expect(snapshot.read("vendor")).toEqual({
      kind: "unreadable",
      why: "it is a submodule, and those are not read",
    });
    expect(snapshot.list("")).toEqual(["main.sp"]);
  });

  test("reads packed objects and deltas", async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `line ${index}\n`);
    repository.write("main.sp", lines.join(""));
    repository.commit("One");
    repository.write("main.sp", lines.toSpliced(1_000, 1, "changed\n").join(""));
    const commit = repository.commit("Two");
    repository.git("gc", "--quiet", "--aggressive");
    expect(repository.git("count-objects")).toMatch(/^0 objects/);
    const snapshot = await openStore(grant()).snapshot(commit);
    expect(snapshot.read("main.sp")).toMatchObject({
      text: lines.toSpliced(1_000, 1, "changed\n").join(""),
      id: repository.git("rev-parse", "HEAD:main.sp"),
    });
  });

  test("of a new commit reads only what it changed", async () => {
    repository.write("same/a.sp", "same");
    repository.write("main.sp", "one");
    const first = repository.commit("One");
    repository.write("main.sp", "two");
    const second = repository.commit("Two");
    const store = openStore(grant());
    await store.snapshot(first);
    // What has not changed is no longer there to be read.
    rmSync(looseObject(repository.git("rev-parse", `${second}:same/a.sp`)));
    rmSync(looseObject(repository.git("rev-parse", `${second}:same`)));
    const snapshot = await store.snapshot(second);
    expect(snapshot.read("same/a.sp")).toMatchObject({ text: "same" });
    expect(snapshot.read("main.sp")).toMatchObject({ text: "two" });
    const error = await failure(openStore(grant()).snapshot(second));
    expect(error).toMatchObject({ fault: "store" });
    expect(error.message).toMatch("does not hold the tree");
  });

  test("bounds the number of files, the depth and the bytes", async () => {
    repository.write("a/b/c/d.sp", "1234567890");
    repository.write("e.sp", "another");
    const commit = repository.commit("One");
    const limits = { files: 100, bytes: 100, depth: 10 };
    const snapshotOf = (changed: Partial<typeof limits>): Promise<unknown> =>
      openStore(grant(), { ...limits, ...changed }).snapshot(commit);
    await expect(snapshotOf({})).resolves.toBeDefined();
    for (const [changed, words] of [
      [{ files: 4 }, "more than 4 files"],
      [{ bytes: 16 }, "more than 16 bytes of text"],
      [{ depth: 2 }, "folders more than 2 deep"],
    ] as const) {
      const error = await failure(snapshotOf(changed));
      expect(error.message).toBe(`The package has ${words}, which is more than is read.`);
      expect(error.fault).toBe("commit");
    }
  });

  test("of a damaged blob fails, and never gives other words", async () => {
    repository.write("main.sp", "all is well");
    const commit = repository.commit("One");
    const id = repository.git("rev-parse", `${commit}:main.sp`);
    const other = runGit(repository.folder, ["hash-object", "-w", "--stdin"], "all is lost");
    chmodSync(looseObject(id), 0o644);
    writeFileSync(looseObject(id), readFileSync(looseObject(other)));
    const error = await failure(openStore(grant()).snapshot(commit));
    expect(error.message).toMatch(`The blob ${id.slice(0, 10)} of the repository`);
    expect(error.help).toMatch("git fsck");
  });
});

test("a pack whose index leads to another file's content is found out", async () => {
  repository.write("a.sp", "all is well");
  repository.write("b.sp", "all is lost");
  const commit = repository.commit("One");
  repository.git("gc", "--quiet");
  const packs = join(repository.folder, ".git/objects/pack");
  const path = join(packs, readdirSync(packs).find((name) => name.endsWith(".idx")) ?? "");
  // Version 2: a header of 8 bytes, 256 counts, and then for each object its id, its checksum and its offset, apart.
  const bytes = readFileSync(path);
  const count = bytes.readUInt32BE(8 + 255 * 4);
  const ids = Array.from({ length: count }, (_, index) =>
    bytes.toString("hex", 1032 + index * 20, 1032 + index * 20 + 20),
  );
  const [a, b] = ["a.sp", "b.sp"].map(
    (name) => 1032 + count * 24 + ids.indexOf(repository.git("rev-parse", `${commit}:${name}`)) * 4,
  ) as [number, number];
  const offset = bytes.readUInt32BE(a);
  bytes.writeUInt32BE(bytes.readUInt32BE(b), a);
  bytes.writeUInt32BE(offset, b);
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
  const error = await failure(openStore(grant()).snapshot(commit));
  expect(error.message).toMatch("is damaged: its content has another id");
});

describe("descends", () => {
  test("along a line, through a merge, and not sideways or backwards", async () => {
    const first = repository.commit("One");
    const second = repository.commit("Two");
    repository.git("checkout", "--quiet", "-b", "side", first);
    const side = repository.commit("Side");
    repository.git("checkout", "--quiet", "main");
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side");
    const merge = repository.git("rev-parse", "HEAD");
    const store = openStore(grant());
    expect(await store.descends(first, first)).toBe(true);
    expect(await store.descends(merge, first)).toBe(true);
    expect(await store.descends(merge, side)).toBe(true);
    expect(await store.descends(side, second)).toBe(false);
    expect(await store.descends(first, second)).toBe(false);
    expect(await store.descends(merge, "0123456789012345678901234567890123456789")).toBe(false);
  });

  test("cannot be told by a shallow clone, which says so", async () => {
    const first = repository.commit("One");
    repository.git("checkout", "--quiet", "--orphan", "other");
    const other = repository.commit("Another beginning");
    repository.git("checkout", "--quiet", "main");
    repository.commit("Two");
    const third = repository.commit("Three");
    const clone = join(temporary.path, "shallow");
    runGit(temporary.path, ["clone", "--quiet", "--depth=1", `file://${repository.folder}`, clone]);
    const store = openStore(grant({ repository: clone }));
    expect(await store.descends(third, first)).toBe(false);
    runGit(clone, ["fetch", "--quiet", "--depth=1", "origin", other]);
    const error = await failure(store.descends(third, other));
    expect(error.message).toMatch("is a shallow clone");
    expect(error.help).toMatch("--unshallow");
  });
});
