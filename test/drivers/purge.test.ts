// What a purge may never reach: mounts, what is behind links, what is spelled otherwise, and what came after the look.

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Identity, printIdentity } from "../../compiler/identity.ts";
import { purge, spokenFor, undeclaredIn } from "../../runtime/drivers/file/purge.ts";
import { freshBase } from "./file-harness.ts";

const MACHINE = "machine:1";

let base: string;
beforeEach(() => {
  base = freshBase();
  fs.mkdirSync(at("/srv/d"));
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

const at = (path: string): string => base + path;
const claim = (path: string, target = `${MACHINE}:${base}`): Identity =>
  printIdentity({ driver: "file", target, kind: "std.file.File", key: { "/path": path } });
const speak = (identities: readonly Identity[], own: readonly string[] = []) =>
  spokenFor({ identities, own }, MACHINE, base);
const undeclared = (...identities: Identity[]): readonly string[] =>
  undeclaredIn(at("/srv/d"), speak(identities));

test("a claim counts by where it really is, on whatever target of this machine", () => {
  fs.writeFileSync(at("/srv/d/a"), "");
  fs.symlinkSync(at("/srv"), at("/alias"));
  expect(undeclared()).toEqual(["a"]);
  expect(undeclared(claim("/srv/d/a"))).toEqual([]);
  expect(undeclared(claim("/alias/d/a"))).toEqual([]);
  expect(undeclared(claim(at("/srv/d/a"), MACHINE))).toEqual([]);
  expect(undeclared(claim("/d/a", `${MACHINE}:${at("/srv")}`))).toEqual([]);
  // One that was never connected may be anywhere; another machine is not here.
  expect(undeclared(claim("/srv/d/a", "name:other"))).toEqual([]);
  expect(undeclared(claim("/srv/d/a", `machine:2:${base}`))).toEqual(["a"]);
});

test("the agent's own files and unfinished files are not listed", () => {
  for (const name of ["ledger.db", "ledger.db-wal", ".setpoint-x", "y"])
    fs.writeFileSync(at(`/srv/d/${name}`), "");
  expect(undeclaredIn(at("/srv/d"), speak([], [at("/srv/d/ledger.db")]))).toEqual(["y"]);
});

for (const held of [true, false])
  test(`a folder that became a link after it was shown is not followed (${held ? "held" : "checked"})`, () => {
    fs.mkdirSync(at("/outside"));
    fs.writeFileSync(at("/outside/a"), "theirs");
    fs.mkdirSync(at("/srv/d/old"));
    fs.writeFileSync(at("/srv/d/old/a"), "");
    const spoken = speak([]);
    const shown = undeclaredIn(at("/srv/d"), spoken);
    expect(shown).toEqual(["old/", "old/a"]);
    fs.rmSync(at("/srv/d/old"), { recursive: true });
    fs.symlinkSync(at("/outside"), at("/srv/d/old"));
    purge(at("/srv/d"), [...shown, "old/a"], spoken, held);
    expect(fs.readFileSync(at("/outside/a"), "utf8")).toBe("theirs");
    expect(fs.readdirSync(at("/srv/d"))).toEqual(["old"]);
  });

test("only what was shown goes, and not what was declared or came since", () => {
  for (const name of ["a", "b", "c"]) fs.writeFileSync(at(`/srv/d/${name}`), "");
  fs.mkdirSync(at("/srv/d/e"));
  const shown = undeclared();
  fs.writeFileSync(at("/srv/d/new"), "");
  fs.writeFileSync(at("/srv/d/e/new"), "");
  purge(at("/srv/d"), shown, speak([claim("/srv/d/b")]), true);
  expect(fs.readdirSync(at("/srv/d"), { recursive: true }).map(String).toSorted()).toEqual([
    "b",
    "e",
    "e/new",
    "new",
  ]);
});

const mounts = process.geteuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;
test.skipIf(!mounts).each(["mount -t tmpfs none", 'mount --bind "$1/../theirs"'])(
  "a mount point stays, and is not looked into (%s)",
  (mount) => {
    fs.mkdirSync(at("/srv/d/old/mnt"), { recursive: true });
    fs.writeFileSync(at("/srv/d/a"), "");
    // A broken purge removes what is in it: so it is a folder of this test, and never one of the machine.
    fs.mkdirSync(at("/srv/theirs"));
    fs.writeFileSync(at("/srv/theirs/b"), "theirs");
    const script = `
    const { spokenFor, undeclaredIn, purge } = await import(${JSON.stringify(join(import.meta.dirname, "../../runtime/drivers/file/purge.ts"))});
    const spoken = spokenFor({ identities: [], own: [] }, "m", "/");
    const folder = process.argv[1];
    const shown = undeclaredIn(folder, spoken);
    purge(folder, [...shown, "old/mnt/", "old/mnt/b"], spoken, true);
    console.log(JSON.stringify([shown, undeclaredIn(folder, spoken)]));
  `;
    const shell = `${mount} "$1/old/mnt" && exec "$2" --input-type=module -e "$3" "$1"`;
    const child = spawnSync(
      "unshare",
      ["-m", "sh", "-c", shell, "sh", at("/srv/d"), process.execPath, script],
      {
        encoding: "utf8",
      },
    );
    expect([child.stderr, child.stdout]).toEqual(["", '[["a"],[]]\n']);
    expect(fs.readdirSync(at("/srv/d"), { recursive: true }).map(String).toSorted()).toEqual([
      "old",
      "old/mnt",
    ]);
  },
);
