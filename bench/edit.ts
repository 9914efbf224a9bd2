// A one-line edit in a warm process, as editors and `--watch` have it, against the whole command: the repository of 300 files with
// 10,000 different resources.
//
// Each run edits one line: of one of the parts, and by turns of the overlay on top. What is timed is the update of the program and
// the compilation to the chunks of the graph; with every edit the command is run on the same files, whose output must be the same
// to the byte, and whose time is what the bound is a part of. A full compile in the warm process is timed too, for those who ask
// what the warmth of the process alone is worth. The runs take turns and medians are compared, because the machine may be busy.

import { spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAll, isStale } from "../build.ts";
import { dataParsers } from "../cli/parsers.ts";
import { standardLibrary } from "../cli/std.ts";
import { analyze, type AnalysisRequest } from "../compiler/compile.ts";
import { openProgram } from "../compiler/warm.ts";
import { folderSnapshot } from "../runtime/store/folder.ts";
import { repository } from "./workloads/repository.ts";

const MAIN = join(import.meta.dirname, "..", "dist", "main.cjs");
const FILES = 300;
const RESOURCES = 10_000;
/** A process is warm when its code is compiled: after some edits. */
const WARMING = 30;
const RUNS = 9;
/** Of the whole command. */
const BOUND = 0.05;

interface Times {
  readonly name: string;
  readonly measured: number[];
  readonly bound: number | null;
}

export async function run(): Promise<boolean> {
  if (isStale()) await buildAll();
  const folder = mkdtempSync(join(tmpdir(), "setpoint-bench-"));
  try {
    writeFileSync(join(folder, "setpoint.toml"), '[package]\nname = "lab"\nentry = ["main.sp"]\n');
    for (const [path, text] of repository(FILES, RESOURCES).setpoint) writeFileSync(join(folder, path), text);
    return measureEdits(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureEdits(folder: string): boolean {
  const request: AnalysisRequest = {
    // A new snapshot for each read: what is read again is read from the disk.
    host: {
      read: (path) => folderSnapshot(folder).read(path),
      list: (inner) => folderSnapshot(folder).list(inner),
      sha256: (text) => hash("sha256", text, "hex"),
      parsers: dataParsers,
    },
    std: standardLibrary(),
    entries: ["main.sp"],
  };
  const program = openProgram(request);
  program.analysis.compile(null);
  const edits = [
    { name: "an edit in a part", edit: partOf, measured: times(), bound: BOUND },
    { name: "an edit in the overlay", edit: overlayOf, measured: times(), bound: BOUND },
  ] satisfies (Times & { readonly edit: Edit })[];
  const cold: Times = { name: "setpoint compile", measured: [], bound: null };
  const warm: Times = { name: "all of it in a warm process", measured: [], bound: null };
  for (let turn = 0; turn < WARMING + RUNS; turn++) {
    for (const { edit, measured } of edits) {
      const path = edit(folder, turn);
      const start = performance.now();
      const chunks = [...(program.update([path]).compile(null).chunks ?? [])];
      const took = performance.now() - start;
      if (turn < WARMING) continue;
      measured.push(took);
      cold.measured.push(compareWithCommand(folder, `${Buffer.concat(chunks).toString()}\n`));
    }
    if (turn < WARMING) continue;
    const start = performance.now();
    for (const _ of analyze(request).compile(null).chunks ?? []);
    warm.measured.push(performance.now() - start);
  }
  return print([cold, warm, ...edits]);
}

function times(): number[] {
  return [];
}

// --- Edits -----------------------------------------------------------------------------------------------------------

/** Changes one line, and gives the path of its file. */
type Edit = (folder: string, turn: number) => string;

function partOf(folder: string, turn: number): string {
  const path = `part${(turn * 37) % FILES}.sp`;
  replaceIn(join(folder, path), /port = \d+/, `port = ${10_000 + turn}`);
  return path;
}

function overlayOf(folder: string, turn: number): string {
  replaceIn(join(folder, "main.sp"), /super \+ \d+/, `super + ${turn + 2}`);
  return "main.sp";
}

function replaceIn(path: string, pattern: RegExp, by: string): void {
  const text = readFileSync(path, "utf8");
  const edited = text.replace(pattern, by);
  if (edited === text) throw new Error(`nothing to edit in ${path}`);
  writeFileSync(path, edited);
}

// --- The whole command -----------------------------------------------------------------------------------------------

/** The milliseconds that it takes. */
function compareWithCommand(folder: string, graph: string): number {
  const path = join(folder, "output");
  const file = openSync(path, "w");
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [MAIN, "compile"], {
    cwd: folder,
    stdio: ["ignore", file, "pipe"],
    encoding: "utf8",
  });
  const took = performance.now() - start;
  closeSync(file);
  if (status !== 0) throw new Error(`setpoint compile ended with ${status}: ${stderr}`);
  if (readFileSync(path, "utf8") !== graph)
    throw new Error("after an edit the warm process says something else than the command");
  return took;
}

// --- Printing --------------------------------------------------------------------------------------------------------

function print(subjects: readonly Times[]): boolean {
  const base = median(subjects[0]?.measured ?? []);
  let good = true;
  process.stdout.write(`\n${FILES} files, ${RESOURCES} resources, one line edited\n`);
  printRow("", "median", "ratio", "bound", "");
  for (const { name, measured, bound } of subjects) {
    const time = median(measured);
    const kept = bound === null || time / base <= bound;
    good &&= kept;
    const verdict = bound === null ? "" : kept ? "ok" : "TOO SLOW";
    printRow(name, `${time.toFixed(1)} ms`, (time / base).toFixed(3), `${bound ?? ""}`, verdict);
  }
  return good;
}

function printRow(name: string, ...cells: readonly string[]): void {
  process.stdout.write(
    `${name.padEnd(30)}${cells.map((cell) => cell.padStart(10)).join("")}`.trimEnd() + "\n",
  );
}

function median(times: readonly number[]): number {
  const ordered = times.toSorted((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? Number.NaN;
}
