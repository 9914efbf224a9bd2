// What a value is computed from, and what is computed from it.
//
// In:  a place. Out: the places that its winning definition reads directly, found by running it once more and noting what it
// reads: everything that it needs is known by now, so nothing below those places is run again.
// Surprising: what has no name in the environment is seen through. A function's argument, a loop's variable or a list that was
// made on the way is not what people look for; what those are made of is.

import type { Access, Let } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import { scopeOf } from "../evaluate/blocks.ts";
import { newBudget, type Read } from "../evaluate/context.ts";
import { roundsOf } from "../evaluate/loops.ts";
import { winnerOf, type Stacked } from "../evaluate/stacks.ts";
import type { PlacedMember } from "../types.ts";
import { isSecret } from "../types/marks.ts";
import type { Cell, Container, Definition, Value } from "../values.ts";
import type { Explainer } from "./context.ts";
import {
  forEachSpot,
  isWithin,
  partsOf,
  pathText,
  rootOf,
  spotOfFile,
  stepInto,
  type Seat,
  type Spot,
} from "./find.ts";
import { mayBeSecret } from "./show.ts";

export type Source =
  | { readonly kind: "spot"; readonly spot: Spot }
  /** A parameter or a `let` of an overlay, or a `let` of a file: it is in no container. */
  | { readonly kind: "cell"; readonly cell: Cell; readonly name: string; readonly of: "overlay" | "file" };

export interface Tracer {
  readonly explainer: Explainer;
  /** Where the containers of the environment stand. One that several places share is found by the way that led there. */
  readonly owners: ReadonlyMap<Container, Spot>;
  /** The lists of which cells are elements. */
  readonly elements: ReadonlyMap<Cell, { readonly list: Spot; readonly index: number }>;
  readonly globals: ReadonlyMap<Cell, Let>;
  readonly known: Map<object, Map<string, readonly Source[]>>;
}

export function newTracer(explainer: Explainer): Tracer {
  const owners = new Map<Container, Spot>();
  const elements = new Map<Cell, { readonly list: Spot; readonly index: number }>();
  const add = (spot: Spot): void => {
    const { value } = spot;
    const container = partsOf(value);
    if (container !== null && !owners.has(container)) owners.set(container, spot);
    if (typeof value !== "object" || value === null || value.kind !== "list") return;
    // The elements of lists have places too, and so has what is in them.
    value.items.forEach((cell, index) => {
      if (elements.has(cell)) return;
      elements.set(cell, { list: spot, index });
      const inner = stepInto(explainer, spot, String(index));
      if (inner === null) return;
      add(inner);
      forEachSpot(explainer, inner, add);
    });
  };
  const root = rootOf(explainer);
  add(root);
  forEachSpot(explainer, root, add);
  const globals = new Map([...explainer.evaluator.memory.globals].map(([node, cell]) => [cell, node]));
  for (const [cell, { name }] of globals) {
    const whole = spotOfFile(explainer, name.text, cell);
    add(whole);
    forEachSpot(explainer, whole, add);
  }
  return { explainer, owners, elements, globals, known: new Map() };
}

/** What the definition that wins reads. */
export function sourcesOf(tracer: Tracer, { container, key }: Seat): readonly Source[] {
  const top = container.shape.tops[container.shape.keys.get(key) ?? -1];
  if (top === undefined || isLiteral(top)) return [];
  return remembered(tracer, container, key, () => {
    const winner = winnerOf(tracer.explainer.evaluator, container, top);
    return sourcesOfDefinition(tracer, winner.container, winner.definition);
  });
}

/** Most that stands in an environment reads nothing, and need not be run to know it. */
function isLiteral({ source, guard }: Definition): boolean {
  return guard === null && source.kind === "expression" && source.expression.kind === "literal";
}

export function sourcesOfDefinition(
  tracer: Tracer,
  container: Container,
  definition: Definition,
): readonly Source[] {
  const { evaluator } = tracer.explainer;
  const whole = () =>
    traced(tracer, () => {
      container.lower?.delete(definition);
      finish(tracer, evaluator.lower(evaluator, container, definition), 0);
    });
  const slot = slotUnder(definition);
  if (slot === null) return whole();
  const { loop, condition } = slot.member.slot;
  // A single slot is placed without reading anything.
  if (loop === null) return condition === null ? [] : whole();
  // What a loop goes over counts as a whole, because who is not in it has no slot either.
  const { module } = slot.member;
  const over = traced(tracer, () => roundsOf(evaluator, loop, module, scopeOf(container, slot.row)));
  return distinct([...over, ...whole()]);
}

