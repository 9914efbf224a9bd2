// The real world, as the rest of the shell sees it: clocks, hashes, signals, standard streams. Nothing else in cli/ asks
// the process.
//
// In:  the process. Out: a `Host`, which the tests of print.ts, lines.ts and the commands can do without.
// Surprising: signals are taken over only when a command asks for it. Until then, and at the second Ctrl-C, the process
// dies of them as any other would.

import { hash } from "node:crypto";
import type { Sha256 } from "../compiler/graph.ts";
import type { Clock } from "../runtime/clock.ts";

export interface Output {
  write(text: string): void;
  readonly color: boolean;
  /** Columns; 100 where there is no terminal. */
  readonly width: number;
  readonly terminal: boolean;
}

export interface Host {
  /** The folder that the command works in, absolute. */
  readonly folder: string;
  readonly json: boolean;
  readonly out: Output;
  readonly err: Output;
  readonly clock: Clock;
  readonly sha256: Sha256;
  /** The streams for a terminal UI; null where one of them is no terminal. */
  terminal(): Terminal | null;
  /** Asks a person; null where nobody can answer. */
  ask(question: string): Promise<string | null>;
  /** Takes the signals over. */
  interruption(): Interruption;
}

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** What stopped the command, or null. `closed`: nobody reads the output any more. */
  cause(): "SIGINT" | "SIGTERM" | "SIGHUP" | "closed" | null;
}

export type ColorChoice = "auto" | "always" | "never";

export interface HostOptions {
  readonly folder: string;
  readonly json: boolean;
  readonly color: ColorChoice;
}

export function makeHost(options: HostOptions): Host {
  return {
    folder: options.folder,
    json: options.json,
    out: makeOutput(process.stdout, options.color),
    err: makeOutput(process.stderr, options.color),
    clock: realClock,
    sha256: (text) => hash("sha256", text, "hex"),
    terminal: () =>
      process.stdin.isTTY && process.stdout.isTTY ? { stdin: process.stdin, stdout: process.stdout } : null,
    ask,
    interruption: takeSignals,
  };
}

export const realClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  timer: (delay, wake) => {
    const timer = setTimeout(wake, delay);
    return () => clearTimeout(timer);
  },
};

const onClosed: (() => void)[] = [];

/** `setpoint compile | head`: that the reader has gone is no mistake. What is still written goes nowhere. */
function makeOutput(stream: NodeJS.WriteStream, color: ColorChoice): Output {
  let closed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    closed = true;
    for (const tell of onClosed.splice(0)) tell();
  });
  return {
    write: (text) => {
      if (!closed) stream.write(text);
    },
    color: wantsColor(color, stream),
    get width() {
      return stream.isTTY ? stream.columns : 100;
    },
    terminal: stream.isTTY,
  };
}

/** The option beats the environment; FORCE_COLOR beats NO_COLOR, as in Node itself. */
export function wantsColor(choice: ColorChoice, stream: { readonly isTTY: boolean }): boolean {
  if (choice !== "auto") return choice === "always";
  const forced = process.env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if ((process.env["NO_COLOR"] ?? "") !== "") return false;
  return stream.isTTY && process.env["TERM"] !== "dumb";
}

async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string | null>((resolve, reject) => {
      lines.once("close", () => resolve(null));
      lines.question(question).then(resolve, reject);
    });
  } finally {
    lines.close();
  }
}

function takeSignals(): Interruption {
  const stop = new AbortController();
  let cause: ReturnType<Interruption["cause"]> = null;
  const abort = (why: NonNullable<typeof cause>): void => {
    cause ??= why;
    stop.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => abort(signal));
  onClosed.push(() => abort("closed"));
  return { signal: stop.signal, cause: () => cause };
}
