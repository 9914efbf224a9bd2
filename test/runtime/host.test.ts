// Drivers in processes of their own: hangs that are killed, crashes, secrets, and that nothing outlives its agent.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realClock } from "../../cli/host.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { Kind } from "../../compiler/graph.ts";
import type { TargetGrant } from "../../runtime/config.ts";
import type { ActContext, Driver, Session, Subject } from "../../runtime/driver.ts";
import { fileDriver } from "../../runtime/drivers/file/driver.ts";
import { DRIVERS } from "../../runtime/drivers/index.ts";
import { openEngine } from "../../runtime/engine.ts";
import type { Event } from "../../runtime/events.ts";
import { hosted, refOf } from "../../runtime/host/hosted.ts";
import type { Ledger } from "../../runtime/ledger.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { Sessions } from "../../runtime/observe.ts";
import type { Engine, EnginePorts } from "../../runtime/reconcile.ts";
import { actContext, lookContext } from "../drivers/context.ts";
import { subjectOf } from "../../runtime/conformance.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { filePorts } from "../support/files.ts";
import { type Declared, file, graphOf, KINDS, versionOf } from "../support/graphs.ts";
import { pipeDriver, PIPE_KIND } from "../support/pipe-driver.ts";

const PIPE: Kind = { ...(KINDS["std.file.File"] as Kind), driver: "pipe", outputs: {} };

let scratch: string;
let events: Event[];
let ports: EnginePorts;
let ledger: Ledger;
const closers: (() => Promise<void> | void)[] = [];

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "setpoint-host-"));
  mkdirSync(join(scratch, "world/srv"), { recursive: true });
  events = [];
  const plain = filePorts(join(scratch, "world"), ":memory:", (event) => events.push(event), { poll: 200 });
  const [local] = plain.config.targets as [TargetGrant];
  ports = {
    ...plain,
    drivers: [...DRIVERS, pipeDriver],
    config: { ...plain.config, targets: [local, { ...local, name: "slow" }] },
  };
  ledger = openLedger({ path: ":memory:", clock: realClock, holder: "test" });
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  ledger.close();
  rmSync(scratch, { recursive: true });
});

function run(declared: Record<string, Declared>): Engine {
  const engine = openEngine(ports, ledger, "test");
  const graph = graphOf(declared, { kinds: { ...KINDS, [PIPE_KIND]: PIPE } });
  const targets = { local: { driver: "local" }, slow: { driver: "local" } };
  engine.desire(versionOf({ ...graph, targets }));
  const stop = new AbortController();
  const running = engine.run(stop.signal);
  closers.push(async () => {
    stop.abort();
    await running;
    await engine.close();
  });
  return engine;
}

function pipe(name: string, more: JsonObject = {}): Declared {
  const spec = { path: join(scratch, `${name}.made`), pipe: join(scratch, `${name}.pipe`), ...more };
  return { kind: PIPE_KIND, target: "slow", spec, meta: { timeout: 300 } };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function statusOf(address: string): string | undefined {
  const last = events.findLast((event) => event.kind === "status-changed" && event.address === address);
  return last?.kind === "status-changed" ? last.report.status.kind : undefined;
}

function hosts(): readonly number[] {
  return [
    ...new Set(
      events.flatMap((event) =>
        event.kind === "log" ? Number(/^process (\d+)$/.exec(event.line)?.[1] ?? Number.NaN) : [],
      ),
    ),
  ];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has waited for is dead.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("hang that ignores its signal (four fifos)", { timeout: 60_000 }, async () => {
  const names = ["one", "two", "three", "four"];
  for (const name of names) execFileSync("mkfifo", [join(scratch, `${name}.pipe`)]);
  const pipes = Object.fromEntries(names.map((name) => [name, pipe(name)]));
  run({ ...pipes, web: file("/srv/web", "hello"), site: file("/srv/site", "there") });
  await until(() => names.every((name) => statusOf(name) === "unreachable"));
  // The other target goes on: it converges, and drift is mended while the four hang.
  await until(() => statusOf("web") === "in-sync" && statusOf("site") === "in-sync");
  writeFileSync(join(scratch, "world/srv/web"), "defaced");
  await until(() => readFileSync(join(scratch, "world/srv/web"), "utf8") === "hello");
  expect(statusOf("one")).not.toBe("in-sync");
  // Whatever was killed is dead, and each death was said once and not four times.
  const told = events.filter((event) => event.kind === "target-unreachable");
  expect(new Set(told.map((event) => event.kind === "target-unreachable" && event.target))).toEqual(
    new Set(["slow"]),
  );
  expect(told.length).toBeLessThanOrEqual(hosts().length);
  // Somebody opens the other ends, and everything converges.
  for (const name of names) {
    const write = `while :; do printf came > '${join(scratch, `${name}.pipe`)}'; done`;
    const writer = spawn("sh", ["-c", write], { stdio: "ignore" });
    closers.push(() => void writer.kill("SIGKILL"));
  }
  await until(() => names.every((name) => statusOf(name) === "in-sync"));
  for (const name of names)
    expect(readFileSync(join(scratch, `${name}.made`), "utf8")).toMatch(/^(?:came)+$/);
  const pids = hosts();
  for (const close of closers.splice(0)) await close();
  await until(() => !pids.some(isAlive));
  expect(ledger.openIntents()).toEqual([]);
});

test(
  "a process that dies leaves its call undecided, and the next one does the work",
  { timeout: 30_000 },
  async () => {
    run({ one: pipe("one", { crash: true, secret: true }) });
    await until(() => events.some((event) => event.kind === "target-unreachable"));
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: "action-finished",
        outcome: "undecided",
        why: expect.stringMatching(/^its process ended by SIGABRT/),
      }),
    );
    // No secret is granted in this world, so the second attempt gets as far as asking for it.
    await until(() =>
      events.some((event) => event.kind === "action-finished" && event.why?.includes("secret") === true),
    );
    expect(hosts()).toHaveLength(2);
  },
);

