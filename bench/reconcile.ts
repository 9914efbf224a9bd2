// Reconciling many small files: the whole command from its source to the converged world, against CFEngine and Puppet.
//
// Each round runs every tool once, one after the other, in folders that nobody has used: first convergence, no change, and
// 1 % drift. The median of the rounds counts, as a ratio to CFEngine's; after `first` and `drift` every file is compared
// with what was wanted. The bound is on the time that passes; what the processors worked, of all the tool's processes and
// threads, stands beside it, because it is the same on a machine that is busy with other things. Peak memory is the largest
// single process, as the system counts it (GNU time).
// One round before the others is not counted, and what was written before is on the disk when a first convergence begins: the
// peers' own figures were taken so.
// Surprising: a folder is made anew for each run and none is removed before the end, because a file system that has just
// freed ten thousand inodes is several times slower at making ten thousand more, for every tool. What was deleted before is
// waited for (calm.ts).

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { buildAll, isStale } from "../build.ts";
import { waitForCalm } from "./calm.ts";
import type { Options } from "./run.ts";
import {
  contentOf,
  drift,
  emptyTarget,
  nameOf,
  type Workload,
  writeByHand,
  writeCfengine,
  writePuppet,
  writeSetpoint,
} from "./peers/files.ts";

const ROOT = join(import.meta.dirname, "..");
const LAUNCHER = join(ROOT, "bin", "setpoint");
const SIZES = [1_000, 10_000];
const ROUNDS = 5;
const PHASES = ["first", "no change", "1 % drift"] as const;
type Phase = (typeof PHASES)[number];

interface Tool {
  readonly name: string;
  readonly program: string;
  readonly write: (workload: Workload, target: string) => void;
  readonly command: (folder: string) => readonly string[];
}

const TOOLS: readonly Tool[] = [
  {
    name: "setpoint",
    program: process.execPath,
    write: writeSetpoint,
    command: (folder) => [process.execPath, LAUNCHER, "-C", folder, "apply", "bench", "--yes"],
  },
  {
    name: "cfengine",
    program: "cf-agent",
    write: writeCfengine,
    command: (folder) => ["cf-agent", "-Kf", join(folder, "promises.cf")],
  },
  {
    name: "puppet",
    program: "puppet",
    write: writePuppet,
    command: (folder) => [
      "puppet",
      "apply",
      "--color=false",
      "--statefile",
      join(folder, "state.yaml"),
      join(folder, "site.pp"),
    ],
  },
  {
    name: "by hand",
    program: process.execPath,
    write: writeByHand,
    command: (folder) => [process.execPath, join(folder, "by-hand.mjs")],
  },
];

interface Measure {
  readonly seconds: number;
  /** Of the processors, in user and system mode. */
  readonly worked: number;
  readonly mebibytes: number;
}

