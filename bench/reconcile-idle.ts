// What an agent costs that has nothing to do, and how soon it mends: 10,000 files of a real folder, in this very process.
//
// *Idle*: the CPU of one poll of everything, against a loop that only calls lstat on the same files.
// *Drift*: from a stranger's write to the mended file, seen by watching; p50 and p99, once alone and once while one other
// file flaps a hundred times a second.
// The time is the process's own CPU for the first, and the wall clock for the second; the machine's noise is in both.

import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../cli/host.ts";
import type { Clock } from "../runtime/clock.ts";
import { openEngine } from "../runtime/engine.ts";
import type { Event } from "../runtime/events.ts";
import { openLedger } from "../runtime/ledger/open.ts";
import { filePorts } from "../test/support/files.ts";
import { type Declared, directory, file, graphOf, versionOf } from "../test/support/graphs.ts";

const FILES = 10_000;
const CYCLES = 20;
const SAMPLES = 200;
const FLAPS_PER_SECOND = 100;
/** Idle at most so many times the loop; drift in milliseconds; a flapping neighbour at most so many times. */
const BOUNDS = { idle: 3, drift: 50, flapping: 2 };

export async function run(): Promise<boolean> {
  const stat = await measureStat();
  const idle = await measureIdle();
  const ratio = idle / stat;
  say("lstat of every file", `${stat.toFixed(1)} ms CPU`, "");
  say(
    "a poll without a change",
    `${idle.toFixed(1)} ms CPU`,
    verdict(`${ratio.toFixed(2)} ×`, ratio <= BOUNDS.idle),
  );
  const alone = await measureDrift(false);
  say("drift to mended, p50", `${alone.p50.toFixed(1)} ms`, "");
  say(
    "drift to mended, p99",
    `${alone.p99.toFixed(1)} ms`,
    verdict(`target ${BOUNDS.drift} ms`, alone.p99 <= BOUNDS.drift),
  );
  const beside = await measureDrift(true);
  const raised = beside.p99 / alone.p99;
  say("beside a flapping file, p50", `${beside.p50.toFixed(1)} ms`, "");
  say(
    "beside a flapping file, p99",
    `${beside.p99.toFixed(1)} ms`,
    verdict(`${raised.toFixed(2)} ×`, raised <= BOUNDS.flapping),
  );
  return ratio <= BOUNDS.idle && alone.p99 <= BOUNDS.drift && raised <= BOUNDS.flapping;
}

function declaredFiles(): Record<string, Declared> {
  const declared: Record<string, Declared> = { root: directory("/srv/site") };
  for (let index = 0; index < FILES; index++)
    declared[`f${index}`] = file(pathOf(index), contentOf(index), { needs: ["root"] });
  return declared;
}

const pathOf = (index: number): string => `/srv/site/f${String(index).padStart(6, "0")}.conf`;
const contentOf = (index: number): string =>
  `# managed file ${index}\nname=svc-${index}\nport=${8000 + (index % 1000)}\n${"x".repeat(150)}\n`;

interface Running {
  readonly base: string;
  readonly events: Event[];
  /** Fires the timers of polls that are due, whatever the clock says. */
  poll(): void;
  stop(): Promise<void>;
}

/** An agent's engine that has converged and runs. `held`: polls come when they are asked for and not by themselves. */
async function start(watch: boolean, held: boolean): Promise<Running> {
  const scratch = mkdtempSync(join(tmpdir(), "setpoint-bench-"));
  const base = join(scratch, "world");
  mkdirSync(join(base, "srv"), { recursive: true });
  const events: Event[] = [];
  const waiting = new Set<() => void>();
  const clock: Clock = {
    ...realClock,
    timer: (delay, wake) => {
      if (!held || delay !== POLL) return realClock.timer(delay, wake);
      waiting.add(wake);
      return () => void waiting.delete(wake);
    },
  };
  const ports = filePorts(base, join(scratch, "ledger.db"), (event) => events.push(event), {
    poll: POLL,
    watch,
  });
  const ledger = openLedger({ path: ports.config.agent.ledger, clock: realClock, holder: "bench" });
  const engine = openEngine({ ...ports, clock }, ledger, "test");
  engine.desire(versionOf(graphOf(declaredFiles())));
  const result = await engine.converge(new AbortController().signal);
  if (!result.converged) throw new Error(`not converged: ${JSON.stringify(result.open.slice(0, 3))}`);
  const stop = new AbortController();
  const running = engine.run(stop.signal);
  await settled();
  return {
    base,
    events,
    poll: () => {
      const due = [...waiting];
      waiting.clear();
      for (const wake of due) wake();
    },
    stop: async () => {
      stop.abort();
      await running;
      await engine.close();
      ledger.close();
      rmSync(scratch, { recursive: true });
    },
  };
}