const grant: TargetGrant = {
  name: "slow",
  driver: "local",
  base: "/",
  roots: [],
  exec: false,
  process: false,
  poll: 1,
  watch: true,
};

async function session(driver: Driver = pipeDriver, target = grant, digestKey?: string): Promise<Session> {
  const ref = refOf(driver);
  if (ref === null) throw new Error("it cannot be loaded by another process");
  const opened = await hosted(driver, ref, realClock).connect(target, {
    ...lookContext(),
    ...(digestKey === undefined ? {} : { digestKey }),
    deadline: realClock.monotonic() + 10_000,
  });
  closers.push(() => opened.close());
  return opened;
}

function subject(name: string, more: JsonObject = {}): Subject {
  return subjectOf(PIPE_KIND, name, pipe(name, more).spec);
}

function context(signal?: AbortSignal): ActContext & { readonly lines: string[] } {
  const lines: string[] = [];
  const ctx = actContext(1, signal);
  return { ...ctx, deadline: realClock.monotonic() + 10_000, log: (line) => lines.push(line), lines };
}

test("digests of secrets are the same in every process that has the key", async () => {
  const files = { ...grant, base: join(scratch, "files"), roots: ["/srv"] };
  mkdirSync(join(files.base, "srv"), { recursive: true });
  const one = subjectOf("std.file.File", "one", { path: "/srv/one", content: { $secret: "s" }, mode: 0o600 });
  const secret = (): Promise<string> => Promise.resolve("hunter2");
  const digestKey = "0f".repeat(32);
  const digestsOf = async (opened: Session) => {
    const outcome = await opened.create(one, { ...context(), secret });
    return outcome.kind === "done" ? outcome.digests : outcome;
  };
  const hostedOne = await session(fileDriver, files, digestKey);
  const here = await fileDriver.connect(files, { ...context(), digestKey });
  const stranger = await session(fileDriver, files);
  const [a, b, c] = [await digestsOf(hostedOne), await digestsOf(here), await digestsOf(stranger)];
  expect(a).toEqual({ "/content": { sealed: expect.stringMatching(/^[0-9a-f]{64}$/) as string } });
  expect(b).toEqual(a);
  expect(c).not.toEqual(a);
});

test("a secret is given to the call that asks for it, and only while it is under way", async () => {
  const pipes = await session();
  const asked: unknown[] = [];
  const ctx = context();
  const secret = (reference: unknown): Promise<string> => {
    asked.push(reference);
    return Promise.resolve("hunter2");
  };
  const one = subject("one", { secret: true });
  expect(await pipes.create(one, { ...ctx, secret })).toMatchObject({ kind: "done" });
  expect(asked).toEqual(["the secret"]);
  expect(readFileSync(join(scratch, "one.made"), "utf8")).toBe("hunter2");
  const [pid] = ctx.lines.map((line) => line.replace("process ", ""));
  expect(
    readFileSync(`/proc/${pid}/environ`, "utf8") + readFileSync(`/proc/${pid}/cmdline`, "utf8"),
  ).not.toMatch(/hunter2/);
  const refused = pipes.create(subject("two", { secret: true }), {
    ...ctx,
    secret: () => Promise.reject(new Error("not granted")),
  });
  await expect(refused).rejects.toThrow("not granted");
});

