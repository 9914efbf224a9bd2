// How a command reaches the agent that holds the ledger: requests as files in a folder beside it, answered by files.
//
// In:  on the agent's side a function that answers; on the command's side a request. Out: each request is answered once, or
// is known not to have been taken. The folder is the agent's user's own (0700), its files too (0600): who may write there is
// who may stop the agent, and who asks is the owner of the file, by the system's word.
// A file is taken by renaming it, so that the agent and a command that no longer waits can never both win. What lay there
// when the agent starts is from before, and is never carried out: nobody waits for it any more.

import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  type FSWatcher,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Json } from "../compiler/json.ts";
import { type Clock, pause } from "./clock.ts";
import type { Answer, Request } from "./request.ts";
import { parseRequest } from "./request.ts";

const MAX_BYTES = 64 * 1024;
const POLL = 500;
/** How long a command waits for its request to be taken. */
const PATIENCE = 15_000;
/** How long it waits for the answer after that. */
const LONG_PATIENCE = 120_000;

export function inboxPath(ledger: string): string {
  return `${ledger}.requests`;
}

export interface InboxOptions {
  readonly path: string;
  readonly clock: Clock;
  /** The user id is the file owner's. */
  readonly handle: (request: Request, uid: number) => Promise<Answer>;
  /** Why the folder cannot be used. */
  readonly tell?: (why: string) => void;
}

/**
 * Resolves when the signal has aborted and the request that was being handled is answered. A folder that cannot be used is
 * said once and tried again: it stops no agent. Only what `handle` throws does.
 */
export async function serveInbox(options: InboxOptions, signal: AbortSignal): Promise<void> {
  const { path, clock, handle } = options;
  let told = "";
  let wake = (): void => undefined;
  let isOpen = false;
  let watcher: FSWatcher | null = null;
  const isUsable = (): boolean => {
    try {
      if (!isOpen) {
        open(path);
        watcher = watchFolder(path, () => wake());
        isOpen = true;
      } else readdirSync(path);
      return true;
    } catch (error) {
      isOpen = false;
      watcher?.close();
      watcher = null;
      const why = error instanceof Error ? error.message : String(error);
      if (why !== told) options.tell?.(why);
      told = why;
      return false;
    }
  };
  try {
    while (!signal.aborted) {
      if (isUsable())
        for (const name of readdirSync(path).toSorted())
          if (name.endsWith(".request")) await answer(join(path, name), handle);
      const stirred = new AbortController();
      const stop = (): void => stirred.abort();
      wake = stop;
      signal.addEventListener("abort", stop, { once: true });
      await pause(clock, POLL, stirred.signal);
      signal.removeEventListener("abort", stop);
    }
  } finally {
    (watcher as FSWatcher | null)?.close();
  }
}

/** What lies there is from before: nobody waits for it any more. */
function open(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  for (const name of readdirSync(path)) rmSync(join(path, name), { force: true });
}

/** A convenience: where the system has no watch to give, the folder is looked at twice a second. */
function watchFolder(path: string, stir: () => void): FSWatcher | null {
  try {
    const watcher = watch(path, stir);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

async function answer(path: string, handle: InboxOptions["handle"]): Promise<void> {
  const base = path.slice(0, -".request".length);
  const taken = `${base}.taken`;
  try {
    renameSync(path, taken);
  } catch {
    // The command has given up in this very moment.
    return;
  }
  const read = readRequest(taken);
  const said: Answer =
    read === null
      ? {
          ok: false,
          message: "the request could not be read",
          help: "the command and the agent may be of different versions",
          detail: {},
        }
      : await handle(read.request, read.uid);
  writeWhole(`${base}.answer`, JSON.stringify(said));
  rmSync(taken, { force: true });
}

function readRequest(path: string): { readonly request: Request; readonly uid: number } | null {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return null;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > MAX_BYTES) return null;
    const request = parseRequest(JSON.parse(readFileSync(file, "utf8")) as Json);
    return request === null ? null : { request, uid: stats.uid };
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

/** Why there is no answer. `done`: whether the request may have been carried out. */
export type NoAnswer = { readonly kind: "none"; readonly maybe: boolean; readonly why: string };

export async function sendRequest(
  path: string,
  request: Request,
  clock: Clock,
): Promise<{ readonly kind: "answer"; readonly answer: Answer } | NoAnswer> {
  const base = join(path, randomUUID());
  const none = (maybe: boolean, why: string): NoAnswer => ({ kind: "none", maybe, why });
  try {
    writeWhole(`${base}.request`, JSON.stringify(request));
  } catch (error) {
    return none(false, error instanceof Error ? error.message : String(error));
  }
  const start = clock.monotonic();
  for (;;) {
    const said = readAnswer(`${base}.answer`);
    if (said !== null) {
      rmSync(`${base}.answer`, { force: true });
      return { kind: "answer", answer: said };
    }
    const waited = clock.monotonic() - start;
    if (waited > PATIENCE && takeBack(`${base}.request`))
      return none(false, `it did not take the request within ${PATIENCE / 1000} seconds`);
    if (waited > LONG_PATIENCE)
      return none(true, `it took the request and gave no answer within ${LONG_PATIENCE / 1000} seconds`);
    await pause(clock, 20);
  }
}

/** Whether the request was still there: then nobody has taken it, and nobody will. */
function takeBack(path: string): boolean {
  const away = `${path}.withdrawn`;
  try {
    renameSync(path, away);
  } catch {
    return false;
  }
  rmSync(away, { force: true });
  return true;
}

function readAnswer(path: string): Answer | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Answer;
  } catch {
    return null;
  }
}

function writeWhole(path: string, text: string): void {
  const draft = `${path}.draft`;
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
