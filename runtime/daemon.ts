// The agent: holds environments at the versions that their branch asks for, until it is told to stop.
//
// In:  the ports, the ledger, the store, a compiler as a port, and the environments to hold. Out: nothing but events and what
// the engines do. Each environment goes its own way: one that cannot be accepted or reached never holds up another.
// Surprising: the accepted graph is kept in the ledger, so the agent goes on, and starts, while the store is away.

import type { Graph } from "../compiler/graph.ts";
import { accept, type CompileVersion } from "./accept.ts";
import { pause } from "./clock.ts";
import { openEngine } from "./engine.ts";
import type { EventBody } from "./events.ts";
import { keepLedger } from "./keeper.ts";
import type { EnvironmentRow, Ledger } from "./ledger.ts";
import type { DesiredVersion, Engine, EnginePorts } from "./reconcile.ts";
import type { Head, Store } from "./store.ts";

export interface AgentOptions {
  readonly ports: EnginePorts;
  readonly ledger: Ledger;
  readonly store: Store;
  readonly compile: CompileVersion;
  readonly environments: readonly string[];
  /** The program's own version. */
  readonly version: string;
  readonly pid: number;
}

/** Resolves when the signal has aborted and everything that was running has ended. Rejects when the ledger fails. */
export async function runAgent(options: AgentOptions, signal: AbortSignal): Promise<void> {
  const { ports, ledger, environments } = options;
  const emit = (body: EventBody): void => ports.emit({ at: ports.clock.wall(), ...body });
  emit({ kind: "agent-started", agent: ports.config.agent.name, version: options.version, pid: options.pid });
  emit({ kind: "ledger-opened", path: ledger.path, interrupted: ledger.openIntents().length });
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  let why = "it was told to";
  const guarded = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      // The record is not to be trusted any more: nothing of this agent goes on acting.
      why = error instanceof Error ? error.message : String(error);
      stop.abort();
      throw error;
    });
  try {
    await Promise.all([
      guarded(keepLedger({ ports, ledger, emit }, stop.signal)),
      ...environments.map((name) => guarded(holdEnvironment(options, name, emit, stop.signal))),
    ]);
  } finally {
    signal.removeEventListener("abort", abort);
    emit({ kind: "agent-stopped", why });
  }
}

async function holdEnvironment(
  options: AgentOptions,
  environment: string,
  emit: (body: EventBody) => void,
  signal: AbortSignal,
): Promise<void> {
  const engine = openEngine(options.ports, options.ledger, environment);
  const pulling = pull(options, environment, engine, emit, signal);
  try {
    await Promise.all([pulling, engine.run(signal)]);
  } finally {
    await engine.close();
  }
}

/** Looks at the branch again and again, and makes desired what is accepted. */
async function pull(
  options: AgentOptions,
  environment: string,
  engine: Engine,
  emit: (body: EventBody) => void,
  signal: AbortSignal,
): Promise<void> {
  const { store, ledger, compile, ports } = options;
  const source = `${store.grant.repository}#${store.grant.branch}`;
  let judged: string | null = null;
  let told = "";
  const tell = (state: "ok" | "unavailable", commit: string | null, why: string | null): void => {
    const said = JSON.stringify([state, commit, why]);
    if (said === told) return;
    told = said;
    emit({ kind: "source-checked", environment, source, state, commit, why });
  };
  let holding = false;
  const hold = (version: DesiredVersion): void => {
    const { commit, subject, author, committedAt, graph } = version;
    const resources = Object.keys(graph.resources).length;
    const facts = { commit: commit ?? "", subject, author, committedAt, graph: graph.hash, resources };
    emit({ kind: "version-accepted", environment, ...facts });
    engine.desire(version);
    holding = true;
  };
  while (!signal.aborted) {
    const row = ledger.environment(environment);
    const head = await store.head();
    if (head.kind === "unavailable") tell("unavailable", null, head.why);
    else {
      tell("ok", head.commit, null);
      if (head.commit !== judged && (await judge(head, row))) judged = head.commit;
    }
    if (!holding && row !== null) hold(versionOf(row));
    await pause(ports.clock, store.grant.poll, signal);
  }

  /** Whether there is a verdict; without one the next look asks again. */
  async function judge(candidate: Head, row: EnvironmentRow | null): Promise<boolean> {
    const verdict = await accept({ environment, candidate, accepted: row, store, compile });
    switch (verdict.kind) {
      case "accepted":
      case "unchanged":
        hold(verdict.version);
        return true;
      case "refused": {
        const { commit, help, diagnostics } = verdict;
        const why = diagnostics === null ? verdict.why : `${verdict.why}\n${diagnostics}`;
        emit({ kind: "version-refused", environment, commit, why, help });
        return true;
      }
      case "unavailable":
        tell("unavailable", candidate.commit, verdict.why);
        return false;
    }
  }
}

/** The accepted version as the ledger kept it. Where its definitions stand is not known until the store is back. */
function versionOf(row: EnvironmentRow): DesiredVersion {
  return {
    environment: row.name,
    commit: row.commit,
    subject: "as accepted before",
    author: "",
    committedAt: row.acceptedAt,
    // What this agent wrote itself, in a ledger that checks what it reads.
    graph: JSON.parse(row.graph) as Graph,
    place: () => null,
  };
}
