// How a face attaches to an agent in another process: a Unix socket beside the ledger, one way, one event on each line.
//
// In:  the agent's events, and at any moment the facts as they stand. Out: to whoever connects, first one `snapshot` event
// with these facts, then every event as it happens, as newline-delimited JSON. A reader says nothing; one that does is cut
// off. The socket is only for the agent's own user (0600), from its first moment on.
// Surprising: a reader that does not keep up is never waited for. What it has missed is thrown away, and once it reads on
// it is given a new snapshot. So a reader costs the agent a bounded buffer, whatever it does; even a snapshot of 50,000
// resources is written down piece by piece, as fast as it is read.

import { chmodSync, closeSync, linkSync, mkdtempSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import type { WallTime } from "./clock.ts";
import type { Event, EventKind, Listener } from "./events.ts";

export interface FeedOptions {
  readonly path: string;
  /** The facts as they stand: a `snapshot` event. */
  readonly snapshot: () => Event & { readonly kind: "snapshot" };
  readonly subscribe: (listener: Listener) => () => void;
}

export interface Feed {
  readonly path: string;
  close(): Promise<void>;
}

/** Why there is no feed, in words for people. */
export class FeedError extends Error {
  override readonly name = "FeedError";
}

/** Bytes of events that wait for one reader before they are given up for a new snapshot. */
const MAX_WAITING = 1024 * 1024;
/** Bytes of one line that a reader accepts; a snapshot is one line. */
const MAX_LINE = 256 * 1024 * 1024;
const MAX_READERS = 32;
const FACTS_AT_ONCE = 100;
/** What `sun_path` holds without its final zero. */
const MAX_PATH = process.platform === "linux" ? 107 : 103;

/** Where the agent with this ledger listens. */
export function feedPath(ledger: string): string {
  return join(dirname(ledger), "agent.sock");
}

export async function serveFeed(options: FeedOptions): Promise<Feed> {
  const { path } = options;
  const readers = new Set<Reader>();
  const server = createServer((socket) => {
    if (readers.size >= MAX_READERS) {
      socket.destroy();
      return;
    }
    const reader = openReader(socket, options.snapshot, () => readers.delete(reader));
    readers.add(reader);
  });
  await listen(server, path);
  const unsubscribe = options.subscribe((event) => {
    if (readers.size === 0) return;
    const line = `${JSON.stringify(event)}\n`;
    for (const reader of readers) reader.offer(line);
  });
  const own = statSync(path).ino;
  return {
    path,
    close: async () => {
      unsubscribe();
      // Another agent's socket may have been put here since.
      if (inode(path) === own) rmSync(path, { force: true });
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const reader of readers) reader.close();
      await closed;
    },
  };
}

export interface AttachOptions {
  readonly path: string;
  readonly onEvent: Listener;
  /** Called once, when nothing more will come and `close` was not called. */
  readonly onEnd: (why: string) => void;
}

export function attachFeed(options: AttachOptions): { readonly close: () => void } {
  let over = false;
  const end = (why: string): void => {
    if (over) return;
    over = true;
    socket?.destroy();
    release();
    options.onEnd(why);
  };
  let release = (): void => {};
  let socket: Socket | null = null;
  try {
    const address = shortAddress(options.path);
    release = address.release;
    socket = connect(address.path);
  } catch (error) {
    queueMicrotask(() => end(messageOf(error)));
    return { close: () => (over = true) };
  }
  const lines = splitLines((line) => {
    const event = readEvent(line);
    if (event !== null && !over) options.onEvent(event);
  });
  socket.on("data", (chunk) => {
    if (!lines(chunk)) end("the agent sent a line that is too long");
  });
  socket.on("error", (error: NodeJS.ErrnoException) => end(whyNot(error, options.path)));
  socket.on("close", () => end("the agent has gone"));
  return {
    close: () => {
      over = true;
      socket.destroy();
      release();
    },
  };
}

// --- The agent's side ------------------------------------------------------------------------------------------------

interface Reader {
  offer(line: string): void;
  close(): void;
}