/** The slot that a definition is, or that its block stands on. */
function slotUnder(top: Definition): { readonly member: PlacedMember; readonly row: number } | null {
  let at: Definition | null = top;
  while (at?.source.kind === "amend") at = at.below;
  return at?.source.kind === "slot" ? { member: at.source.member, row: at.row } : null;
}

export function sourcesOfCell(tracer: Tracer, cell: Cell): readonly Source[] {
  const { evaluator } = tracer.explainer;
  const { code, scope } = cell;
  if (code === null) return [];
  return remembered(tracer, cell, "", () => traced(tracer, () => finish(tracer, code(evaluator, scope), 0)));
}

function remembered(
  { known }: Tracer,
  at: object,
  key: string,
  find: () => readonly Source[],
): readonly Source[] {
  const own = known.get(at) ?? new Map<string, readonly Source[]>();
  known.set(at, own);
  const found = own.get(key);
  if (found !== undefined) return found;
  // What leads back to itself leads nowhere else.
  own.set(key, []);
  const sources = find();
  own.set(key, sources);
  return sources;
}

function traced(tracer: Tracer, run: () => void): readonly Source[] {
  const { evaluator } = tracer.explainer;
  const { trace, needs } = evaluator;
  const reads: (Read | Cell)[] = [];
  Object.assign(evaluator.budget, newBudget());
  evaluator.trace = reads;
  run();
  evaluator.trace = trace;
  evaluator.needs = needs;
  return namedIn(tracer, reads);
}

const MAX_DEPTH = 40;

/** Lists are computed to their ends; what is in a container has a place of its own, unless it is in a list. */
function finish(tracer: Tracer, value: Value, depth: number): void {
  const { evaluator } = tracer.explainer;
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return;
  if (value.kind === "list")
    for (const item of value.items) finish(tracer, evaluator.force(evaluator, item), depth + 1);
  else if (value.kind === "container" && depth > 0 && !tracer.owners.has(value))
    value.shape.tops.forEach((_, index) =>
      finish(tracer, evaluator.read(evaluator, value, index), depth + 1),
    );
}

// --- From what was read to what has a name ---------------------------------------------------------------------------

interface Step {
  readonly source: Source;
  /** The step that led to the container in which this one is read. */
  readonly from: Step | null;
  readonly inside: Set<string>;
}

function namedIn(tracer: Tracer, reads: readonly (Read | Cell)[]): readonly Source[] {
  const { explainer, owners } = tracer;
  const steps: Step[] = [];
  const led = new Map<Container, Step & { readonly spot: Spot }>();
  const add = (source: Source, from: Step | null): void => {
    const step: Step = { source, from, inside: new Set() };
    steps.push(step);
    const inner = source.kind === "spot" ? partsOf(source.spot.value) : null;
    if (source.kind === "spot" && inner !== null) led.set(inner, { ...step, spot: source.spot });
  };
  for (const item of reads) {
    if (item.kind === "cell") {
      for (const source of cellSources(tracer, item)) add(source, null);
      continue;
    }
    const { container, key } = item;
    const from = led.get(container) ?? null;
    const owner = from?.spot ?? owners.get(container);
    if (owner === undefined) {
      for (const source of sourcesOf(tracer, { container, key })) add(source, null);
      continue;
    }
    const spot = stepInto(explainer, owner, key);
    if (spot === null) continue;
    from?.inside.add(key);
    add({ kind: "spot", spot }, from);
  }
  const whole = wholeAmong(steps);
  const isInside = ({ from }: Step): boolean => from !== null && (whole.has(from.inside) || isInside(from));
  const kept = steps.filter((step) => !isInside(step) && (step.inside.size === 0 || whole.has(step.inside)));
  return distinct(kept.map(({ source }) => source));
}

/**
 * Of a map all of whose entries were read, each to its end, the map is what was read. Those that were gone through to some
 * part of them were not.
 */
function wholeAmong(steps: readonly Step[]): ReadonlySet<ReadonlySet<string>> {
  const whole = new Set<ReadonlySet<string>>();
  const partly = new Set<ReadonlySet<string>>();
  // Who leads somewhere stands before those who went there.
  for (const { source, from, inside } of steps.toReversed()) {
    if (inside.size === 0) continue;
    if (!partly.has(inside) && isReadWhole(source, inside.size)) whole.add(inside);
    else if (from !== null) partly.add(from.inside);
  }
  return whole;
}

