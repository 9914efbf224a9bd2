// Backups of a ledger: a folder with the copy and a manifest that says what it is a copy of.
//
// In:  a ledger that may be in use. Out: `<folder>/<time>/` with `ledger.db` and `manifest.json`, verified; whole or not there
// at all. The copy is SQLite's own, of one moment, in another thread: the agent goes on writing meanwhile.
// The copy says in itself that it is one, so that a ledger that was put back by any means, `cp` included, begins in recovery.

import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { WallTime } from "../clock.ts";
import { isJsonObject, type Json } from "../../compiler/json.ts";
import { LedgerError } from "../ledger.ts";
import { auditTrail } from "./audit.ts";
import { Database } from "./database.ts";
import { codeOf, reasonOf } from "../refused.ts";
import { isSystemError, ledgerError } from "./failure.ts";
import { markAsCopy } from "./recovery.ts";
import { ledgerId, readFormat } from "./schema.ts";
import { sideOf } from "./side.ts";

export const COPY = "ledger.db";
const MANIFEST = "manifest.json";
const TIMEOUT = 5_000;

/** Hourly ones are swept by age; what a person asked for, or what an upgrade left, stays. */
export type BackupReason = "asked" | "hourly" | "upgrade";

export interface Manifest {
  readonly ledger: string;
  readonly fence: number;
  readonly format: number;
  readonly journal: number;
  readonly entries: number;
  readonly head: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: BackupReason;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Backup {
  readonly path: string;
  readonly manifest: Manifest;
}

/** Where a ledger's backups stand unless somebody says otherwise. */
export function backupFolder(path: string): string {
  return join(dirname(path), "backups");
}

export interface BackupRequest {
  readonly path: string;
  readonly folder: string;
  readonly reason: BackupReason;
  readonly now: WallTime;
}

export async function backUp(request: BackupRequest): Promise<Backup> {
  const source = new Database(request.path, { readOnly: true, timeout: TIMEOUT });
  try {
    readFormat(source);
    const draft = makeDraft(request);
    try {
      await source.copyTo(join(draft, COPY));
      return finish(request, draft);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    throw backupError(error, request);
  } finally {
    source.close();
  }
}

/** Before the writer of a newer format changes anything: there is no other way back. */
export function backUpBeforeUpgrade(source: Database, now: WallTime): Backup {
  const { path } = source;
  const request: BackupRequest = { path, folder: backupFolder(path), reason: "upgrade", now };
  try {
    const draft = makeDraft(request);
    try {
      source.guard(() => source.prepare("VACUUM INTO ?").run(join(draft, COPY)));
      return finish(request, draft);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    throw backupError(error, request);
  }
}

function makeDraft({ folder, now }: BackupRequest): string {
  const draft = join(folder, `${stamp(now)}.${process.pid}.partial`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  return draft;
}

function finish({ folder, reason, now }: BackupRequest, draft: string): Backup {
  const copy = join(draft, COPY);
  const at = new Date(now).toISOString();
  const database = new Database(copy, { readOnly: false, timeout: TIMEOUT });
  let facts: Omit<Manifest, "bytes" | "sha256" | "at" | "reason">;
  try {
    // One file, that opens where nothing may be written.
    database.script("PRAGMA journal_mode = DELETE");
    markAsCopy(database, at);
    const { ledger, fence, journal, entries, head } = sideOf(database, now);
    facts = { ledger, fence, format: readFormat(database), journal, entries, head };
  } finally {
    database.close();
  }
  const { bytes, sha256 } = digestOf(copy);
  const manifest: Manifest = { ...facts, at, reason, bytes, sha256 };
  writeSynced(join(draft, MANIFEST), `${JSON.stringify({ backup: 1, ...manifest }, null, 2)}\n`);
  sync(copy);
  verify(draft, manifest);
  const path = freeName(join(folder, stamp(now)));
  sync(draft);
  renameSync(draft, path);
  sync(folder);
  return { path, manifest };
}

/** The backup in a folder, or a `LedgerError` for one that is not whole. Changes nothing. */
export function readBackup(path: string): Backup {
  const manifest = readManifest(path);
  if (manifest === null)
    throw new LedgerError(
      `${path} is not a backup of a ledger: it has no readable ${MANIFEST}.`,
      "A backup is a folder made by `setpoint ledger backup` or by the agent. Name another one.",
    );
  verify(path, manifest);
  return { path, manifest };
}

function verify(path: string, manifest: Manifest): void {
  const copy = join(path, COPY);
  const bad = (why: string, cause?: unknown): LedgerError =>
    new LedgerError(`The backup ${path} cannot be used: ${why}.`, "Use another backup, and keep this one.", {
      cause,
    });
  if (!existsSync(copy)) throw bad(`its ${COPY} is missing`);
  const { bytes, sha256 } = digestOf(copy);
  if (bytes !== manifest.bytes) throw bad(`its ${COPY} has ${bytes} bytes and should have ${manifest.bytes}`);
  if (sha256 !== manifest.sha256) throw bad(`its ${COPY} is not the file that was written (SHA-256)`);
  const database = new Database(copy, { readOnly: true, timeout: TIMEOUT });
  try {
    readFormat(database);
    const [row] = database.all<{ integrity_check: string }>("PRAGMA integrity_check(1)");
    if (row?.integrity_check !== "ok") throw bad(row?.integrity_check ?? "it is not readable");
    if (ledgerId(database) !== manifest.ledger) throw bad("it is the copy of another ledger than it says");
    const head = auditTrail(database).at(-1)?.hash ?? null;
    if (head !== manifest.head) throw bad("its audit log does not end as it says");
  } catch (error) {
    throw error instanceof LedgerError && !error.message.startsWith("The backup")
      ? bad(error.message, error)
      : error;
  } finally {
    database.close();
  }
}

/** Newest first; what is no backup is left out. Throws where the folder is there and cannot be read. */
export function listBackups(folder: string): readonly Backup[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw new LedgerError(
      `The backups in ${folder} cannot be read: ${reasonOf(error)}.`,
      "Ask as the user that the agent runs as.",
      { cause: error },
    );
  }
  return names
    .flatMap((name) => {
      const path = join(folder, name);
      const manifest = name.endsWith(".partial") ? null : readManifest(path);
      return manifest === null ? [] : { path, manifest };
    })
    .toSorted((a, b) => (a.path < b.path ? 1 : -1));
}

const HOURLY = 24;
const DAILY = 14;

/** The hourly ones that are too many: of one ledger the newest 24 stay, and the newest of each of the last 14 days. */
export function sweepable(backups: readonly Backup[], ledger: string): readonly Backup[] {
  const own = backups.filter(({ manifest }) => manifest.ledger === ledger && manifest.reason === "hourly");
  const newest = own.toSorted((a, b) => (a.manifest.at < b.manifest.at ? 1 : -1));
  const days = new Set<string>();
  return newest.filter(({ manifest }, index) => {
    const day = manifest.at.slice(0, 10);
    const first = !days.has(day);
    days.add(day);
    return index >= HOURLY && !(first && days.size <= DAILY);
  });
}

export function sweepBackups(folder: string, ledger: string): void {
  for (const { path } of sweepable(listBackups(folder), ledger))
    rmSync(path, { recursive: true, force: true });
}

function readManifest(path: string): Manifest | null {
  let value: Json;
  try {
    value = JSON.parse(readFileSync(join(path, MANIFEST), "utf8")) as Json;
  } catch {
    return null;
  }
  if (!isJsonObject(value) || value["backup"] !== 1) return null;
  const { ledger, fence, format, journal, entries, head, at, reason, bytes, sha256 } = value;
  const whole =
    typeof ledger === "string" &&
    [fence, format, journal, entries, bytes].every((each) => typeof each === "number") &&
    (typeof head === "string" || head === null) &&
    typeof at === "string" &&
    typeof reason === "string" &&
    typeof sha256 === "string";
  if (!whole) return null;
  const { backup: _, ...manifest } = value;
  return manifest as unknown as Manifest;
}

function stamp(now: WallTime): string {
  return new Date(now).toISOString().replaceAll(":", "-").replace(".", "-");
}

function freeName(path: string): string {
  let free = path;
  for (let number = 2; existsSync(free); number++) free = `${path}-${number}`;
  return free;
}

function digestOf(path: string): { readonly bytes: number; readonly sha256: string } {
  const digest = createHash("sha256");
  const file = openSync(path, "r");
  const buffer = Buffer.allocUnsafe(1 << 20);
  let bytes = 0;
  try {
    for (;;) {
      const read = readSync(file, buffer, 0, buffer.length, null);
      if (read === 0) return { bytes, sha256: digest.digest("hex") };
      digest.update(buffer.subarray(0, read));
      bytes += read;
    }
  } finally {
    closeSync(file);
  }
}

export function writeSynced(path: string, text: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A file's or a folder's own entry. */
export function sync(path: string): void {
  if (process.platform === "win32" && statSync(path).isDirectory()) return;
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function backupError(error: unknown, { path, folder }: BackupRequest): LedgerError {
  const words = `The ledger ${path} could not be backed up to ${folder}`;
  // The ledger's own troubles are told of as such by now: this is the folder's.
  if (isSystemError(error))
    return new LedgerError(
      `${words}: ${reasonOf(error)}.`,
      "Make room there, give this user the right to write there, or name another folder: setpoint ledger backup --to FOLDER",
      { cause: error },
    );
  const cause = ledgerError(error, path);
  return new LedgerError(`${words}: ${cause.message}`, cause.help, { cause: error });
}
