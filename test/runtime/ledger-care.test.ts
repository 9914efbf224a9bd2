// Looking after a ledger: a log torn at every frame, backups, restoring, recovery, and files that change under a writer.

import { spawn } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import { LedgerError, type Ledger } from "../../runtime/ledger.ts";
import {
  backUp,
  backupFolder,
  listBackups,
  readBackup,
  sweepable,
  type Backup,
  type BackupReason,
} from "../../runtime/ledger/backup.ts";
import { check } from "../../runtime/ledger/check.ts";
import { openLedger, readLedger } from "../../runtime/ledger/open.ts";
import { restore } from "../../runtime/ledger/restore.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { graphOf } from "../support/graphs.ts";
import { applied, intent, released, UNDER_WAY } from "../support/ledger-rows.ts";
import { temporaryFolder } from "../support/repository.ts";

const WRITER = join(import.meta.dirname, "../support/ledger-writer.ts");
const clock = new FakeClock(Date.UTC(2026, 0, 2, 3, 4, 5));

let temporary: ReturnType<typeof temporaryFolder>;
let path: string;
const open = new Set<Ledger>();

beforeEach(() => {
  temporary = temporaryFolder();
  path = join(temporary.path, "state/ledger.db");
});
afterEach(() => {
  for (const ledger of open) ledger.close();
  open.clear();
  temporary.remove();
});

function openIt(at = path): Ledger {
  const ledger = openLedger({ path: at, clock, holder: "test" });
  open.add(ledger);
  return ledger;
}

