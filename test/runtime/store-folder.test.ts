// A working folder as the compiler reads it.

import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { folderSnapshot } from "../../runtime/store/folder.ts";
import type { Snapshot } from "../../runtime/store.ts";
import { runGit, temporaryFolder } from "../support/repository.ts";

let temporary: ReturnType<typeof temporaryFolder>;
let root: string;
let snapshot: Snapshot;

beforeEach(() => {
  temporary = temporaryFolder();
  root = join(temporary.path, "package");
  mkdirSync(join(root, "env"), { recursive: true });
  writeFileSync(join(root, "main.sp"), "größer\n");
  writeFileSync(join(root, "env/prod.sp"), "prod");
  writeFileSync(join(temporary.path, "outside.sp"), "secret");
  snapshot = folderSnapshot(root);
});
afterEach(() => temporary.remove());

test("a text has the id that Git would give it", () => {
  const id = runGit(root, ["hash-object", "--no-filters", "main.sp"]);
  expect(snapshot.read("main.sp")).toEqual({ kind: "text", text: "größer\n", id });
});

test("lists files, not folders, sorted", () => {
  writeFileSync(join(root, "B.sp"), "");
  writeFileSync(join(root, "a.sp"), "");
  expect(snapshot.list("")).toEqual(["B.sp", "a.sp", "main.sp"]);
  expect(snapshot.list("env")).toEqual(["prod.sp"]);
  expect(snapshot.list("nowhere")).toEqual([]);
  expect(snapshot.list("main.sp")).toEqual([]);
});

test("a path never leads out, by dots, by a link, or through a linked folder", () => {
  const out = { kind: "unreadable", why: "it leads out of the package's folder" };
  symlinkSync("../outside.sp", join(root, "link.sp"));
  symlinkSync("..", join(root, "up"));
  symlinkSync(`${root}-not`, join(root, "sibling"));
  mkdirSync(`${root}-not`);
  writeFileSync(join(`${root}-not`, "x.sp"), "secret");
  for (const path of [
    "../outside.sp",
    "env/../../outside.sp",
    join(temporary.path, "outside.sp"),
    "link.sp",
    "up/outside.sp",
    "sibling/x.sp",
  ])
    expect([path, snapshot.read(path)]).toEqual([path, out]);
  expect(snapshot.list("..")).toEqual([]);
  expect(snapshot.list("up")).toEqual([]);
});

test("a link that stays inside is followed", () => {
  symlinkSync("env/prod.sp", join(root, "link.sp"));
  symlinkSync("env", join(root, "environments"));
  expect(snapshot.read("link.sp")).toMatchObject({ kind: "text", text: "prod" });
  expect(snapshot.read("environments/prod.sp")).toMatchObject({ kind: "text", text: "prod" });
  expect(snapshot.list("")).toEqual(["link.sp", "main.sp"]);
});

test("says what a file is instead of a text", () => {
  writeFileSync(join(root, "image.png"), Buffer.from([0x61, 0xff]));
  writeFileSync(join(root, "large.sp"), Buffer.alloc(8 * 1024 * 1024 + 1, "x"));
  symlinkSync("circle.sp", join(root, "circle.sp"));
  execFileSync("mkfifo", [join(root, "pipe.sp")]);
  expect(snapshot.read("image.png")).toEqual({ kind: "binary", offset: 1 });
  expect(snapshot.read("large.sp")).toEqual({ kind: "too-large", bytes: 8 * 1024 * 1024 + 1 });
  expect(snapshot.read("env")).toEqual({ kind: "folder" });
  expect(snapshot.read("")).toEqual({ kind: "folder" });
  expect(snapshot.read("nowhere.sp")).toEqual({ kind: "missing" });
  expect(snapshot.read("main.sp/x.sp")).toEqual({ kind: "missing" });
  expect(snapshot.read("pipe.sp")).toEqual({ kind: "unreadable", why: "it is not a plain file" });
  expect(snapshot.read("circle.sp")).toEqual({
    kind: "unreadable",
    why: "its symbolic links lead in a circle",
  });
  expect(snapshot.read("a\0b")).toEqual({ kind: "unreadable", why: "it leads out of the package's folder" });
});

test("one snapshot sees one state of a file", () => {
  const before = snapshot.read("main.sp");
  writeFileSync(join(root, "main.sp"), "changed");
  expect(snapshot.read("main.sp")).toEqual(before);
  expect(folderSnapshot(root).read("main.sp")).toMatchObject({ text: "changed" });
});
