// A ledger's file: one writer, many readers, killed processes, and files that are not what they should be.

import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import { LedgerError, type Ledger } from "../../runtime/ledger.ts";
import { openLedger, readLedger } from "../../runtime/ledger/open.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { applied, hashOf, intent, released } from "../support/ledger-rows.ts";
import { asNobody } from "../support/nobody.ts";
import { temporaryFolder } from "../support/repository.ts";

const WRITER = join(import.meta.dirname, "../support/ledger-writer.ts");
const clock = new FakeClock(Date.UTC(2026, 0, 2, 3, 4, 5));

let temporary: ReturnType<typeof temporaryFolder>;
let path: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  temporary = temporaryFolder();
  path = join(temporary.path, "state/ledger.db");
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  temporary.remove();
});

function open(): Ledger {
  return openLedger({ path, clock, holder: "test" });
}

function failure(work: () => unknown): LedgerError {
  try {
    work();
  } catch (error) {
    if (error instanceof LedgerError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

/** Resolves when the child has said as many lines, with all that it said until then. */
async function start(
  words: readonly string[],
  lines: number,
): Promise<{ child: ChildProcess; said: string[] }> {
  const child = spawn(process.execPath, [WRITER, path, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const said: string[] = [];
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout })
      .on("line", (line) => {
        said.push(line);
        if (said.length === lines) resolve();
      })
      .on("close", resolve);
  });
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "close");
  child.kill("SIGKILL");
  await gone;
}

/** Runs the writer to its end, as another user where one is given; what it said. */
function run(mode: string, user: "self" | "nobody" = "self"): string {
  const before = user === "nobody" ? (asNobody() ?? []) : [];
  const words = [...before, process.execPath, WRITER, path, mode];
  const result = spawnSync(words[0] as string, words.slice(1), { encoding: "utf8" });
  if (result.stderr !== "") throw new Error(result.stderr);
  return result.stdout.trim();
}

/** A closed ledger with something in it. */
function makeLedger(resources = 3): void {
  const ledger = open();
  const names = Array.from({ length: resources }, (_, index) => `r${index}`);
  const entries = ledger.begin(
    names.map((name) => intent(name, "x")),
    names.map((name) => released(name, "x")),
  );
  ledger.finish(
    entries.map(({ id, address }) => ({
      id,
      outcome: "done",
      why: null,
      took: 1,
      changes: [{ kind: "applied", row: applied(address, "x", { needs: ["r0" as Address] }) }],
    })),
  );
  ledger.close();
}

describe("a ledger on the disk", () => {
  test("is the same one when it is opened again, with the next fencing number", () => {
    const first = open();
    first.note([{ kind: "applied", row: applied("web", "one") }], []);
    const { id } = first;
    expect(first.fence).toBe(1);
    first.close();
    const second = open();
    expect(second.id).toBe(id);
    expect(second.fence).toBe(2);
    expect([...second.applied("prod").values()]).toEqual([applied("web", "one")]);
    second.close();
    expect(readdirSync(join(temporary.path, "state")).toSorted()).toEqual([
      "ledger.db",
      "ledger.db.audit-head",
      "ledger.db.digest-key",
      "ledger.db.lock",
    ]);
  });

  test("is read beside its writer, as of the last finished transaction", () => {
    expect(readLedger({ path })).toBeNull();
    const writer = open();
    const reader = readLedger({ path });
    expect(reader?.applied("prod").size).toBe(0);
    writer.note([{ kind: "applied", row: applied("web", "one") }], []);
    expect(reader?.applied("prod").size).toBe(1);
    expect(reader?.id).toBe(writer.id);
    expect(run("read")).toBe("read 1");
    writer.close();
    expect(reader?.applied("prod").size).toBe(1);
    reader?.close();
    expect(run("read")).toBe("read 1");
  });

  test("is its owner's alone, with all that is beside it", () => {
    const ledger = open();
    ledger.putTarget({ name: "local", driver: "file", identity: "here", since: 1 });
    expect(statSync(join(temporary.path, "state")).mode & 0o777).toBe(0o700);
    for (const suffix of ["", "-wal", "-shm"]) expect(statSync(path + suffix).mode & 0o777).toBe(0o600);
    ledger.close();
  });

  test("does not write a graph again to say how far it was applied", () => {
    const ledger = open();
    const graphHash = hashOf("g");
    const standing = { name: "prod", commit: "c1", graphHash, acceptedAt: 1 };
    const nothing = { appliedCommit: null, appliedHash: null, appliedAt: null };
    ledger.putEnvironment({ ...standing, ...nothing, graph: `"${"x".repeat(500_000)}"` });
    const before = statSync(`${path}-wal`).size;
    expect(before).toBeGreaterThan(500_000);
    ledger.putApplied({ ...standing, appliedCommit: "c1", appliedHash: graphHash, appliedAt: 2 });
    expect(statSync(`${path}-wal`).size - before).toBeLessThan(50_000);
    ledger.close();
  });

  test("that an interrupted start left empty is begun anew", () => {
    mkdirSync(join(temporary.path, "state"));
    writeFileSync(path, "");
    expect(readLedger({ path })).toBeNull();
    open().close();
    rmSync(path);
    const half = new DatabaseSync(path);
    half.exec("PRAGMA journal_mode = WAL");
    half.close();
    expect(statSync(path).size).toBeGreaterThan(0);
    expect(readLedger({ path })).toBeNull();
    const ledger = open();
    expect(ledger.fence).toBe(1);
    ledger.close();
  });
});

