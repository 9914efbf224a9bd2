// `setpoint run`: the agent in the foreground. Versions from the store of its configuration, events as lines, a feed for
// `setpoint watch`, until a signal stops it.
//
// Surprising: SIGTERM is how a supervisor ends a daemon, and ends it well: exit code 0. Ctrl-C is a person's, and 130. At the
// second signal the process dies at once; what was running is settled at the next start.

import type { AgentConfig } from "../../runtime/config.ts";
import { runAgent } from "../../runtime/daemon.ts";
import {
  type Broadcast,
  createBroadcast,
  type Feed,
  FeedError,
  feedPath,
  serveFeed,
} from "../../runtime/feed.ts";
import { openLedger } from "../../runtime/ledger/open.ts";
import { openStore } from "../../runtime/store.ts";
import type { CommandRun } from "../command.ts";
import { makePorts, readAgentConfig } from "../desired.ts";
import { userNameOf } from "../desk.ts";
import { Failure } from "../failure.ts";
import type { Host } from "../host.ts";
import { eventPrinter } from "../printer.ts";
import { exitCodeOf } from "../stop.ts";
import { VERSION } from "../version.ts";
import { versionCompiler } from "../versions.ts";

export const run: CommandRun = async (input, host) => {
  const config = await readAgentConfig(input, host);
  const environments = environmentsOf(config, input.arguments);
  if (config.store === null)
    throw new Failure(
      "the configuration names no store to take versions from",
      'add to setpoint.toml: [store] with repository = "…", the folder of a Git repository',
    );
  const store = openStore(config.store);
  const interruption = host.interruption();
  const broadcast = createBroadcast();
  broadcast.subscribe(eventPrinter(host));
  const ports = await makePorts(host, config, broadcast.emit);
  const ledger = openLedger({
    path: config.agent.ledger,
    clock: host.clock,
    holder: config.agent.name,
    tell: ({ message, help }) =>
      broadcast.emit({ at: host.clock.wall(), kind: "problem", what: "the ledger", why: message, help }),
  });
  try {
    const feed = await openFeed(config, host, broadcast);
    try {
      const compile = versionCompiler(host.sha256);
      const agent = {
        ports,
        ledger,
        store,
        compile,
        environments,
        version: VERSION,
        pid: process.pid,
        nameOf: userNameOf,
      };
      await runAgent(agent, interruption.signal);
    } finally {
      await feed.close();
    }
  } finally {
    ledger.close();
  }
  return interruption.cause() === "SIGTERM" ? 0 : (exitCodeOf(interruption) ?? 0);
};

async function openFeed(config: AgentConfig, host: Host, broadcast: Broadcast): Promise<Feed> {
  try {
    return await serveFeed({
      path: feedPath(config.agent.ledger),
      snapshot: () => broadcast.snapshot(host.clock.wall()),
      subscribe: (listener) => broadcast.subscribe(listener),
    });
  } catch (error) {
    if (error instanceof FeedError) throw new Failure(error.message, null, { cause: error });
    throw error;
  }
}

function environmentsOf(config: AgentConfig, named: readonly string[]): readonly string[] {
  const granted = config.environments.map(({ name }) => name);
  const chosen = named.length > 0 ? [...new Set(named)] : granted;
  if (chosen.length === 0)
    throw new Failure(
      "no environment is named, on the command line or in the configuration",
      "name one: setpoint run prod; or add to setpoint.toml: [environments.prod]",
    );
  const stranger = granted.length === 0 ? undefined : chosen.find((name) => !granted.includes(name));
  if (stranger !== undefined)
    throw new Failure(
      `this agent does not hold the environment \`${stranger}\``,
      `its configuration names: ${granted.join(", ")}`,
    );
  return chosen;
}
