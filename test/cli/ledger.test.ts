// `setpoint ledger …`, and a clear way out of every corruption, through the real binary.

import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asNobody } from "../support/nobody.ts";
import { makeRepository } from "../support/repository.ts";
import { folder, LAUNCHER, setpoint, start } from "./binary.ts";
import { AGENT, CONFIG, HELLO } from "./hello.ts";

const LEDGER = ".setpoint/ledger.db";

/** A package that was applied once. */
async function applied(): Promise<string> {
  const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, "world/srv/other.txt": "" });
  expect(await setpoint(["apply", "-y"], { folder: root })).toMatchObject({ code: 0, stderr: "" });
  return root;
}

function hello(root: string): string {
  return readFileSync(join(root, "world/srv/hello.txt"), "utf8");
}

async function check(root: string): Promise<{ code: number | null; text: string }> {
  const { code, stdout, stderr } = await setpoint(["ledger", "check"], { folder: root });
  return { code, text: stdout + stderr };
}

async function backup(root: string): Promise<string> {
  const { code, stdout } = await setpoint(["ledger", "backup", "--json"], { folder: root });
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { path: string }).path;
}

function openToAll(root: string): void {
  execFileSync("chmod", ["-R", "a+rX", root]);
  chmodSync(join(root, ".."), 0o1777);
}

/** The same command, as a user who owns nothing here. */
function nobody(root: string, ...words: readonly string[]) {
  const [program = "", ...rest] = [...(asNobody() ?? []), process.execPath, LAUNCHER, ...words];
  const env = { PATH: process.env["PATH"], HOME: "/" };
  return spawnSync(program, rest, { cwd: root, encoding: "utf8", env });
}

describe("setpoint ledger", () => {
  test("check says that all is well, for people and for machines", async () => {
    const root = await applied();
    const { code, text } = await check(root);
    expect(code).toBe(0);
    expect(text).toMatch(/^1 environment, 1 resource, 1 in the journal \(0 open\), 0 in the audit log$/m);
    expect(text).toMatch(/^Whole\.$/m);
    const json = await setpoint(["ledger", "check", "--json"], { folder: root });
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, facts: { resources: 1, openIntents: 0 } });
  });

  test("backup, restore: there and back, with what was replaced beside it", async () => {
    const root = await applied();
    const made = await backup(root);
    writeFileSync(join(root, "hello.sp"), HELLO.replace("Hello\\n", "Bye\\n"));
    await setpoint(["apply", "-y"], { folder: root });
    const { code, stdout } = await setpoint(["ledger", "restore", made], { folder: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Restored .*ledger\.db: the ledger /);
    expect(readdirSync(join(root, ".setpoint")).some((name) => name.startsWith("ledger.db.replaced-"))).toBe(
      true,
    );
    expect((await check(root)).text).toContain("prod is in recovery: it is the backup of ");
  });

  test("a backup that cannot be made says what is the matter with its folder", async () => {
    const root = await applied();
    const { code, stderr } = await setpoint(["ledger", "backup", "--to", "/dev/null"], { folder: root });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /could not be backed up to \/dev\/null: (?:something is there already|one of its parents is not a directory) \(E\w+\)\.\nhelp: .*--to FOLDER/,
      ),
    });
  });

  test("export writes every row as a line", async () => {
    const root = await applied();
    const { code, stdout } = await setpoint(["ledger", "export"], { folder: root });
    expect(code).toBe(0);
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { table: string });
    expect([...new Set(rows.map((row) => row.table))]).toEqual(
      expect.arrayContaining([
        "meta",
        "lease",
        "environment",
        "target",
        "identity",
        "body",
        "applied",
        "journal",
      ]),
    );
    await setpoint(["ledger", "export", "-o", "rows.jsonl"], { folder: root });
    expect(readFileSync(join(root, "rows.jsonl"), "utf8").split("\n").length).toBe(rows.length + 1);
  });

  test.each([
    [["ledger"], 2, "say what to do with the ledger"],
    [["ledger", "mend"], 2, "`mend` is nothing that a ledger can do"],
    [["ledger", "restore"], 2, "say which backup to restore"],
    [["ledger", "restore", "yesterday"], 1, "there is no backup `yesterday`"],
    [["ledger", "backup", "--ledger", "nowhere.db"], 1, "there is no ledger at"],
    [["ledger", "export", "--ledger", "setpoint.toml"], 1, "is not a ledger"],
  ])("%j is one clear error", async (words, code, message) => {
    const ended = await setpoint(words, { folder: await applied() });
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).toMatch(/^help: ./m);
  });
});