test("a call that hangs is killed a moment after its signal, and takes its session along", async () => {
  const pipes = await session();
  execFileSync("mkfifo", [join(scratch, "one.pipe")]);
  const stop = new AbortController();
  const ctx = context(stop.signal);
  const call = pipes.create(subject("one"), ctx);
  await until(() => ctx.lines.length > 0);
  expect(pipes.dead?.()).toBeNull();
  stop.abort();
  await expect(call).rejects.toThrow("a call did not end at its deadline, so its process was killed");
  expect(isAlive(Number(ctx.lines[0]?.replace("process ", "")))).toBe(false);
  expect(pipes.dead?.()).toMatch("killed");
  await expect(pipes.read([subject("one")], context())).rejects.toThrow("killed");
});

test("no process outlives an agent that was killed, however it hangs", async () => {
  execFileSync("mkfifo", [join(scratch, "one.pipe")]);
  const parent = spawn(
    process.execPath,
    [join(import.meta.dirname, "../support/host-parent.ts"), JSON.stringify([grant, subject("one")])],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  closers.push(() => void parent.kill("SIGKILL"));
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.setEncoding("utf8").once("data", (text: string) => resolve(Number(text)));
  });
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await until(() => !isAlive(pid));
});

test("the file driver in a process of its own reads, acts and watches as it does in the agent's", async () => {
  const [files] = DRIVERS as [Driver];
  const target = { ...grant, base: join(scratch, "world"), roots: ["/srv"] };
  const [here, there] = [await files.connect(target, lookContext()), await session(files, target)];
  expect(there.identity).toBe(here.identity);
  expect(there.slots).toBe(here.slots);
  const web = subjectOf("std.file.File", "web", { path: "/srv/web", content: "one", mode: 0o640 });
  const none = subjectOf("std.file.File", "none", { path: "/srv/none", content: "", mode: 0o640 });
  expect(await there.create(web, context())).toMatchObject({ kind: "done" });
  // What has just been written has a version that the next look does not give any more.
  await until(() => Date.now() - statSync(join(scratch, "world/srv/web")).ctimeMs > 50);
  expect(await there.read([web, none], context())).toEqual(await here.read([web, none], lookContext()));
  expect(await there.probe?.([web], context())).toEqual(await here.probe?.([web], lookContext()));
  const seen: (readonly string[] | null)[] = [];
  const watch = there.watch?.(
    [web],
    (addresses) => seen.push(addresses),
    () => undefined,
  );
  await until(() => {
    writeFileSync(join(scratch, "world/srv/web"), "two");
    return seen.length > 0;
  });
  watch?.close();
  expect(await there.settle?.({ id: 1, digest: "" }, web, context())).toBe("not-done");
});

test("a target that has missed its deadline is connected in a process of its own from then on", async () => {
  const clock = new FakeClock();
  let hangs = true;
  const inside: string[] = [];
  const driver: Driver = {
    ...pipeDriver,
    host: undefined as never,
    connect: async (target, ctx) => {
      const connected = await pipeDriver.connect(target, ctx);
      inside.push("connected");
      return { ...connected, read: (all, own) => (hangs ? new Promise(() => {}) : connected.read(all, own)) };
    },
  };
  const sessions = new Sessions({ ...ports, clock, drivers: [driver] }, null);
  const { signal } = new AbortController();
  const first = await sessions.connect("slow", "pipe", signal);
  if (first.kind !== "connected") throw new Error(first.why);
  const reading = sessions.read(first.session, [subject("one")], signal);
  clock.advance(60_000);
  clock.advance(1_000);
  expect((await reading).get(subject("one").address)).toEqual({
    kind: "unknown",
    why: "looking took too long",
  });
  hangs = false;
  // Left alone for a moment, and then given a process.
  expect(await sessions.connect("slow", "pipe", signal)).toMatchObject({ why: "looking took too long" });
  clock.advance(1_000);
  const second = await sessions.connect("slow", "pipe", signal);
  if (second.kind !== "connected") throw new Error(second.why);
  expect(inside).toEqual(["connected"]);
  expect(second.session.dead?.()).toBeNull();
  expect((await sessions.read(second.session, [subject("one")], signal)).get(subject("one").address)).toEqual(
    {
      kind: "gone",
    },
  );
  await sessions.close();
  expect(second.session.dead?.()).toBe("it was closed");
});
