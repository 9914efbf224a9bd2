// The closed union of all that the runtime says. Every face (lines, JSON, terminal UI, tests) reads only this.
//
// Events are plain serialisable facts in the past tense, stamped with wall time. They tell, they never ask: nothing in the
// runtime listens to one in order to act. Whoever attaches late is first given `snapshot`, the same facts as they stand.

import type { Address } from "../compiler/address.ts";
import type { Hash, Pointer } from "../compiler/graph.ts";
import type { Json } from "../compiler/json.ts";
import type { Place } from "../compiler/source.ts";
import type { WallTime } from "./clock.ts";
import type { Outcome } from "./driver.ts";
import type { Action, Cause, ItemReason } from "./item.ts";
import type { Destroyed } from "./reconcile.ts";
import type { StatusReport } from "./status.ts";

export type Event = { readonly at: WallTime } & EventBody;
export type EventKind = Event["kind"];

export type EventBody =
  | { readonly kind: "agent-started"; readonly agent: string; readonly version: string; readonly pid: number }
  /** `interrupted`: intents that an earlier run had left open and that were settled at this start. */
  | { readonly kind: "ledger-opened"; readonly path: string; readonly interrupted: number }
  | { readonly kind: "agent-stopped"; readonly why: string }
  | ({ readonly kind: "source-checked" } & SourceFacts)
  | ({ readonly kind: "version-accepted" } & VersionFacts)
  | {
      readonly kind: "version-refused";
      readonly environment: string;
      readonly commit: string;
      readonly why: string;
      readonly help: string | null;
    }
  | {
      readonly kind: "target-connected";
      readonly target: string;
      readonly driver: string;
      readonly identity: string;
    }
  | { readonly kind: "target-unreachable"; readonly target: string; readonly why: string }
  | { readonly kind: "watch-degraded"; readonly target: string; readonly why: string }
  | {
      readonly kind: "drift-seen";
      readonly environment: string;
      readonly address: Address;
      readonly pointers: readonly Pointer[];
      readonly gone: boolean;
      readonly via: "watch" | "poll" | "start";
    }
  | {
      readonly kind: "planned";
      readonly environment: string;
      readonly digest: Hash;
      readonly counts: Readonly<Record<Action, number>>;
    }
  | {
      readonly kind: "action-held";
      readonly environment: string;
      readonly address: Address;
      readonly action: Action;
      readonly why: string;
    }
  | ({ readonly kind: "action-started" } & ActionFacts)
  | ({
      readonly kind: "action-finished";
      readonly outcome: Outcome["kind"];
      readonly why: string | null;
      /** Milliseconds, of the call alone. */
      readonly took: number;
      /** Milliseconds until the next attempt, where there will be one. */
      readonly retryIn: number | null;
    } & ActionFacts)
  | ({ readonly kind: "status-changed" } & ResourceFacts)
  | { readonly kind: "resource-dropped"; readonly environment: string; readonly address: Address }
  /** The same object under another address: nothing was done to it. */
  | {
      readonly kind: "resource-moved";
      readonly environment: string;
      readonly address: Address;
      readonly from: Address;
    }
  /** Said when the environment becomes fully converged, and again when it no longer is. */
  | {
      readonly kind: "converged";
      readonly environment: string;
      readonly commit: string | null;
      readonly resources: number;
      /** Milliseconds since it was last not converged. */
      readonly took: number;
    }
  | { readonly kind: "diverged"; readonly environment: string }
  | { readonly kind: "problem"; readonly what: string; readonly why: string; readonly help: string | null }
  | { readonly kind: "log"; readonly environment: string; readonly address: Address; readonly line: string }
  | { readonly kind: "snapshot"; readonly facts: readonly Event[] };

export interface SourceFacts {
  readonly environment: string;
  readonly source: string;
  readonly state: "ok" | "unavailable";
  readonly commit: string | null;
  readonly why: string | null;
  /** What can be done, where it is unavailable. */
  readonly help?: string;
}

export interface VersionFacts {
  readonly environment: string;
  readonly commit: string;
  /** First line of the commit's message, and its author: what a person recognises it by. */
  readonly subject: string;
  readonly author: string;
  readonly committedAt: WallTime;
  readonly graph: Hash;
  readonly resources: number;
  /** It is no commit's: a person asked for everything to be deleted. */
  readonly destroyed?: Destroyed;
}

export interface ActionFacts {
  readonly environment: string;
  readonly address: Address;
  readonly action: Action;
  readonly cause: Cause;
  readonly reason: ItemReason;
  readonly attempt: number;
  readonly place: Place | null;
}

export interface ResourceFacts {
  readonly environment: string;
  readonly address: Address;
  readonly resourceKind: string;
  readonly target: string;
  readonly needs: readonly Address[];
  readonly report: StatusReport;
  readonly place: Place | null;
  /** When it last changed by our hand, or null. */
  readonly changedAt: WallTime | null;
  /** When the next attempt is due, or null. */
  readonly nextAt: WallTime | null;
}

export type Listener = (event: Event) => void;

export function eventToJson(event: Event): Json {
  return event as unknown as Json;
}