function openReader(socket: Socket, snapshot: FeedOptions["snapshot"], onClose: () => void): Reader {
  let parts: Iterator<string> | null = snapshotLine(snapshot());
  let waiting: string[] = [];
  let bytes = 0;
  let missed = false;
  let blocked = false;

  const next = (): string | null => {
    if (parts !== null) {
      const part = parts.next();
      if (part.done !== true) return part.value;
      parts = null;
    }
    if (waiting.length > 0) {
      const text = waiting.join("");
      waiting = [];
      bytes = 0;
      return text;
    }
    if (!missed) return null;
    missed = false;
    parts = snapshotLine(snapshot());
    return "";
  };
  const pump = (): void => {
    while (!blocked && !socket.destroyed) {
      const text = next();
      if (text === null) return;
      if (text !== "") blocked = !socket.write(text);
    }
  };
  socket.on("drain", () => {
    blocked = false;
    pump();
  });
  socket.on("data", () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("close", onClose);
  pump();
  return {
    offer: (line) => {
      if (missed) return;
      waiting.push(line);
      bytes += line.length;
      if (bytes > MAX_WAITING) {
        waiting = [];
        bytes = 0;
        missed = true;
      }
      pump();
    },
    close: () => socket.end(),
  };
}

/** One line, in pieces: all at once it would be many megabytes for every reader. */
function* snapshotLine(event: Event & { readonly kind: "snapshot" }): Generator<string> {
  const { facts, ...rest } = event;
  yield `${JSON.stringify(rest).slice(0, -1)},"facts":[`;
  for (let at = 0; at < facts.length; at += FACTS_AT_ONCE) {
    const some = facts.slice(at, at + FACTS_AT_ONCE).map((fact) => JSON.stringify(fact));
    yield (at === 0 ? "" : ",") + some.join(",");
  }
  yield "]}\n";
}

/**
 * The socket is bound in a folder of its own that nobody else can enter, and only then put in its place: it never stands
 * there with other rights than 0600, and a stale one is replaced at once. Two agents that start in the same moment are
 * kept apart by the ledger, which has one writer.
 */
async function listen(server: Server, path: string): Promise<void> {
  const stale = inode(path) !== null;
  if (stale && (await isLive(path))) throw new FeedError(`another agent is already listening at ${path}`);
  const folder = mkdtempSync(join(dirname(path), ".agent-"));
  const bound = join(folder, "s");
  try {
    const address = shortAddress(bound);
    // Not before: when a server closes, Node removes the path that it was bound to.
    server.once("close", address.release);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(address.path, () => {
        server.off("error", reject);
        resolve();
      });
    });
    chmodSync(bound, 0o600);
    // Without a stale one, something that has appeared since must be alive.
    if (stale) renameSync(bound, path);
    else linkSync(bound, path);
  } catch (error) {
    server.close();
    throw error instanceof FeedError ? error : new FeedError(`cannot listen at ${path}: ${messageOf(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nobody listens only where the system says so; any other trouble counts as somebody. */
function isLive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const address = shortAddress(path);
    const socket = connect(address.path);
    const answer = (live: boolean): void => {
      address.release();
      socket.destroy();
      resolve(live);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      answer(error.code !== "ECONNREFUSED" && error.code !== "ENOENT");
    });
  });
}

/**
 * A path by which the system takes the socket. One that is too long for it is reached through the folder, held open:
 * `/proc/self/fd/20/agent.sock`. Cutting it off, as some do, would make another socket in another place.
 */
function shortAddress(path: string): { readonly path: string; readonly release: () => void } {
  if (Buffer.byteLength(path) <= MAX_PATH) return { path, release: () => {} };
  if (process.platform !== "linux") {
    throw new FeedError(`the path is too long for a socket (${MAX_PATH} bytes at most): ${path}`);
  }
  let folder: number;
  try {
    folder = openSync(dirname(path), "r");
  } catch (error) {
    throw new FeedError(whyNot(error as NodeJS.ErrnoException, path), { cause: error });
  }
  return { path: `/proc/self/fd/${folder}/${basename(path)}`, release: once(() => closeSync(folder)) };
}

function once(deed: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    deed();
  };
}

function inode(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

// --- The reader's side -----------------------------------------------------------------------------------------------

/** Takes chunks, calls `onLine` for each whole line; answers false once a line is too long. */
function splitLines(onLine: (line: string) => void): (chunk: Buffer) => boolean {
  let parts: Buffer[] = [];
  let length = 0;
  return (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, at));
      onLine(Buffer.concat(parts).toString("utf8"));
      parts = [];
      length = 0;
      from = at + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    length += chunk.length - from;
    return length <= MAX_LINE;
  };
}

// A record, so that a kind which is forgotten here does not compile.
const KINDS: Readonly<Record<EventKind, true>> = {
  "agent-started": true,
  "ledger-opened": true,
  "agent-stopped": true,
  "source-checked": true,
  "version-accepted": true,
  "version-refused": true,
  "target-connected": true,
  "target-unreachable": true,
  "watch-degraded": true,
  "drift-seen": true,
  planned: true,
  "action-held": true,
  "action-started": true,
  "action-finished": true,
  "status-changed": true,
  "resource-dropped": true,
  "resource-moved": true,
  converged: true,
  diverged: true,
  problem: true,
  log: true,
  snapshot: true,
};

/** Null for what is no event, and for the news of a newer agent that this version has no words for. */
function readEvent(line: string): Event | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isEvent(value)) return null;
  return value.kind === "snapshot" ? { ...value, facts: value.facts.filter(isEvent) } : value;
}

function isEvent(value: unknown): value is Event {
  if (typeof value !== "object" || value === null) return false;
  const { kind, at, facts } = value as { kind?: unknown; at?: unknown; facts?: unknown };
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind) || typeof at !== "number") return false;
  return kind !== "snapshot" || Array.isArray(facts);
}

function whyNot(error: NodeJS.ErrnoException, path: string): string {
  if (error.code === "ENOENT") return `no agent is running here: there is no ${path}`;
  if (error.code === "ECONNREFUSED") return `no agent is running here: nobody listens at ${path}`;
  if (error.code === "EACCES") return `the agent belongs to another user: ${path}`;
  return `${error.message} (${path})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// --- The facts as they stand -----------------------------------------------------------------------------------------

export interface Broadcast {
  readonly emit: Listener;
  readonly subscribe: (listener: Listener) => () => void;
  readonly snapshot: (at: WallTime) => Event & { readonly kind: "snapshot" };
}

/** News without lasting facts, kept so that a late-comer also sees what happened last. */
const RECENT = 200;

/**
 * Passes events on, and keeps of them what still holds: the latest for each environment, resource and target. Its memory
 * is bounded by their number.
 */
export function createBroadcast(): Broadcast {
  const listeners = new Set<Listener>();
  const standing = new Map<string, Held>();
  let recent: Held[] = [];
  let count = 0;
  return {
    emit: (event) => {
      count++;
      const { holds, ends } = bearing(event);
      for (const key of ends) standing.delete(key);
      if (holds !== null) standing.set(holds, { order: count, event });
      else if (event.kind !== "snapshot") recent.push({ order: count, event });
      if (recent.length > RECENT * 2) recent = recent.slice(-RECENT);
      for (const listener of listeners) listener(event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: (at) => {
      const held = [...standing.values(), ...recent.slice(-RECENT)];
      return {
        at,
        kind: "snapshot",
        facts: held.toSorted((a, b) => a.order - b.order).map((each) => each.event),
      };
    },
  };
}

interface Held {
  readonly order: number;
  readonly event: Event;
}

/** What an event is the latest word on, if it is on anything, and which earlier words it takes back. */
function bearing(event: Event): { readonly holds: string | null; readonly ends: readonly string[] } {
  switch (event.kind) {
    case "agent-started":
      return { holds: "agent", ends: ["stopped"] };
    case "agent-stopped":
      return { holds: "stopped", ends: [] };
    case "ledger-opened":
      return { holds: "ledger", ends: [] };
    case "source-checked":
      return { holds: `source ${event.environment}`, ends: [] };
    case "version-accepted":
      return { holds: `accepted ${event.environment}`, ends: [`refused ${event.environment}`] };
    case "version-refused":
      return { holds: `refused ${event.environment}`, ends: [] };
    case "target-connected":
      return { holds: `target ${event.target}`, ends: [`degraded ${event.target}`] };
    case "target-unreachable":
      return { holds: `target ${event.target}`, ends: [] };
    case "watch-degraded":
      return { holds: `degraded ${event.target}`, ends: [] };
    case "status-changed":
      return { holds: `status ${event.environment}/${event.address}`, ends: [] };
    case "resource-dropped":
      return {
        holds: null,
        ends: [
          `status ${event.environment}/${event.address}`,
          `running ${event.environment}/${event.address}`,
        ],
      };
    case "action-started":
      return { holds: `running ${event.environment}/${event.address}`, ends: [] };
    case "action-finished":
      return { holds: null, ends: [`running ${event.environment}/${event.address}`] };
    case "converged":
      return { holds: `converged ${event.environment}`, ends: [`diverged ${event.environment}`] };
    case "diverged":
      return { holds: `diverged ${event.environment}`, ends: [] };
    case "drift-seen":
    case "planned":
    case "action-held":
    case "resource-moved":
    case "problem":
    case "log":
    case "snapshot":
      return { holds: null, ends: [] };
  }
}
