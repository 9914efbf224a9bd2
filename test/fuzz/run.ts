// `npm run fuzz [-- --runs 200000 --seed 1]`: as many inputs as were asked for, in a thread of their own. Exit code 1 at the
// first that fails, with its seed, its number and the shortest text that fails in the same way.
// `npm run fuzz -- edits` edits programs and compares what a warm one says with what one made from nothing says.
// `npm run fuzz -- overlays` asks the compiler and the reference interpreter of test/reference what programs mean.
//
// Surprising: the thread only counts in shared memory while it works. If the count stands still, the input is a hang that
// no `catch` would ever see, and the main thread says which one it was.

import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { endless, makeInput, sourceOf } from "./inputs.ts";
import { judge, shrink } from "./judge.ts";
import { hunt as huntEdits } from "./edits/hunt.ts";
import { corpus } from "./edits/packages.ts";
import { hunt } from "./overlays/hunt.ts";

interface Job {
  readonly seed: number;
  readonly from: number;
  readonly runs: number;
  readonly at: SharedArrayBuffer;
}

interface Failed {
  readonly index: number;
  readonly wrong: string;
  readonly text: string;
}

/** Milliseconds without a step after which the thread is given up. Far above what counts as a hang: the machine may be busy. */
const STUCK = 60_000;
const SKELETONS = 2000;
/** Programs about overlays that are made at once. */
const BATCH = 500;
const clock = () => performance.now();
/** Of this thread alone: how busy the machine is with other things is no property of an input. */
function processor(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function work({ seed, from, runs, at }: Job): Failed | null {
  const counter = new Int32Array(at);
  if (from === 0) {
    for (const [name, text] of Object.entries(endless(20_000))) {
      const wrong = judge(text, processor);
      if (wrong !== null) return { index: -1, wrong: `${name}: ${wrong}`, text: `${text.slice(0, 60)}…` };
    }
  }
  const source = sourceOf(seed, SKELETONS);
  for (let index = from; index < runs; index++) {
    Atomics.store(counter, 0, index);
    const text = makeInput(source, seed, index);
    const wrong = judge(text, processor);
    if (wrong !== null) return { index, wrong, text: shrink(text, wrong, processor) };
  }
  return null;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: "string", default: "200000" },
      seed: { type: "string", default: `${Date.now() % 1_000_000}` },
      from: { type: "string", default: "0" },
    },
  });
  const runs = Number(values.runs);
  const seed = Number(values.seed);
  process.stdout.write(`seed ${seed}, ${runs} inputs\n`);
  if (positionals[0] === "overlays") return huntAll(seed, runs);
  if (positionals[0] === "edits") return editAll(seed, Number(values.from), runs);
  const at = new SharedArrayBuffer(4);
  const job: Job = { seed, from: Number(values.from), runs, at };
  const failed = await inThread(job, new Int32Array(at));
  if (failed === null) {
    process.stdout.write(`${runs} inputs, and nothing is wrong\n`);
    return 0;
  }
  process.stdout.write(
    `input ${failed.index} of seed ${seed}: ${failed.wrong}\n--- the shortest text that does so (${failed.text.length} characters)\n${failed.text}\n---\n` +
      `again: npm run fuzz -- --seed ${seed} --from ${Math.max(0, failed.index)} --runs ${failed.index + 1}\n`,
  );
  return 1;
}

/** Programs that the compiler and the reference interpreter read, in batches of which each has a seed of its own. */
function huntAll(seed: number, runs: number): number {
  for (let done = 0, batch = seed; done < runs; done += BATCH, batch++) {
    const { counts, difference } = hunt({ seed: batch, runs: Math.min(BATCH, runs - done) });
    process.stdout.write(`seed ${batch}: ${JSON.stringify(counts)}\n`);
    if (difference === null) continue;
    process.stdout.write(`${difference}\nagain: npm run fuzz -- overlays --seed ${batch} --runs ${BATCH}\n`);
    return 1;
  }
  return 0;
}

/** How often each program is edited. */
const EDITS = 40;

/** Programs that are edited again and again. */
function editAll(seed: number, from: number, runs: number): number {
  const packages = corpus();
  let [edits, right] = [0, 0];
  for (let index = from; index < runs; index++) {
    const found = huntEdits(packages, seed, index, EDITS);
    edits += found.edits;
    right += found.right;
    if (found.difference !== null) {
      process.stdout.write(
        `${found.difference}\nagain: npm run fuzz -- edits --seed ${seed} --from ${index} --runs ${index + 1}\n`,
      );
      return 1;
    }
    if ((index + 1) % 50 === 0)
      process.stdout.write(`${index + 1} programs, ${edits} edits, ${right} right …\n`);
  }
  process.stdout.write(`${edits} edits, ${right} times with every graph, and warm and cold say the same\n`);
  return 0;
}

function inThread(job: Job, counter: Int32Array): Promise<Failed | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: job });
    let seen = -1;
    let since = clock();
    let told = clock();
    const watch = setInterval(() => {
      const now = Atomics.load(counter, 0);
      if (now !== seen) {
        seen = now;
        since = clock();
      } else if (clock() - since > STUCK) {
        clearInterval(watch);
        const source = sourceOf(job.seed, SKELETONS);
        resolve({ index: now, wrong: "it does not end", text: makeInput(source, job.seed, now) });
        void worker.terminate();
      }
      if (clock() - told > 10_000) {
        told = clock();
        process.stdout.write(`${now} …\n`);
      }
    }, 500);
    worker.once("message", (failed: Failed | null) => {
      clearInterval(watch);
      resolve(failed);
    });
    worker.once("error", (error) => {
      clearInterval(watch);
      reject(error);
    });
  });
}

if (isMainThread) process.exitCode = await main();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
else parentPort?.postMessage(work(workerData as Job));
