import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { realClock } from "../../cli/host.ts";
import { standingVersion } from "../../runtime/accepted.ts";
import { decide, type Desk } from "../../runtime/decide.ts";
import { inboxPath, sendRequest, serveInbox } from "../../runtime/inbox.ts";
import type { DesiredVersion } from "../../runtime/reconcile.ts";
import { parseRequest, type Answer, type Request } from "../../runtime/request.ts";
import { address, sha256 } from "../support/graphs.ts";
import { type Agent, memoryAgent, thing } from "../support/memory.ts";

const WHO = "ada (local user, unverified)";

describe("a request that comes from elsewhere", () => {
  const requests: Request[] = [
    { kind: "approve", environment: "prod", address: null, plan: null, reason: "" },
    {
      kind: "approve",
      environment: "prod",
      address: address("web"),
      plan: `sha256:${"0".repeat(64)}`,
      reason: "x",
    },
    { kind: "suspend", scope: { kind: "target", target: "local" }, lasts: 1, reason: "x" },
    {
      kind: "suspend",
      scope: { kind: "address", environment: "prod", address: address("a.b") },
      lasts: null,
      reason: "x",
    },
    { kind: "resume", scope: { kind: "environment", environment: "prod" }, reason: "" },
    { kind: "unprotect", environment: "prod", address: address("db"), reason: "x" },
    { kind: "accept", environment: "prod", commit: "0123456", reason: "x" },
    { kind: "accept", environment: "prod", commit: null, reason: "x" },
    { kind: "accept-target", target: "local", reason: "x" },
    { kind: "resolve", environment: "prod", address: address("db"), done: true, reason: "x" },
    { kind: "destroy", environment: "prod", reason: "x" },
    { kind: "forget", environment: "prod", address: address("db"), reason: "x" },
  ];
  test.each(requests)("$kind is read as it was written", (request) => {
    expect(parseRequest(JSON.parse(JSON.stringify(request)) as never)).toEqual(request);
  });

  test.each([
    null,
    [],
    "approve",
    {},
    { kind: "approve" },
    { kind: "obey", reason: "" },
    { kind: "approve", environment: "a b/c", address: null, plan: null, reason: "" },
    { kind: "approve", environment: "prod", address: "web/..", plan: null, reason: "" },
    { kind: "approve", environment: "prod", address: null, plan: "sha256:zz", reason: "" },
    { kind: "suspend", scope: { kind: "planet" }, lasts: null, reason: "" },
    { kind: "suspend", scope: { kind: "target", target: "t" }, lasts: -1, reason: "" },
    { kind: "suspend", scope: { kind: "target", target: "t" }, reason: "" },
    { kind: "accept", environment: "prod", commit: "HEAD", reason: "" },
    { kind: "resolve", environment: "prod", address: "db", done: "yes", reason: "" },
    { kind: "destroy", environment: "prod", reason: "x".repeat(2_001) },
  ])("is nothing where it is not whole: %j", (json) => expect(parseRequest(json as never)).toBe(null));
});

