// The agent: holds environments at the versions that their branch asks for, until it is told to stop.
//
// In:  the ports, the ledger, the store, a compiler as a port, and the environments to hold. Out: nothing but events and what
// the engines do. Each environment goes its own way: one that cannot be accepted or reached never holds up another.
// Surprising: the accepted graph is kept in the ledger, so the agent goes on, and starts, while the store is away.

import type { Hash } from "../compiler/graph.ts";
import { accept, type CompileVersion } from "./accept.ts";
import { destroyMark, standingVersion } from "./accepted.ts";
import { pause } from "./clock.ts";
import { decide } from "./decide.ts";
import type { Mark } from "./decision.ts";
import { openEngine } from "./engine.ts";
import { Paces } from "./engine/paces.ts";
import type { EventBody } from "./events.ts";
import { identifyTarget } from "./identify.ts";
import { inboxPath, serveInbox } from "./inbox.ts";
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
  /** What a person who asks is called, by the system's word. */
  readonly nameOf?: (uid: number) => string;
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
  const engines = new Map<string, Engine>();
  const pulls = new Map<string, () => void>();
  const paces = new Paces(ports.config, ports.clock);
  try {
    await Promise.all([
      guarded(takeRequests(options, engines, pulls, stop.signal)),
      guarded(keepLedger({ ports, ledger, emit }, stop.signal)),
      ...environments.map((name) =>
        guarded(holdEnvironment({ ...options, engines, pulls, paces }, name, emit, stop.signal)),
      ),
    ]);
  } finally {
    signal.removeEventListener("abort", abort);
    emit({ kind: "agent-stopped", why });
  }
}

/** What commands ask of the agent, which alone may write to the ledger. */
async function takeRequests(
  { ports, ledger, nameOf }: AgentOptions,
  engines: ReadonlyMap<string, Engine>,
  pulls: ReadonlyMap<string, () => void>,
  signal: AbortSignal,
): Promise<void> {
  if (ledger.path === ":memory:") return;
  const { clock, config } = ports;
  const identify = (target: string, driver: string): Promise<string> =>
    identifyTarget(ports, target, driver, signal);
  const lookAgain = (environment: string): void => pulls.get(environment)?.();
  const desk = { ledger, config, clock, engines, plan: () => Promise.resolve(null), lookAgain, identify };
  await serveInbox(
    {
      path: inboxPath(ledger.path),
      clock,
      handle: (request, uid) => {
        const who = nameOf?.(uid) ?? `user ${uid}`;
        return decide(request, `${who} (local user, unverified)`, desk);
      },
      tell: (why) =>
        ports.emit({
          at: clock.wall(),
          kind: "problem",
          what: "requests",
          why,
          help: "commands cannot reach this agent until its folder beside the ledger can be used",
        }),
    },
    signal,
  );
}

/** What the environments of one agent share. */
interface Shared extends AgentOptions {
  readonly paces: Paces;
  readonly engines: Map<string, Engine>;
  /** By environment: looks now at what is wanted of it. */
  readonly pulls: Map<string, () => void>;
}

async function holdEnvironment(
  options: Shared,
  environment: string,
  emit: (body: EventBody) => void,
  signal: AbortSignal,
): Promise<void> {
  const { engines, pulls, paces } = options;
  const engine = openEngine({ ...options.ports, paces }, options.ledger, environment);
  engines.set(environment, engine);
  const pulling = pull(options, environment, engine, emit, signal);
  try {
    await Promise.all([pulling, engine.run(signal)]);
  } finally {
    engines.delete(environment);
    pulls.delete(environment);
    await engine.close();
  }
}

