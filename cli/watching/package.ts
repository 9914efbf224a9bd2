// A command that stays: after each edit of a file of the package it looks again, in the same process and so in a moment.
//
// In:  which package, and what to do with each state of it. Out: an exit code, when the command is stopped. Surprising: what the
// system tells of folders is only a bell. Whether a file has changed is read off the file, so an event that is lost, doubled or
// about something else does no harm, and an editor that saves by renaming is one like any other.

import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { STANDARD } from "../../compiler/bind.ts";
import type { Analysis } from "../../compiler/compile.ts";
import { openProgram, type WarmProgram } from "../../compiler/warm.ts";
import { Failure } from "../failure.ts";
import type { Host } from "../host.ts";
import { compilerHost, MANIFEST, openPackage, packageRoot, today, type Files } from "../package.ts";
import { standardLibrary } from "../std.ts";
import { exitCodeOf } from "../stop.ts";

/** One state of the package's files. */
export interface Round {
  readonly root: string;
  readonly analysis: Analysis;
  /** Paths in the package; null: it is the first look. */
  readonly changed: readonly string[] | null;
  /** The moment, in the clock's milliseconds, when the change was seen. */
  readonly since: number;
}

/** How long a burst is gathered, in milliseconds: a checkout writes many files, and an editor two. */
const GATHER = 20;

export async function watchPackage(
  host: Host,
  given: readonly string[],
  look: (round: Round) => Promise<void>,
): Promise<number> {
  const interruption = host.interruption();
  const bell = newBell(host, interruption.signal);
  const root = packageRoot(host.folder);
  const marks = new Map<string, string>();
  let opened: Opened | null = null;
  let changed: readonly string[] | null = null;
  let shown: Analysis | null = null;
  /** What the program has not been told yet, because the package could not be opened. */
  const untold = new Set<string>();
  try {
    while (!interruption.signal.aborted) {
      const since = host.clock.monotonic();
      bell.listen(foldersOf(root, marks));
      for (const path of changed ?? []) untold.add(path);
      for (const path of [MANIFEST, ...ENTRY_FOLDERS, ...untold]) marks.set(path, markOf(root, path));
      try {
        opened = await open(host, root, given, marks, opened, untold);
        untold.clear();
        const { analysis } = opened.program;
        // A file beside them that nobody reads, or one that was written as it was.
        if (analysis !== shown) await look({ root, analysis, changed, since });
        shown = analysis;
      } catch (error) {
        if (!(error instanceof Failure) || changed === null) throw error;
        sayFailure(host, error);
        shown = null;
      }
      changed = await nextChange(bell, root, marks, interruption.signal);
    }
  } finally {
    bell.close();
  }
  return exitCodeOf(interruption) ?? 0;
}

interface Opened {
  readonly program: WarmProgram;
  readonly disk: { files: Files };
}

/** The package as it is now; its entries may be others than before. */
async function open(
  host: Host,
  root: string,
  given: readonly string[],
  marks: Marks,
  before: Opened | null,
  changed: Iterable<string>,
): Promise<Opened> {
  const { files, entries } = await openPackage(host, given);
  const now = { entries, date: today(host) };
  if (before !== null) {
    before.disk.files = files;
    before.program.update(changed, now);
    return before;
  }
  const disk = { files };
  const reading: Files = {
    read: (path) => {
      // Before it is read: what changes meanwhile is seen the next time.
      if (!path.startsWith(STANDARD)) marks.set(path, markOf(root, path));
      return disk.files.read(path);
    },
    list: (folder) => disk.files.list(folder),
  };
  const request = { host: compilerHost(reading, host.sha256), std: standardLibrary(), ...now };
  return { program: openProgram(request), disk };
}

function sayFailure(host: Host, { message, help }: Failure): void {
  if (host.json) host.err.write(`${JSON.stringify({ error: message, help })}\n`);
  else host.err.write(`error: ${message}\n${help === null ? "" : `help: ${help}\n`}`);
}

// --- What has changed ------------------------------------------------------------------------------------------------

/** What tells one state of a file or a folder from another, by its path in the package; empty where there is nothing. */
type Marks = Map<string, string>;

/** Whose files may be entries: what comes or goes in them counts. */
const ENTRY_FOLDERS: readonly string[] = ["", "env"];

function markOf(root: string, path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(join(root, path), { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return "";
  }
}

/** Waits for the bell until something has changed. Empty when the command is stopped. */
async function nextChange(
  bell: Bell,
  root: string,
  marks: Marks,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for (;;) {
    bell.listen(foldersOf(root, marks));
    const changed = [...marks].flatMap(([path, mark]) => (markOf(root, path) === mark ? [] : [path]));
    if (changed.length > 0 || signal.aborted) return changed;
    await bell.rung();
  }
}

// --- The bell --------------------------------------------------------------------------------------------------------

/** Folders of everything that matters; of one that is not there, the nearest above it that is. */
function foldersOf(root: string, marks: Marks): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of marks.keys()) folders.add(ENTRY_FOLDERS.includes(path) ? path : dirname(path));
  const found = new Set<string>([root]);
  for (let folder of folders) {
    while (folder !== "." && folder !== "" && !isFolder(join(root, folder))) folder = dirname(folder);
    found.add(join(root, folder));
  }
  return found;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

interface Bell {
  /** To these folders, and no others. */
  listen(folders: ReadonlySet<string>): void;
  /** Resolves a moment after something rang, or when the command is stopped. */
  rung(): Promise<void>;
  close(): void;
}

function newBell(host: Host, signal: AbortSignal): Bell {
  const watchers = new Map<string, FSWatcher>();
  let hasRung = false;
  let wake: (() => void) | null = null;
  const ring = () => {
    hasRung = true;
    wake?.();
  };
  signal.addEventListener("abort", ring);
  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string) => {
    try {
      const watcher = watch(folder, ring);
      // A folder that is gone says so in this way on some systems.
      watcher.on("error", () => {
        drop(folder);
        ring();
      });
      watchers.set(folder, watcher);
      // What happened before it was watched is not told.
      ring();
    } catch (error) {
      if (isGone(error)) return;
      throw new Failure(
        `cannot watch \`${folder}\`: ${error instanceof Error ? error.message : String(error)}`,
        "compile without --watch; on Linux, fs.inotify.max_user_watches says how many folders can be watched",
        { cause: error },
      );
    }
  };
  return {
    listen(folders) {
      for (const folder of watchers.keys()) if (!folders.has(folder)) drop(folder);
      for (const folder of folders) if (!watchers.has(folder)) add(folder);
    },
    async rung() {
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (hasRung) resolve();
      });
      if (!signal.aborted)
        await new Promise<void>((resolve) => {
          host.clock.timer(GATHER, resolve);
        });
      hasRung = false;
      wake = null;
    },
    close() {
      for (const folder of watchers.keys()) drop(folder);
    },
  };
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

// --- What is said ----------------------------------------------------------------------------------------------------

/** `main.sp, parts/a.sp and 3 more`. */
export function namesOf(paths: readonly string[]): string {
  const files = paths.filter((path) => !ENTRY_FOLDERS.includes(path));
  const shown = files.slice(0, 3).join(", ");
  if (files.length === 0) return "a folder";
  return files.length > 3 ? `${shown} and ${files.length - 3} more` : shown;
}

/** `12 ms`, `0.8 ms`. */
export function tookOf(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}