describe("one writer", () => {
  test("another process is told who holds the ledger, and since when", async () => {
    const { child } = await start(["hold"], 1);
    const { message, help } = failure(open);
    expect(message).toMatch(`The ledger ${path} is held by "writer" (process ${child.pid} on `);
    expect(message).toMatch(/\) since 2026-01-02T03:04:05\.000Z\.$/);
    expect(help).toMatch("stop it first");
    expect(readLedger({ path })?.applied("prod").size).toBe(0);
  });

  test("so is another opening in the same process", () => {
    const ledger = open();
    expect(failure(open).message).toMatch(`is held by "test" (process ${process.pid} on `);
    // The refused opening must not have let go of the lock of the first one.
    expect(run("try")).toMatch('LedgerError: The ledger .* is held by "test"'.replace(".*", path));
    ledger.close();
    expect(run("try")).toBe("opened");
  });

  test("a holder that was killed blocks nobody", async () => {
    const { child } = await start(["hold"], 1);
    expect(failure(open).message).toMatch("is held by");
    await kill(child);
    expect(existsSync(`${path}.holder`)).toBe(true);
    const ledger = open();
    expect(ledger.fence).toBe(2);
    ledger.close();
  });

  test("a writer whose ledger was taken over cannot write any more", () => {
    const first = open();
    const [entry] = first.begin([intent("web", "one")], []);
    // What no lock can prevent: its file is removed under the running process.
    rmSync(`${path}.lock`);
    const second = openLedger({ path, clock: new FakeClock(clock.wall() + 1), holder: "other" });
    const calls = [
      () => first.begin([intent("db", "two")], []),
      () => first.finish([{ id: entry?.id ?? 0, outcome: "done", why: null, took: 1, changes: [] }]),
      () => first.note([], [released("web", "one")]),
      () => first.putTarget({ name: "local", driver: "local", identity: "m", since: 1 }),
      () => first.audit({ at: 1, who: "ada", what: "x", why: "y", detail: {} }),
    ];
    for (const call of calls)
      expect(failure(call).message).toMatch("Another process has taken over the ledger");
    expect(second.openIntents()).toHaveLength(1);
    expect(second.released("prod").size).toBe(0);
    first.close();
    expect(existsSync(`${path}.holder`)).toBe(true);
    second.close();
  });
});

test("a killed writer leaves every transaction whole or absent, and its open intents", async () => {
  // How many lines are awaited before each kill; the child goes on meanwhile, so the kill comes at any moment.
  const moments = [1, 2, 3, 7, 12, 25, 4, 61, 18, 9];
  let next = 0;
  for (const moment of moments) {
    const { child, said } = await start(["loop", String(next)], moment);
    await kill(child);
    const ledger = open();
    const [step, last] = (said.at(-1) ?? "").split(" ");
    const released = [...ledger.released("prod").values()];
    const applied = [...ledger.applied("prod").values()];
    const begun = new Set(released.map((row) => row.resource?.spec["content"]));
    const finished = new Set(applied.map((row) => row.spec["content"]));
    expect(released).toHaveLength(3);
    expect([...begun]).toHaveLength(1);
    const round = Number([...begun][0]);
    expect(round).toBeGreaterThanOrEqual(Number(last));
    expect(finished.size).toBeLessThanOrEqual(1);
    const done = finished.size === 0 ? -1 : Number([...finished][0]);
    expect(done).toBeGreaterThanOrEqual(step === "finished" ? Number(last) : -1);
    for (const row of applied) expect(row.needs).toEqual([`edge-${done}`]);
    const openIntents = ledger.openIntents();
    const rounds = openIntents.map((entry) => entry.desired?.spec["content"]);
    expect(rounds).toEqual(done === round ? [] : Array(3).fill(String(round)));
    // As the engine does at its start: what was left open is settled.
    ledger.finish(
      openIntents.map(({ id }) => ({ id, outcome: "settled-not-done", why: null, took: 0, changes: [] })),
    );
    ledger.close();
    next = round + 1;
  }
}, 60_000);