describe("recovery", () => {
  test("of a new user's first apply is not noticed", async () => {
    const root = await applied();
    expect((await setpoint(["apply", "-y"], { folder: root })).stderr).toBe("");
  });

  test("ledger lost: what is as it should be is adopted, and recovery ends by itself", async () => {
    const root = await applied();
    rmSync(join(root, LEDGER));
    expect((await check(root)).text).toContain("says that there was one");
    expect(await setpoint(["apply", "-y"], { folder: root })).toMatchObject({ code: 0, stderr: "" });
    const { stdout } = await setpoint(["ledger", "export"], { folder: root });
    expect(stdout).toMatch(/"what":"recovery",.*\n.*"what":"recovery ended","who":"setpoint"/);
    // From now on it is a ledger like any other.
    writeFileSync(join(root, "hello.sp"), HELLO.replace("Hello\\n", "Bye\\n"));
    expect(await setpoint(["apply", "-y"], { folder: root })).toMatchObject({ code: 0, stderr: "" });
    expect(hello(root)).toBe("Bye\n");
  });

  test("ledger restored old: what is older than its world waits for one approval", async () => {
    const root = await applied();
    const old = join(root, "old.db");
    copyFileSync(join(root, LEDGER), old);
    writeFileSync(join(root, "hello.sp"), HELLO.replace("Hello\\n", "Bye\\n"));
    expect((await setpoint(["apply", "-y"], { folder: root })).code).toBe(0);
    copyFileSync(old, join(root, LEDGER));
    writeFileSync(join(root, "hello.sp"), HELLO);
    expect(await check(root)).toMatchObject({ code: 1, text: expect.stringContaining("is not what") });
    const refused = await setpoint(["apply", "-y"], { folder: root });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("In recovery: the ledger was restored (it is older than its world:");
    expect(refused.stderr).toContain("help: look at the plan, and say --recovery as well to approve it");
    expect(hello(root)).toBe("Bye\n");
    expect((await setpoint(["apply", "-y", "--recovery"], { folder: root })).code).toBe(0);
    expect(hello(root)).toBe("Hello\n");
    const { stdout } = await setpoint(["ledger", "export"], { folder: root });
    expect(stdout).toContain('"what":"recovery ended"');
  });
});