/** Told from every other timer by its length. */
const POLL = 987_654;

/** Until the process has had nothing to do for a while: its CPU clock stands still. */
async function settled(): Promise<void> {
  for (let quiet = 0; quiet < 5;) {
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { user, system } = process.cpuUsage(before);
    quiet = user + system < 5_000 ? quiet + 1 : 0;
  }
}

async function measureIdle(): Promise<number> {
  const running = await start(false, true);
  const costs: number[] = [];
  for (let cycle = -3; cycle < CYCLES; cycle++) {
    const before = process.cpuUsage();
    running.poll();
    await settled();
    const { user, system } = process.cpuUsage(before);
    if (cycle >= 0) costs.push((user + system) / 1000);
  }
  // What the waiting itself costs is measured the same way, and is not the poll's.
  const waits: number[] = [];
  for (let cycle = 0; cycle < 5; cycle++) {
    const before = process.cpuUsage();
    await settled();
    const { user, system } = process.cpuUsage(before);
    waits.push((user + system) / 1000);
  }
  await running.stop();
  return quantile(costs, 0.5) - quantile(waits, 0.5);
}

async function measureStat(): Promise<number> {
  const base = mkdtempSync(join(tmpdir(), "setpoint-bench-"));
  mkdirSync(join(base, "srv/site"), { recursive: true });
  const paths = Array.from({ length: FILES }, (_, index) => base + pathOf(index));
  for (const [index, path] of paths.entries()) writeFileSync(path, contentOf(index));
  const costs: number[] = [];
  for (let cycle = -3; cycle < CYCLES; cycle++) {
    const before = process.cpuUsage();
    let total = 0;
    for (const path of paths) total += lstatSync(path).size;
    const { user, system } = process.cpuUsage(before);
    if (cycle >= 0 && total > 0) costs.push((user + system) / 1000);
  }
  rmSync(base, { recursive: true });
  return quantile(costs, 0.5);
}

async function measureDrift(flapping: boolean): Promise<{ readonly p50: number; readonly p99: number }> {
  const running = await start(true, false);
  const flapper = flapping
    ? setInterval(
        () => writeFileSync(running.base + pathOf(0), `flap ${performance.now()}`),
        1000 / FLAPS_PER_SECOND,
      )
    : null;
  const times: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const index = 1 + ((sample * 7919) % (FILES - 1));
    const path = running.base + pathOf(index);
    const began = performance.now();
    writeFileSync(path, "drift\n");
    while (readFileSync(path, "utf8") !== contentOf(index)) {
      if (performance.now() - began > 10_000) throw new Error(`${path} was not mended within 10 s`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    times.push(performance.now() - began);
    // Strangers come at any moment, and not only when the agent has just finished.
    await new Promise((resolve) => setTimeout(resolve, 5 + (sample % 7)));
  }
  if (flapper !== null) clearInterval(flapper);
  await running.stop();
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

function verdict(words: string, good: boolean): string {
  return `${words} ${good ? "ok" : "TOO SLOW"}`;
}

function say(name: string, value: string, words: string): void {
  process.stdout.write(`${name.padEnd(30)}${value.padStart(16)}   ${words}`.trimEnd() + "\n");
}

if (import.meta.main) process.exitCode = (await run()) ? 0 : 1;
