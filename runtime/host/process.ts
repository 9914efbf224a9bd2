// The agent's side of a host process: messages out, answers in, and its end.
//
// In:  calls with the contract's contexts. Out: what the driver answered; a rejection when it threw, or when the process ended
// before it did. A call whose signal has aborted may take a second to end; then the process is killed, and with it every
// call that it was carrying out. The promise of a call settles when the call is over or its process is dead, never before.

import { type ChildProcess, fork } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import type { Json } from "../../compiler/json.ts";
import type { Clock } from "../clock.ts";
import type { TargetGrant } from "../config.ts";
import { ConnectError, type IntentRef, type LookContext, type Session, type Watch } from "../driver.ts";
import { wordsOf } from "../deadline.ts";
import type { DriverRef, FromHost, Method, SessionFacts, ToHost } from "./protocol.ts";

/** How long a call may go on after its signal has aborted before its process is killed. */
const GRACE = 900;
/** From source it is the file beside this one; built, it is beside the chunk that this code ended up in. */
const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./child.ts" : "./host.js", import.meta.url),
);
/** A host has no business with what else the agent's environment may hold. */
const PASSED = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "LOGNAME"];

interface Waiting {
  readonly ctx: Context | null;
  readonly resolve: (value: Json) => void;
  readonly reject: (error: Error) => void;
}

/** A context of either kind: a look has no secrets. */
type Context = LookContext & { secret?(reference: Json): Promise<string> };

export class HostProcess {
  readonly #clock: Clock;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #watches = new Map<
    number,
    { readonly look: Parameters<NonNullable<Session["watch"]>>[1]; readonly degraded: (why: string) => void }
  >();
  #next = 1;
  #said = "";
  #killed: string | null = null;
  #ended: string | null = null;
  readonly #onEnd: (why: string) => void;

