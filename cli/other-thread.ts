// The thread beside the main one that compiles environments, as the main thread sees it.
//
// In:  what the main thread has read of the package, and the places in the queue that both take environments from. Out: what the
// thread found. Surprising: it may be started long before there is anything for it to do, because it takes longer to begin than
// most packages take to be read (cli/code.ts). A thread that is not used keeps nobody from ending.

import type { Worker } from "node:worker_threads";
import type { ReadResult } from "../compiler/source.ts";

/** From source it is the file beside this one; built, it is beside the chunk that this code ended up in. */
const ENTRY = new URL(
  import.meta.url.endsWith(".ts") ? "./environment-thread.ts" : "./environment-thread.js",
  import.meta.url,
);

/** What was read, so that another thread reads the same. */
export interface Recorded {
  readonly texts: Map<string, ReadResult>;
  readonly folders: Map<string, readonly string[]>;
}

export interface Job {
  readonly files: Recorded;
  readonly entries: readonly string[];
  readonly date: string;
  /** For each environment, in their order: whether somebody has taken it. Shared. */
  readonly queue: Int32Array;
}

export interface FromThread {
  readonly at: number;
  /** null: there is something to say of it. */
  readonly graph: readonly Uint8Array[] | null;
  readonly identities: readonly string[];
}

export class OtherThread {
  readonly #worker: Worker;
  readonly #found = new Map<number, FromThread>();
  #wanted = Number.POSITIVE_INFINITY;
  #resolve: (() => void) | null = null;
  #isOver = false;

  constructor() {
    // Loaded here, because most commands have no other thread.
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    // What this process was started with (a debugger, a test runner's loader) is not for the thread.
    this.#worker = new Worker(ENTRY, { execArgv: [] });
    this.#worker.unref();
    this.#worker.on("message", (message: FromThread) => {
      this.#found.set(message.at, message);
      this.#settle();
    });
    // What it had taken is compiled on the main thread then.
    const end = (): void => {
      this.#isOver = true;
      this.#settle();
    };
    this.#worker.on("error", end);
    this.#worker.on("exit", end);
  }

  give(job: Job): void {
    this.#worker.postMessage(job, []);
  }

  /** What it found, once that is all that it has taken. */
  async finish(count: number): Promise<ReadonlyMap<number, FromThread>> {
    this.#wanted = count;
    this.#worker.ref();
    await new Promise<void>((resolve) => {
      this.#resolve = resolve;
      this.#settle();
    });
    await this.#worker.terminate();
    return this.#found;
  }

  #settle(): void {
    if (this.#isOver || this.#found.size >= this.#wanted) this.#resolve?.();
  }
}
