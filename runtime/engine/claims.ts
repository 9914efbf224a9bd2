// What is spoken for: every identity that an environment of this ledger has or wants, and the agent's own files.
//
// In:  the ledger, and the desired version of the environment that asks. Out: `Claims`, for drivers that delete what nothing
// declares. It is made when a driver asks and at no other time: almost none ever does.

import type { Identity } from "../../compiler/identity.ts";
import type { AgentConfig } from "../config.ts";
import type { Claims } from "../driver.ts";
import type { LedgerReader } from "../ledger.ts";
import { backupFolder } from "../ledger/backup.ts";
import { Neighbours } from "./neighbours.ts";
import type { World } from "./world.ts";

export class Claimants {
  readonly #world: World;
  readonly #ledger: LedgerReader | null;
  readonly #neighbours: Neighbours;
  readonly #config: AgentConfig;

  constructor(world: World, ledger: LedgerReader | null, config: AgentConfig) {
    this.#world = world;
    this.#ledger = ledger;
    this.#neighbours = new Neighbours(ledger, world.environment);
    this.#config = config;
  }

  async claims(): Promise<Claims> {
    const identities = new Set<Identity>(this.#ledger?.claims().keys());
    for (const identity of this.#world.identities()) identities.add(identity);
    const targetIdentity = (target: string): string => this.#world.targetIdentity(target);
    for (const identity of this.#neighbours.identities(targetIdentity)) identities.add(identity);
    return { identities: [...identities], own: this.#own() };
  }

  #own(): readonly string[] {
    const { agent, path, store, secrets } = this.#config;
    const own = [agent.ledger, `${backupFolder(agent.ledger)}/`, ...[...secrets.identities.values()].flat()];
    if (path !== null) own.push(path);
    if (store !== null) own.push(`${store.repository}/`);
    return own;
  }
}
