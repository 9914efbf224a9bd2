// What is spoken for: every identity that an environment of this ledger has or wants, and the agent's own files.
//
// In:  the ledger, and the desired version of the environment that asks. Out: `Claims`, for drivers that delete what nothing
// declares. It is made when a driver asks and at no other time: almost none ever does.
// Surprising: what another environment wants counts before it is there. That version was accepted, and to delete what it is
// about to adopt would be to delete what someone declared.

import type { Graph, Hash, Resource } from "../../compiler/graph.ts";
import { type Identity, identityOf } from "../../compiler/identity.ts";
import type { AgentConfig } from "../config.ts";
import type { Claims } from "../driver.ts";
import type { EnvironmentRow, LedgerReader } from "../ledger.ts";
import { backupFolder } from "../ledger/backup.ts";
import { graphOf } from "../accepted.ts";
import type { World } from "./world.ts";

export class Claimants {
  readonly #world: World;
  readonly #ledger: LedgerReader | null;
  readonly #config: AgentConfig;
  /** Of other environments, by name: a graph is large, and it changes seldom. */
  readonly #wanted = new Map<string, { readonly hash: Hash; readonly graph: Graph }>();

  constructor(world: World, ledger: LedgerReader | null, config: AgentConfig) {
    this.#world = world;
    this.#ledger = ledger;
    this.#config = config;
  }

  async claims(): Promise<Claims> {
    const identities = new Set<Identity>(this.#ledger?.claims().keys());
    for (const identity of this.#world.identities()) identities.add(identity);
    for (const row of this.#ledger?.environments() ?? []) {
      if (row.name === this.#world.environment) continue;
      const { resources, kinds } = this.#graphOf(row);
      for (const resource of Object.values<Resource>(resources)) {
        const kind = kinds[resource.kind];
        if (kind === undefined) continue;
        identities.add(identityOf(resource, kind, this.#world.targetIdentity(resource.target)));
      }
    }
    return { identities: [...identities], own: this.#own() };
  }

  #graphOf(row: EnvironmentRow): Graph {
    const known = this.#wanted.get(row.name);
    if (known?.hash === row.graphHash) return known.graph;
    const graph = graphOf(row);
    this.#wanted.set(row.name, { hash: row.graphHash, graph });
    return graph;
  }

  #own(): readonly string[] {
    const { agent, path, store, secrets } = this.#config;
    const own = [agent.ledger, `${backupFolder(agent.ledger)}/`, ...[...secrets.identities.values()].flat()];
    if (path !== null) own.push(path);
    if (store !== null) own.push(`${store.repository}/`);
    return own;
  }
}
