// Where a command takes a request: to the agent that holds the ledger, or to the ledger itself where nobody holds it.
//
// In:  a request. Out: what was decided, printed, and an exit code: 0 decided, 1 not. Both ways run the same code
// (runtime/decide.ts); the one who asks is the system's word for whoever runs the command.

import { userInfo } from "node:os";
import { canonicalJson } from "../compiler/json.ts";
import type { AgentConfig } from "../runtime/config.ts";
import { standingVersion } from "../runtime/accepted.ts";
import { decide, type Desk } from "../runtime/decide.ts";
import { makePlan } from "../runtime/engine/preview.ts";
import { identifyTarget } from "../runtime/identify.ts";
import { inboxPath, sendRequest } from "../runtime/inbox.ts";
import { type Ledger, LedgerError, LedgerHeldError } from "../runtime/ledger.ts";
import { openLedger } from "../runtime/ledger/open.ts";
import { findLedger } from "../runtime/ledger/place.ts";
import type { EnginePorts } from "../runtime/reconcile.ts";
import type { Answer, Request } from "../runtime/request.ts";
import { makePorts } from "./desired.ts";
import { Failure } from "./failure.ts";
import type { Host } from "./host.ts";
import { printable } from "./print/values.ts";
import { themeOf } from "./theme.ts";

/** How the one at the keyboard is called in the audit log. */
export function localUser(): string {
  return `${userNameOf(userInfo().uid)} (local user, unverified)`;
}

export function userNameOf(uid: number): string {
  const own = userInfo();
  return own.uid === uid ? own.username : `user ${uid}`;
}

export interface Decided {
  readonly answer: Answer;
  /** The ledger is this command's own, and still open; null: an agent has decided. */
  readonly ledger: Ledger | null;
}

/** `then` runs with the ledger that was opened here, before it is closed. */
export async function request(
  host: Host,
  config: AgentConfig,
  asked: Request,
  then: (decided: Decided, ports: EnginePorts) => Promise<number> = (decided) =>
    Promise.resolve(decided.answer.ok ? 0 : 1),
): Promise<number> {
  // Whoever asks in the wrong folder is told so, and leaves no ledger behind.
  if (config.path === null && findLedger(config.agent.ledger) === null)
    throw new Failure(
      `there is no ledger at ${config.agent.ledger}`,
      "ask where the agent's setpoint.toml is, or name that: --config FILE",
    );
  const ports = await makePorts(host, config, () => {});
  const ledger = open(host, config);
  if (ledger === null) {
    const answer = await askAgent(host, config, asked);
    print(host, answer);
    return then({ answer, ledger: null }, ports);
  }
  try {
    const answer = await decide(asked, localUser(), deskOf(host, ports, ledger));
    print(host, answer);
    return await then({ answer, ledger }, ports);
  } finally {
    ledger.close();
  }
}

function open(host: Host, config: AgentConfig): Ledger | null {
  try {
    return openLedger({
      path: config.agent.ledger,
      clock: host.clock,
      holder: `${config.agent.name} (command)`,
    });
  } catch (error) {
    if (error instanceof LedgerHeldError) return null;
    if (error instanceof LedgerError) throw new Failure(error.message, error.help, { cause: error });
    throw error;
  }
}

export function deskOf(host: Host, ports: EnginePorts, ledger: Ledger): Desk {
  return {
    ledger,
    config: ports.config,
    clock: host.clock,
    engines: new Map(),
    plan: async (environment) => {
      const version = standingVersion(ledger, environment, host.sha256);
      return version === null ? null : makePlan(ports, ledger, version);
    },
    lookAgain: () => undefined,
    identify: (target, driver) => identifyTarget(ports, target, driver, new AbortController().signal),
  };
}

async function askAgent(host: Host, config: AgentConfig, asked: Request): Promise<Answer> {
  const said = await sendRequest(inboxPath(config.agent.ledger), asked, host.clock);
  if (said.kind === "answer") return said.answer;
  throw new Failure(
    `the ledger ${config.agent.ledger} is held by another process, and ${said.why}`,
    said.maybe
      ? "it may have been carried out: look at `setpoint status`"
      : "nothing was done; an agent takes requests while it runs, a running `setpoint apply` does not",
  );
}

function print(host: Host, { ok, message, help, detail }: Answer): void {
  if (host.json) {
    host.out.write(`${canonicalJson({ ok, message, help, detail })}\n`);
    return;
  }
  if (ok) {
    host.out.write(`${themeOf(host.out.color).good("✓")} ${printable(message)}\n`);
    return;
  }
  throw new Failure(printable(message), help);
}
