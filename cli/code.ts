// The built shell, and the code that V8 made of it when it last ran.
//
// In:  dist/, and whether the command lasts. Out: the shell's functions.
// Surprising: Node's own compile cache keeps what is compiled when a module is loaded, and V8 compiles a function when it is
// first called: each start compiled half of what it uses anew. Here the code is kept after a run, with all that the run has
// called; a run that had to compile more than a little adds its own. Each command has its own code, because to load what others
// have called takes longer than it seems. That is why the shell is a script of its own and not a module (docs/decisions/0075).
// The code is somebody's program: it is taken only from a folder and a file that are ours alone.

import { hash } from "node:crypto";
import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { enableCompileCache } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getHeapCodeStatistics, setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { firstWord } from "./first-word.ts";
import { OtherThread } from "./other-thread.ts";
import type * as Shell from "./shell.ts";

/** Commands that run until somebody ends them. */
const LASTING: readonly string[] = ["run", "watch", "demo", "lsp"];
/** Beside the code, in its last bytes: what it is, and what is known of runs with it. */
const NOTE = 256;
/** The code that is kept is a little larger than its source. */
const SPARE = 512 * 1024;
/** As much as some dozen functions, in bytes. */
const LITTLE = 16 * 1024;
/** To ask V8 how much code it has takes as long as loading a good part of it: once in so many milliseconds. */
const OFTEN = 60_000;

/** Set by the build: the file's name, which has a digest of its content. */
declare const SHELL_FILE: string;

interface Loaded {
  readonly shell: typeof Shell;
  readonly thread: OtherThread | null;
}

export function loadShell(words: readonly string[]): Loaded {
  const lasts = words.some((word) => LASTING.includes(word));
  const thread = wantsThread(words) ? new OtherThread() : null;
  if (lasts) enableCompileCache();
  else if (thread === null) tune();
  const word = firstWord(words);
  const command = word.startsWith("-") ? "" : word;
  const { shell, script, place, kept } = openShell(lasts || thread !== null, command);
  if (place !== null && (command === "" || shell.isCommand(command))) {
    process.once("exit", (code) => {
      const isKnown = kept.endings.includes(code);
      if (isKnown && Date.now() - kept.at < OFTEN) return;
      const size = getHeapCodeStatistics().bytecode_and_metadata_size;
      if (isKnown && size < kept.size + LITTLE) return touch(place);
      // Code is kept for the flags with which it was loaded.
      if (thread !== null) untune();
      const endings = isKnown ? kept.endings : [...kept.endings, code];
      keep(script, place, { endings, size: Math.max(size, kept.size) });
    });
  }
  return { shell, thread };
}

/** Every environment is compiled on two threads (docs/decisions/0052). */
function wantsThread(words: readonly string[]): boolean {
  const isEvery = words.includes("compile") && words.includes("--all") && !words.includes("--watch");
  return isEvery && availableParallelism() > 1;
}

/**
 * On another thread of a command that ends: with the code that is kept, and nothing is added to it. A thread takes long to begin,
 * and longer where V8's flags are others than those that the process was started with: what Node brings is compiled from its
 * source then. So the thread is started first of all, and it sets the flags, which both threads have, when it has its code.
 */
export function loadShellBeside(): typeof Shell {
  const { shell } = openShell(true, "compile");
  tune();
  return shell;
}

/** `isPlain`: with V8's own flags. */
function openShell(isPlain: boolean, command: string) {
  const url = new URL(SHELL_FILE, import.meta.url);
  const filename = fileURLToPath(url);
  const place = placeOf(filename, isPlain, command);
  const memory = new Memory();
  const text = memory.read(filename).toString("latin1");
  const { code, ...found } = place === null ? NOTHING : readKept(place, memory);
  const script = new Script(text, { filename, ...(code.length === 0 ? {} : { cachedData: code }) });
  const kept = script.cachedDataRejected === true ? NOTHING : found;
  const open = script.runInThisContext() as (here: string) => typeof Shell;
  return { shell: open(url.href), script, place, kept };
}

/** What is set, and what V8 has of itself. */
const FLAGS = [
  ["--no-opt", "--opt"],
  ["--invocation-count-for-maglev=2500", "--invocation-count-for-maglev=400"],
  ["--no-flush-bytecode", "--flush-bytecode"],
  // Most of what a command makes it forgets at once. A small place for new things, emptied often, is a third less memory to be had
  // from the system for the first time, which costs more than the emptying.
  ["--semi-space-growth-factor=1", "--semi-space-growth-factor=2"],
] as const;