describe("a clear way out of a ledger that", () => {
  const flip = (ledger: string): void => {
    const bytes = readFileSync(ledger);
    for (let at = 8_192; at < 8_292; at++) bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    writeFileSync(ledger, bytes);
  };

  // Refused in words by apply and by check, left as it is, and a backup helps.
  test.each([
    ["was cut off", (ledger: string) => truncateSync(ledger, 40_000), /is damaged/],
    ["was overwritten", (ledger: string) => writeFileSync(ledger, "x".repeat(9_000)), /is not a ledger/],
    ["has flipped bits in its structure", flip, /is damaged/],
  ])("%s", async (_, spoil, words) => {
    const root = await applied();
    const made = await backup(root);
    const ledger = join(root, LEDGER);
    spoil(ledger);
    const before = readFileSync(ledger);
    const apply = await setpoint(["apply", "-y"], { folder: root });
    expect(apply.code).toBe(1);
    expect(apply.stderr).toMatch(words);
    expect(apply.stderr).toMatch(/^help: ./m);
    expect((await check(root)).code).toBe(1);
    expect(readFileSync(ledger).equals(before)).toBe(true);
    expect((await setpoint(["ledger", "restore", made], { folder: root })).code).toBe(0);
    expect((await setpoint(["apply", "-y"], { folder: root })).code).toBe(0);
    expect((await check(root)).code).toBe(0);
  });

  test("has a torn log: whole transactions only, whatever is cut", { timeout: 60_000 }, async () => {
    const root = await repository();
    const agent = start(["run"], { folder: root });
    await agent.says("converged");
    agent.child.kill("SIGKILL");
    await agent.ended;
    const log = readFileSync(join(root, `${LEDGER}-wal`));
    expect(log.length).toBeGreaterThan(32 + 3 * 8_216);
    for (const cut of [0, 32, 32 + 8_216, 32 + 2 * 8_216 + 4_000, log.length - 8_216, log.length - 1]) {
      const copy = join(root, `cut-${cut}`);
      cpSync(join(root, ".setpoint"), copy, { recursive: true, filter: (path) => !path.endsWith(".sock") });
      truncateSync(join(copy, "ledger.db-wal"), cut);
      rmSync(join(copy, "ledger.db-shm"), { force: true });
      rmSync(join(copy, "ledger.db.audit-head"), { force: true });
      const ended = await setpoint(["ledger", "check", "--ledger", join(copy, "ledger.db")], {
        folder: root,
      });
      expect(`${cut}: ${ended.code} ${ended.stderr}`).toBe(`${cut}: 0 `);
    }
    // The world is as it was, and the next start goes on from whatever is left.
    truncateSync(join(root, `${LEDGER}-wal`), log.length - 8_216);
    expect((await setpoint(["apply", "prod", "-y", "--recovery"], { folder: root })).code).toBe(0);
  });

  test.runIf(process.getuid?.() === 0)("cannot be written: read-only", async () => {
    const root = await applied();
    openToAll(root);
    const ended = nobody(root, "apply", "-y");
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^error: The (?:ledger|lock file) .*\nhelp: ./m);
    expect((await check(root)).code).toBe(0);
  });

  test.runIf(asNobody() !== null)("may not be looked at: nobody calls it whole, or not there", async () => {
    const root = await applied();
    await backup(root);
    openToAll(root);
    chmodSync(join(root, ".setpoint"), 0o700);
    const checked = nobody(root, "ledger", "check");
    expect(checked).toMatchObject({ status: 1, stderr: "" });
    expect(checked.stdout).toContain(`The ledger ${join(root, LEDGER)} cannot be opened: permission denied`);
    expect(checked.stdout).toMatch(/^Not checked: it cannot be read\.$/m);
    expect(checked.stdout).not.toMatch(/Whole|yet|no backup/);
    for (const words of [["backup"], ["export"], ["restore", "2026-01-01"]]) {
      const { status, stderr } = nobody(root, "ledger", ...words);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(
          /^error: The .* cannot be (?:opened|read): permission denied \(EACCES\)\.\nhelp: ./,
        ),
      });
    }
  });

  test.runIf(asNobody() !== null)("nobody may lock: the file that is named is one that stays", async () => {
    const root = await applied();
    openToAll(root);
    for (const end of ["", ".lock"]) chmodSync(join(root, `${LEDGER}${end}`), 0o666);
    const { status, stderr } = nobody(root, "apply", "-y");
    expect(status).toBe(1);
    expect(stderr).toMatch(/ledger\.db\.holder cannot be written: permission denied \(EACCES\)\.\nhelp: ./);
  });

  test("stands in a folder that is a file: it is neither whole nor missing", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, ".setpoint": "" });
    const { code, text } = await check(root);
    expect(code).toBe(1);
    expect(text).toMatch(/cannot be opened: one of its parents is not a directory/);
    expect(text).not.toContain("Whole");
    for (const words of [["backup"], ["export"], ["restore", "2026-01-01"]]) {
      const { code: ended, stderr } = await setpoint(["ledger", ...words], { folder: root });
      expect({ ended, stderr }).toEqual({ ended: 1, stderr: expect.stringContaining("not a directory") });
    }
  });

  test("is a folder: every command says that", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, ".setpoint/ledger.db/x": "" });
    for (const words of ["ledger check", "ledger backup", "ledger export", "status", "history prod/hello"]) {
      const { code, stdout, stderr } = await setpoint(words.split(" "), { folder: root });
      expect({ code, said: stdout + stderr }).toEqual({
        code: 1,
        said: expect.stringContaining("cannot be opened: it is a folder."),
      });
    }
  });

  test("is gone, and all that stood beside it but a backup: the check says so", async () => {
    const root = await applied();
    const made = await backup(root);
    for (const name of readdirSync(join(root, ".setpoint")).filter((each) => each.startsWith("ledger.db")))
      rmSync(join(root, ".setpoint", name), { recursive: true });
    const { code, text } = await check(root);
    expect(code).toBe(1);
    expect(text).toContain(`there is a backup of one: ${made}`);
    expect(text).toContain("Damaged: 1 finding.");
  });

  test("is gone: who asks for what was done is told so", async () => {
    const root = await applied();
    rmSync(join(root, LEDGER));
    for (const words of ["status", "status prod", "why prod/hello", "history prod/hello", "ledger export"]) {
      const { code, stdout, stderr } = await setpoint(words.split(" "), { folder: root });
      expect({ code, said: stdout + stderr }).toEqual({
        code: 1,
        said: expect.stringMatching(/The ledger is gone: .*\n.*setpoint ledger restore BACKUP/),
      });
    }
  });

  const canMount =
    process.getuid?.() === 0 &&
    spawnSync("unshare", ["-m", "sh", "-c", "mount -t tmpfs none /mnt"], { stdio: "ignore" }).status === 0;

  test.runIf(canMount)("is on a full disk: nothing that is not recorded is done", async () => {
    const root = folder({ "setpoint.toml": CONFIG, "hello.sp": HELLO, "world/srv/other.txt": "" });
    mkdirSync(join(root, ".setpoint"));
    const script = `
      mount -t tmpfs -o size=1500k none .setpoint
      "$0" "$1" apply -y >first 2>&1 || exit 10
      head -c 2000000 /dev/zero >.setpoint/fill 2>/dev/null
      sed -i 's/Hello.n/Bye/' hello.sp
      "$0" "$1" apply -y >second 2>&1 && exit 11
      cat world/srv/hello.txt >seen
      "$0" "$1" ledger check >between 2>&1 && exit 14
      ls .setpoint >left
      rm .setpoint/fill
      "$0" "$1" ledger check >third 2>&1 || exit 12
      "$0" "$1" apply -y >fourth 2>&1 || exit 13
    `;
    const ended = spawnSync("unshare", ["-m", "sh", "-c", script, process.execPath, LAUNCHER], {
      cwd: root,
      encoding: "utf8",
    });
    const said = (name: string): string =>
      existsSync(join(root, name)) ? readFileSync(join(root, name), "utf8") : "";
    expect(`${ended.status} ${said("first")}`).toMatch(/^0 /);
    expect(said("second")).toMatch(/error: The ledger .* cannot be written: the disk is full/);
    expect(said("second")).toMatch(/^help: Make room/m);
    expect(said("between")).toContain("Not checked: it cannot be read.");
    expect(said("between")).not.toContain("Damaged");
    expect(said("left")).not.toMatch(/\.holder\.\d/);
    expect(said("seen")).toBe("Hello\n");
    expect(hello(root)).toBe("Bye");
  });
});

