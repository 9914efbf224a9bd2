// Two graphs, compared: which resources came, went, moved and changed, in which fields, and who in the source wants that. PURE.
//
// In:  two graphs with where their values come from. Out: a difference for each resource, and for the rest of the document,
// with RFC 6902 patches that lead from one to the other; a keyed list by key, any other list as one value, as the plan does.
// Resources are compared by their hashes, so the cost is the changes. Which resource became which follows the rule by which a
// plan matches the ledger's rows, so what is called moved here is moved there too.
// Surprising: a residual is one value. What it comes to is known to the agent alone, and a part of it means nothing.

import type { Operation } from "fast-json-patch";
import type { Address } from "../../compiler/address.ts";
import {
  DEFAULT_META,
  type Graph,
  type Kind,
  type Pointer,
  residualName,
  type Resource,
  stepOf,
  unescapeKey,
} from "../../compiler/graph.ts";
import { type Identity, identityOf } from "../../compiler/identity.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import type { Place } from "../../compiler/source.ts";
import { forces, within } from "../plan.ts";
import { sameJson } from "./diff.ts";
import { type Known, match } from "./match.ts";

export interface Side {
  readonly graph: Graph;
  /** Where the winning definition of a field stands; `""` is the resource itself. Null: nobody knows. */
  place(address: Address, pointer: Pointer): Place | null;
}

export interface Comparison {
  /** By address, of the later side where there is one. */
  readonly resources: readonly ResourceDifference[];
  /** How many resources are the same on both sides. */
  readonly same: number;
  /** Of the document without its resources, with pointers from its root; not the sources, the compiler and the hashes. */
  readonly document: FieldsDifference;
}

export type ResourceDifference = FieldsDifference & {
  readonly address: Address;
  /** Null: it is not there any more. */
  readonly after: Resource | null;
  readonly before: Resource | null;
  readonly places: Places;
  /** Resources that it depends on now and did not, and the reverse. */
  readonly edges: { readonly added: readonly Address[]; readonly removed: readonly Address[] };
} & (
    | { readonly change: "added" | "removed" }
    /** `replaced`: a field differs that cannot be changed in place. */
    | { readonly change: "changed"; readonly replaced: boolean }
    | { readonly change: "moved"; readonly from: Address; readonly replaced: boolean }
  );

export interface FieldsDifference {
  /** With pointers from the resource: `/spec/ports/http/port`, `/meta/protect`. Edges have a list of their own. */
  readonly fields: readonly FieldDifference[];
  /** From before to after, positions in lists as of that moment; empty where a whole resource comes or goes. */
  readonly patch: readonly Operation[];
}

export interface FieldDifference {
  /** By key in a keyed list. */
  readonly pointer: Pointer;
  /** `order`: the same entries of a keyed list in another order; the values are the keys. */
  readonly change: "value" | "order";
  /** undefined: absent. Both are null where they are secret. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** The kind calls the field secret, and it holds more than references. It is in no patch. */
  readonly secret: boolean;
  /** It cannot be changed in place. */
  readonly forces: boolean;
  readonly places: Places;
}

export interface Places {
  readonly before: Place | null;
  readonly after: Place | null;
}

const NOWHERE: Places = { before: null, after: null };

export function compare(before: Side, after: Side): Comparison {
  const differing = differingAddresses(before.graph, after.graph);
  const identities = identitiesOf(after.graph, differing);
  const rows = new Map<Address, Row>();
  for (const [address, identity] of identitiesOf(before.graph, differing)) {
    const { kind, target } = before.graph.resources[address] as Resource;
    rows.set(address, { address, identity, target, driver: before.graph.kinds[kind]?.driver ?? "" });
  }
  const matched = match(after.graph, identities, rows);
  const resources = [
    ...[...identities.keys()].map((address) =>
      compareResources(before, after, matched.rows.get(address)?.address ?? null, address),
    ),
    ...matched.orphans.map(({ address }) => compareResources(before, after, address, null)),
  ];
  return {
    // One address may be there twice: gone from one target, and made anew on another.
    resources: resources.toSorted((a, b) => order(a.address, b.address) || order(b.change, a.change)),
    same: Object.keys(after.graph.resources).length - identities.size,
    document: compareDocuments(before.graph, after.graph),
  };
}

/** Whether the two say the same of the world. Sources and compiler may differ all the same. */
export function isSame({ resources, document }: Comparison): boolean {
  return resources.length === 0 && document.fields.length === 0;
}

interface Row extends Known {
  readonly address: Address;
}

function differingAddresses(before: Graph, after: Graph): ReadonlySet<Address> {
  const found = new Set<Address>();
  if (before.hash === after.hash) return found;
  for (const address of Object.keys(after.resources) as Address[])
    if (hashAt(before, address) !== hashAt(after, address)) found.add(address);
  for (const address of Object.keys(before.resources) as Address[])
    if (!Object.hasOwn(after.resources, address)) found.add(address);
  return found;
}

function hashAt(graph: Graph, address: Address): string | null {
  return Object.hasOwn(graph.resources, address) ? (graph.resources[address]?.hash ?? null) : null;
}

