// What a version must pass before it is desired.
//
// In:  a candidate commit, what was accepted last, the store, and the compiler as a port. Out: the version to desire, or why
// not. A function of the commit alone: never of the world, of the time or of how the last version went.
// A branch's candidate must descend from the last accepted commit, so that rewriting history cannot quietly bring back what
// was taken out; and it must compile. What is refused changes nothing: the accepted version stays desired.
// Surprising: the commit that is accepted already is compiled again when the agent starts, because another compiler may make
// another graph of it. That is a change with the cause "agent", and permit.ts holds its deletes.

import type { Address } from "../compiler/address.ts";
import type { Graph, Hash, Pointer } from "../compiler/graph.ts";
import type { Place } from "../compiler/source.ts";
import type { DesiredVersion } from "./reconcile.ts";
import { StoreError, type Head, type Snapshot, type Store } from "./store.ts";

export interface AcceptRequest {
  readonly environment: string;
  readonly candidate: Head;
  /** Null: nothing was accepted before. Its commit is null where it did not come from Git. */
  readonly accepted: { readonly commit: string | null; readonly graphHash: Hash } | null;
  readonly store: Pick<Store, "snapshot" | "descends">;
  readonly compile: CompileVersion;
  /** A commit, or its beginning, that a person has accepted whatever its ancestry. */
  readonly allowed?: string | null;
}

/** Compiles one environment of a package. `refused` is the diagnostics as text, for people. */
export type CompileVersion = (
  snapshot: Snapshot,
  environment: string,
  /** The commit's own date, by which exemptions from policies end. */
  committedAt: number,
) =>
  | { readonly graph: Graph; place(address: Address, pointer: Pointer): Place | null }
  | { readonly refused: string }
  /** The package is sound and declares no such environment. */
  | { readonly vanished: true };

export type Acceptance =
  /** `agent`: the same commit, of which this compiler makes another graph. */
  | { readonly kind: "accepted"; readonly version: DesiredVersion; readonly cause: "intended" | "agent" }
  | { readonly kind: "unchanged"; readonly version: DesiredVersion }
  | {
      readonly kind: "refused";
      readonly commit: string;
      readonly why: string;
      readonly help: string | null;
      /** What the compiler says, whole, or null where it was not asked. */
      readonly diagnostics: string | null;
    }
  /** The source no longer names the environment: what was accepted stays, blocked, and nothing of it is deleted. */
  | { readonly kind: "vanished"; readonly commit: string }
  /** The store could not be read: nothing is known of the commit, and the next look decides. */
  | { readonly kind: "unavailable"; readonly why: string; readonly help: string };

export async function accept(request: AcceptRequest): Promise<Acceptance> {
  const { environment, candidate, accepted, store, compile } = request;
  const { commit } = candidate;
  const refused = (why: string, help: string | null, diagnostics: string | null = null): Acceptance => ({
    kind: "refused",
    commit,
    why,
    help,
    diagnostics,
  });
  try {
    const isAllowed = typeof request.allowed === "string" && commit.startsWith(request.allowed);
    const before = isAllowed ? null : (accepted?.commit ?? null);
    if (before !== null && !(await store.descends(commit, before)))
      return refused(
        `Commit ${short(commit)} does not descend from the accepted version ${short(before)}: the branch was rewritten or set back.`,
        `Revert with a new commit instead of taking commits back. If this is meant: setpoint accept ${environment} ${short(commit)} --reason "…"`,
      );
    const compiled = compile(await store.snapshot(commit), environment, candidate.committedAt);
    if ("refused" in compiled)
      return refused(
        `Commit ${short(commit)} does not compile for ${environment}.`,
        `Mend it with a new commit. The same words: setpoint compile ${environment}`,
        compiled.refused,
      );
    if ("vanished" in compiled) {
      if (accepted !== null) return { kind: "vanished", commit };
      return refused(`Commit ${short(commit)} declares no environment ${environment}.`, null);
    }
    const { graph } = compiled;
    if (graph.environment !== environment)
      return refused(
        `Commit ${short(commit)} gives a graph for the environment ${graph.environment}, and not for ${environment}.`,
        null,
      );
    const version: DesiredVersion = {
      environment,
      commit,
      subject: candidate.subject,
      author: candidate.author,
      committedAt: candidate.committedAt,
      graph,
      place: (address, pointer) => compiled.place(address, pointer),
    };
    if (commit !== accepted?.commit) return { kind: "accepted", version, cause: "intended" };
    if (graph.hash === accepted.graphHash) return { kind: "unchanged", version };
    return { kind: "accepted", version, cause: "agent" };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.fault === "commit") return refused(error.message, error.help);
    return { kind: "unavailable", why: error.message, help: error.help };
  }
}

function short(commit: string): string {
  return commit.slice(0, 10);
}
