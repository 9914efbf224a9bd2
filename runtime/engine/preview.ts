// A plan without an engine: reads everything, plans everything, changes nothing in the world or in the ledger.
//
// In:  a version. Out: its plan, and for whoever goes on to carry it out the `World` that it was made from.

import type { Graph, Resource, Sha256 } from "../../compiler/graph.ts";
import { planDigest } from "../item.ts";
import type { LedgerReader } from "../ledger.ts";
import { Sessions } from "../observe.ts";
import type { DesiredVersion, EnginePorts, Plan } from "../reconcile.ts";
import { Claimants } from "./claims.ts";
import { look, type Route, routeName, routes } from "./look.ts";
import { World } from "./world.ts";

export async function makePlan(
  ports: EnginePorts,
  ledger: LedgerReader | null,
  version: DesiredVersion,
): Promise<Plan> {
  return planOf(await preview(ports, ledger, version), ports.sha256);
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

/** The plan of a world as it was last seen, with a version desired. */
export function planOf(world: World, sha256: Sha256): Plan {
  const version = world.version;
  if (version === null) throw new Error("a plan is made for a version");
  const items = world.keys().flatMap((key) => world.item(key) ?? []);
  const unknown = world.keys().flatMap((key) => {
    const reading = world.reading(key);
    return reading.kind === "unknown" ? [{ address: world.address(key), why: reading.why }] : [];
  });
  return {
    environment: version.environment,
    commit: version.commit,
    graph: version.graph.hash,
    items: items.toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0)),
    digest: planDigest(items, sha256),
    unknown,
    destroyed: version.destroyed ?? null,
  };
}
