// The real world, as the rest of the shell sees it: clocks, hashes, signals, standard streams. Nothing else in cli/ asks
// the process.
//
// In:  the process. Out: a `Host`, which the tests of print.ts, lines.ts and the commands can do without.
// Surprising: signals are taken over only when a command asks for it. Until then, and at the second Ctrl-C, the process
// dies of them as any other would. The handlers stay: Ink kills the process at a signal that nobody else listens to.

import { hash } from "node:crypto";
import { fstatSync } from "node:fs";
import type { CompilerHost } from "../compiler/source.ts";
import { type Clock, monotonicNow } from "../runtime/clock.ts";
import type * as TerminalUi from "../runtime/tui/app.ts";
import { Failure, Interrupted, whyOf } from "./failure.ts";
import { writeAll } from "./files.ts";
import type { OtherThread } from "./other-thread.ts";

export interface Output {
  /** Bytes are text in UTF-8. */
  write(text: string | Uint8Array): void;
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
  readonly sha256: CompilerHost["sha256"];
  /** The streams for a terminal UI; null where one of them is no terminal. */
  terminal(): Terminal | null;
  /** The code of the terminal UI, which is loaded when it is wanted. */
  terminalUi(): Promise<typeof TerminalUi>;
  /** The thread that was started with the process, because the command will need it; null where none was. */
  readonly thread: OtherThread | null;
  /** Asks a person; null where nobody can answer. Rejects with `Interrupted` at Ctrl-C. */
  ask(question: string): Promise<string | null>;
  /** The same for what nobody is to see: nothing that is typed appears. */
  askHidden(question: string): Promise<string | null>;
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
  readonly streams: Streams;
  readonly terminalUi: Host["terminalUi"];
  readonly thread: OtherThread | null;
}

export function makeHost(options: HostOptions): Host {
  const { streams, color } = options;
  const gathered = gather((text) => say(process.stdout, streams, text));
  return {
    folder: options.folder,
    json: options.json,
    out: makeOutput(process.stdout, color, gathered.write),
    err: makeOutput(process.stderr, color, (text) => {
      gathered.end();
      say(process.stderr, streams, text);
    }),
    clock: realClock,
    sha256: (text) => hash("sha256", text, "hex"),
    terminal: () => {
      if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
      streams.watch(process.stdin);
      return { stdin: process.stdin, stdout: process.stdout };
    },
    terminalUi: options.terminalUi,
    thread: options.thread,
    ask,
    askHidden: async (question) => {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
      const { readHidden } = await import("./hidden-line.ts");
      return readHidden(question, process.stdin, process.stderr);
    },
    interruption: () => takeSignals(streams),
  };
}

/** Node calls what is to wait longer at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const realClock: Clock = {
  wall: () => Date.now(),
  monotonic: monotonicNow,
  timer: (delay, wake) => {
    // Node's shortest timer is a millisecond, which whoever only lets others go first would wait for.
    if (delay <= 0) {
      const turn = setImmediate(wake);
      return () => clearImmediate(turn);
    }
    const due = monotonicNow() + delay;
    const arm = (left: number): NodeJS.Timeout => setTimeout(look, Math.min(Math.ceil(left), LONGEST_TIMER));
    // Node drops fractions of a millisecond and rounds what time it is: whoever is woken too early finds nothing due, and
    // nobody would wake it again.
    const look = (): void => {
      const left = due - monotonicNow();
      if (left > 0) timer = arm(left);
      else wake();
    };
    let timer = arm(delay);
    return () => clearTimeout(timer);
  },
};

/** What is known of the standard streams: whether somebody still reads them. */
export interface Streams {
  isClosed(stream: NodeJS.WriteStream): boolean;
  /** This one too: standard input counts only where it is a terminal. */
  watch(stream: NodeJS.WriteStream | NodeJS.ReadStream): void;
  onClosed(tell: () => void): void;
}