describe("a decision", () => {
  let agent: Agent;
  beforeEach(async () => {
    agent = memoryAgent();
    await agent.want({ web: thing("web", "one"), db: thing("db", "one", { meta: { protect: true } }) });
    agent.done();
  });
  afterEach(() => agent.close());

  const ask = (request: Request): Promise<Answer> => {
    const desk: Desk = {
      ledger: agent.ledger,
      config: agent.ports.config,
      clock: agent.clock,
      engines: new Map([["test", agent.engine]]),
      plan: () => Promise.resolve(null),
      lookAgain: () => undefined,
      identify: () => Promise.resolve(agent.world.identity),
    };
    return decide(request, WHO, desk);
  };
  const standing = (): DesiredVersion => {
    const version = standingVersion(agent.ledger, "test", sha256);
    if (version === null) throw new Error("nothing is wanted");
    return version;
  };
  const audited = (): readonly string[] =>
    agent.ledger.trail().map(({ who, what, why }) => `${who}: ${what}: ${why}`);

  test("approves what waits, by address, by plan and all of it, and says what", async () => {
    const db = thing("db", "one", { meta: { protect: true } });
    await agent.want({ db }, { kind: { holdsData: true } });
    expect(agent.engine.waiting().map((item) => item.address)).toEqual(["web"]);
    const none = { environment: "test", address: null, plan: null, reason: "" } as const;
    const stale = await ask({ kind: "approve", ...none, plan: `sha256:${"0".repeat(64)}` });
    expect(stale).toMatchObject({
      ok: false,
      message: expect.stringContaining("the plan is another one by now"),
    });
    expect(await ask({ kind: "approve", ...none, address: address("db") })).toMatchObject({ ok: false });
    expect(audited()).toEqual([]);
    const plan = agent.engine.plan()?.digest ?? null;
    expect(await ask({ kind: "approve", ...none, plan, reason: "seen" })).toMatchObject({
      ok: true,
      message: "approved: delete web",
    });
    expect(audited()).toEqual([`${WHO}: approve: seen`]);
    await agent.converge();
    expect(agent.done()).toEqual(["remove web"]);
  });

  test("an approval lasts as long as is granted, also where nobody holds the environment", async () => {
    const db = thing("db", "one", { meta: { protect: true } });
    await agent.want({ db }, { kind: { holdsData: true } });
    const [grant] = agent.ports.config.environments;
    const desk: Desk = {
      ledger: agent.ledger,
      config: {
        ...agent.ports.config,
        environments: grant === undefined ? [] : [{ ...grant, approval: 5_000 }],
      },
      clock: agent.clock,
      engines: new Map(),
      plan: () => Promise.resolve(agent.engine.plan()),
      lookAgain: () => undefined,
      identify: () => Promise.resolve(agent.world.identity),
    };
    const request = { kind: "approve", environment: "test", address: null, plan: null, reason: "" } as const;
    expect(await decide(request, WHO, desk)).toMatchObject({ ok: true, message: "approved: delete web" });
    expect([...agent.ledger.approvals("test").values()].map(({ lasts }) => lasts)).toEqual([5_000]);
  });

  test.each([
    [{ kind: "environment", environment: "tset" }, "there is no environment `tset`", "did you mean `test`?"],
    [{ kind: "target", target: "memroy" }, "there is no target `memroy`", "did you mean `memory`?"],
    [
      { kind: "address", environment: "test", address: address("warehouse") },
      "there is no resource `warehouse` in test",
      "known are: db, web",
    ],
  ] as const)("to suspend what is not there is none: %j", async (scope, message, help) => {
    const answer = await ask({ kind: "suspend", scope, lasts: null, reason: "look" });
    expect(answer).toMatchObject({ ok: false, message, help });
    expect(agent.ledger.suspends()).toEqual([]);
    expect(agent.ledger.trail()).toEqual([]);
  });

  test("what stands inside an address can be suspended by that", async () => {
    await agent.want({ "shop.web": thing("web", "one") });
    const scope = { kind: "address", environment: "test", address: address("shop") } as const;
    expect(await ask({ kind: "suspend", scope, lasts: null, reason: "look" })).toMatchObject({ ok: true });
    const lost = await ask({ kind: "accept", environment: "tst", commit: "0123456", reason: "x" });
    expect(lost).toMatchObject({ ok: false, help: "did you mean `test`?" });
  });

  test("suspends and resumes", async () => {
    const scope = { kind: "address", environment: "test", address: address("web") } as const;
    expect(await ask({ kind: "suspend", scope, lasts: 60_000, reason: "look" })).toMatchObject({ ok: true });
    await agent.want({ web: thing("web", "two"), db: thing("db", "two", { meta: { protect: true } }) });
    expect(agent.done()).toEqual(["update db"]);
    expect(agent.report("web")?.reason).toMatch(/^test\/web is suspended by ada \(local user, unverified\)/);
    const other = await ask({
      kind: "resume",
      scope: { kind: "environment", environment: "test" },
      reason: "",
    });
    expect(other).toMatchObject({ ok: false, help: "suspended are: test/web" });
    expect(await ask({ kind: "resume", scope, reason: "" })).toMatchObject({ ok: true });
    await agent.converge();
    expect(agent.done()).toEqual(["update web"]);
  });

  test("unprotects one thing for one delete", async () => {
    const where = { environment: "test", reason: "moved" } as const;
    expect(await ask({ kind: "unprotect", ...where, address: address("web") })).toMatchObject({
      ok: false,
      message: "test/web is not protected",
    });
    await agent.want({ web: thing("web", "one") });
    expect(agent.done()).toEqual([]);
    expect(await ask({ kind: "unprotect", ...where, address: address("db") })).toMatchObject({ ok: true });
    await agent.converge();
    expect(agent.done()).toEqual(["remove db"]);
  });

  test("accepts another machine as the same target: nothing is doubled, and what differs there is put right", async () => {
    agent.world.identity = "memory:2";
    await agent.restart();
    const end = await agent.converge();
    expect(end.converged).toBe(false);
    expect(agent.done()).toEqual([]);
    const answer = await ask({ kind: "accept-target", target: "memory", reason: "new disk" });
    expect(answer).toMatchObject({ ok: true, detail: { before: "memory:1", identity: "memory:2" } });
    agent.world.put("web", { value: "other", size: 1 });
    await agent.pass(10 * 60_000);
    expect(agent.done()).toEqual(["update web"]);
    expect(await agent.converge()).toMatchObject({ converged: true });
    expect(agent.ledger.claims().size).toBe(2);
    expect(await ask({ kind: "accept-target", target: "memory", reason: "" })).toMatchObject({ ok: false });
  });

  test("forgets: the world is left alone, and what is still declared is adopted again", async () => {
    expect(
      await ask({ kind: "forget", environment: "test", address: address("web"), reason: "x" }),
    ).toMatchObject({ ok: true });
    expect(agent.ledger.applied("test").has(address("web"))).toBe(false);
    await agent.converge();
    expect(agent.done()).toEqual([]);
    expect(agent.ledger.applied("test").has(address("web"))).toBe(true);
    expect(
      await ask({ kind: "forget", environment: "test", address: address("nothing"), reason: "x" }),
    ).toMatchObject({
      ok: false,
    });
  });

  test("destroys only what there is, and is a mark until a version is accepted again", async () => {
    expect(await ask({ kind: "destroy", environment: "prod", reason: "x" })).toMatchObject({ ok: false });
    expect(await ask({ kind: "destroy", environment: "test", reason: "x" })).toMatchObject({ ok: true });
    // The version that was desired before is not carried out any more.
    await agent.want({});
    expect(agent.done()).toEqual([]);
    agent.engine.desire(standing());
    await agent.converge();
    expect(agent.done()).toEqual(["remove web"]);
    expect(agent.report("db")).toMatchObject({ status: { kind: "blocked", by: "protected" } });
    expect(await ask({ kind: "accept", environment: "test", commit: "0123456", reason: "x" })).toMatchObject({
      ok: true,
    });
    expect(agent.ledger.marks("test").map(({ kind }) => kind)).toEqual(["allowed", "spared"]);
    expect(audited()).toEqual([`${WHO}: destroy: x`, `${WHO}: accept: x`]);
  });

  test("takes a destroy back without a commit: nothing more is deleted, and nothing is wanted before a version is taken", async () => {
    const back = { kind: "accept", environment: "test", commit: null, reason: "needed" } as const;
    expect(await ask(back)).toMatchObject({ ok: false, message: expect.stringContaining("is not to be") });
    const scope = { kind: "environment", environment: "test" } as const;
    await ask({ kind: "suspend", scope, lasts: null, reason: "audit" });
    await ask({ kind: "destroy", environment: "test", reason: "x" });
    agent.engine.desire(standing());
    await agent.converge();
    expect(await ask(back)).toMatchObject({ ok: true });
    await ask({ kind: "resume", scope, reason: "" });
    await agent.converge();
    expect(agent.done()).toEqual([]);
    // An agent that starts now does not go on with what the destroy left behind.
    expect(standingVersion(agent.ledger, "test", sha256)).toBe(null);
    await agent.want({ web: thing("web", "two"), db: thing("db", "one") });
    expect(agent.done()).toEqual(["update web"]);
    expect(agent.ledger.marks("test")).toEqual([]);
  });

  test("resolves what is undecided, and nothing else", async () => {
    const request = {
      kind: "resolve",
      environment: "test",
      address: address("web"),
      done: true,
      reason: "x",
    } as const;
    expect(await ask(request)).toMatchObject({ ok: false, message: "nothing of test/web is undecided" });
  });
});