function identitiesOf(graph: Graph, addresses: ReadonlySet<Address>): ReadonlyMap<Address, Identity> {
  const found = new Map<Address, Identity>();
  for (const address of addresses) {
    if (!Object.hasOwn(graph.resources, address)) continue;
    const resource = graph.resources[address] as Resource;
    const kind = graph.kinds[resource.kind];
    if (kind !== undefined) found.set(address, identityOf(resource, kind, resource.target));
  }
  return found;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// --- Resources -------------------------------------------------------------------------------------------------------

function compareResources(
  before: Side,
  after: Side,
  from: Address | null,
  to: Address | null,
): ResourceDifference {
  const old = from === null ? null : (before.graph.resources[from] as Resource);
  const fresh = to === null ? null : (after.graph.resources[to] as Resource);
  const some = (fresh ?? old) as Resource;
  const kind = (fresh === null ? before : after).graph.kinds[some.kind] as Kind;
  const walk = newWalk(
    (pointer) => (pointer.startsWith("/spec/") ? (kind.lists[pointer.slice("/spec".length)] ?? null) : null),
    (pointer, was, is) => {
      // What is said of annotations and of the resource as a whole stands in no one place that anybody has kept.
      if (!pointer.startsWith("/spec/")) return NOWHERE;
      return {
        before: from === null ? null : before.place(from, was.slice("/spec".length)),
        after: to === null ? null : after.place(to, is.slice("/spec".length)),
      };
    },
    kind,
  );
  const [a, b] = [bodyOf(old ?? blankOf(some)), bodyOf(fresh ?? blankOf(some))];
  walkMap(walk, HERE, a, b);
  const [needed, needs] = [asKeyed(old?.needs ?? []), asKeyed(fresh?.needs ?? [])];
  const isWhole = old === null || fresh === null;
  if (!isWhole) patchList(walk, "/needs", needed, needs);
  const found = {
    address: (to ?? from) as Address,
    before: old,
    after: fresh,
    fields: fresh === null ? [] : walk.fields.map((field) => (isWhole ? { ...field, forces: false } : field)),
    patch: isWhole ? [] : walk.patch,
    edges: {
      added: [...needs.keys()].filter((each) => !needed.has(each)),
      removed: [...needed.keys()].filter((each) => !needs.has(each)),
    },
    places: {
      before: from === null ? null : before.place(from, ""),
      after: to === null ? null : after.place(to, ""),
    },
  };
  if (from === null) return { ...found, change: "added" };
  if (to === null) return { ...found, change: "removed" };
  const replaced = old?.kind !== fresh?.kind || walk.fields.some((field) => field.forces);
  return from === to
    ? { ...found, change: "changed", replaced }
    : { ...found, change: "moved", from, replaced };
}

/** What a resource is compared with that is on one side only: of the same kind, and without anything of its own. */
function blankOf({ kind, target, mode }: Resource): Omit<Resource, "hash"> {
  return { kind, target, mode, spec: {}, needs: [], health: null, meta: DEFAULT_META };
}

function bodyOf({ kind, target, mode, spec, health, meta }: Omit<Resource, "hash">): JsonObject {
  return { kind, target, mode, spec, health, meta: { ...meta } };
}

function asKeyed(addresses: readonly Address[]): ReadonlyMap<Address, Json> {
  return new Map(addresses.map((address) => [address, address]));
}

// --- The rest of the document ----------------------------------------------------------------------------------------

function compareDocuments(before: Graph, after: Graph): FieldsDifference {
  const walk = newWalk(
    () => null,
    () => NOWHERE,
    null,
  );
  walkMap(walk, HERE, restOf(before), restOf(after));
  // A kind that nobody uses any more, or that somebody begins to use, is seen at its resources.
  const isNews = ({ pointer, before: old, after: fresh }: FieldDifference): boolean =>
    !/^\/kinds\/[^/]*$/.test(pointer) || (old !== undefined && fresh !== undefined);
  return { fields: walk.fields.filter(isNews), patch: walk.patch };
}

function restOf(graph: Graph): JsonObject {
  const { system, kinds, targets, objectives, outputs, delivery, moved, removed } = graph;
  return { system, kinds, targets, objectives, outputs, delivery, moved, removed } as unknown as JsonObject;
}

// --- Values ----------------------------------------------------------------------------------------------------------

interface Walk {
  /** The key field of the keyed list at a pointer, or null. */
  readonly keyOf: (pointer: Pointer) => string | null;
  readonly placesOf: (pointer: Pointer, was: Pointer, is: Pointer) => Places;
  /** Null: no resource is compared. */
  readonly kind: Kind | null;
  readonly fields: FieldDifference[];
  readonly patch: Operation[];
}

/** Where a value stands: by key, in the document before, and in the one after. */
interface At {
  readonly pointer: Pointer;
  readonly was: Pointer;
  readonly is: Pointer;
}

const HERE: At = { pointer: "", was: "", is: "" };

function newWalk(keyOf: Walk["keyOf"], placesOf: Walk["placesOf"], kind: Kind | null): Walk {
  return { keyOf, placesOf, kind, fields: [], patch: [] };
}

/** Graphs are read from files too: what is shown does not follow the order of their keys. */
function walkMap(walk: Walk, at: At, before: JsonObject, after: JsonObject): void {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of [...keys].toSorted()) {
    const raw = stepOf(key);
    const name = stepOf(unescapeKey(key));
    const below = { pointer: `${at.pointer}/${name}`, was: `${at.was}/${raw}`, is: `${at.is}/${raw}` };
    walkValue(walk, below, own(before, key), own(after, key));
  }
}

