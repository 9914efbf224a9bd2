// Compiling, whole process from source text to canonical JSON with hashes: a fleet of 10,000 services in three environments, and
// a repository of 300 files with 10,000 different resources.
//
// What all of them say is compared first: the specs of every resource, keys sorted. The runs take turns, so that a busy moment
// of the machine hits all of them, and the median of the whole process's time is taken. The hand-written programs neither sort
// nor hash, and know no overlays: they are the floor. Other peers are timed where they are installed
// (Debian: `apt-get install nix-bin`).

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAll, isStale } from "../build.ts";
import { fleet } from "./workloads/fleet.ts";
import { repository } from "./workloads/repository.ts";

const ROOT = join(import.meta.dirname, "..");
const PEERS = join(import.meta.dirname, "peers", "fleet");
const LAUNCHER = join(ROOT, "bin", "setpoint");
const SERVICES = 10_000;
const RUNS = 5;
/** Times the program by hand. */
const FLEET_BOUND = 1.2;

interface Subject {
  readonly name: string;
  readonly command: readonly string[];
  readonly folder: string;
  readonly bound: number | null;
  /** What it says, resource by resource. */
  readonly read: (output: string) => Readonly<Record<string, unknown>>;
}

export async function run(): Promise<boolean> {
  if (isStale()) await buildAll();
  const folder = mkdtempSync(join(tmpdir(), "setpoint-bench-"));
  try {
    const first = compareAll(`${SERVICES} services in 3 environments`, fleetSubjects(folder), folder);
    const second = compareAll("300 files, 10,000 resources", repositorySubjects(folder), folder);
    return first && second;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// --- The workloads ---------------------------------------------------------------------------------------------------

function fleetSubjects(scratch: string): readonly Subject[] {
  const folder = mkdtempSync(join(scratch, "fleet-"));
  writeFileSync(join(folder, "setpoint.toml"), "");
  writeFileSync(join(folder, "fleet.sp"), fleet(SERVICES));
  const read = (output: string) => JSON.parse(output) as Record<string, unknown>;
  const count = String(SERVICES);
  const nix = [
    "nix-instantiate",
    "--eval",
    "--strict",
    "--json",
    join(PEERS, "fleet.nix"),
    "--arg",
    "n",
    count,
  ];
  return [
    {
      name: "by hand (node)",
      command: [process.execPath, join(PEERS, "fleet.mjs"), count],
      folder,
      bound: null,
      read,
    },
    {
      name: "setpoint compile --all",
      command: [process.execPath, LAUNCHER, "compile", "--all"],
      folder,
      bound: FLEET_BOUND,
      read: readGraphs,
    },
    ...[{ name: "nix", command: nix, folder, bound: null, read }].filter(({ name, command }) =>
      isInstalled(name, command[0] ?? ""),
    ),
  ];
}

function repositorySubjects(scratch: string): readonly Subject[] {
  const folder = mkdtempSync(join(scratch, "repository-"));
  const { setpoint, javascript } = repository(300, 10_000);
  writeFileSync(join(folder, "setpoint.toml"), '[package]\nname = "lab"\nentry = ["main.sp"]\n');
  for (const [path, text] of [...setpoint, ...javascript]) writeFileSync(join(folder, path), text);
  return [
    {
      name: "by hand (node, 300 modules)",
      command: [process.execPath, join(folder, "main.mjs")],
      folder,
      bound: null,
      read: (output) => JSON.parse(output) as Record<string, unknown>,
    },
    {
      name: "setpoint compile",
      command: [process.execPath, LAUNCHER, "compile"],
      folder,
      bound: null,
      read: readGraphs,
    },
  ];
}

interface GraphDocument {
  readonly environment: string;
  readonly resources: Readonly<Record<string, { readonly spec: { readonly name?: unknown } }>>;
}

/** A graph a line. Of several, a resource is called by its environment and its name. */
function readGraphs(output: string): Readonly<Record<string, unknown>> {
  const graphs = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as GraphDocument);
  const said: Record<string, unknown> = {};
  for (const { environment, resources } of graphs)
    for (const [address, { spec }] of Object.entries(resources))
      said[graphs.length === 1 ? address : `${environment}/${String(spec.name)}`] = spec;
  return said;
}

function isInstalled(name: string, program: string): boolean {
  const found = spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
  if (!found) process.stdout.write(`${name} is not installed and is left out\n`);
  return found;
}

// --- Measuring -------------------------------------------------------------------------------------------------------

function compareAll(title: string, subjects: readonly Subject[], scratch: string): boolean {
  process.stdout.write(`\n${title}\n`);
  const output = join(scratch, "output");
  let wanted: string | null = null;
  for (const subject of subjects) {
    measure(subject, output);
    const said = digestOf(subject.read(readFileSync(output, "utf8")));
    wanted ??= said;
    if (said !== wanted)
      throw new Error(`${subject.name} says something else than ${subjects[0]?.name ?? ""}`);
  }
  const times = subjects.map((): number[] => []);
  for (let round = 0; round < RUNS; round++)
    for (const [index, subject] of subjects.entries()) times[index]?.push(measure(subject, output));
  const medians = times.map(median);
  const base = medians[0] ?? Number.NaN;
  let good = true;
  print(["", "median", "ratio", "bound", ""]);
  for (const [index, { name, bound }] of subjects.entries()) {
    const time = medians[index] ?? Number.NaN;
    const kept = bound === null || time / base <= bound;
    good &&= kept;
    const verdict = bound === null ? "" : kept ? "ok" : "TOO SLOW";
    const ratio = (time / base).toFixed(2);
    print([name, `${time.toFixed(0)} ms`, ratio, bound === null ? "" : `${bound}`, verdict]);
  }
  return good;
}

function measure({ name, command: [program = "", ...rest], folder }: Subject, output: string): number {
  const file = openSync(output, "w");
  try {
    const start = performance.now();
    const { status, stderr } = spawnSync(program, rest, {
      cwd: folder,
      stdio: ["ignore", file, "pipe"],
      encoding: "utf8",
    });
    const took = performance.now() - start;
    if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    return took;
  } finally {
    closeSync(file);
  }
}

/** Of everything that is said, with the keys sorted. */
function digestOf(said: Readonly<Record<string, unknown>>): string {
  const hash = createHash("sha256");
  for (const key of Object.keys(said).toSorted())
    hash.update(`${key} ${JSON.stringify(sorted(said[key]))}\n`);
  return hash.digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function median(times: readonly number[]): number {
  const ordered = times.toSorted((a, b) => a - b);
  return ordered[Math.floor(ordered.length / 2)] ?? Number.NaN;
}

function print(cells: readonly string[]): void {
  const [name = "", ...rest] = cells;
  process.stdout.write(
    `${name.padEnd(30)}${rest.map((cell) => cell.padStart(10)).join("")}`.trimEnd() + "\n",
  );
}