async function repository(): Promise<string> {
  const root = folder({ "world/srv/other.txt": "" });
  const repo = makeRepository(root);
  repo.write("setpoint.toml", AGENT);
  repo.write("hello.sp", HELLO);
  repo.write(".gitignore", "world\n.setpoint\ncut-*\n");
  repo.commit("Say hello");
  return root;
}

describe("under a running agent, a ledger that is", () => {
  const replace = (ledger: string): void => {
    copyFileSync(ledger, `${ledger}.backup`);
    renameSync(`${ledger}.backup`, ledger);
  };

  test.each([
    ["deleted", (ledger: string) => rmSync(ledger), /was deleted or moved away while it was in use/],
    ["replaced by a backup", replace, /was replaced by another file while it was in use/],
    [
      "overwritten",
      (ledger: string) => appendFileSync(ledger, "x".repeat(100)),
      /was written by another program while it was in use/,
    ],
  ])("%s stops it", async (_, meddle, words) => {
    const root = await repository();
    const agent = start(["run"], { folder: root });
    await agent.says("converged");
    meddle(join(root, LEDGER));
    writeFileSync(join(root, "world/srv/hello.txt"), "defaced\n");
    const { code, stderr } = await agent.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/^help: Nothing more is done/m);
    // What could not be recorded was not done.
    expect(hello(root)).toBe("defaced\n");
  });

  test("to be restored is refused, and backed up and checked all the same", async () => {
    const root = await repository();
    const agent = start(["run"], { folder: root });
    await agent.says("converged");
    const made = await backup(root);
    expect((await check(root)).code).toBe(0);
    const refused = await setpoint(["ledger", "restore", made], { folder: root });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/is held by ".*" \(process \d+ on /);
    writeFileSync(join(root, "world/srv/hello.txt"), "defaced\n");
    while (hello(root) !== "Hello\n") await new Promise((resolve) => setTimeout(resolve, 10));
    agent.child.kill("SIGTERM");
    expect((await agent.ended).code).toBe(0);
  });
});
