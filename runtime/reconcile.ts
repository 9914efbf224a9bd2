// The table of contents of the runtime: accept → observe → plan → permit → schedule → apply → verify → record → events.
//
// An engine holds one environment at its desired version. It owns no truth but the ledger's; every decision is made from
// what was last observed, and every event, watch or timer only says "look again".

import type { Address } from "../compiler/address.ts";
import type { Graph, Hash, Pointer, Sha256 } from "../compiler/graph.ts";
import type { Place } from "../compiler/source.ts";
import type { Clock, WallTime } from "./clock.ts";
import type { AgentConfig } from "./config.ts";
import type { Mark } from "./decision.ts";
import type { Driver } from "./driver.ts";
import type { Paces } from "./engine/paces.ts";
import type { Listener } from "./events.ts";
import type { Item } from "./item.ts";
import type { Ledger, LedgerReader } from "./ledger.ts";
import type { Status, StatusReport } from "./status.ts";

/** What an engine is given; everything that a test simulates comes in here. */
export interface EnginePorts {
  readonly config: AgentConfig;
  readonly clock: Clock;
  readonly drivers: readonly Driver[];
  readonly emit: Listener;
  /** In [0, 1): jitter. */
  readonly random: () => number;
  readonly sha256: Sha256;
  /** Shared by all environments of an agent; without it, an engine's own. */
  readonly paces?: Paces;
  /** For digests of what is secret. Null or missing: the ledger has none, and each session takes its own. */
  readonly digestKey?: () => string | null;
}

/** A version that was accepted. `place` finds the source of a winning definition; `""` is the resource itself. */
export interface DesiredVersion {
  readonly environment: string;
  readonly commit: string | null;
  readonly subject: string;
  readonly author: string;
  readonly committedAt: WallTime;
  readonly graph: Graph;
  /** The graph as it was written where it was compiled, for the ledger; without it, it is written once more. */
  readonly text?: string;
  place(address: Address, pointer: Pointer): Place | null;
  readonly asked?: Asked;
  /** It is the empty version of an environment that a person wants destroyed. */
  readonly destroyed?: Destroyed;
}

export type Destroyed = Pick<Mark, "who" | "why" | "at">;

/** What a person asked for besides the version itself, this once. */
export interface Asked {
  /** To be replaced although they could stay. */
  readonly replace: ReadonlySet<Address>;
  /** Why an item is to be left alone now, or null. */
  leaves(item: Pick<Item, "address" | "action" | "digest">): string | null;
}

export interface Plan {
  readonly environment: string;
  readonly commit: string | null;
  readonly graph: Hash;
  /** By address; resources that are in step have an item with action `none`. */
  readonly items: readonly Item[];
  readonly digest: Hash;
  /** Resources that could not be read, with the reason; they have no item. */
  readonly unknown: readonly { readonly address: Address; readonly why: string }[];
  /** What would not be carried out now, though nothing in the item itself blocks it. */
  readonly held: readonly Held[];
  /** It is to be destroyed: what the plan holds is that, and no version is taken. */
  readonly destroyed: Destroyed | null;
}

export interface Held {
  readonly address: Address;
  readonly digest: Hash;
  readonly status: Status;
  readonly why: string;
  /** It waits for an approval, or will as soon as nothing suspends it. */
  readonly approval: boolean;
  /** When it may be permitted without anybody's doing. */
  readonly until: WallTime | null;
}

export interface Convergence {
  readonly converged: boolean;
  readonly done: readonly Item[];
  /** What did not end well or was not permitted, with the words for it. */
  readonly open: readonly {
    readonly address: Address;
    readonly report: StatusReport;
    readonly place: Place | null;
  }[];
  readonly resources: number;
  /** Milliseconds. */
  readonly took: number;
}

export interface Engine {
  /** Makes a version the desired one. Effects that are running end; waits and backoffs of the former version end at once. */
  desire(version: DesiredVersion): void;
  /** Settles what an earlier run left open, reads everything, acts until there is nothing more to do now, and says how far it got. */
  converge(signal: AbortSignal): Promise<Convergence>;
  /** Converges, then watches, polls and mends until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** The plan as it stands, without looking again; null: nothing is desired. */
  plan(): Plan | null;
  /** Items of it that wait for an approval. */
  waiting(): readonly Item[];
  /** How long an approval counts that is given now, in milliseconds. */
  readonly approvalLasts: number;
  /** People have decided something, and it is in the ledger; `rows`: rows of resources have changed by it. */
  reconsider(rows: boolean): void;
  /** Whether the source still names the environment. While it does not, nothing is done. */
  vanish(vanished: boolean): void;
  close(): Promise<void>;
}

/** Reads everything and plans; changes nothing, in the world or in the ledger. */
export type MakePlan = (
  ports: EnginePorts,
  ledger: LedgerReader | null,
  version: DesiredVersion,
) => Promise<Plan>;
export type OpenEngine = (ports: EnginePorts, ledger: Ledger, environment: string) => Engine;