/** Looks at the branch again and again, and makes desired what is accepted. */
async function pull(
  options: Shared,
  environment: string,
  engine: Engine,
  emit: (body: EventBody) => void,
  signal: AbortSignal,
): Promise<void> {
  const { store, ledger, compile, ports } = options;
  const source = `${store.grant.repository}#${store.grant.branch}`;
  let judged: Question | null = null;
  let told = "";
  const tell = (
    commit: string | null,
    trouble: { readonly why: string; readonly help: string } | null,
  ): void => {
    const said = JSON.stringify([commit, trouble?.why]);
    if (said === told) return;
    told = said;
    const checked = { kind: "source-checked", environment, source, commit } as const;
    if (trouble === null) emit({ ...checked, state: "ok", why: null });
    else emit({ ...checked, state: "unavailable", why: trouble.why, help: trouble.help });
  };
  let holding: "nothing" | "version" | "emptiness" = "nothing";
  const hold = (version: DesiredVersion): void => {
    const { commit, subject, author, committedAt, graph, destroyed } = version;
    const resources = Object.keys(graph.resources).length;
    const facts = { commit: commit ?? "", subject, author, committedAt, graph: graph.hash, resources };
    const fate = destroyed === undefined ? {} : { destroyed };
    emit({ kind: "version-accepted", environment, ...facts, ...fate });
    engine.vanish(false);
    engine.desire(version);
  };
  let rest = new AbortController();
  signal.addEventListener("abort", () => rest.abort(), { once: true });
  // A destroy is begun at once, whatever the source has to say and however long it takes to.
  options.pulls.set(environment, () => {
    heedDestroy();
    rest.abort();
  });
  while (!signal.aborted) {
    if (rest.signal.aborted) rest = new AbortController();
    heedDestroy();
    const head = await store.head();
    if (head.kind === "unavailable") tell(null, head);
    else tell(head.commit, null);
    if (!heedDestroy()) {
      const marks = ledger.marks(environment);
      const allowed = marks.find(({ kind }) => kind === "allowed") ?? null;
      if (head.kind !== "unavailable" && questionOf(head, allowed) !== judged)
        judged = await judge(head, ledger.standing(environment) ?? lost(marks), allowed);
      keep();
    }
    if (!signal.aborted) await pause(ports.clock, store.grant.poll, rest.signal);
  }

  /** Whether it is to be destroyed. Then nothing is wanted, and no version is taken, until a person accepts one again. */
  function heedDestroy(): boolean {
    if (destroyMark(ledger, environment) === null) {
      if (holding === "emptiness") holding = "nothing";
      return false;
    }
    if (holding !== "emptiness") {
      const version = standingVersion(ledger, environment, ports.sha256);
      if (version !== null) hold(version);
      holding = "emptiness";
      judged = null;
    }
    return true;
  }

  /** Goes on with what was accepted before, where nothing is held yet. */
  function keep(): void {
    const version = holding === "nothing" ? standingVersion(ledger, environment, ports.sha256) : null;
    if (version === null) return;
    hold(version);
    holding = "version";
  }

  /** What has a verdict now and need not be asked again. Without one the next look asks. */
  async function judge(
    candidate: Head,
    accepted: Accepted | null,
    mark: Mark | null,
  ): Promise<Question | null> {
    const allowed = mark?.value ?? null;
    const verdict = await accept({ environment, candidate, accepted, store, compile, allowed });
    // It was asked before a person decided that no version is taken.
    if (heedDestroy()) return null;
    switch (verdict.kind) {
      case "accepted":
      case "unchanged":
        hold(verdict.version);
        holding = "version";
        if (mark === null || !candidate.commit.startsWith(mark.value)) return questionOf(candidate, mark);
        useUp(mark);
        return questionOf(candidate, null);
      case "vanished": {
        keep();
        const why = `Commit ${verdict.commit.slice(0, 10)} no longer names the environment ${environment}: it is blocked, and nothing of it is deleted.`;
        const help = `Name it again, or end it: setpoint destroy ${environment} --reason "…"`;
        emit({ kind: "version-refused", environment, commit: verdict.commit, why, help });
        engine.vanish(true);
        return questionOf(candidate, mark);
      }
      case "refused": {
        // What is held is said first, so that the refusal is the last word on this commit.
        keep();
        const { commit, help, diagnostics } = verdict;
        const why = diagnostics === null ? verdict.why : `${verdict.why}\n${diagnostics}`;
        emit({ kind: "version-refused", environment, commit, why, help });
        return questionOf(candidate, mark);
      }
      case "unavailable":
        tell(candidate.commit, verdict);
        return null;
    }
  }

  /** It was for this once: the same commit does not come back by it after others. */
  function useUp({ value, who, why }: Mark): void {
    ledger.decide([{ kind: "unmarked", environment, mark: "allowed" }], {
      at: ports.clock.wall(),
      who: "setpoint",
      what: "accepted as decided",
      why,
      detail: { environment, commit: value, by: who },
    });
  }
}

/** A commit, and the decision by which a person may have let it pass. */
type Question = string;

function questionOf({ commit }: Head, allowed: Mark | null): Question {
  return `${commit} ${allowed?.at ?? ""}`;
}

type Accepted = Pick<EnvironmentRow, "commit" | "graphHash">;

/** What was accepted last, as far as the file beside a lost ledger knows. */
function lost(marks: readonly Mark[]): Accepted | null {
  const mark = marks.find(({ kind }) => kind === "accepted");
  const [commit = "", hash = ""] = mark?.value.split(" ") ?? [];
  return commit === "" ? null : { commit, graphHash: hash as Hash };
}