/** `setpoint compile | head`: that the reader has gone is no mistake. To be called before anything is written. */
export function watchStreams(): Streams {
  const closed = new Set<NodeJS.WriteStream | NodeJS.ReadStream>();
  const told: (() => void)[] = [];
  const watch: Streams["watch"] = (stream) => {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!isGone(error, stream))
        throw new Failure(`cannot write the output: ${whyOf(error)}`, null, { cause: error });
      closed.add(stream);
      for (const tell of told.splice(0)) tell();
    });
  };
  for (const stream of [process.stdout, process.stderr]) {
    watch(stream);
    writeWholly(stream);
  }
  return { isClosed: (stream) => closed.has(stream), watch, onClosed: (tell) => told.push(tell) };
}

/** Of what a file takes in part Node loses the rest and says nothing; a disk that is filling up does so once before it fails. */
function writeWholly(stream: typeof process.stdout | typeof process.stderr): void {
  if (!fstatSync(stream.fd).isFile()) return;
  // So a stream is told how to write; Node gives it no other name.
  // oxlint-disable-next-line eslint/no-underscore-dangle
  stream._write = (bytes: Uint8Array, _, done) => {
    try {
      writeAll(stream.fd, bytes);
    } catch (error) {
      return done(error as Error);
    }
    done();
  };
}

/** A terminal whose window was closed answers EIO. */
function isGone({ code }: NodeJS.ErrnoException, stream: { readonly isTTY: boolean }): boolean {
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || (code === "EIO" && stream.isTTY);
}

function makeOutput(stream: NodeJS.WriteStream, color: ColorChoice, write: Output["write"]): Output {
  return {
    write,
    color: wantsColor(color, stream),
    get width() {
      return stream.isTTY ? stream.columns : 100;
    },
    terminal: stream.isTTY,
  };
}

/** What is written after the reader has gone goes nowhere. */
function say(stream: NodeJS.WriteStream, streams: Streams, text: string | Uint8Array): void {
  if (!streams.isClosed(stream)) stream.write(text);
}

/** Characters that are gathered at most. */
const GATHERED = 1 << 16;

/**
 * What is said in one go is written in one go: a great convergence starts and ends hundreds of actions at a time, and to write
 * their lines one by one took as long as to write their files. `end`: before another stream speaks.
 */
function gather(write: Output["write"]): { readonly write: Output["write"]; readonly end: () => void } {
  let gathered = "";
  const end = (): void => {
    const text = gathered;
    gathered = "";
    if (text !== "") write(text);
  };
  process.once("exit", end);
  return {
    write: (text) => {
      if (typeof text !== "string") {
        end();
        return write(text);
      }
      if (gathered === "") queueMicrotask(end);
      gathered += text;
      if (gathered.length > GATHERED) end();
    },
    end,
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
    return await new Promise<string>((resolve, reject) => {
      lines.once("SIGINT", () => reject(new Interrupted()));
      lines.once("close", () => resolve(""));
      lines.question(question).then(resolve, reject);
    });
  } finally {
    lines.close();
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/**
 * Milliseconds in which two signals are one: at Ctrl-C the terminal and npm, or the launcher, each send theirs. A hang-up is
 * nobody's impatience, however often it comes.
 */
const ONE_SIGNAL = 500;

function takeSignals(streams: Streams): Interruption {
  const stop = new AbortController();
  let cause: ReturnType<Interruption["cause"]> = null;
  const abort = (why: NonNullable<typeof cause>): void => {
    cause ??= why;
    stop.abort();
  };
  let first: number | null = null;
  const take = (signal: (typeof SIGNALS)[number]): void => {
    first ??= monotonicNow();
    if (signal === "SIGHUP" || monotonicNow() - first < ONE_SIGNAL) return abort(signal);
    for (const each of SIGNALS) process.off(each, take);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, take);
  streams.onClosed(() => abort("closed"));
  return { signal: stop.signal, cause: () => cause };
}
