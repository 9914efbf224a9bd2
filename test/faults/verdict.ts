// The verdict at the end: whether the world, the ledger and what is said of them are as the desired version wants them.
//
// In:  a version and the truth. Out: what is not yet as it should be, in words; nothing: settled. Some things rightly stay as
// they are (a stranger's object, something protected, data that was lost): those and what hangs on them are *excused*, and
// then only must not be called in sync.

import type { Graph, Resource } from "../../compiler/graph.ts";
import { parseIdentity } from "../../compiler/identity.ts";
import { isJsonObject, type Json } from "../../compiler/json.ts";
import type { Thing } from "../../runtime/drivers/memory/world.ts";
import type { AppliedRow, JournalEntry, LedgerReader } from "../../runtime/ledger.ts";
import type { StatusReport } from "../../runtime/status.ts";
import { ENVIRONMENT, keyOf, placeOf } from "./graph.ts";
import type { Oracle } from "./oracle.ts";
import type { SimVersion } from "./scenario.ts";
import type { Target } from "./target.ts";

export interface Facts {
  readonly oracle: Oracle;
  readonly version: SimVersion;
  readonly graph: Graph;
  readonly ledger: LedgerReader;
  readonly targets: Readonly<Record<string, Target>>;
  readonly statuses: ReadonlyMap<string, StatusReport>;
  /** What the agent last said of the environment as a whole. */
  readonly converged: boolean;
}

export function verdict(facts: Facts): readonly string[] {
  const { oracle, graph, ledger, statuses } = facts;
  const rows = ledger.applied(ENVIRONMENT);
  const resources = Object.entries(graph.resources);
  const excused = excuses(facts, rows, resources);
  const wrong: string[] = [];
  const wantedKeys = new Set<string>();
  for (const [address, resource] of resources) {
    const place = placeOf(resource);
    wantedKeys.add(keyOf(resource));
    const thing = thingOf(facts, resource);
    const isTrue = thing !== null && differences(facts, resource, thing).length === 0;
    const said = statuses.get(address)?.status.kind ?? "nothing";
    if (said === "in-sync" && !isTrue && resource.mode === "manage")
      wrong.push(`${address} is said to be in sync and is not (${describe(facts, resource, thing)})`);
    if (resource.mode === "read" || excused.has(address)) continue;
    if (!isTrue)
      wrong.push(`${address} (${place}) is not as wanted: ${describe(facts, resource, thing)}; ${said}`);
    else if (said !== "in-sync") wrong.push(`${address} is as wanted and is called ${said}`);
    const row = rows.get(address as never);
    if (row === undefined) wrong.push(`the ledger has no row of ${address}`);
    else if (row.hash !== resource.hash) wrong.push(`the ledger's row of ${address} is of another version`);
    else if (row.needs.join() !== resource.needs.join())
      wrong.push(`the ledger's row of ${address} needs ${row.needs.join(", ")}, and not what is wanted`);
    if (isTrue && !oracle.ours.has(place)) wrong.push(`${place} is wanted and was never adopted`);
  }
  for (const row of rows.values()) {
    if (!wantedKeys.has(keyOf(row)) && !excused.has(rowName(row)) && !excused.has(row.address))
      wrong.push(`the ledger still has ${row.address} (${placeOf(row)}), which nothing wants`);
  }
  for (const place of oracle.ours) {
    const [target = "", name = ""] = place.split("/");
    const isThere = facts.targets[target]?.home.truth(name) !== null;
    const row = [...rows.values()].find((one) => placeOf(one) === place);
    if (isThere && row === undefined && !isExcusedPlace(excused, resources, place))
      wrong.push(`${place} is ours and is in no row of the ledger`);
  }
  for (const entry of ledger.openIntents())
    if (!excused.has(entry.address) && !isStrangers(facts, entry))
      wrong.push(`intent ${entry.id} on ${entry.address} is still open`);
  const claims = ledger.claims();
  const own = [...claims.values()].filter(({ environment }) => environment === ENVIRONMENT).length;
  if (own !== rows.size) wrong.push(`${rows.size} rows and ${own} claims`);
  const isWhole = excused.size === 0 && resources.every(([, resource]) => resource.mode === "manage");
  if (isWhole && !facts.converged) wrong.push("everything is as wanted, and it is not called converged");
  if (!isWhole && facts.converged && wrong.some((line) => line.includes("not as wanted")))
    wrong.push("it is called converged and is not");
  return wrong;
}

