// What is collected of an environment, and the pieces in which a process that compiles again and again keeps it.
//
// In:  resources as they are written, one by one or as the block of a whole system. Out: the lines of the document in the order of
// addresses, and what is asked of all of them together. Surprising: a block is written once and then is one line among the others.
// Whatever is in it has one beginning, which nothing outside has, so that it is one place in the order.

import type { Address } from "../address.ts";
import { quietly, type Evaluator } from "../evaluate/context.ts";
import type { Kind } from "../graph.ts";
import { blockOf, type GraphText, type Surroundings, type TextBlock } from "../graph-text.ts";
import type { JsonObject } from "../json.ts";
import type { Span } from "../source.ts";
import type { RecordInfo } from "../types.ts";
import type { Container, Definition, Instance, ResourceValue, Value } from "../values.ts";
import type { Pieces } from "../warm/pieces.ts";

/** Which resources wait for which others, and where that was said. */
export type Edges = ReadonlyMap<Address, ReadonlyMap<Address, Span>>;

/** What a system gives to the graph, with all that is in it. */
export interface Collected {
  /** Of the resources that it has itself. */
  readonly addresses: Address[];
  /** Of the whole environment. */
  readonly text: GraphText;
  /** Where those live that are not on `local`. */
  readonly places: Map<Address, string>;
  /** By kind and target: what has the same for all of them. */
  readonly groups: Map<RecordInfo, Map<string, Group>>;
  readonly kinds: Map<string, Kind>;
  readonly targets: Map<string, JsonObject>;
  readonly edges: Map<Address, ReadonlyMap<Address, Span>>;
  /** For each kind on each target, what identifies its resources. */
  readonly keys: Map<string, Map<string, Address>>;
  readonly moved: Map<Address, Address>;
  readonly removed: Map<Address, { readonly destroy: boolean }>;
  /** Systems that give the same as in the program before, each written already. */
  readonly blocks: Block[];
  /** Which ones those are; null in a process that compiles once. */
  readonly pieces: Pieces | null;
}

/** The resources of one kind on one target. */
export interface Group {
  /** Of the fields that identify one. */
  readonly names: readonly string[];
  readonly keys: Map<string, Address>;
  readonly around: Surroundings;
}

type Piece = Pick<Collected, "kinds" | "targets" | "keys" | "moved" | "removed">;

/** What a system in the system gave to the graph, as it is written. */
export interface Block extends TextBlock, Piece, Pick<Collected, "edges" | "places"> {
  /** Nothing in it waits for anything outside. */
  readonly isClosed: boolean;
}

export function newCollected(text: GraphText, pieces: Pieces | null): Collected {
  return {
    addresses: [],
    text,
    places: new Map(),
    groups: new Map(),
    kinds: new Map(),
    targets: new Map(),
    edges: new Map(),
    keys: new Map(),
    moved: new Map(),
    removed: new Map(),
    blocks: [],
    pieces,
  };
}

/** For the next program; null where it is no piece of its own. */
export function pieceOf(address: Address, collected: Collected): Block | null {
  const { text, addresses: own, blocks, kinds, targets, keys, moved, removed } = collected;
  // By a slot, which is how everything in a system is addressed.
  const isInside = (other: string) => other.startsWith(`${address}.`);
  const addresses = [...own, ...blocks.map((block) => block.address)];
  if (!addresses.every(isInside)) return null;
  const edges = new Map(edgesOf(collected));
  const isClosed = [...edges.values()].every((needs) => [...needs.keys()].every(isInside));
  const written = blockOf(address, own, blocks, text);
  return { ...written, kinds, targets, edges, keys, moved, removed, places: placesIn(collected), isClosed };
}

export function placesIn({ places, blocks }: Collected): Map<Address, string> {
  return new Map([...blocks.flatMap((block) => [...block.places]), ...places]);
}

export function edgesOf({ edges, blocks }: Collected): Edges {
  if (blocks.length === 0) return edges;
  const all = new Map<Address, ReadonlyMap<Address, Span>>();
  for (const block of blocks) for (const [address, needs] of block.edges) all.set(address, needs);
  for (const [address, needs] of edges) all.set(address, needs);
  return all;
}

/** What was known of a system, to what is collected. */
export function addBlock(collected: Collected, block: Block, pieces: Pieces): void {
  collected.blocks.push(block);
  collected.text.blocks.push(block);
  addPiece(collected, block, pieces);
}

/** What was found of a system; its resources are in the text already. */
export function addCollected(collected: Collected, found: Collected, pieces: Pieces): void {
  for (const address of found.addresses) collected.addresses.push(address);
  for (const [address, target] of found.places) collected.places.set(address, target);
  for (const [address, needs] of found.edges) collected.edges.set(address, needs);
  collected.blocks.push(...found.blocks);
  addPiece(collected, found, pieces);
}

function addPiece(collected: Collected, piece: Piece, pieces: Pieces): void {
  for (const [name, kind] of piece.kinds) if (!collected.kinds.has(name)) collected.kinds.set(name, kind);
  for (const [name, said] of piece.targets)
    // The target itself says more than those that live on it.
    if ("spec" in said || !collected.targets.has(name)) collected.targets.set(name, said);
  for (const [from, to] of piece.moved) collected.moved.set(from, to);
  for (const [address, removed] of piece.removed) collected.removed.set(address, removed);
  for (const [group, addresses] of piece.keys) {
    let known = collected.keys.get(group);
    if (known === undefined) collected.keys.set(group, (known = new Map<string, Address>()));
    for (const [key, address] of addresses) {
      // Two resources that stand for one object are reported where all of it is made at once.
      if (known.has(key)) pieces.isUnsure = true;
      else known.set(key, address);
    }
  }
}

/** Whoever looks at them has them made once more: a graph is written without keeping any. */
export function resourcesIn(evaluator: Evaluator, instance: Instance): ReadonlyMap<Address, ResourceValue> {
  const quiet = quietly(evaluator);
  const found = new Map<Address, ResourceValue>();
  const visit = (value: Value): void => {
    if (typeof value !== "object" || value === null) return;
    if (value.kind === "resource") {
      if (value.record.declaration?.target === false) found.set(value.address, value);
    } else if (value.kind === "container") visitAll(value);
    else if (value.kind === "instance") visitSlots(value.fields);
  };
  const visitAll = (container: Container) => {
    for (let index = 0; index < container.shape.keys.size; index++)
      visit(quiet.take(quiet, container, index));
  };
  const visitSlots = (fields: Container) => {
    const { tops, members } = fields.shape;
    for (let index = 0; index < tops.length; index++) {
      const { key, source } = tops[index] as Definition;
      const kind = members?.get(key)?.kind;
      if (source.kind !== "removed" && (kind === "resource" || kind === "instance"))
        visit(quiet.read(quiet, fields, index));
    }
  };
  visit(instance);
  return found;
}
