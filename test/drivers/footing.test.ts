// Where the process stands while the file driver works in its folders (footing.ts). In processes of their own: the threads in
// which these tests run have no working folder, so all other tests of the driver go the other way.

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { asNobody } from "../support/nobody.ts";
import { freshBase, grantOf, leftoversIn } from "./file-harness.ts";

interface Seen {
  readonly outcomes: readonly string[];
  readonly contents: readonly unknown[];
  readonly stood: readonly string[];
  readonly home: string;
  readonly moves: number;
}

const DONE = ["done", "done", "done", "invalid", "done", "done"];
const CONTENTS = ["/srv/a/1", "/srv/a/2", "/srv/b/1", "gone", "/srv/b/2", "/srv/a/3"];

let base = "";
let home = "";

beforeEach(() => {
  base = freshBase();
  home = join(base, "home");
  for (const folder of ["home", "srv/a", "srv/b"]) fs.mkdirSync(join(base, folder));
});

afterEach(() => {
  fs.rmSync(base, { recursive: true, force: true });
});

function run(words: readonly string[], ...more: readonly string[]): Seen {
  const script = join(import.meta.dirname, "footing-child.ts");
  const [command = "", ...rest] = [
    ...words,
    process.execPath,
    script,
    JSON.stringify(grantOf(base)),
    ...more,
  ];
  const child = spawnSync(command, rest, { cwd: home, encoding: "utf8" });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Seen;
}

test("what starts together is done in its folders, and nothing else ever sees the process there", () => {
  const { outcomes, contents, stood, moves } = run([]);
  expect(outcomes).toEqual(DONE);
  expect(contents).toEqual(CONTENTS);
  expect(stood).toEqual([home]);
  // Out and back for the effects and for the looks, and from folder to folder in between.
  expect(moves).toBeGreaterThan(4);
  expect(fs.readdirSync(home)).toEqual([]);
  for (const folder of ["srv/a", "srv/b"]) expect(leftoversIn(join(base, folder))).toEqual([]);
});

test("a working folder that was deleted is no matter", () => {
  const { outcomes, contents } = run([], "gone");
  expect(outcomes).toEqual(DONE);
  expect(contents).toEqual(CONTENTS);
});

test.skipIf(asNobody() === null)("who could not come back does not leave", () => {
  for (const folder of ["srv/a", "srv/b"]) fs.chmodSync(join(base, folder), 0o777);
  for (const folder of [base, join(base, "srv")]) fs.chmodSync(folder, 0o755);
  // Of another user, and closed: a process that has given up its rights still stands where it was started.
  fs.chmodSync(home, 0o700);
  const { outcomes, contents, moves } = run(asNobody() ?? []);
  expect(outcomes).toEqual(DONE);
  expect(contents).toEqual(CONTENTS);
  expect(moves).toBe(0);
});
