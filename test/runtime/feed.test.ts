import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Address } from "../../compiler/address.ts";
import type { Event } from "../../runtime/events.ts";
import {
  attachFeed,
  createBroadcast,
  feedPath,
  FeedError,
  serveFeed,
  type Feed,
} from "../../runtime/feed.ts";

const READER = join(import.meta.dirname, "feed-reader.ts");
const NODE = realpathSync(process.execPath);

let folder = "";
const cleanUp: (() => unknown)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "feed-"));
});

afterEach(async () => {
  for (const deed of cleanUp.splice(0).toReversed()) await deed();
  rmSync(folder, { recursive: true, force: true });
});

function status(address: string, reason = "as declared", at = 1): Event {
  return {
    at,
    kind: "status-changed",
    environment: "prod",
    address: address as Address,
    resourceKind: "std.file.File",
    target: "here",
    needs: [],
    report: { status: { kind: "in-sync" }, reason, cause: null },
    place: null,
    changedAt: null,
    nextAt: null,
  };
}

function log(line: string): Event {
  return { at: 2, kind: "log", environment: "prod", address: "a" as Address, line };
}

async function serve(path: string, broadcast = createBroadcast()): Promise<Feed> {
  const feed = await serveFeed({
    path,
    snapshot: () => broadcast.snapshot(9),
    subscribe: broadcast.subscribe,
  });
  cleanUp.push(() => feed.close());
  return feed;
}

/** A reader in this process; `until` resolves once the condition holds for what was received. */
function reader(path: string) {
  const events: Event[] = [];
  const ends: string[] = [];
  let look = (): void => {};
  const attached = attachFeed({
    path,
    onEvent: (event) => {
      events.push(event);
      look();
    },
    onEnd: (why) => {
      ends.push(why);
      look();
    },
  });
  cleanUp.push(() => attached.close());
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (holds()) resolve();
      };
      look();
    });
  return { events, ends, until, close: attached.close };
}

function startReader(path: string, ...more: string[]): { child: ChildProcess; line: () => Promise<unknown> } {
  const child = spawn(NODE, [READER, path, ...more], { stdio: ["ignore", "pipe", "inherit"] });
  cleanUp.push(() => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    line: async () => {
      const { value } = (await lines.next()) as { value: string };
      return value.startsWith("{") ? (JSON.parse(value) as unknown) : value;
    },
  };
}

function listening(): string[] {
  return readdirSync(folder);
}

test("a late reader in another process is given the facts as they stand, then the live stream, then the end", async () => {
  const broadcast = createBroadcast();
  broadcast.emit(status("a", "old"));
  broadcast.emit(status("b"));
  broadcast.emit(status("a", "new"));
  const feed = await serve(feedPath(join(folder, "ledger.db")), broadcast);
  const { line } = startReader(feed.path);
  expect(await line()).toEqual({ kind: "snapshot", facts: 2 });
  broadcast.emit(log("héllo\nworld"));
  expect(await line()).toMatchObject({ kind: "log", line: "héllo\nworld" });
  await feed.close();
  expect(await line()).toEqual({ end: "the agent has gone" });
});

test("the socket is for its own user alone and nothing else stays in the folder", async () => {
  const feed = await serve(join(folder, "agent.sock"));
  expect(statSync(feed.path).mode & 0o777).toBe(0o600);
  expect(listening()).toEqual(["agent.sock"]);
  await feed.close();
  expect(listening()).toEqual([]);
});

test("a live agent's socket is not stolen, and its readers notice nothing", async () => {
  const broadcast = createBroadcast();
  const feed = await serve(join(folder, "agent.sock"), broadcast);
  const mine = reader(feed.path);
  await mine.until(() => mine.events.length === 1);
  await expect(serve(feed.path)).rejects.toThrow(FeedError);
  broadcast.emit(log("still here"));
  await mine.until(() => mine.events.length === 2);
  expect(listening()).toEqual(["agent.sock"]);
});