function close(ledger: Ledger): void {
  ledger.close();
  open.delete(ledger);
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

function apply(ledger: Ledger, name: string, content: string): void {
  const [entry] = ledger.begin([intent(name, content)], [released(name, content)]);
  const row = applied(name, content);
  const id = entry?.id ?? 0;
  ledger.finish([{ id, outcome: "done", why: null, took: 1, changes: [{ kind: "applied", row }] }]);
}

function damages(at = path): readonly string[] {
  return check(at).findings.flatMap(({ severity, what }) => (severity === "damage" ? what : []));
}

const suspend = (why: string) => ({ at: 1, who: "ada", what: "suspend", why, detail: {} });

test("a log torn anywhere leaves whole transactions only", { timeout: 60_000 }, async () => {
  mkdirSync(dirname(path));
  const child = spawn(process.execPath, [WRITER, path, "loop", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) if (line === "finished 3") break;
  const gone = once(child, "close");
  child.kill("SIGKILL");
  await gone;
  const log = readFileSync(`${path}-wal`);
  const frame = 24 + 8192;
  const frames = Math.floor((log.length - 32) / frame);
  expect(frames).toBeGreaterThan(12);
  const cuts = new Set([0, 16, 31, 32]);
  for (let number = 0; number < frames; number++)
    for (const inside of [0, 1, 12, 24, 25, 4096, frame - 1]) cuts.add(32 + number * frame + inside);
  cuts.add(log.length);
  const rounds = new Set<string>();
  for (const cut of cuts) {
    const torn = join(temporary.path, `torn-${cut}/ledger.db`);
    mkdirSync(dirname(torn));
    copyFileSync(path, torn);
    writeFileSync(`${torn}-wal`, log.subarray(0, cut));
    const ledger = openIt(torn);
    const begun = [...ledger.released("prod").values()].map((row) => row.resource?.spec["content"]);
    const done = [...ledger.applied("prod").values()].map((row) => row.spec["content"]);
    // Each transaction is about all three or about none.
    expect([0, 3]).toContain(begun.length);
    expect([0, 3]).toContain(done.length);
    expect(new Set(begun).size).toBeLessThanOrEqual(1);
    expect(new Set(done).size).toBeLessThanOrEqual(1);
    expect([0, 3]).toContain(ledger.openIntents().length);
    close(ledger);
    expect(damages(torn)).toEqual([]);
    rounds.add(JSON.stringify([begun[0], done[0]]));
    rmSync(dirname(torn), { recursive: true });
  }
  // Every state that there ever was comes up at some cut, and no other.
  expect([...rounds].slice(0, 4)).toEqual(["[null,null]", '["0",null]', '["0","0"]', '["1","0"]']);
});

describe("a backup", () => {
  test("is made beside its writer, verified, and says what it is a copy of", async () => {
    const ledger = openIt();
    apply(ledger, "web", "one");
    ledger.audit(suspend("lunch"));
    const made = await backUp({ path, folder: backupFolder(path), reason: "asked", now: clock.wall() });
    apply(ledger, "web", "two");
    expect(made.path).toBe(join(temporary.path, "state/backups/2026-01-02T03-04-05-000Z"));
    expect(made.manifest).toMatchObject({
      ledger: ledger.id,
      fence: 1,
      entries: 1,
      head: ledger.trail()[0]?.hash,
      at: "2026-01-02T03:04:05.000Z",
      reason: "asked",
    });
    expect(readdirSync(made.path).toSorted()).toEqual(["ledger.db", "manifest.json"]);
    expect(readBackup(made.path)).toEqual(made);
    const again = await backUp({ path, folder: backupFolder(path), reason: "hourly", now: clock.wall() });
    expect(again.path).toBe(`${made.path}-2`);
    expect(listBackups(backupFolder(path))).toEqual([again, made]);
  });

  test.each([
    ["a byte of it changed", (copy: string) => flip(copy, 9_000), "is not the file that was written"],
    ["it is cut off", (copy: string) => truncateSync(copy, 8_192), "bytes and should have"],
    ["it is gone", (copy: string) => rmSync(copy), "is missing"],
  ])("is refused when %s", async (_, damage, words) => {
    apply(openIt(), "web", "one");
    const made = await backUp({ path, folder: temporary.path, reason: "asked", now: clock.wall() });
    damage(join(made.path, "ledger.db"));
    expect(failure(() => readBackup(made.path)).message).toMatch(words);
  });

  test("that cannot be written leaves nothing behind, and the ledger as it was", async () => {
    apply(openIt(), "web", "one");
    writeFileSync(join(temporary.path, "file"), "");
    const folder = join(temporary.path, "file/backups");
    await expect(backUp({ path, folder, reason: "hourly", now: clock.wall() })).rejects.toThrow(
      /could not be backed up to .*file\/backups/,
    );
    expect(damages()).toEqual([]);
  });

  test("is made before a format is upgraded, and one that fails is said and stops nothing", () => {
    const first = openIt();
    apply(first, "web", "one");
    const { id } = first;
    first.putEnvironment(UNDER_WAY);
    close(first);
    const older = (): void => {
      const raw = new DatabaseSync(path);
      const rows = raw.prepare("SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL").all();
      for (const { type, name } of rows as { type: string; name: string }[])
        if (!FORMAT_1.has(name) && !name.startsWith("sqlite_")) raw.exec(`DROP ${type} IF EXISTS "${name}"`);
      raw.exec(`ALTER TABLE journal DROP COLUMN overwrites;
        ALTER TABLE applied DROP COLUMN digests;
        ALTER TABLE environment ADD COLUMN applied_commit TEXT;
        ALTER TABLE environment ADD COLUMN applied_hash TEXT;
        ALTER TABLE environment ADD COLUMN applied_at REAL;
        UPDATE environment SET applied_commit = '${UNDER_WAY.appliedCommit}', applied_hash = '${UNDER_WAY.appliedHash}',
          applied_at = ${UNDER_WAY.appliedAt};
        PRAGMA user_version = 1`);
      raw.close();
    };
    older();
    const problems: string[] = [];
    const tell = (problem: LedgerError): number => problems.push(problem.message);
    const upgraded = openLedger({ path, clock, holder: "test", tell });
    expect(upgraded.applied("prod").size).toBe(1);
    expect(upgraded.environment("prod")).toEqual(UNDER_WAY);
    upgraded.close();
    const [made] = listBackups(backupFolder(path));
    expect(made?.manifest).toMatchObject({ ledger: id, format: 1, reason: "upgrade" });
    expect(problems).toEqual([]);
    older();
    rmSync(backupFolder(path), { recursive: true });
    writeFileSync(backupFolder(path), "a file where a folder is wanted");
    openLedger({ path, clock, holder: "test", tell }).close();
    expect(problems).toEqual([expect.stringMatching(/could not be backed up/)]);
  });

  test("hourly ones are swept: 24 stay, and one for each of 14 days", () => {
    const made = (at: number, reason: BackupReason = "hourly", ledger = "l1"): Backup => ({
      path: new Date(at).toISOString(),
      manifest: {
        ledger,
        fence: 1,
        format: 1,
        journal: 0,
        entries: 0,
        head: null,
        at: new Date(at).toISOString(),
        reason,
        bytes: 1,
        sha256: "",
      },
    });
    const hour = 3_600_000;
    const start = Date.UTC(2026, 0, 31, 12, 30);
    const hourly = Array.from({ length: 24 * 30 }, (_, index) => made(start - index * hour));
    const others = [made(start - 900 * hour, "asked"), made(start - 900 * hour, "hourly", "l2")];
    const swept = new Set(sweepable([...hourly, ...others], "l1").map((backup) => backup.path));
    const kept = hourly.filter((backup) => !swept.has(backup.path)).map((backup) => backup.path);
    expect(kept.slice(0, 24)).toEqual(hourly.slice(0, 24).map((backup) => backup.path));
    expect(kept.slice(24)).toEqual(
      Array.from({ length: 12 }, (_, day) => new Date(Date.UTC(2026, 0, 29 - day, 23, 30)).toISOString()),
    );
    expect(others.every((backup) => !swept.has(backup.path))).toBe(true);
  });
});

/** What the first format had. */
const FORMAT_1 = new Set(
  "meta lease environment target identity body released applied edge journal journal_of_resource journal_open audit".split(
    " ",
  ),
);

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  writeFileSync(file, bytes);
}

describe("restoring", () => {
  async function backedUp(): Promise<Backup> {
    const ledger = openIt();
    apply(ledger, "web", "one");
    const made = await backUp({ path, folder: backupFolder(path), reason: "asked", now: clock.wall() });
    apply(ledger, "web", "two");
    ledger.audit(suspend("later"));
    close(ledger);
    return made;
  }

  test("puts the backup in place, keeps what it replaces, and gives no number twice", async () => {
    const made = await backedUp();
    const { replaced } = restore(path, made.path, clock.wall());
    expect(
      readLedger({ path: join(replaced ?? "", "ledger.db") })
        ?.applied("prod")
        .get("web" as Address),
    ).toEqual(applied("web", "two"));
    const ledger = openIt();
    expect(ledger.applied("prod").get("web" as Address)).toEqual(applied("web", "one"));
    expect(ledger.fence).toBe(2);
    expect(ledger.recovery("prod")).toMatchObject({ reason: "restored" });
    expect(ledger.trail()).toMatchObject([{ what: "recovery", detail: { reason: "restored" } }]);
    const [entry] = ledger.begin([intent("db", "x")], []);
    expect(entry?.id).toBeGreaterThan(2);
    expect(damages()).toEqual([]);
  });

  test("is refused while a process holds the ledger", async () => {
    const made = await backedUp();
    openIt();
    expect(failure(() => restore(path, made.path, clock.wall())).message).toMatch('is held by "test"');
  });

  test("is refused for a backup of another ledger, and for one that is damaged", async () => {
    const made = await backedUp();
    const other = join(temporary.path, "other/ledger.db");
    close(openIt(other));
    expect(failure(() => restore(other, made.path, clock.wall())).message).toMatch("is of the ledger");
    const before = readFileSync(path);
    flip(join(made.path, "ledger.db"), 5_000);
    expect(failure(() => restore(path, made.path, clock.wall())).message).toMatch("cannot be used");
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("works where the ledger is damaged, or gone", async () => {
    const made = await backedUp();
    truncateSync(path, 10_000);
    expect(restore(path, made.path, clock.wall()).replaced).not.toBeNull();
    rmSync(path);
    expect(restore(path, made.path, clock.wall()).replaced).toBeNull();
    const ledger = openIt();
    expect(ledger.fence).toBe(2);
    expect(ledger.recovery("prod")?.reason).toBe("restored");
  });
});

describe("recovery", () => {
  test("of a new ledger is `new`, and ends for each environment by itself", () => {
    const ledger = openIt();
    expect(ledger.recovery("prod")).toMatchObject({ reason: "new", since: clock.wall() });
    ledger.endRecovery("prod", "ada", "approved");
    expect(ledger.recovery("prod")).toBeNull();
    expect(ledger.recovery("test")?.reason).toBe("new");
    expect(ledger.trail()).toEqual([]);
  });

  test("of one whose file is gone is `lost`, and outlives a restart until somebody approves", () => {
    close(openIt());
    rmSync(path);
    expect(damages()).toEqual([expect.stringMatching(/says that there was one/)]);
    close(openIt());
    const ledger = openIt();
    expect(ledger.recovery("prod")?.reason).toBe("lost");
    ledger.endRecovery("prod", "ada", "looked at the report");
    expect(ledger.recovery("prod")).toBeNull();
    expect(ledger.trail().map(({ who, what }) => `${who} ${what}`)).toEqual([
      "setpoint recovery",
      "ada recovery ended",
    ]);
  });

  test("of one that was emptied is `lost`, and so says the check", () => {
    close(openIt());
    for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
    writeFileSync(path, "");
    expect(damages()).toEqual([
      expect.stringMatching(/it is empty, and .*audit-head says that something was in it/),
    ]);
    expect(openIt().recovery("prod")?.reason).toBe("lost");
  });

  test("of a backup that was put back is known before its first start, whatever was approved before", async () => {
    const ledger = openIt();
    ledger.endRecovery("prod", "ada", "approved");
    const made = await backUp({
      path,
      folder: join(temporary.path, "b"),
      reason: "asked",
      now: clock.wall(),
    });
    close(ledger);
    restore(path, made.path, clock.wall());
    const reader = readLedger({ path });
    expect(reader?.recovery("prod")?.reason).toBe("restored");
    reader?.close();
  });

  test.each([
    ["by its journal", (ledger: Ledger) => apply(ledger, "web", "two")],
    ["by its audit log", (ledger: Ledger) => ledger.audit(suspend("later"))],
    ["by its fence", (ledger: Ledger) => close(ledger)],
  ])("of a copy that is older than its world is `restored`: %s", (_, goOn) => {
    const ledger = openIt();
    apply(ledger, "web", "one");
    ledger.endRecovery("prod", "ada", "approved");
    close(ledger);
    const old = join(temporary.path, "old.db");
    copyFileSync(path, old);
    const next = openIt();
    goOn(next);
    if (open.has(next)) close(next);
    copyFileSync(old, path);
    expect(damages()).toEqual([expect.stringMatching(/^it is not what .*audit-head says: it/)]);
    const restored = openIt();
    expect(restored.recovery("prod")).toMatchObject({
      reason: "restored",
      why: expect.stringMatching(/older than its world/),
    });
    expect(damages()).toEqual([]);
  });

  test("is not begun by an ordinary restart, a kill included", async () => {
    const child = spawn(process.execPath, [WRITER, path, "loop", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: child.stdout })) if (line === "finished 2") break;
    const gone = once(child, "close");
    child.kill("SIGKILL");
    await gone;
    const ledger = openIt();
    expect(ledger.recovery("prod")?.reason).toBe("new");
    ledger.endRecovery("prod", "ada", "approved");
    close(ledger);
    expect(openIt().recovery("prod")).toBeNull();
  });
});

describe("a writer notices that its file", () => {
  test.each([
    ["was deleted or moved away", () => rmSync(path)],
    ["was deleted or moved away", () => renameSync(path, `${path}.moved`)],
    [
      "was replaced by another file",
      () => {
        copyFileSync(path, `${path}.copy`);
        renameSync(`${path}.copy`, path);
      },
    ],
    ["was written by another program", () => appendFileSync(path, "x")],
    ["was written by another program", () => utimesSync(path, new Date(), new Date(1))],
    ["has lost its -wal file", () => rmSync(`${path}-wal`)],
  ])("%s", (words, meddle) => {
    const ledger = openIt();
    apply(ledger, "web", "one");
    ledger.attend();
    meddle();
    expect(failure(() => ledger.attend()).message).toMatch(words);
    expect(failure(() => ledger.begin([intent("db", "x")], [])).message).toMatch(words);
  });

  test("and not that it was read, backed up, or checkpointed by itself", async () => {
    const ledger = openIt();
    const longest = { log: 0 };
    for (let round = 0; round < 500; round++) {
      apply(ledger, `r${round % 7}`, "x".repeat(3_000) + String(round));
      longest.log = Math.max(longest.log, statSync(`${path}-wal`).size);
    }
    expect(statSync(path).size).toBeGreaterThan(100_000);
    expect(longest.log).toBeGreaterThan(8 * 1024 * 1024);
    expect(longest.log).toBeLessThan(9 * 1024 * 1024);
    readLedger({ path })?.close();
    await backUp({ path, folder: backupFolder(path), reason: "hourly", now: clock.wall() });
    check(path);
    ledger.attend();
    apply(ledger, "web", "one");
  });
});

describe("a check", () => {
  function tamper(sql: string): void {
    const raw = new DatabaseSync(path);
    raw.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
    raw.close();
  }

  test("finds nothing in a ledger that is used, and says what is in it", () => {
    const ledger = openIt();
    apply(ledger, "web", "one");
    ledger.begin([intent("db", "x")], []);
    ledger.audit(suspend("lunch"));
    const { facts, findings } = check(path);
    expect(findings.map(({ severity }) => severity)).not.toContain("damage");
    expect(findings.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^1 intent is open: /));
    expect(facts).toMatchObject({
      id: ledger.id,
      fence: 1,
      resources: 1,
      journal: 2,
      openIntents: 1,
      audit: 1,
    });
  });

  test("names the first broken place, and what stands in the way of many checks once", () => {
    const ledger = openIt();
    for (let number = 0; number < 60; number++) apply(ledger, `r${number}`, "x".repeat(9_000));
    close(ledger);
    const bytes = readFileSync(path);
    // Every page but the first few.
    for (let at = 40 * 8192; at < bytes.length; at += 8192) bytes.fill(0xee, at, at + 64);
    writeFileSync(path, bytes);
    const found = damages();
    expect(found[0]).toMatch(/^its structure is broken: \S[^\n]*, and \d+ more$/);
    expect(found.length).toBe(new Set(found).size);
    expect(found.join("\n").length).toBeLessThan(2_000);
  });

  test("says which environments are in recovery, and nothing once none is", async () => {
    const ledger = openIt();
    for (const name of ["prod", "test"]) {
      const graph = graphOf({}, { environment: name });
      const never = { appliedCommit: null, appliedHash: null, appliedAt: null };
      const row = { name, commit: "c1", graphHash: graph.hash, graph: JSON.stringify(graph), acceptedAt: 1 };
      ledger.putEnvironment({ ...row, ...never });
    }
    close(ledger);
    const made = await backUp({ path, folder: backupFolder(path), reason: "asked", now: clock.wall() });
    restore(path, made.path, clock.wall());
    const again = openIt();
    const said = (): unknown => check(path).findings.filter(({ what }) => what.includes("recovery"));
    expect(said()).toMatchObject([{ what: expect.stringMatching(/^prod and test are in recovery: /) }]);
    again.endRecovery("prod", "ada", "seen");
    expect(said()).toMatchObject([{ what: expect.stringMatching(/^test is in recovery: /) }]);
    expect(check(path).facts?.recovery?.reason).toBe("restored");
    again.endRecovery("test", "ada", "seen");
    expect([said(), check(path).facts?.recovery]).toEqual([[], null]);
  });

  test.each([
    ["UPDATE applied SET spec = '{'", /^the spec of the applied resource prod\/web is not readable/],
    [
      "UPDATE applied SET spec = replace(spec, 'one', 'two')",
      /^the spec of the applied resource prod\/web is not the one that was carried out/,
    ],
    [
      "INSERT INTO environment VALUES ('prod', 'c1', 'sha256:x', 1, 'garbage')",
      /^The graph that the ledger keeps for prod is damaged/,
    ],
    ["UPDATE applied SET outputs = '[]'", /^the outputs of the applied resource prod\/web/],
    ["UPDATE body SET json = replace(json, 'one', 'two')", /^the description 1 is not the one/],
    ["DELETE FROM body", /^a row of `(?:released|journal)` .* names nothing in `body`/],
    ["DELETE FROM identity", /^prod\/web is applied and nobody claims its identity/],
    ["UPDATE identity SET address = 'db'", /^prod\/web is applied, and its identity is claimed by prod\/db/],
    ["DELETE FROM applied", /claims the identity .* and is not applied/],
    ["UPDATE audit SET why = 'another' WHERE id = 1", /entry 1 of its audit log/],
    ["DELETE FROM audit WHERE id = 2", /its audit log had 2 entries, and has 1/],
    ["INSERT INTO edge VALUES ('prod', 'gone', 'web')", /^prod\/gone has edges and is not applied/],
  ])("finds %s", (sql, words) => {
    const ledger = openIt();
    apply(ledger, "web", "one");
    ledger.audit(suspend("lunch"));
    ledger.audit(suspend("dinner"));
    close(ledger);
    tamper(sql);
    const found = check(path).findings.filter((finding) => finding.severity === "damage");
    expect(found.map(({ what }) => what)).toContainEqual(expect.stringMatching(words));
    for (const { help } of found) expect(help?.length).toBeGreaterThan(20);
  });
});

test("the journal forgets what is old and superseded, and never what is open", () => {
  const ledger = openIt();
  const [left] = ledger.begin([intent("left", "open")], []);
  for (let round = 0; round < 30; round++) apply(ledger, "web", `old ${round}`);
  apply(ledger, "quiet", "once");
  const young = new FakeClock(clock.wall() + 40 * 24 * 60 * 60_000);
  close(ledger);
  const later = openLedger({ path, clock: young, holder: "test" });
  open.add(later);
  for (let round = 0; round < 5; round++) apply(later, "web", `new ${round}`);
  later.audit(suspend("lunch"));
  expect(later.prune({ age: 30 * 24 * 60 * 60_000, entries: 20 })).toEqual({ entries: 15, bodies: 15 });
  const kept = later.history("prod", "web" as Address, 100).map((entry) => entry.desired?.spec["content"]);
  expect(kept).toHaveLength(20);
  expect(kept.slice(0, 6)).toEqual(["new 4", "new 3", "new 2", "new 1", "new 0", "old 29"]);
  expect(later.history("prod", "quiet" as Address, 9)).toHaveLength(1);
  expect(later.openIntents().map((entry) => entry.id)).toEqual([left?.id]);
  expect(later.trail()).toHaveLength(1);
  // The writer's memory of descriptions is not of those that went.
  apply(later, "web", "old 0");
  expect(damages()).toEqual([]);
  expect(existsSync(path)).toBe(true);
});