  /** `onEnd` is told once, with the reason; not after `close`. */
  constructor(clock: Clock, onEnd: (why: string) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
    const env = Object.fromEntries(
      PASSED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    );
    this.#child = fork(ENTRY, [], {
      // What this process was started with (a debugger, a test runner's loader) is not for the host.
      execArgv: [],
      env,
      stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
      serialization: "json",
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#said = (this.#said + text).slice(-2_000);
    });
    this.#child.on("message", (message) => this.#on(message as FromHost));
    this.#child.on("error", (error) => this.#end(`its process could not be started: ${error.message}`));
    this.#child.on("exit", (code, signal) => this.#end(this.#killed ?? endInWords(code, signal, this.#said)));
  }

  /** Why it is no longer there, or null. */
  get ended(): string | null {
    return this.#ended ?? this.#killed;
  }

  async connect(driver: DriverRef, target: TargetGrant, ctx: LookContext): Promise<SessionFacts> {
    const remaining = this.#remaining(ctx);
    const claims = ctx.claims !== undefined;
    const digestKey = ctx.digestKey ?? null;
    const facts = await this.#ask(ctx, (id) => ({
      kind: "connect",
      id,
      driver,
      target,
      digestKey,
      remaining,
      claims,
    }));
    return facts as unknown as SessionFacts;
  }

  call(method: Method, args: readonly unknown[], intent: IntentRef | null, ctx: Context): Promise<Json> {
    const remaining = this.#remaining(ctx);
    const claims = ctx.claims !== undefined;
    return this.#ask(ctx, (id) => ({
      kind: "call",
      id,
      method,
      args: args as unknown as Json,
      intent,
      remaining,
      claims,
    }));
  }

  watch(
    subjects: Parameters<NonNullable<Session["watch"]>>[0],
    look: Parameters<NonNullable<Session["watch"]>>[1],
    degraded: (why: string) => void,
  ): Watch {
    const id = this.#next++;
    this.#watches.set(id, { look, degraded });
    this.#send({ kind: "watch", id, subjects });
    return {
      update: (others) => this.#send({ kind: "watch-update", id, subjects: others }),
      close: () => {
        this.#watches.delete(id);
        this.#send({ kind: "watch-close", id });
      },
    };
  }

  /** It has no state: there is nothing to ask it to end well. Resolves when it is dead. */
  close(): Promise<void> {
    this.#watches.clear();
    const gone = new Promise<void>((resolve) => {
      if (this.#ended === null) this.#child.once("exit", () => resolve());
      else resolve();
    });
    this.#kill("it was closed");
    return gone;
  }

  #remaining(ctx: LookContext): number {
    return Math.max(0, ctx.deadline - this.#clock.monotonic());
  }

  #ask(ctx: Context, message: (id: number) => ToHost): Promise<Json> {
    const id = this.#next++;
    let cancelKill = (): void => undefined;
    const abort = (): void => {
      this.#send({ kind: "abort", id });
      cancelKill = this.#clock.timer(GRACE, () =>
        this.#kill("a call did not end at its deadline, so its process was killed"),
      );
    };
    return new Promise<Json>((resolve, reject) => {
      if (this.ended !== null) {
        reject(new Error(this.ended));
        return;
      }
      this.#waiting.set(id, { ctx, resolve, reject });
      this.#send(message(id));
      if (ctx.signal.aborted) abort();
      else ctx.signal.addEventListener("abort", abort, { once: true });
    }).finally(() => {
      cancelKill();
      ctx.signal.removeEventListener("abort", abort);
    });
  }

  #send(message: ToHost): void {
    if (this.ended !== null || !this.#child.connected) return;
    // That it has ended in between is told by its end.
    this.#child.send(message, () => undefined);
  }

  #on(message: FromHost): void {
    const waiting = this.#waiting.get(message.id);
    switch (message.kind) {
      case "connected":
        this.#waiting.delete(message.id);
        waiting?.resolve(message.session as unknown as Json);
        return;
      case "answer":
        this.#waiting.delete(message.id);
        waiting?.resolve(message.value);
        return;
      case "threw": {
        this.#waiting.delete(message.id);
        const { why, connect } = message;
        if (connect === null) waiting?.reject(new Error(why));
        else {
          const { permanent, help } = connect;
          waiting?.reject(new ConnectError(why, { permanent, ...(help === null ? {} : { help }) }));
        }
        return;
      }
      case "log":
        waiting?.ctx?.log(message.line);
        return;
      case "ask":
        void this.#reply(message, waiting?.ctx ?? null);
        return;
      case "look":
        this.#watches.get(message.id)?.look(message.addresses);
        return;
      case "degraded":
        this.#watches.get(message.id)?.degraded(message.why);
        return;
    }
  }

  /** Only a call that is under way is answered: a secret is for that call alone. */
  async #reply({ question, what }: Extract<FromHost, { kind: "ask" }>, ctx: Context | null): Promise<void> {
    try {
      if (ctx === null) throw new Error("the call is over");
      const value = what.kind === "claims" ? await ctx.claims?.() : await ctx.secret?.(what.reference);
      if (value === undefined) throw new Error("a look is given no secrets");
      this.#send({ kind: "reply", question, value: value as unknown as Json });
    } catch (error) {
      this.#send({ kind: "refuse", question, why: wordsOf(error) });
    }
  }

  #kill(why: string): void {
    if (this.ended !== null) return;
    this.#killed = why;
    // The whole of it, however deep it hangs: a blocked system call that can be interrupted at all ends with the process.
    this.#child.kill("SIGKILL");
  }

  #end(why: string): void {
    if (this.#ended !== null) return;
    this.#ended = why;
    for (const [id, { reject }] of this.#waiting) {
      this.#waiting.delete(id);
      reject(new Error(why));
    }
    this.#onEnd(why);
  }
}

function endInWords(code: number | null, signal: NodeJS.Signals | null, said: string): string {
  const how =
    signal === null ? `with code ${code ?? "unknown"}` : `by ${signal} (${constants.signals[signal]})`;
  const [last] = said
    .trim()
    .split("\n")
    .filter((line) => /^\w*Error\b/.test(line))
    .slice(-1);
  return `its process ended ${how}${last === undefined ? "" : `: ${last}`}`;
}
