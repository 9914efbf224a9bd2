// Start-up: the launcher and the built dist/, under the very Node that runs this benchmark, against `node -e 0`.
//
// The runs are interleaved, so that a busy moment of the machine hits all of them, and the median is taken. The warm-up
// fills the compile cache, as a user's first run does.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildAll, isStale } from "../build.ts";

const ROOT = join(import.meta.dirname, "..");
const LAUNCHER = join(ROOT, "bin", "setpoint");
const WARM_UP = 3;
const RUNS = 25;

interface Subject {
  readonly name: string;
  readonly arguments: readonly string[];
  /** At most so many times as long as `node -e 0`. */
  readonly bound: number | null;
}

const SUBJECTS: readonly Subject[] = [
  { name: "node -e 0", arguments: ["-e", "0"], bound: null },
  { name: "setpoint --version", arguments: [LAUNCHER, "--version"], bound: 2 },
  {
    name: "setpoint compile (01-hello)",
    arguments: [LAUNCHER, "-C", join(ROOT, "examples", "01-hello"), "compile", "prod"],
    bound: 5,
  },
];

export async function run(): Promise<boolean> {
  if (isStale()) await buildAll();
  const times = SUBJECTS.map((): number[] => []);
  for (let round = -WARM_UP; round < RUNS; round++) {
    for (const [index, subject] of SUBJECTS.entries()) {
      const took = measure(subject);
      if (round >= 0) times[index]?.push(took);
    }
  }
  const medians = times.map(median);
  const base = medians[0] ?? Number.NaN;
  let good = true;
  print(["", "median", "ratio", "bound", ""]);
  for (const [index, { name, bound }] of SUBJECTS.entries()) {
    const time = medians[index] ?? Number.NaN;
    const ratio = time / base;
    const kept = bound === null || ratio <= bound;
    good &&= kept;
    const verdict = bound === null ? "" : kept ? "ok" : "TOO SLOW";
    print([name, `${time.toFixed(1)} ms`, ratio.toFixed(2), bound === null ? "" : `${bound}`, verdict]);
  }
  return good;
}

function measure(subject: Subject): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, subject.arguments, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const took = performance.now() - start;
  if (status !== 0) throw new Error(`${subject.name} ended with ${status}: ${stderr}`);
  return took;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function print(cells: readonly string[]): void {
  const [name = "", ...rest] = cells;
  process.stdout.write(
    `${name.padEnd(30)}${rest.map((cell) => cell.padStart(10)).join("")}`.trimEnd() + "\n",
  );
}