describe("the folder of requests", () => {
  const request: Request = {
    kind: "resume",
    scope: { kind: "environment", environment: "prod" },
    reason: "x",
  };
  const said: Answer = { ok: true, message: "done", help: null, detail: {} };

  function place(): { readonly path: string; readonly stop: AbortController } {
    const folder = mkdtempSync(join(tmpdir(), "setpoint-inbox-"));
    const stop = new AbortController();
    onTestFinished(() => {
      stop.abort();
      rmSync(folder, { recursive: true, force: true });
    });
    return { path: inboxPath(join(folder, "ledger.db")), stop };
  }

  /** Where the folder is not there yet, a request fails at once. */
  async function untilAnswered(path: string): Promise<void> {
    while ((await sendRequest(path, request, realClock)).kind !== "answer")
      await new Promise((resolve) => setTimeout(resolve, 5));
  }

  test("each request is handled once, as its writer's, and answered", async () => {
    const { path, stop } = place();
    const handled: [Request, number][] = [];
    const serving = serveInbox(
      { path, clock: realClock, handle: async (asked, uid) => (handled.push([asked, uid]), said) },
      stop.signal,
    );
    const answers = await Promise.all([1, 2, 3].map(() => sendRequest(path, request, realClock)));
    expect(answers).toEqual([1, 2, 3].map(() => ({ kind: "answer", answer: said })));
    expect(handled).toEqual([1, 2, 3].map(() => [request, process.getuid?.()]));
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(readdirSync(path)).toEqual([]);
    stop.abort();
    await serving;
  });

  test("what lay there before, and what is no request, is not carried out", async () => {
    const { path, stop } = place();
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o777);
    writeFileSync(join(path, "old.request"), JSON.stringify(request));
    const handled: Request[] = [];
    const serving = serveInbox(
      { path, clock: realClock, handle: async (asked) => (handled.push(asked), said) },
      stop.signal,
    );
    expect(readdirSync(path)).toEqual([]);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    writeFileSync(join(path, "odd.draft"), '{"kind":"obey"}');
    writeFileSync(join(path, "odd.request"), '{"kind":"obey"}');
    await sendRequest(path, request, realClock);
    expect(handled).toEqual([request]);
    stop.abort();
    await serving;
  });

  test("a folder that cannot be used is said once, stops nothing, and is used as soon as it can be", async () => {
    const { path, stop } = place();
    writeFileSync(path, "in the way");
    const told: string[] = [];
    const handle = async (): Promise<Answer> => said;
    const serving = serveInbox(
      { path, clock: realClock, handle, tell: (why) => told.push(why) },
      stop.signal,
    );
    expect(told).toHaveLength(1);
    rmSync(path);
    await untilAnswered(path);
    rmSync(path, { recursive: true });
    await untilAnswered(path);
    expect(told.length).toBeLessThanOrEqual(2);
    stop.abort();
    await serving;
  });

  test("where nobody takes it, it is taken back and never carried out", async () => {
    const { path, stop } = place();
    const none = await sendRequest(path, request, realClock);
    expect(none).toMatchObject({ kind: "none", maybe: false });
    mkdirSync(path);
    let now = 0;
    const clock = { ...realClock, monotonic: () => (now += 1_000) };
    expect(await sendRequest(path, request, clock)).toMatchObject({ kind: "none", maybe: false });
    expect(readdirSync(path)).toEqual([]);
    stop.abort();
  });
});
