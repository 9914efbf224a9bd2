// A plan without an engine: reads everything, plans everything, changes nothing in the world or in the ledger.
//
// In:  a version. Out: its plan, and for whoever goes on to carry it out the `World` that it was made from.

import type { Graph, Resource, Sha256 } from "../../compiler/graph.ts";
import type { Address } from "../../compiler/address.ts";
import { type Item, planDigest } from "../item.ts";
import type { LedgerReader } from "../ledger.ts";
import { Sessions } from "../observe.ts";
import type { DesiredVersion, EnginePorts, Held, Plan } from "../reconcile.ts";
import { Claimants } from "./claims.ts";
import { Gate } from "./gate.ts";
import { driftOf } from "./judge.ts";
import { look, type Route, routeName, routes } from "./look.ts";
import { World } from "./world.ts";

export async function makePlan(
  ports: EnginePorts,
  ledger: LedgerReader | null,
  version: DesiredVersion,
): Promise<Plan> {
  const world = await preview(ports, ledger, version);
  return planOf(world, ports.sha256, foresee(ports, ledger, world));
}

/** The gate as it stands now for what was looked at and planned. */
export function foresee(ports: EnginePorts, ledger: LedgerReader | null, world: World): Gate {
  const gate = new Gate(ports, ledger, world.environment);
  if (world.version !== null) gate.desire(world.version);
  for (const key of world.keys()) {
    const item = world.item(key);
    if (item !== null && item.action !== "none") gate.note(key, item, null);
  }
  gate.survey();
  gate.weigh(world, null, () => false);
  return gate;
}

/** Everything looked at and planned. */
export async function preview(
  ports: EnginePorts,
  ledger: LedgerReader | null,
  version: DesiredVersion,
): Promise<World> {
  const world = new World(ports, ledger, version.environment);
  const claimants = new Claimants(world, ledger, ports.config);
  const sessions = new Sessions(ports, ledger, () => claimants.claims());
  const { signal } = new AbortController();
  const met = new Set<string>();
  const meet = async (route: Route): Promise<void> => {
    if (met.has(routeName(route))) return;
    met.add(routeName(route));
    const connection = await sessions.connect(route.target, route.driver, signal);
    if (connection.kind === "connected") world.setTarget(route.target, connection.session.identity);
  };
  try {
    // Connecting can change identities, and with them what is ours and wanted by nothing: all connect before any looks, and
    // what is wanted is matched with what is ours once its targets have said who they are.
    for (const route of wantedRoutes(version.graph)) await meet(route);
    world.desire(version);
    for (const { route } of routes(world, world.keys())) await meet(route);
    // What becomes known by a plan is looked at again, and planned again, until nothing more becomes known.
    for (let unread = world.keys(); unread.length > 0; unread = [...world.takeUnread()]) {
      for (const { route, keys } of routes(world, unread)) {
        const { readings, partial, old } = await look(world, sessions, route, keys, () => "full", signal);
        const at = ports.clock.monotonic();
        for (const [key, reading] of readings)
          world.observe(key, reading, partial.has(key), at, old.get(key) ?? null);
      }
      world.replan(unread);
    }
    // All of it was planned by the match as it is now.
    world.takeRematched();
  } finally {
    await sessions.close();
  }
  return world;
}

function wantedRoutes({ resources, kinds }: Graph): Iterable<Route> {
  const found = new Map<string, Route>();
  for (const { target, kind } of Object.values<Resource>(resources)) {
    const route = { target, driver: kinds[kind]?.driver ?? "" };
    found.set(routeName(route), route);
  }
  return found.values();
}

/** The plan of a world as it was last seen, with a version desired, and what a gate would hold of it now. */
export function planOf(world: World, sha256: Sha256, gate: Gate): Plan {
  const version = world.version;
  if (version === null) throw new Error("a plan is made for a version");
  const items: Item[] = [];
  const held: Held[] = [];
  const unknown: { readonly address: Address; readonly why: string }[] = [];
  for (const key of world.keys()) {
    const reading = world.reading(key);
    if (reading.kind === "unknown") unknown.push({ address: world.address(key), why: reading.why });
    const planned = world.item(key);
    if (planned === null) continue;
    const item = gate.lift(planned);
    items.push(item);
    if (item.action === "none" || item.block !== null) continue;
    const decision = gate.permit(item, driftOf(world, key));
    if (decision.kind === "permitted") continue;
    const { status, why, until } = decision;
    const approval = gate.waitsForApproval(item, driftOf(world, key));
    held.push({ address: item.address, digest: item.digest, status, why, approval, until });
  }
  return {
    environment: version.environment,
    commit: version.commit,
    graph: version.graph.hash,
    items: items.toSorted(byAddress),
    digest: planDigest(items, sha256),
    unknown,
    held: held.toSorted(byAddress),
    destroyed: version.destroyed ?? null,
  };
}

function byAddress(a: { readonly address: Address }, b: { readonly address: Address }): number {
  return a.address < b.address ? -1 : a.address > b.address ? 1 : 0;
}