function own(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function walkValue(walk: Walk, at: At, before: Json | undefined, after: Json | undefined): void {
  if (sameJson(before, after)) return;
  if (isHidden(walk, at, before, after)) {
    note(walk, at, { change: "value", before: null, after: null, secret: true });
    return;
  }
  if (isPlain(before) && isPlain(after)) {
    walkMap(walk, at, before, after);
    return;
  }
  const keyField = walk.keyOf(at.pointer);
  const [was, is] = [keyed(before, keyField), keyed(after, keyField)];
  if (was !== null && is !== null) {
    walkKeyed(walk, at, was, is);
    return;
  }
  note(walk, at, { change: "value", before, after, secret: false });
  if (after === undefined) walk.patch.push({ op: "remove", path: at.is });
  else walk.patch.push({ op: before === undefined ? "add" : "replace", path: at.is, value: after });
}

/** A secret that is not merely named: by `secret.env("X")`, or by an output. A map of which one goes as a whole counts too. */
function isHidden(
  { kind }: Walk,
  { pointer }: At,
  before: Json | undefined,
  after: Json | undefined,
): boolean {
  if (kind === null || !pointer.startsWith("/spec/")) return false;
  const at = pointer.slice("/spec".length);
  const whole = !isPlain(before) || !isPlain(after);
  const found = kind.secret.some((secret) => within(at, secret) || (whole && within(secret, at)));
  return found && !(isReference(before) && isReference(after));
}

function isReference(value: Json | undefined): boolean {
  if (value === undefined) return true;
  const name = isJsonObject(value) ? residualName(value) : null;
  return name === "$secret" || name === "$from";
}

function isPlain(value: Json | undefined): value is JsonObject {
  return isJsonObject(value) && residualName(value) === null;
}

type Keyed = ReadonlyMap<string, Json>;

/** Null: it is no keyed list, or not one whose entries can be told apart. */
function keyed(value: Json | undefined, keyField: string | null): Keyed | null {
  if (keyField === null || value === undefined || !isJsonArray(value)) return null;
  const entries = new Map<string, Json>();
  for (const entry of value) {
    const key = isPlain(entry) ? own(entry, keyField) : undefined;
    if (key === undefined || key === null || typeof key === "object") return null;
    entries.set(String(key), entry);
  }
  return entries.size === value.length ? entries : null;
}

function walkKeyed(walk: Walk, at: At, before: Keyed, after: Keyed): void {
  const inOrder = patchList(walk, at.is, before, after);
  if (!inOrder)
    note(walk, at, { change: "order", before: [...before.keys()], after: [...after.keys()], secret: false });
  // A list in another order is replaced as a whole, and a patch of an entry would come on top of it.
  const inside: Walk = inOrder ? walk : { ...walk, patch: [] };
  const [was, is] = [positions(before), positions(after)];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const name = stepOf(key);
    const below = {
      pointer: `${at.pointer}/${name}`,
      was: `${at.was}/${was.get(key) ?? ""}`,
      is: `${at.is}/${is.get(key) ?? ""}`,
    };
    const [old, fresh] = [before.get(key), after.get(key)];
    if (old === undefined || fresh === undefined)
      note(walk, below, { change: "value", before: old, after: fresh, secret: false });
    else walkValue(inside, below, old, fresh);
  }
}

function positions(list: Keyed): ReadonlyMap<string, number> {
  return new Map([...list.keys()].map((key, index) => [key, index]));
}

/** Whether what is on both sides kept its order; if not, the list is replaced. */
function patchList({ patch }: Walk, path: Pointer, before: Keyed, after: Keyed): boolean {
  const kept = [...before.keys()].filter((key) => after.has(key));
  const stays = [...after.keys()].filter((key) => before.has(key));
  if (kept.some((key, index) => stays[index] !== key)) {
    patch.push({ op: "replace", path, value: [...after.values()] });
    return false;
  }
  // From the end, so that each position is still what it was; and then from the front, so that each is what it will be.
  for (const [key, index] of [...positions(before)].toReversed())
    if (!after.has(key)) patch.push({ op: "remove", path: `${path}/${index}` });
  for (const [index, [key, value]] of [...after].entries())
    if (!before.has(key)) patch.push({ op: "add", path: `${path}/${index}`, value });
  return true;
}

function note(
  { kind, fields, placesOf }: Walk,
  { pointer, was, is }: At,
  found: Pick<FieldDifference, "change" | "before" | "after" | "secret">,
): void {
  const isForced =
    kind !== null && pointer.startsWith("/spec/") && forces(kind, pointer.slice("/spec".length));
  fields.push({ pointer, ...found, forces: isForced, places: placesOf(pointer, was, is) });
}