/** Where an effect was interrupted stands a stranger's object: nobody can tell, and a person has to. */
function isStrangers({ targets, oracle }: Facts, entry: JournalEntry): boolean {
  const name = parseIdentity(entry.identity)?.key["/name"] as string;
  const thing = targets[entry.target]?.home.truth(name) ?? null;
  return thing !== null && !oracle.ours.has(`${entry.target}/${name}`);
}

function keyOfEntry({ target, identity }: JournalEntry): string {
  const parts = parseIdentity(identity);
  return `${parts?.kind ?? ""} ${target}/${parts?.key["/name"] as string}`;
}

function isExcusedPlace(
  excused: ReadonlySet<string>,
  resources: readonly [string, Resource][],
  place: string,
): boolean {
  return resources.some(
    ([address, resource]) =>
      placeOf(resource) === place && (excused.has(address) || resource.mode === "read"),
  );
}

/** Addresses of wanted resources, and `=identity` of what nothing wants any more. */
function excuses(
  facts: Facts,
  rows: ReadonlyMap<string, AppliedRow>,
  resources: readonly [string, Resource][],
): ReadonlySet<string> {
  const { oracle, version } = facts;
  const excused = new Set<string>();
  const wanted = new Map(resources.map(([address, resource]) => [keyOf(resource), address]));
  for (const [address, resource] of resources) {
    const key = keyOf(resource);
    const place = placeOf(resource);
    // By identity first: it may still be known by another address.
    const row = [...rows.values()].find((one) => keyOf(one) === key) ?? rows.get(address);
    const thing = thingOf(facts, resource);
    const isReplaced = row !== undefined && keyOf(row) !== key;
    const isForced = row !== undefined && thing !== null && !isReplaced && forces(facts, resource, thing);
    if (resource.mode === "read" || oracle.claimed.has(place)) excused.add(address);
    else if (isOccupied(facts, resource) && !oracle.ours.has(place)) excused.add(address);
    else if (thing !== null && !oracle.ours.has(place) && resource.meta.adopt === "must-match") {
      if (isReplaced || differences(facts, resource, thing).length > 0) excused.add(address);
    } else if ((isReplaced || isForced) && row.protect) excused.add(address);
    else if (thing === null && row !== undefined && isLost(facts, resource, place)) excused.add(address);
  }
  for (const entry of facts.ledger.openIntents())
    if (isStrangers(facts, entry)) {
      excused.add(wanted.get(keyOfEntry(entry)) ?? entry.address);
      // What it led to would be written under this address, so nothing else can have that.
      if (facts.graph.resources[entry.address] !== undefined) excused.add(entry.address);
      // It may need these.
      for (const need of entry.desired?.needs ?? []) {
        const row = rows.get(need);
        if (row !== undefined && !wanted.has(keyOf(row))) excused.add(rowName(row));
      }
    }
  for (const row of rows.values()) {
    if (!wanted.has(keyOf(row)) && row.protect && version.removed[row.address] === undefined)
      excused.add(rowName(row));
  }
  const waves = new Map(resources.map(([address, { meta }]) => [address, meta.wave]));
  const released = [...facts.ledger.released(ENVIRONMENT).values()];
  const hasWaves =
    new Set([...waves.values(), ...released.map(({ resource }) => resource?.meta.wave ?? 0)]).size > 1;
  // What needs something excused may wait for it, and what it used may have to stay.
  for (let before = -1; before !== excused.size;) {
    before = excused.size;
    for (const [address, resource] of resources)
      if (resource.needs.some((need) => excused.has(need))) excused.add(address);
    // Later waves wait for it as well, and so does what is to be deleted. Of a batch it may have the only place.
    for (const [address, resource] of resources) {
      const isLater = [...waves].some(([other, wave]) => excused.has(other) && wave < resource.meta.wave);
      const isBehind = resources.some(([other, { meta }]) => meta.batch !== null && excused.has(other));
      if ((hasWaves && isLater) || (resource.meta.batch !== null && isBehind)) excused.add(address);
    }
    if (hasWaves && excused.size > 0)
      for (const row of rows.values())
        if (!wanted.has(keyOf(row)) && facts.graph.resources[row.address]?.target !== row.target)
          excused.add(rowName(row));
    for (const row of rows.values()) {
      const name = wanted.get(keyOf(row)) ?? rowName(row);
      if (!excused.has(name) && !excused.has(row.address)) continue;
      for (const used of row.needs) {
        const other = rows.get(used);
        if (other !== undefined && !wanted.has(keyOf(other))) excused.add(rowName(other));
        const forced = facts.graph.resources[used as never];
        if (forced === undefined || other === undefined) continue;
        const thing = thingOf(facts, forced);
        const isReplaced = keyOf(other) !== keyOf(forced) || (thing !== null && forces(facts, forced, thing));
        if (isReplaced) excused.add(used);
      }
    }
    // What would take the address of something that stays, or that cannot move away, waits for it.
    for (const row of rows.values()) {
      const to = wanted.get(keyOf(row)) ?? version.moved[row.address];
      const isStuck = to !== undefined && to !== row.address && excused.has(to);
      if (!isStuck) continue;
      excused.add(rowName(row));
      if (facts.graph.resources[row.address] !== undefined) excused.add(row.address);
    }
    for (const row of rows.values()) {
      if (excused.has(rowName(row)) && facts.graph.resources[row.address] !== undefined)
        excused.add(row.address);
      if (!excused.has(rowName(row)) && !excused.has(row.address)) continue;
      // So does what would take its place, of another address.
      for (const [address, resource] of resources)
        if (placeOf(resource) === placeOf(row) && keyOf(resource) !== keyOf(row) && address !== row.address)
          excused.add(address);
    }
  }
  return excused;
}

