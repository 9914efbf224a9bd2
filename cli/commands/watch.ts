// `setpoint watch`: a window on a running agent. The terminal UI where there is a terminal, otherwise events as lines.
//
// Surprising: it says that there is no agent before it takes the screen, and once it has shown something it keeps trying:
// an agent that is restarted comes back by itself.

import type { Event, Listener } from "../../runtime/events.ts";
import { attachFeed, feedPath } from "../../runtime/feed.ts";
import type { CommandRun } from "../command.ts";
import { readAgentConfig } from "../desired.ts";
import { Failure } from "../failure.ts";
import type { Host, Terminal } from "../host.ts";
import { eventPrinter } from "../printer.ts";
import { exitCodeOf, exitCodeOfUi } from "../stop.ts";

const RETRY_AFTER = 1000;

export const run: CommandRun = async (input, host) => {
  const config = await readAgentConfig(input, host);
  const environment = input.arguments[0] ?? null;
  const named = config.environments.map(({ name }) => name);
  const watched: Watched = {
    path: feedPath(config.agent.ledger),
    keep: onlyOf(environment),
    refuse: (event) => (environment === null ? null : refuseStranger(environment, named, event)),
  };
  const terminal = host.json ? null : host.terminal();
  return terminal === null ? follow(host, watched) : openUi(host, terminal, watched);
};

interface Watched {
  readonly path: string;
  readonly keep: Keep;
  /** Of a snapshot, the first event: why there is nothing to watch. */
  readonly refuse: (event: Event) => Failure | null;
}

type Keep = (event: Event) => Event | null;

/** Only what is said of one environment, and what is said of none. */
function onlyOf(environment: string | null): Keep {
  const keep: Keep = (event) => {
    if (environment === null) return event;
    if (event.kind === "snapshot")
      return { ...event, facts: event.facts.filter((fact) => keep(fact) !== null) };
    return !("environment" in event) || event.environment === environment ? event : null;
  };
  return keep;
}

/** By when an agent has spoken of every environment that it holds, in milliseconds. */
const SETTLED_AFTER = 10_000;

/** What an agent holds is known from what it says of it; one that has just been started has yet to say it. */
function refuseStranger(environment: string, named: readonly string[], first: Event): Failure | null {
  if (first.kind !== "snapshot") return null;
  const { facts } = first;
  const spoken = facts.flatMap((fact) =>
    "environment" in fact && typeof fact.environment === "string" ? fact.environment : [],
  );
  const started = facts.find(({ kind }) => kind === "agent-started")?.at ?? first.at;
  const coming = first.at - started < SETTLED_AFTER ? named : [];
  const held = [...new Set([...spoken, ...coming])].toSorted();
  if (held.length === 0 || held.includes(environment)) return null;
  return new Failure(
    `the agent does not hold the environment \`${environment}\``,
    `it holds: ${held.join(", ")}`,
  );
}

async function follow(host: Host, { path, keep, refuse }: Watched): Promise<number> {
  const print = eventPrinter(host);
  const interruption = host.interruption();
  const failure = await new Promise<Failure | null>((resolve) => {
    const show: Listener = (event) => {
      const refused = refuse(event);
      if (refused !== null) {
        feed.close();
        return resolve(refused);
      }
      const kept = keep(event);
      if (kept !== null) print(kept);
    };
    const onEnd = (why: string): void => resolve(new Failure(why, NO_AGENT));
    const feed = attachFeed({ path, onEvent: show, onEnd });
    interruption.signal.addEventListener("abort", () => {
      feed.close();
      resolve(null);
    });
  });
  if (failure !== null) throw failure;
  return exitCodeOf(interruption) ?? 0;
}

const NO_AGENT = "`setpoint run` starts an agent; -C or --config says which one is meant";

async function openUi(host: Host, terminal: Terminal, watched: Watched): Promise<number> {
  const link = keepAttached(host, watched);
  try {
    await link.attached;
    const { startTerminalUi } = await host.terminalUi();
    const ui = startTerminalUi({
      ...terminal,
      subscribe: link.subscribe,
      clock: host.clock,
      colour: host.out.color,
    });
    link.onLost((why) => ui.detach(why));
    const interruption = host.interruption();
    interruption.signal.addEventListener("abort", () => ui.close());
    return exitCodeOfUi(await ui.done, interruption);
  } finally {
    link.close();
  }
}

interface Link {
  /** Resolves with the first event; rejects when there is no agent, or it does not hold what was asked for. */
  readonly attached: Promise<void>;
  /** What came before is told first. */
  readonly subscribe: (listener: Listener) => () => void;
  onLost(tell: (why: string) => void): void;
  close(): void;
}

function keepAttached(host: Host, { path, keep, refuse }: Watched): Link {
  const attached = Promise.withResolvers<void>();
  const early: Event[] = [];
  let tell: Listener = (event) => early.push(event);
  let lost = (why: string): void => attached.reject(new Failure(why, NO_AGENT));
  let again = true;
  let cancel = (): void => {};
  const attach = (): { close(): void } =>
    attachFeed({
      path,
      onEvent: (event) => {
        const refused = refuse(event);
        if (refused === null) attached.resolve();
        else attached.reject(refused);
        const kept = keep(event);
        if (kept !== null) tell(kept);
      },
      onEnd: (why) => {
        lost(why);
        cancel = host.clock.timer(RETRY_AFTER, () => {
          if (again) feed = attach();
        });
      },
    });
  let feed = attach();
  return {
    attached: attached.promise,
    subscribe: (listener) => {
      tell = listener;
      for (const event of early.splice(0)) listener(event);
      return () => {
        tell = () => {};
      };
    },
    onLost: (say) => {
      lost = say;
    },
    close: () => {
      again = false;
      cancel();
      feed.close();
    },
  };
}