/**
 * Most commands end within seconds, and the optimizing compilers of V8 then cost more than they give: they work for code that
 * has run its last. The quick one is kept for what is really hot; what runs for days is left as it is. Only where it was
 * measured: another V8 may know neither the flags nor the need (docs/decisions/0021).
 */
function tune(): void {
  if (!process.versions.v8.startsWith("13.")) return;
  // With other flags, what Node brings is compiled from its source: this much of it is needed in any case.
  for (const name of ["crypto", "node:sqlite"]) process.getBuiltinModule(name);
  void [process.stdout, process.stderr];
  for (const [flag] of FLAGS) setFlagsFromString(flag);
}

function untune(): void {
  if (process.versions.v8.startsWith("13.")) for (const [, flag] of FLAGS) setFlagsFromString(flag);
}

/** One for each installation and command, and for all that V8 makes its code depend on. Null: code is not to be kept. */
function placeOf(filename: string, isPlain: boolean, command: string): string | null {
  if ((process.env["NODE_DISABLE_COMPILE_CACHE"] ?? "") !== "") return null;
  const user = process.geteuid?.();
  const folder = join(tmpdir(), user === undefined ? "setpoint-code" : `setpoint-code-${user}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOurs(lstatSync(folder))) return null;
  } catch {
    return null;
  }
  const { version, arch, execArgv } = process;
  const key = JSON.stringify([
    dirname(filename),
    version,
    arch,
    execArgv,
    process.env["NODE_OPTIONS"] ?? "",
    isPlain,
    command,
  ]);
  return join(folder, hash("sha256", key).slice(0, 32));
}

/** Two large files are read one after the other into the same memory: what is used for the first time has to be had from the system. */
class Memory {
  #bytes = Buffer.alloc(0);

  /** All of a file; what was read before is gone. */
  read(path: string): Buffer {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      if (size > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(size + SPARE);
      let end = 0;
      for (let got = -1; got !== 0 && end < size; end += got)
        got = readSync(file, this.#bytes, end, size - end, null);
      return this.#bytes.subarray(0, end);
    } finally {
      closeSync(file);
    }
  }
}

interface Runs {
  /** The exit codes of the runs that have called what is in it. */
  readonly endings: readonly number[];
  /** Of all functions that V8 had compiled when it was kept, Node's and those made of texts too, in bytes. */
  readonly size: number;
}

interface Kept extends Runs {
  readonly code: Buffer;
  /** When somebody last looked whether there is more to be kept. */
  readonly at: number;
}

const NOTHING: Kept = { code: Buffer.alloc(0), endings: [], size: 0, at: 0 };

/** V8 trusts what it is given, and half a file, as a power cut may leave it, would be the end of every run. */
function readKept(place: string, memory: Memory): Kept {
  try {
    const stats = lstatSync(place);
    if (!stats.isFile() || !isOurs(stats)) return NOTHING;
    const bytes = memory.read(place);
    const code = bytes.subarray(0, -NOTE);
    const { file, digest, endings, size } = JSON.parse(bytes.toString("latin1", code.length)) as Note;
    // Another build of the same shell may write another note.
    const isKnown = file === SHELL_FILE && Array.isArray(endings) && typeof size === "number";
    return isKnown && digest === digestOf(code) ? { code, endings, size, at: stats.mtimeMs } : NOTHING;
  } catch {
    return NOTHING;
  }
}

interface Note extends Runs {
  readonly file: string;
  readonly digest: string;
}

function digestOf(code: Buffer): string {
  return hash("sha256", code, "base64url");
}

/** That it cannot be kept is nobody's trouble: the next run compiles. */
function keep(script: Script, place: string, runs: Runs): void {
  const temporary = `${place}.${process.pid}`;
  try {
    const code = script.createCachedData();
    const note: Note = { file: SHELL_FILE, digest: digestOf(code), ...runs };
    const bytes = Buffer.concat([code, Buffer.from(JSON.stringify(note).padEnd(NOTE))]);
    writeFileSync(temporary, bytes, { flag: "wx", mode: 0o600 });
    renameSync(temporary, place);
  } catch {
    rmSync(temporary, { force: true });
  }
}

function touch(place: string): void {
  const now = new Date();
  try {
    utimesSync(place, now, now);
  } catch {
    // Then the next run looks again.
  }
}

function isOurs(stats: Stats): boolean {
  const user = process.geteuid?.();
  return user === undefined || (!stats.isSymbolicLink() && stats.uid === user && (stats.mode & 0o022) === 0);
}