function isReadWhole(source: Source, read: number): boolean {
  if (source.kind !== "spot") return false;
  const { value } = source.spot;
  if (typeof value !== "object" || value === null || value.kind !== "container") return false;
  const { tops, type } = value.shape;
  return read === tops.length && (tops.length > 1 || type?.kind !== "record");
}

/** The cells of overlays are called by them, `eu.region`; those of functions and loops are called nothing. */
function cellSources(tracer: Tracer, cell: Cell): readonly Source[] {
  const global = tracer.globals.get(cell);
  if (global !== undefined) return [{ kind: "cell", cell, name: global.name.text, of: "file" }];
  const element = tracer.elements.get(cell);
  const spot = element === undefined ? null : stepInto(tracer.explainer, element.list, String(element.index));
  if (spot !== null) return [{ kind: "spot", spot }];
  const isOverlays = typeof cell.up === "string" && cell.label === "" && cell.up.includes(".");
  return isOverlays ? [{ kind: "cell", cell, name: cell.up, of: "overlay" }] : sourcesOfCell(tracer, cell);
}

function distinct(sources: readonly Source[]): readonly Source[] {
  const byName = new Map<string | Cell, Source>();
  for (const source of sources) {
    const key = source.kind === "cell" ? source.cell : pathText(source.spot.path);
    if (!byName.has(key)) byName.set(key, source);
  }
  return [...byName.values()];
}

// --- Secrets ---------------------------------------------------------------------------------------------------------

/** Whether something secret flows into what a definition gives: a text that is made of a secret is one. */
export function flowsSecret(tracer: Tracer, { container, definition }: Stacked): boolean {
  return isAnySecret(tracer, sourcesOfDefinition(tracer, container, definition), new Set());
}

function isAnySecret(tracer: Tracer, sources: readonly Source[], seen: Set<Cell>): boolean {
  return sources.some((source) => {
    if (source.kind === "cell") {
      if (source.cell.type !== null && isSecret(source.cell.type)) return true;
      if (seen.has(source.cell)) return false;
      seen.add(source.cell);
      return isAnySecret(tracer, sourcesOfCell(tracer, source.cell), seen);
    }
    const { type, seat } = source.spot;
    if (type !== null && isSecret(type)) return true;
    return seat !== null && mayBeSecret(type) && isAnySecret(tracer, sourcesOf(tracer, seat), seen);
  });
}

// --- What follows ----------------------------------------------------------------------------------------------------