describe("a file that is no whole ledger is refused, and left as it is", () => {
  function refused(mode: "write" | "read" | "both" = "both"): LedgerError {
    const before = readFileSync(path);
    if (mode !== "write") failure(() => readLedger({ path }));
    const error = failure(open);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(error.help.length).toBeGreaterThan(40);
    return error;
  }

  beforeEach(() => mkdirSync(join(temporary.path, "state")));

  test("text", () => {
    writeFileSync(path, "this is not a database, but it is long enough to be taken for one\n".repeat(100));
    expect(refused().message).toMatch(`${path} is not a ledger: it is no SQLite database`);
  });

  test("a few bytes of garbage", () => {
    writeFileSync(path, Buffer.from([1, 2, 3]));
    expect(refused().message).toMatch("is not a ledger");
  });

  test("another program's database", () => {
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE t (x)");
    other.close();
    const { message } = refused();
    expect(message).toMatch("is not a ledger: it is a SQLite database of another program. Nothing in it");
  });

  test("a newer format", () => {
    makeLedger();
    const raw = new DatabaseSync(path);
    raw.exec("PRAGMA user_version = 7; PRAGMA journal_mode = DELETE");
    raw.close();
    const { message, help } = refused();
    expect(message).toMatch(
      "was written by a newer Setpoint (its format is 7, this program knows formats up to",
    );
    expect(help).toMatch("newer program");
  });

  test("cut off anywhere", () => {
    makeLedger(200);
    const whole = join(temporary.path, "whole.db");
    copyFileSync(path, whole);
    const { size } = statSync(whole);
    expect(size).toBeGreaterThan(100_000);
    for (const part of [0.99, 0.5, 0.1, 8_192 / size, 4_096 / size, 100 / size]) {
      copyFileSync(whole, path);
      truncateSync(path, Math.floor(size * part));
      expect(refused("write").message).toMatch(/is damaged|is not a ledger/);
    }
  });

  /** Whether anything was refused; throws what is not said in words. */
  function readsInWords(): boolean {
    let ledger: Ledger | null = null;
    try {
      ledger = open();
      ledger.environments();
      ledger.target("local");
      ledger.applied("prod");
      ledger.released("prod");
      ledger.claims();
      ledger.openIntents();
      ledger.history("prod", "r1" as Address, 5);
      ledger.trail();
      return false;
    } catch (error) {
      if (error instanceof LedgerError) return true;
      throw error;
    } finally {
      ledger?.close();
    }
  }

  test("with any byte changed, never fails otherwise than in words", () => {
    makeLedger(40);
    const whole = readFileSync(path);
    let refusals = 0;
    for (let at = 0; at < whole.length; at += at < 120 ? 1 : 389) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
      writeFileSync(path, bytes);
      if (readsInWords()) refusals++;
      for (const rest of ["-wal", "-shm"]) rmSync(path + rest, { force: true });
    }
    expect(refusals).toBeGreaterThan(50);
  }, 60_000);

  test("a folder, and a path through a file", () => {
    mkdirSync(path);
    expect(failure(open).message).toBe(`The ledger ${path} cannot be opened: it is a folder.`);
    expect(failure(() => readLedger({ path })).message).toMatch("it is a folder");
    writeFileSync(join(temporary.path, "file"), "");
    path = join(temporary.path, "file/ledger.db");
    expect(failure(open).message).toMatch("cannot be opened: its folder");
    expect(failure(() => readLedger({ path })).message).toMatch("one of its parents is not a directory");
  });

  test("a link to what is not there, as when its disk is not mounted: no new ledger takes its place", () => {
    symlinkSync("../elsewhere/ledger.db", path);
    const why = `The ledger ${path} cannot be opened: it is a link to what is not there.`;
    expect(failure(open).message).toBe(why);
    expect(failure(() => readLedger({ path })).message).toBe(why);
    expect(readlinkSync(path)).toBe("../elsewhere/ledger.db");
    expect(readdirSync(join(temporary.path, "state"))).toEqual(["ledger.db"]);
  });

  test("what a process that was killed left of a new one goes; what it cannot have left stays, and is named", () => {
    const state = join(temporary.path, "state");
    for (const name of ["new", "new-wal", "new-shm"]) writeFileSync(`${path}.${name}`, "junk");
    open().close();
    expect(readdirSync(state).filter((name) => name.includes(".new"))).toEqual([]);
    rmSync(path);
    mkdirSync(`${path}.new`);
    expect(failure(open).message).toBe(
      `The ledger ${path} cannot be opened: ${path}.new is in the way of a new one.`,
    );
  });

  test("a pipe, which would wait for ever", () => {
    execFileSync("mkfifo", [path]);
    expect(failure(open).message).toMatch("it is not a plain file");
  });
});

