// What the other environments of this ledger want, by the versions that they have accepted.
//
// In:  the ledger. Out: every identity that one of them names, or who wants to have a certain object. It is asked for where
// something is to be deleted, and at no other time.
// Surprising: what another environment wants counts before it is there. That version was accepted, and to delete what it is
// about to adopt would be to delete what someone declared.

import type { Address } from "../../compiler/address.ts";
import type { Graph, Hash, Resource } from "../../compiler/graph.ts";
import { type Identity, identityOf } from "../../compiler/identity.ts";
import { graphOf } from "../accepted.ts";
import type { LedgerReader } from "../ledger.ts";

export interface Wanting {
  readonly environment: string;
  readonly address: Address;
}

type IdentityOfTarget = (target: string) => string;

interface Accepted {
  readonly hash: Hash;
  readonly graph: Graph;
  /** By the identities that the targets had when it was made. */
  wanted: {
    readonly targets: ReadonlyMap<string, string>;
    readonly by: ReadonlyMap<Identity, Address>;
  } | null;
}

export class Neighbours {
  readonly #ledger: LedgerReader | null;
  readonly #environment: string;
  /** By name: a graph is large, and it changes seldom. */
  readonly #accepted = new Map<string, Accepted>();

  constructor(ledger: LedgerReader | null, environment: string) {
    this.#ledger = ledger;
    this.#environment = environment;
  }

  /** Of all that they name, what they only read included. */
  *identities(targetIdentity: IdentityOfTarget): Generator<Identity> {
    for (const { graph } of this.#all().values())
      for (const resource of Object.values<Resource>(graph.resources)) {
        const identity = identityIn(graph, resource, targetIdentity);
        if (identity !== null) yield identity;
      }
  }

  /** Who wants to have the object; null: nobody. */
  wanting(identity: Identity, targetIdentity: IdentityOfTarget): Wanting | null {
    for (const [environment, accepted] of this.#all()) {
      const address = wantedIn(accepted, targetIdentity).get(identity);
      if (address !== undefined) return { environment, address };
    }
    return null;
  }

  #all(): ReadonlyMap<string, Accepted> {
    const all = new Map<string, Accepted>();
    for (const { name, graphHash } of this.#ledger?.neighbours(this.#environment) ?? []) {
      const known = this.#accepted.get(name);
      const accepted = known !== undefined && known.hash === graphHash ? known : this.#read(name);
      if (accepted !== null) all.set(name, accepted);
    }
    return all;
  }

  #read(name: string): Accepted | null {
    const row = this.#ledger?.environment(name) ?? null;
    if (row === null) return null;
    const accepted = { hash: row.graphHash, graph: graphOf(row), wanted: null };
    this.#accepted.set(name, accepted);
    return accepted;
  }
}

function identityIn(graph: Graph, resource: Resource, targetIdentity: IdentityOfTarget): Identity | null {
  const kind = graph.kinds[resource.kind];
  return kind === undefined ? null : identityOf(resource, kind, targetIdentity(resource.target));
}

function wantedIn(accepted: Accepted, targetIdentity: IdentityOfTarget): ReadonlyMap<Identity, Address> {
  const { graph, wanted } = accepted;
  const isSame = wanted !== null && [...wanted.targets].every(([name, was]) => targetIdentity(name) === was);
  if (isSame) return wanted.by;
  const targets = new Map<string, string>();
  const by = new Map<Identity, Address>();
  for (const [address, resource] of Object.entries(graph.resources) as [Address, Resource][]) {
    targets.set(resource.target, targetIdentity(resource.target));
    const identity = resource.mode === "manage" ? identityIn(graph, resource, targetIdentity) : null;
    if (identity !== null) by.set(identity, address);
  }
  accepted.wanted = { targets, by };
  return by;
}