export interface Followers {
  readonly readers: ReadonlyMap<string, Readers>;
  /** By the path of a container, the paths in it that are read. */
  readonly inside: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Who reads what stands at a path. */
interface Readers {
  readonly of: Spot;
  readonly by: Reader[];
}

interface Reader {
  readonly spot: Spot;
  /** A loop that goes over it: what matters is which elements there are, and not what is in them. */
  readonly loops: boolean;
}

export function followersOf(tracer: Tracer): Followers {
  const readers = new Map<string, Readers>();
  const inside = new Map<string, Set<string>>();
  const shrunk = shrunkContainers(tracer);
  const root = rootOf(tracer.explainer);
  forEachSpot(tracer.explainer, root, (spot) => {
    if (spot.seat === null || isElement(spot)) return;
    const sources = throughCells(tracer, sourcesOf(tracer, spot.seat), new Set());
    for (const { text, of } of goneThrough(tracer, spot.seat, sources, shrunk)) {
      const known = readers.get(text) ?? { of, by: [] };
      readers.set(text, known);
      known.by.push({ spot, loops: false });
    }
    for (const of of sources) {
      const { path } = of;
      if (isWithin(path, spot.path)) continue;
      const text = pathText(path);
      const known = readers.get(text);
      const loops = isLoop(spot) && partsOf(of.value) === of.value;
      if (known !== undefined) {
        known.by.push({ spot, loops });
        continue;
      }
      readers.set(text, { of, by: [{ spot, loops }] });
      for (let length = 1; length < path.length; length++) {
        const outer = pathText(path.slice(0, length));
        const paths = inside.get(outer) ?? new Set();
        inside.set(outer, paths.add(text));
      }
    }
  });
  return { readers, inside };
}

/** By their paths, those out of which something was taken. */
function shrunkContainers({ owners }: Tracer): ReadonlyMap<string, Container> {
  const found = new Map<string, Container>();
  for (const [container, { path }] of owners)
    if (container.shape.gone.size > 0) found.set(pathText(path), container);
  return found;
}

/**
 * Who goes over all that is in a map would go over what was taken out of it too. That leaves no trace when only parts of the
 * entries are read; so who reads something of each entry that there is, in a definition that goes over things, counts.
 */
function goneThrough(
  { explainer }: Tracer,
  { container, key }: Seat,
  sources: readonly Spot[],
  shrunk: ReadonlyMap<string, Container>,
): readonly { readonly text: string; readonly of: Spot }[] {
  const top = container.shape.tops[container.shape.keys.get(key) ?? -1];
  if (shrunk.size === 0 || sources.length === 0 || top === undefined) return [];
  if (!goesOver(winnerOf(explainer.evaluator, container, top).definition)) return [];
  const entered = new Map<
    string,
    { readonly of: Spot; readonly path: readonly string[]; readonly keys: Set<string> }
  >();
  for (const of of sources) {
    for (let length = 1; length < of.path.length; length++) {
      const path = of.path.slice(0, length);
      const text = pathText(path);
      const known = entered.get(text) ?? { of, path, keys: new Set() };
      entered.set(text, known);
      known.keys.add(of.path[length] ?? "");
    }
  }
  return [...entered].flatMap(([text, { of, path, keys }]) => {
    const { tops, gone } = shrunk.get(text)?.shape ?? { tops: [], gone: new Map<string, Definition>() };
    const there = tops.filter(({ source }) => source.kind !== "removed");
    if (!there.every((each) => keys.has(each.key))) return [];
    return [...gone.keys()].map((each) => ({ text: pathText([...path, each]), of }));
  });
}

/** A comprehension, or a call: of a method with a function, or of a function that has one of them. */
function goesOver({ source }: Definition): boolean {
  if (source.kind !== "expression" && source.kind !== "change") return false;
  let found = false;
  walk(source.expression, (node) => {
    const isCall = node.kind === "access" && (node as Access).steps.some(({ kind }) => kind === "call");
    if (isCall || ("loop" in node && node.loop !== null)) found = true;
    return !found;
  });
  return found;
}

function isLoop({ placed }: Spot): boolean {
  return placed !== null && placed.member.slot.loop !== null;
}

/** What a loop goes over is read by its slot. */
function isElement(spot: Spot): boolean {
  return isLoop(spot) && partsOf(spot.value) !== spot.value;
}

function throughCells(tracer: Tracer, sources: readonly Source[], seen: Set<Cell>): readonly Spot[] {
  return sources.flatMap((source) => {
    if (source.kind === "spot") return source.spot.file ? [] : [source.spot];
    if (seen.has(source.cell)) return [];
    seen.add(source.cell);
    return throughCells(tracer, sourcesOfCell(tracer, source.cell), seen);
  });
}

/** The fields and outputs that are computed from a place, at whatever distance. */
export function followsFrom(followers: Followers, from: readonly string[]): readonly string[] {
  const { readers, inside } = followers;
  const found = new Map<string, Spot>();
  const seen = new Set<string>();
  const queue: (readonly string[])[] = [from];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const text = pathText(path);
    if (seen.has(text)) continue;
    seen.add(text);
    const around = pathText(path.slice(0, -1));
    for (const read of [text, ...(inside.get(text) ?? []), ...readAround(followers, path)]) {
      for (const { spot, loops } of readers.get(read)?.by ?? []) {
        // Farther in than its elements a loop does not look.
        if (loops && read.length < around.length) continue;
        found.set(pathText(spot.path), spot);
        queue.push(spot.path);
      }
    }
  }
  return [...found]
    .flatMap(([text, spot]) => (isEffect(spot) && !isWithin(from, spot.path) ? [text] : []))
    .toSorted();
}

/** What somebody reads as a whole, of which the path is a part. Who reads a resource does not read its fields by that. */
function readAround({ readers }: Followers, path: readonly string[]): readonly string[] {
  return path.slice(0, -1).flatMap((_, index) => {
    const text = pathText(path.slice(0, index + 1));
    const of = readers.get(text)?.of;
    if (of === undefined || partsOf(of.value) !== of.value) return [];
    return of.placed === null || index === path.length - 2 ? [text] : [];
  });
}

/** What is seen outside: fields of resources, outputs, and which resources there are. */
function isEffect({ role, resource, placed }: Spot): boolean {
  return resource !== null || role === "output" || placed !== null;
}
