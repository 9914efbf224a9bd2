// What is known of the environments now: from a running agent where there is one, and from the ledger beside it.
//
// In:  the agent's configuration. Out: facts for `status` and `why`. The agent's feed says what is; the ledger says what was
// accepted, carried out and decided, and is all that there is while no agent runs.

import type { Address } from "../compiler/address.ts";
import type { Event, ResourceFacts, VersionFacts } from "../runtime/events.ts";
import { attachFeed, feedPath } from "../runtime/feed.ts";
import { LedgerError, type LedgerReader } from "../runtime/ledger.ts";
import { readLedger } from "../runtime/ledger/open.ts";
import { isLost } from "../runtime/ledger/side.ts";
import { Failure } from "./failure.ts";
import type { Host } from "./host.ts";

/** What went wrong, and what can be done about it. */
interface Refusal {
  readonly why: string;
  readonly help: string | null;
}

export interface AgentState {
  /** Null: none is running here. */
  readonly agent: { readonly name: string; readonly version: string; readonly pid: number } | null;
  readonly resources: ReadonlyMap<string, ReadonlyMap<Address, ResourceFacts>>;
  readonly versions: ReadonlyMap<string, VersionFacts>;
  readonly refused: ReadonlyMap<string, Refusal>;
  /** Where the source cannot be read. */
  readonly sources: ReadonlyMap<string, Refusal>;
}

const NOTHING: AgentState = {
  agent: null,
  resources: new Map(),
  versions: new Map(),
  refused: new Map(),
  sources: new Map(),
};

/** An agent that listens and says nothing is as good as none. */
const PATIENCE = 5_000;

export async function readAgentState(ledger: string, host: Host): Promise<AgentState> {
  const snapshot = await new Promise<readonly Event[] | null>((resolve) => {
    const cancel = host.clock.timer(PATIENCE, () => end(null));
    const end = (facts: readonly Event[] | null): void => {
      cancel();
      feed.close();
      resolve(facts);
    };
    const feed = attachFeed({
      path: feedPath(ledger),
      onEvent: (event) => {
        if (event.kind === "snapshot") end(event.facts);
      },
      onEnd: () => {
        cancel();
        resolve(null);
      },
    });
  });
  return snapshot === null ? NOTHING : gather(snapshot);
}

function gather(facts: readonly Event[]): AgentState {
  let agent: AgentState["agent"] = null;
  const resources = new Map<string, Map<Address, ResourceFacts>>();
  const versions = new Map<string, VersionFacts>();
  const refused = new Map<string, Refusal>();
  const sources = new Map<string, Refusal>();
  for (const fact of facts) {
    if (fact.kind === "agent-started") agent = { name: fact.agent, version: fact.version, pid: fact.pid };
    else if (fact.kind === "version-accepted") versions.set(fact.environment, fact);
    else if (fact.kind === "version-refused")
      refused.set(fact.environment, { why: fact.why, help: fact.help });
    else if (fact.kind === "source-checked" && fact.state === "unavailable")
      sources.set(fact.environment, { why: fact.why ?? fact.source, help: fact.help ?? null });
    else if (fact.kind === "status-changed") {
      const known = resources.get(fact.environment) ?? new Map<Address, ResourceFacts>();
      known.set(fact.address, fact);
      resources.set(fact.environment, known);
    }
  }
  return { agent, resources, versions, refused, sources };
}

/** What is said of a ledger that was there and is not. */
export const LOST = {
  what: "The ledger is gone: what stands beside it says that there was one.",
  help: "put back the file, or a backup: setpoint ledger restore BACKUP; else the next start begins in recovery",
};

/** Null: there never was one. */
export function lostLedger(path: string): Failure | null {
  return isLost(path) ? new Failure(`there is no ledger at ${path}. ${LOST.what}`, LOST.help) : null;
}

/** Null: there is no ledger yet. */
export function openReader(path: string): LedgerReader | null {
  try {
    return readLedger({ path });
  } catch (error) {
    if (error instanceof LedgerError) throw new Failure(error.message, error.help, { cause: error });
    throw error;
  }
}