describe("rows that are not what they should be are named", () => {
  function tamper(sql: string): void {
    const raw = new DatabaseSync(path);
    raw.exec(sql);
    raw.close();
  }

  test.each([
    [
      "UPDATE applied SET spec = '{' WHERE address = 'r1'",
      "the spec of the applied resource prod/r1 is not readable",
    ],
    [
      "UPDATE applied SET outputs = '[]' WHERE address = 'r1'",
      "the outputs of the applied resource prod/r1 is not readable",
    ],
    ["UPDATE body SET json = '{}'", "the released resource prod/r0 is not readable"],
    ["PRAGMA foreign_keys = OFF; DELETE FROM body", "the released resource prod/r0 is not readable"],
  ])("%s", (sql, words) => {
    makeLedger();
    tamper(sql);
    const ledger = open();
    const { message, help } = failure(() => {
      ledger.applied("prod");
      ledger.released("prod");
    });
    expect(message).toBe(`The ledger ${path} is damaged: ${words}.`);
    expect(help).toMatch("recovery");
    expect(failure(() => ledger.history("prod", "r0" as Address, 1) && ledger.applied("prod"))).toBeDefined();
    ledger.close();
  });

  test.each([
    ["UPDATE audit SET why = 'another reason' WHERE id = 2", "entry 2"],
    ["DELETE FROM audit WHERE id = 1", "entry 2"],
    ["UPDATE audit SET detail = 'x' WHERE id = 3", "entry 3"],
    ["UPDATE meta SET value = 'another ledger' WHERE key = 'id'", "entry 1"],
  ])("in the audit log: %s", (sql, words) => {
    const ledger = open();
    for (const why of ["one", "two", "three"])
      ledger.audit({ at: 1, who: "ada", what: "suspend", why, detail: { why } });
    expect(ledger.trail()).toHaveLength(3);
    ledger.close();
    tamper(sql);
    const reader = readLedger({ path });
    expect(failure(() => reader?.trail()).message).toMatch(
      `${words} of its audit log, or one before it, was`,
    );
    reader?.close();
  });
});

describe("what cannot be written", () => {
  const root = process.getuid?.() === 0;

  test.runIf(root)("a ledger that this user may not write, or not read", () => {
    makeLedger();
    chmodSync(temporary.path, 0o755);
    expect(run("try", "nobody")).toMatch(/^LedgerError: The (?:ledger|lock file) /);
    expect(run("read", "nobody")).toMatch(/^LedgerError: The ledger .* cannot be opened/);
    // Whoever wants others to read it may open it to them.
    chmodSync(join(temporary.path, "state"), 0o755);
    chmodSync(path, 0o644);
    expect(run("read", "nobody")).toMatch(/^LedgerError: The ledger .* cannot be read by this user/);
    const writer = open();
    expect(run("read", "nobody")).toBe("read 3");
    writer.close();
    rmSync(`${path}.lock`);
    chmodSync(join(temporary.path, "state"), 0o777);
    expect(run("try", "nobody")).toMatch(
      /^LedgerError: The ledger .* cannot be written: the file or its folder/,
    );
  });

  test("no more room: the transaction is absent, the ledger is whole, and the words are clear", () => {
    makeLedger();
    // Files may not grow past a megabyte; the signal that would end the process is ignored, so writing fails instead.
    const limited = spawnSync(
      "bash",
      ["-c", 'trap "" XFSZ; ulimit -f 1024; exec "$0" "$@"', process.execPath, WRITER, path, "fill"],
      { encoding: "utf8" },
    );
    expect(limited.stdout).toMatch(`LedgerError: The ledger ${path} cannot be`);
    expect(limited.stderr).toBe("");
    const ledger = open();
    const rows = [...ledger.applied("prod").keys()].filter((address) => !/^r[012]$/.test(address));
    expect(rows.length).toBeGreaterThan(5);
    for (const index of rows.keys()) expect(rows).toContain(`r${index + 3}`);
    ledger.note([{ kind: "applied", row: applied("more", "x") }], []);
    ledger.close();
  });
});