function isLost(facts: Facts, resource: Resource, place: string): boolean {
  const cause = facts.oracle.losses.get(place);
  return facts.graph.kinds[resource.kind]?.holdsData === true && cause !== undefined && cause !== "agent";
}

function forces(facts: Facts, resource: Resource, thing: Thing): boolean {
  const forcing = facts.graph.kinds[resource.kind]?.forces ?? [];
  return differences(facts, resource, thing).some((field) => forcing.includes(`/${field}`));
}

function differences(facts: Facts, resource: Resource, thing: Thing): readonly string[] {
  return Object.entries(resource.spec).flatMap(([field, value]) => {
    const wanted = isJsonObject(value) ? linkOf(facts, value) : value;
    return wanted === thing.spec[field] ? [] : [field];
  });
}

/** The id of the object that a field reads. */
function linkOf(facts: Facts, value: { readonly [name: string]: Json }): Json | undefined {
  const from = facts.graph.resources[value["$from"] as never];
  return from === undefined ? undefined : thingOf(facts, from)?.id;
}

function describe(facts: Facts, resource: Resource, thing: Thing | null): string {
  if (thing === null) return "it is not there";
  return differences(facts, resource, thing)
    .map((field) => `${field} is ${JSON.stringify(thing.spec[field] ?? null)}`)
    .join(", ");
}

/** Whatever stands at the place of a resource. */
function standingAt(facts: Facts, resource: Resource): Thing | null {
  return facts.targets[resource.target]?.home.truth(resource.spec["name"] as string) ?? null;
}

/** What is of another kind is not the resource. */
function thingOf(facts: Facts, resource: Resource): Thing | null {
  return isOccupied(facts, resource) ? null : standingAt(facts, resource);
}

function isOccupied(facts: Facts, resource: Resource): boolean {
  const kind = standingAt(facts, resource)?.kind ?? null;
  return kind !== null && kind !== resource.kind;
}

function rowName(row: AppliedRow): string {
  return `=${row.identity}`;
}