test("a socket that a killed agent has left behind is replaced", async () => {
  const path = join(folder, "agent.sock");
  const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.stdout.write("up"))`;
  const killed = spawn(NODE, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(killed.stdout, "data");
  killed.kill("SIGKILL");
  await once(killed, "exit");
  expect(existsSync(path)).toBe(true);

  await serve(path);
  const mine = reader(path);
  await mine.until(() => mine.events.length === 1);
  expect(listening()).toEqual(["agent.sock"]);
});

test("closing leaves the socket of an agent that has come after alone", async () => {
  const path = join(folder, "agent.sock");
  const feed = await serve(path);
  rmSync(path);
  const other = createServer().listen(path);
  await once(other, "listening");
  cleanUp.push(() => other.close());
  await feed.close();
  expect(existsSync(path)).toBe(true);
});

test.runIf(process.platform === "linux")(
  "a path that is too long for a socket works all the same",
  async () => {
    const deep = join(folder, "d".repeat(90), "e".repeat(90));
    mkdirSync(deep, { recursive: true });
    const feed = await serve(join(deep, "agent.sock"));
    const mine = reader(feed.path);
    await mine.until(() => mine.events.length === 1);
    expect(readdirSync(deep)).toEqual(["agent.sock"]);
    await expect(serve(feed.path)).rejects.toThrow(FeedError);
    await feed.close();
    expect(readdirSync(deep)).toEqual([]);
  },
);

test("who comes too early or to the wrong place is told so, once", async () => {
  const early = reader(join(folder, "agent.sock"));
  await early.until(() => early.ends.length === 1);
  expect(early.ends).toEqual([`no agent is running here: there is no ${join(folder, "agent.sock")}`]);
  const nowhere = reader(join(folder, "x".repeat(120), "agent.sock"));
  await nowhere.until(() => nowhere.ends.length === 1);
  expect(nowhere.ends[0]).toMatch(/no agent is running here/);
});

test("a reader that hangs costs a bounded buffer and keeps nobody waiting; what it missed it gets as a snapshot", async () => {
  const broadcast = createBroadcast();
  let snapshots = 0;
  const feed = await serveFeed({
    path: join(folder, "agent.sock"),
    snapshot: () => {
      snapshots++;
      return broadcast.snapshot(9);
    },
    subscribe: broadcast.subscribe,
  });
  cleanUp.push(() => feed.close());

  const slow = connect(feed.path).pause();
  cleanUp.push(() => slow.destroy());
  await once(slow, "connect");
  const good = reader(feed.path);
  await good.until(() => good.events.length === 1);
  const hung = startReader(feed.path, "hang");
  expect(await hung.line()).toBe("hanging");

  const line = "x".repeat(1000);
  for (let round = 0; round < 200; round++) {
    for (let each = 0; each < 100; each++) broadcast.emit(log(line));
    const expected = 1 + (round + 1) * 100;
    await good.until(() => good.events.length >= expected);
  }
  broadcast.emit(status("a", "the last word"));
  await good.until(() => good.events.at(-1)?.kind === "status-changed");
  expect(good.events.filter((event) => event.kind === "snapshot")).toHaveLength(1);

  const already = snapshots;
  let text = "";
  slow.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  slow.resume();
  while (!text.includes("the last word")) await once(slow, "data");
  expect(snapshots).toBe(already + 1);
  // Of the 20 MB that went by, only what was on its way already, and then the facts as they stand.
  expect(text.length).toBeLessThan(5_000_000);
  expect(
    text
      .split("\n")
      .slice(0, -1)
      .every((each) => typeof JSON.parse(each) === "object"),
  ).toBe(true);
});

test("a reader that speaks is cut off", async () => {
  const feed = await serve(join(folder, "agent.sock"));
  const rude = connect(feed.path);
  rude.on("error", () => {});
  rude.resume();
  rude.write("look!\n");
  await once(rude, "close");
  expect(rude.destroyed).toBe(true);
});

test("lines that are no events of this version are passed over", async () => {
  const path = join(folder, "agent.sock");
  const good = JSON.stringify(log("good"));
  const server = createServer((socket) => {
    const strange = '{"at":1,"kind":"invented"}';
    socket.end(
      `{"at":1,"kind":"snapshot","facts":[${strange},${good}]}\n\nno json\n${strange}\n[]\n${good}\n`,
    );
  }).listen(path);
  await once(server, "listening");
  cleanUp.push(() => server.close());
  const mine = reader(path);
  await mine.until(() => mine.ends.length === 1);
  expect(mine.events.map((event) => (event.kind === "snapshot" ? event.facts.length : event.kind))).toEqual([
    1,
    "log",
  ]);
});

test("a snapshot of 50,000 resources arrives whole", async () => {
  const broadcast = createBroadcast();
  for (let index = 0; index < 50_000; index++) broadcast.emit(status(`shelf.item-${index}`));
  const feed = await serve(join(folder, "agent.sock"), broadcast);
  const mine = reader(feed.path);
  await mine.until(() => mine.events.length === 1);
  const [first] = mine.events;
  expect(first?.kind === "snapshot" ? first.facts.length : 0).toBe(50_000);
});

test("the facts as they stand are the latest of each kind, in the order in which they came", () => {
  const broadcast = createBroadcast();
  const act = {
    environment: "prod",
    address: "a" as Address,
    action: "update",
    cause: "intended",
    reason: "changed",
    attempt: 1,
    place: null,
  } as const;
  broadcast.emit({ at: 1, kind: "agent-started", agent: "box", version: "1", pid: 1 });
  broadcast.emit(status("a"));
  broadcast.emit({ at: 2, kind: "diverged", environment: "prod" });
  broadcast.emit({ at: 3, kind: "action-started", ...act });
  expect(broadcast.snapshot(9).facts.map((fact) => fact.kind)).toEqual([
    "agent-started",
    "status-changed",
    "diverged",
    "action-started",
  ]);
  broadcast.emit({
    at: 4,
    kind: "action-finished",
    outcome: "done",
    why: null,
    took: 1,
    retryIn: null,
    ...act,
  });
  broadcast.emit(status("a"));
  broadcast.emit({ at: 5, kind: "converged", environment: "prod", commit: null, resources: 1, took: 3 });
  broadcast.emit(status("b"));
  broadcast.emit({ at: 6, kind: "resource-dropped", environment: "prod", address: "b" as Address });
  expect(broadcast.snapshot(9).facts.map((fact) => fact.kind)).toEqual([
    "agent-started",
    "action-finished",
    "status-changed",
    "converged",
    "resource-dropped",
  ]);
  for (let index = 0; index < 100_000; index++) broadcast.emit(log(`line ${index}`));
  expect(broadcast.snapshot(9).facts.length).toBeLessThan(500);
});
