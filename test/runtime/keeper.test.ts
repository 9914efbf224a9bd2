// The agent looks after its ledger: backups by the hour, a journal that stays small, and a file that is still its own.

import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EventBody } from "../../runtime/events.ts";
import { keepLedger } from "../../runtime/keeper.ts";
import type { Ledger } from "../../runtime/ledger.ts";
import { backupFolder, listBackups } from "../../runtime/ledger/backup.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { filePorts } from "../support/files.ts";
import { intent, released } from "../support/ledger-rows.ts";
import { temporaryFolder } from "../support/repository.ts";

const MINUTE = 60_000;
let temporary: ReturnType<typeof temporaryFolder>;
let path: string;
let clock: FakeClock;
let ledger: Ledger;
let told: EventBody[];
let stop: AbortController;
let keeping: Promise<void>;

beforeEach(() => {
  temporary = temporaryFolder();
  path = join(temporary.path, "ledger.db");
  clock = new FakeClock();
  ledger = openLedger({ path, clock, holder: "test" });
  told = [];
  stop = new AbortController();
});
afterEach(() => {
  ledger.close();
  temporary.remove();
});

function keep(history?: number): void {
  const plain = filePorts(temporary.path, path, () => undefined);
  const agent = history === undefined ? plain.config.agent : { ...plain.config.agent, history };
  const ports = { ...plain, clock, config: { ...plain.config, agent } };
  keeping = keepLedger({ ports, ledger, emit: (body) => told.push(body) }, stop.signal);
}

/** One minute at a time, each until the keeper waits again. */
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    clock.advance(MINUTE);
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

function backups(): readonly string[] {
  return listBackups(backupFolder(path))
    .map(({ manifest }) => `${manifest.reason} ${manifest.at.slice(11, 16)}`)
    .toReversed();
}

test("a backup is made soon after the start and then every hour; a restart makes none too many", async () => {
  keep();
  await pass(125);
  expect(backups()).toEqual(["hourly 03:05", "hourly 04:05", "hourly 05:05"]);
  stop.abort();
  await keeping;
  stop = new AbortController();
  keep();
  await pass(30);
  expect(backups()).toHaveLength(3);
  await pass(30);
  expect(backups()).toHaveLength(4);
  stop.abort();
  await keeping;
  expect(told).toEqual([]);
});

test("a backup that fails is a problem in words, and stops nothing", async () => {
  writeFileSync(backupFolder(path), "a file where a folder is wanted");
  keep();
  await pass(2);
  expect(told).toMatchObject([
    {
      kind: "problem",
      what: "looking after the ledger",
      why: expect.stringMatching(/could not be backed up/),
      help: expect.stringMatching(/\w/),
    },
  ]);
  rmSync(backupFolder(path));
  await pass(60);
  expect(told).toHaveLength(1);
  expect(backups()).toHaveLength(1);
  stop.abort();
  await keeping;
});

test("the journal is kept for as long as the configuration says", async () => {
  for (let round = 0; round < 30; round++) {
    const [entry] = ledger.begin([intent("web", String(round))], [released("web", String(round))]);
    ledger.finish([{ id: entry?.id ?? 0, outcome: "done", why: null, took: 1, changes: [] }]);
  }
  clock.advance(3 * MINUTE);
  keep(2 * MINUTE);
  await pass(1);
  expect(ledger.history("prod", released("web", "").address, 100)).toHaveLength(20);
  stop.abort();
  await keeping;
});

test("a ledger that is no longer the agent's own ends the agent within a minute", async () => {
  keep();
  await pass(1);
  mkdirSync(join(temporary.path, "x"));
  appendFileSync(path, "x");
  clock.advance(MINUTE);
  await expect(keeping).rejects.toThrow("was written by another program while it was in use");
});
