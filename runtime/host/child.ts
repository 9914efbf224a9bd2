// The host process: runs one driver's session on one target, so that a call that does not end can be killed.
//
// In:  messages of protocol.ts over the process's channel. Out: answers, and nothing else: it keeps no state of its own, knows
// no ledger, and its end at any moment is a case that the agent is made for.
// Surprising: a thread of its own watches over the parent. A call that blocks this thread in the kernel, or all of libuv's,
// would otherwise outlive an agent that was killed, and act when nobody is there to record it.

import { Worker } from "node:worker_threads";
import type { Operation } from "fast-json-patch";
import type { Address } from "../../compiler/address.ts";
import type { Json } from "../../compiler/json.ts";
import { monotonicNow } from "../clock.ts";
import type {
  ActContext,
  Claims,
  ConnectError,
  Driver,
  IntentRef,
  LookContext,
  Present,
  Session,
  Subject,
  Watch,
} from "../driver.ts";
import type { DriverRef, FromHost, Question, ToHost } from "./protocol.ts";

/** The end of the pipe that closes when the parent is gone, however it went. */
const LIFELINE = 4;
const WATCHER = `
  const socket = new (require("node:net").Socket)({ fd: ${LIFELINE} });
  const end = () => process.kill(process.pid, "SIGKILL");
  socket.on("end", end).on("error", end).on("close", end).resume();
`;

interface Asked {
  readonly resolve: (value: Json) => void;
  readonly reject: (error: Error) => void;
}

type Call = Extract<ToHost, { kind: "call" }>;

function serve(): void {
  const calls = new Map<number, AbortController>();
  const watches = new Map<number, Watch>();
  const questions = new Map<number, Asked>();
  let question = 0;
  let session: Session | null = null;

  const say = (message: FromHost): void => {
    // A parent that is gone needs no answer; the watcher ends this process.
    if (process.connected) process.send?.(message);
  };

  const ask = (id: number, what: Question): Promise<Json> =>
    new Promise((resolve, reject) => {
      question++;
      questions.set(question, { resolve, reject });
      say({ kind: "ask", id, question, what });
    });

  const look = (id: number, remaining: number, claims: boolean): LookContext => {
    const controller = new AbortController();
    calls.set(id, controller);
    return {
      signal: controller.signal,
      deadline: monotonicNow() + remaining,
      log: (line) => say({ kind: "log", id, line }),
      ...(claims ? { claims: async () => (await ask(id, { kind: "claims" })) as unknown as Claims } : {}),
    };
  };

  const act = (call: Call): ActContext => ({
    ...look(call.id, call.remaining, call.claims),
    intent: call.intent ?? { id: 0, digest: "" },
    secret: async (reference) => (await ask(call.id, { kind: "secret", reference })) as string,
  });

  const answer = (id: number, work: Promise<Json>): void => {
    void work
      .then(
        (value) => say({ kind: "answer", id, value }),
        (error: unknown) => say({ kind: "threw", id, ...wordsOf(error) }),
      )
      .finally(() => calls.delete(id));
  };

  const on = (message: ToHost): void => {
    switch (message.kind) {
      case "connect": {
        const { id, driver, target, digestKey, remaining, claims } = message;
        const ctx = { ...look(id, remaining, claims), ...(digestKey === null ? {} : { digestKey }) };
        void load(driver)
          .then((loaded) => loaded.connect(target, ctx))
          .then(
            (connected) => {
              session = connected;
              const facts = {
                identity: connected.identity,
                slots: connected.slots ?? null,
                probe: connected.probe !== undefined,
                health: connected.health !== undefined,
                settle: connected.settle !== undefined,
                watch: connected.watch !== undefined,
              };
              say({ kind: "connected", id, session: facts });
            },
            (error: unknown) => say({ kind: "threw", id, ...wordsOf(error) }),
          )
          .finally(() => calls.delete(id));
        return;
      }
      case "call":
        answer(message.id, carryOut(session, message, act(message)));
        return;
      case "abort":
        calls.get(message.id)?.abort();
        return;
      case "watch": {
        const { id, subjects } = message;
        const watch = session?.watch?.(
          subjects,
          (addresses) => say({ kind: "look", id, addresses }),
          (why) => say({ kind: "degraded", id, why }),
        );
        if (watch !== undefined) watches.set(id, watch);
        return;
      }
      case "watch-update":
        watches.get(message.id)?.update(message.subjects);
        return;
      case "watch-close":
        watches.get(message.id)?.close();
        watches.delete(message.id);
        return;
      case "reply":
        questions.get(message.question)?.resolve(message.value);
        questions.delete(message.question);
        return;
      case "refuse":
        questions.get(message.question)?.reject(new Error(message.why));
        questions.delete(message.question);
        return;
    }
  };

  process.on("message", (message) => on(message as ToHost));
}

/** Arguments are what the other side took from its caller: the contract's own types, as JSON. */
async function carryOut(session: Session | null, call: Call, ctx: ActContext): Promise<Json> {
  if (session === null) throw new Error("the target is not connected");
  const [first, second, third] = call.args as readonly unknown[];
  switch (call.method) {
    case "read":
      return entries(await session.read(first as readonly Subject[], ctx));
    case "probe":
      return entries((await session.probe?.(first as readonly Subject[], ctx)) ?? new Map());
    case "health":
      return entries((await session.health?.(first as readonly Subject[], ctx)) ?? new Map());
    case "create":
      return session.create(first as Subject, ctx);
    case "update":
      return session.update(first as Subject, second as Present, third as readonly Operation[], ctx);
    case "remove":
      return session.remove(first as Subject, second as Present | null, ctx);
    case "settle":
      return (await session.settle?.(first as IntentRef, second as Subject, ctx)) ?? "unknown";
  }
}

function entries(map: ReadonlyMap<Address, unknown>): Json {
  return [...map] as unknown as Json;
}

async function load(ref: DriverRef): Promise<Driver> {
  if (ref.kind === "listed") {
    const { DRIVERS } = await import("../drivers/index.ts");
    const found = DRIVERS.find((driver) => driver.name === ref.name);
    if (found === undefined) throw new Error(`there is no driver \`${ref.name}\``);
    return found;
  }
  const module = (await import(ref.url)) as Readonly<Record<string, Driver>>;
  const found = module[ref.name];
  if (found === undefined) throw new Error(`${ref.url} exports no driver \`${ref.name}\``);
  return found;
}

function wordsOf(error: unknown): Pick<Extract<FromHost, { kind: "threw" }>, "why" | "connect"> {
  const why = error instanceof Error ? error.message : String(error);
  // By its name: a driver of a package has a class of its own.
  const isConnect = error instanceof Error && error.name === "ConnectError";
  if (!isConnect) return { why, connect: null };
  const { permanent, help } = error as ConnectError;
  return { why, connect: { permanent, help } };
}

if (process.send !== undefined) {
  new Worker(WATCHER, { eval: true }).unref();
  serve();
}