export async function run({ without, sizes, rounds }: Options): Promise<boolean> {
  if (isStale()) await buildAll();
  if (spawnSync("/usr/bin/time", ["true"]).status !== 0) {
    process.stderr.write("GNU time is needed for peak memory: apt-get install time\n");
    return false;
  }
  const asked = TOOLS.filter(({ name }) => !without.includes(name));
  const tools = asked.filter((tool) => isInstalled(tool.program));
  for (const { name } of asked) {
    if (!tools.some((tool) => tool.name === name))
      process.stdout.write(`${name} is not installed, and left out\n`);
  }
  const scratch = mkdtempSync(join(tmpdir(), "setpoint-bench-"));
  let good = true;
  try {
    await waitForCalm(scratch);
    for (const files of sizes ?? SIZES) good = compare(tools, files, rounds ?? ROUNDS, scratch) && good;
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return good;
}

function compare(tools: readonly Tool[], files: number, rounds: number, scratch: string): boolean {
  const measures = new Map<string, Measure[]>();
  let ledger = "";
  for (let round = 0; round <= rounds; round++) {
    for (const tool of tools) {
      const folder = join(scratch, `${files}-${round}-${tool.name.replace(" ", "-")}`);
      mkdirSync(folder);
      const workload: Workload = { folder, files };
      const target = emptyTarget(folder);
      tool.write(workload, target);
      for (const phase of PHASES) {
        if (phase === "1 % drift") drift(workload, target);
        if (phase === "first") spawnSync("sync");
        const measure = time(tool.command(folder), join(scratch, "home"));
        const key = `${tool.name} ${phase}`;
        if (round > 0) measures.set(key, [...(measures.get(key) ?? []), measure]);
        if (phase !== "no change") checkTree(tool, phase, workload, target);
      }
      if (tool.name === "setpoint") ledger = join(folder, ".setpoint", "ledger.db");
    }
  }
  return report(tools, files, rounds, measures, ledger);
}

function report(
  tools: readonly Tool[],
  files: number,
  rounds: number,
  measures: ReadonlyMap<string, readonly Measure[]>,
  ledger: string,
): boolean {
  let good = true;
  const of = (tool: string, phase: Phase, figure: keyof Measure): number =>
    median((measures.get(`${tool} ${phase}`) ?? []).map((measure) => measure[figure]));
  process.stdout.write(`\n${files} files, median of ${rounds}; ${pragma(ledger)}\n`);
  const cellsOf = (name: string, figure: "seconds" | "worked"): readonly string[] =>
    PHASES.flatMap((phase) => {
      const seconds = of(name, phase, figure);
      const ratio = seconds / of("cfengine", phase, figure);
      if (name === "setpoint" && figure === "seconds" && ratio > 1) good = false;
      return [`${seconds.toFixed(3)} s`, Number.isNaN(ratio) ? "" : ratio.toFixed(2)];
    });
  print(["passed", ...PHASES.flatMap((phase) => [phase, "/cfengine"]), "peak MiB"]);
  for (const { name } of tools) {
    const peak = Math.max(...PHASES.map((phase) => of(name, phase, "mebibytes")));
    print([name, ...cellsOf(name, "seconds"), peak.toFixed(0)]);
  }
  print(["worked"]);
  for (const { name } of tools) print([name, ...cellsOf(name, "worked")]);
  process.stdout.write(
    `bound: setpoint at most 1.00 of cfengine in what passed, in each: ${good ? "ok" : "TOO SLOW"}\n`,
  );
  return good;
}

function time([program = "", ...words]: readonly string[], home: string): Measure {
  mkdirSync(home, { recursive: true });
  const start = performance.now();
  const { status, stderr } = spawnSync("/usr/bin/time", ["-f", "\n%M %U %S", program, ...words], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, HOME: home, CI: "" },
  });
  // GNU time tells hundredths of a second, which is more than what two tools differ by that take four tenths.
  const seconds = (performance.now() - start) / 1000;
  const figures = stderr.trimEnd().split("\n").at(-1)?.split(" ").map(Number) ?? [];
  const [kibibytes = Number.NaN, user = Number.NaN, system = Number.NaN] = figures;
  if (status !== 0)
    throw new Error(`${program} ${words.join(" ")} ended with ${status}: ${stderr.slice(-2_000)}`);
  return { seconds, worked: user + system, mebibytes: kibibytes / 1024 };
}

/** Throws at the first file that is not byte for byte what was wanted. */
function checkTree(tool: Tool, phase: Phase, { files }: Workload, target: string): void {
  for (let index = 0; index < files; index++) {
    const path = join(target, nameOf(index));
    const right = readFileSync(path, "utf8") === contentOf(index) && (statSync(path).mode & 0o7777) === 0o644;
    if (!right) throw new Error(`${tool.name} left ${path} wrong after ${phase}`);
  }
}

/** How durable the ledger is: the figures mean nothing without it. */
function pragma(ledger: string): string {
  const database = new DatabaseSync(ledger, { readOnly: true });
  const journal = database.prepare("PRAGMA journal_mode").get()?.["journal_mode"];
  database.close();
  return `ledger: journal_mode=${String(journal)} synchronous=FULL`;
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print([name = "", ...cells]: readonly string[]): void {
  process.stdout.write(
    `${name.padEnd(10)}${cells.map((cell) => cell.padStart(11)).join("")}`.trimEnd() + "\n",
  );
}
