// What people call a commit, held to what Git itself makes of it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRepository } from "../../runtime/store/git.ts";
import { findCommit, readRevision } from "../../runtime/store/revision.ts";
import { makeRepository, runGit, type TestRepository } from "../support/repository.ts";

const root = mkdtempSync(join(tmpdir(), "setpoint-revision-"));
let repository: TestRepository;
let second = "";

beforeAll(() => {
  repository = makeRepository(join(root, "repo"));
  repository.write("a.sp", "let a = 1\n");
  repository.commit("one");
  repository.write("deep/b.sp", "let b = 1\n");
  second = repository.commit("two");
  repository.git("tag", "light");
  repository.git("tag", "--annotate", "--message", "x", "v1.0");
  repository.git("switch", "--quiet", "--create", "feature/side", "HEAD~1");
  repository.write("c.sp", "let c = 1\n");
  repository.commit("side");
  repository.git("switch", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "--message", "merged", "feature/side");
  repository.git("update-ref", "refs/remotes/origin/main", "HEAD~1");
});
afterAll(() => rmSync(root, { recursive: true }));

async function find(revision: string, folder = repository.folder): Promise<string> {
  return findCommit(await openRepository(folder), revision);
}

describe("the same commit as Git's", () => {
  test.each([
    "HEAD",
    "@",
    "HEAD~",
    "HEAD~1",
    "HEAD^",
    "HEAD^2",
    "HEAD^2~1",
    "HEAD^0",
    "HEAD~0",
    "HEAD~2",
    "HEAD^^",
    "@~1",
    "main",
    "heads/main",
    "refs/heads/main",
    "feature/side",
    "feature/side~1",
    "light",
    "v1.0",
    "v1.0~1",
    "tags/v1.0",
    "origin/main",
  ])("%s", async (revision) => {
    expect(await find(revision)).toBe(repository.git("rev-parse", `${revision}^{commit}`));
  });

  test("the whole id, its beginning, and the id of a tag", async () => {
    expect(await find(second)).toBe(second);
    expect(await find(second.slice(0, 8))).toBe(second);
    expect(await find(`${second.slice(0, 8)}~`)).toBe(repository.git("rev-parse", `${second}~`));
    expect(await find(repository.git("rev-parse", "v1.0"))).toBe(second);
  });

  test("in packs, too", async () => {
    const packed = makeRepository(join(root, "packed"));
    for (const message of ["one", "two", "three"]) packed.commit(message);
    packed.git("gc", "--quiet");
    packed.git("pack-refs", "--all");
    expect(await find("main~2", packed.folder)).toBe(packed.git("rev-parse", "main~2"));
    const short = packed.git("rev-parse", "--short=9", "HEAD~1");
    expect(await find(short, packed.folder)).toBe(packed.git("rev-parse", "HEAD~1"));
  });

  test("in a linked work tree HEAD is its own", async () => {
    const linked = join(root, "linked");
    repository.git("worktree", "add", "--quiet", linked, "feature/side");
    expect(await find("HEAD", linked)).toBe(repository.git("rev-parse", "feature/side"));
    runGit(linked, ["switch", "--quiet", "--detach", "HEAD~1"]);
    expect(await find("HEAD", linked)).toBe(repository.git("rev-parse", "feature/side~1"));
    expect(await find("HEAD")).toBe(repository.git("rev-parse", "main"));
  });
});

describe("no commit", () => {
  test.each([
    "nowhere",
    "",
    "~1",
    "../HEAD",
    "/etc/passwd",
    "-x",
    "main..light",
    "HEAD@{1}",
    ":/two",
    "a b",
    "config",
  ])("%j", async (revision) => {
    await expect(find(revision)).rejects.toThrow(`has no commit \`${revision}\``);
  });

  test("a file's id, and a parent that is not there", async () => {
    await expect(find(repository.git("rev-parse", "HEAD:a.sp"))).rejects.toThrow("has no commit");
    await expect(find("HEAD~9")).rejects.toThrow(/has no `HEAD~9`.*no such parent/);
    await expect(find("HEAD^3")).rejects.toThrow("has no `HEAD^3`");
  });

  test("a shallow clone says so", async () => {
    runGit(root, ["clone", "--quiet", "--depth", "1", `file://${repository.folder}`, "shallow"]);
    await expect(find("HEAD~1", join(root, "shallow"))).rejects.toThrow("is a shallow clone");
  });
});

test("the files of the package's folder as of the commit", async () => {
  const opened = await openRepository(repository.folder);
  const { commit, snapshot } = await readRevision(opened, "v1.0", "deep");
  expect(commit).toBe(second);
  expect(snapshot.read("b.sp")).toMatchObject({ kind: "text", text: "let b = 1\n" });
  expect(snapshot.read("../a.sp").kind).toBe("missing");
  await expect(readRevision(opened, "v1.0~1", "deep")).rejects.toThrow("has no folder `deep`");
});
