// What a purge may never reach: mounts, what is behind links, what is spelled otherwise, and what came after the look.

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { printAddress } from "../../compiler/address.ts";
import { type Identity, printIdentity } from "../../compiler/identity.ts";
import { purge, spokenFor, type Undeclared, undeclaredIn } from "../../runtime/drivers/file/purge.ts";
import { DIRECTORY, freshBase, grantOf, runChild } from "./file-harness.ts";

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
  namesOf(undeclaredIn(at("/srv/d"), speak(identities)));
const namesOf = ({ found }: Undeclared): readonly string[] => [...found.keys()];

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
  expect(namesOf(undeclaredIn(at("/srv/d"), speak([], [at("/srv/d/ledger.db")])))).toEqual(["y"]);
});

for (const held of [true, false])
  test(`a folder that became a link after it was shown is not followed (${held ? "held" : "checked"})`, () => {
    fs.mkdirSync(at("/outside"));
    fs.writeFileSync(at("/outside/a"), "theirs");
    fs.mkdirSync(at("/srv/d/old"));
    fs.writeFileSync(at("/srv/d/old/a"), "");
    const spoken = speak([]);
    const shown = namesOf(undeclaredIn(at("/srv/d"), spoken));
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

/** Names are bytes: these are no text, and one that is a text looks like how they are shown. */
const bytes = (text: string): Buffer =>
  Buffer.concat([Buffer.from(at("/srv/d/")), Buffer.from(text, "latin1")]);

for (const held of [true, false])
  test(`a name that is no text is shown as one, and removed as what it is (${held ? "held" : "checked"})`, () => {
    for (const folder of ["d\xe9", "d\xe9/\xff", "kept\xe9"]) fs.mkdirSync(bytes(folder));
    for (const name of ["caf\xe9.txt", "d\xe9/in\\x", "kept\xe9/.setpoint-x"])
      fs.writeFileSync(bytes(name), "");
    for (const name of ["caf\\xe9.txt", "café", "a\\x2db"]) fs.writeFileSync(at(`/srv/d/${name}`), "");
    const shown = undeclared();
    const named = ["caf\\xe9.txt", "d\\xe9/", "d\\xe9/in\\x", "d\\xe9/\\xff/", "kept\\xe9/"];
    expect(shown).toEqual([...named, "caf\\\\xe9.txt", "café", "a\\x2db"].toSorted());
    purge(at("/srv/d"), named, speak([]), held);
    expect(fs.readdirSync(at("/srv/d"), "latin1").toSorted()).toEqual([
      "a\\x2db",
      "caf\\xe9.txt",
      Buffer.from("café").toString("latin1"),
      "kept\xe9",
    ]);
  });

test.skipIf(process.geteuid?.() !== 0)(
  "what cannot be purged is named, and keeps nothing else from going",
  () => {
    fs.chmodSync(base, 0o755);
    fs.mkdirSync(at("/srv/d/theirs"));
    for (const name of ["a", "b", "theirs/f", "theirs/g"]) fs.writeFileSync(at(`/srv/d/${name}`), "");
    fs.mkdirSync(at("/srv/d/z"));
    fs.chownSync(at("/srv/d"), 65534, 65534);
    const call = { grant: grantOf(base), holding: true, intent: 1, die: null, call: "update" } as const;
    const spec = { path: "/srv/d", mode: 0o755, purge: true };
    const subject = { address: printAddress(["d"]), kind: DIRECTORY, identity: claim("/srv/d"), spec };
    expect(runChild({ ...call, subject }, "nobody").result).toMatchObject({
      kind: "denied",
      why: `cannot remove theirs/f and 1 more from ${at("/srv/d")}, where nothing declares it (removed: a, b, z/): permission denied (EACCES)`,
    });
    expect(fs.readdirSync(at("/srv/d"))).toEqual(["theirs"]);
    fs.chmodSync(at("/srv/d/theirs"), 0o700);
    expect(runChild({ ...call, subject }, "nobody").result).toEqual({
      kind: "unknown",
      why: `cannot read ${at("/srv/d/theirs")}: permission denied (EACCES)`,
    });
  },
);

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
    const shown = [...undeclaredIn(folder, spoken).found.keys()];
    purge(folder, [...shown, "old/mnt/", "old/mnt/b"], spoken, true);
    console.log(JSON.stringify([shown, [...undeclaredIn(folder, spoken).found.keys()]]));
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
