// A plan in a file: what a person or a pipeline approved, to be carried out later and nothing else.
//
// In:  a plan, its version and what was asked. Out: one JSON document, readable by its owner alone: the graph, the items with
// their digests, the plan digest, and which version the environment was at. Values that may hold a secret are not in it.
// Reading it proves that it is whole: the graph by its own hashes, the items by the plan digest.
// Surprising: the version that was accepted when the plan was made is in it too. An item is the same whether its change leads
// forward or back, so without it an old plan could undo what a newer one did.

import { type Address, parseAddress } from "../compiler/address.ts";
import { GRAPH_SCHEMA } from "../compiler/graph-schema.ts";
import type { Hash, Pointer } from "../compiler/graph.ts";
import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "../compiler/json.ts";
import type { Place } from "../compiler/source.ts";
import { findUnsound, readGraphValue } from "../runtime/accept/graph.ts";
import { type Item, planDigest } from "../runtime/item.ts";
import type { LedgerReader } from "../runtime/ledger.ts";
import type { DesiredVersion, Plan } from "../runtime/reconcile.ts";
import { Failure } from "./failure.ts";
import { readText, writeWhole } from "./files.ts";
import type { Host } from "./host.ts";
import { itemToJson } from "./print.ts";

const FORMAT = 1;

export interface SavedPlan {
  readonly version: DesiredVersion;
  /** ISO 8601. */
  readonly made: string;
  readonly digest: Hash;
  /** The graph that the environment was at; null: none. */
  readonly before: Hash | null;
  /** When the destroy was asked for that it is of; null: it is of a version. */
  readonly destroyedAt: number | null;
  readonly replace: readonly Address[];
  /** By digest: what may be done. */
  readonly items: ReadonlyMap<Hash, { readonly address: Address; readonly action: Item["action"] }>;
}

export function savePlan(
  host: Host,
  path: string,
  plan: Plan,
  version: DesiredVersion,
  ledger: LedgerReader | null,
): void {
  const items = plan.items.filter((item) => item.action !== "none");
  const document = {
    plan: FORMAT,
    made: new Date(host.clock.wall()).toISOString(),
    environment: plan.environment,
    commit: plan.commit,
    subject: version.subject,
    before: ledger?.standing(plan.environment)?.graphHash ?? null,
    destroyedAt: plan.destroyed?.at ?? null,
    digest: plan.digest,
    replace: [...(version.asked?.replace ?? [])].toSorted(),
    items: items.map(savedItem),
    places: placesOf(items),
    graph: version.graph as unknown as Json,
  };
  writeWhole(host, path, `${canonicalJson(document)}\n`, "owner");
}

/** The patch repeats the changes, and is made anew when it is needed. */
function savedItem(item: Item): Json {
  const { patch: _, ...rest } = itemToJson(item) as JsonObject;
  return rest;
}

function placesOf(items: readonly Item[]): Json {
  const places: Record<string, Json> = {};
  for (const { address, place, changes } of items) {
    if (place !== null) places[address] = { ...place };
    for (const change of changes)
      if (change.place !== null) places[`${address} ${change.pointer}`] = { ...change.place };
  }
  return places;
}

export async function readSavedPlan(host: Host, path: string): Promise<SavedPlan> {
  const text = readText(host, path);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw broken(path, "it is not JSON");
  }
  if (!isJsonObject(value) || typeof value["plan"] !== "number")
    throw new Failure(`\`${path}\` is not a saved plan`, "make one: setpoint plan ENV -o plan.json");
  if (value["plan"] !== FORMAT)
    throw new Failure(
      `\`${path}\` is a saved plan of format ${value["plan"]}, and this program reads format ${FORMAT}`,
      "apply it with the version that made it, or make a new one",
    );
  const { made, digest, before, destroyedAt, replace, places, subject } = value;
  if (typeof made !== "string" || typeof digest !== "string") throw broken(path, "its head is not whole");
  const unsound = findUnsound(value);
  if (unsound !== null) throw broken(path, unsound);
  const graph = await readGraphValue(value["graph"] ?? null, GRAPH_SCHEMA);
  if (graph.kind === "problem") throw broken(path, graph.message);
  const items = itemsOf(value["items"]);
  if (items === null) throw broken(path, "its items are not readable");
  if (planDigest(items as unknown as readonly Item[], host.sha256) !== digest)
    throw broken(path, "its items are not those of its digest");
  return {
    made,
    digest,
    before: typeof before === "string" ? (before as Hash) : null,
    destroyedAt: typeof destroyedAt === "number" ? destroyedAt : null,
    replace: addressesOf(replace),
    items: new Map(items.map(({ address, action, digest: own }) => [own, { address, action }])),
    version: {
      environment: graph.graph.environment,
      commit: typeof value["commit"] === "string" ? value["commit"] : null,
      subject: typeof subject === "string" ? subject : path,
      author: "",
      committedAt: Date.parse(made) || 0,
      graph: graph.graph,
      place: (address, pointer) => placeIn(places, address, pointer),
    },
  };
}

interface SavedItem {
  readonly address: Address;
  readonly action: Item["action"];
  readonly digest: Hash;
}

function itemsOf(value: Json | undefined): readonly SavedItem[] | null {
  if (value === undefined || !isJsonArray(value)) return null;
  const items: SavedItem[] = [];
  for (const each of value) {
    if (!isJsonObject(each)) return null;
    const { address, action, digest } = each;
    if (!isAddress(address) || typeof action !== "string" || typeof digest !== "string") return null;
    items.push({ address, action: action as Item["action"], digest: digest as Hash });
  }
  return items;
}

function addressesOf(value: Json | undefined): readonly Address[] {
  if (value === undefined || !isJsonArray(value)) return [];
  return value.filter(isAddress);
}

function isAddress(value: Json | undefined): value is Address {
  return typeof value === "string" && parseAddress(value) !== null;
}

/** Where the source was when the plan was made: what is shown, and nothing that is relied upon. */
function placeIn(places: Json | undefined, address: Address, pointer: Pointer): Place | null {
  const found = isJsonObject(places) ? places[pointer === "" ? address : `${address} ${pointer}`] : null;
  if (!isJsonObject(found)) return null;
  const { file, line, column } = found;
  if (typeof file !== "string" || typeof line !== "number" || typeof column !== "number") return null;
  return { file, line, column };
}

function broken(path: string, why: string): Failure {
  return new Failure(
    `\`${path}\` is no longer the plan that was made: ${why}`,
    "make a new one: setpoint plan ENV -o plan.json",
  );
}
