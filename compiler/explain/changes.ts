// Which overlays changed what: for each layer of an environment, in order, the leaves that it wrote, what they were below it,
// and what is computed from them.
//
// Surprising: a value that was written as a whole (`http = { port = 80 }`, `cache: Service { }`) is one change, and what
// stands in it is none. Overlays of systems inside the environment's have their own lists, and come after it.

import { spanOf } from "../check/context.ts";
import { describeEnvironments, describeOverlay, type OverlayFacts } from "../environments.ts";
import { isOpen } from "../evaluate/shapes.ts";
import { isNothing, underLayer } from "../evaluate/stack.ts";
import { stackAt } from "../evaluate/stacks.ts";
import type { Span } from "../source.ts";
import type { Container, Definition, Instance, Layer } from "../values.ts";
import { authorOf, originOf, sideBySide, type Around, type Explainer } from "./context.ts";
import type { Change, EnvironmentExplanation, LayerExplanation, Listed, Row, Shown } from "./facts.ts";
import { forEachSpot, partsOf, pathText, rootOf, systemsInside, type Seat, type Spot } from "./find.ts";
import { annotationRows, annotationsOn, annotationValue } from "./parts.ts";
import { removalRow, stackRows, valueOf, type StackRow } from "./rows.ts";
import { followsFrom, type Followers, type Tracer } from "./sources.ts";

interface Walk {
  readonly explainer: Explainer;
  readonly followers: Followers;
  /** By the list and the place in it. */
  readonly changes: Map<string, Change[]>;
  /** The systems inside that have a list of their own. */
  readonly lists: Map<string, readonly OverlayFacts[]>;
  readonly slots: Map<Instance, string>;
}

export function layersOf({ explainer }: Tracer, followers: Followers): EnvironmentExplanation {
  const { checked, environment } = explainer.evaluator;
  const [facts] = describeEnvironments(checked, [environment]);
  const walk: Walk = { explainer, followers, changes: new Map(), lists: new Map(), slots: new Map() };
  const root = rootOf(explainer);
  visit(walk, root);
  forEachSpot(explainer, root, (spot) => visit(walk, spot));
  const inner = [...walk.lists].flatMap(([within, overlays]) => layersIn(walk, within, overlays));
  return {
    environment,
    system: explainer.instance.system.name,
    place: facts?.place ?? null,
    layers: [...layersIn(walk, null, explainer.overlays), ...inner],
  };
}

function layersIn(
  { changes }: Walk,
  within: string | null,
  overlays: readonly OverlayFacts[],
): readonly LayerExplanation[] {
  return overlays.flatMap((facts, index) => {
    const level = index + 1;
    const one = (
      { text, place }: Pick<OverlayFacts, "text" | "place">,
      sibling: number,
    ): LayerExplanation => {
      const listed: Listed = { level, sibling, text };
      const found = changes.get(listKey(within, level, sibling)) ?? [];
      return { within, listed, place, changes: found.toSorted(inOrder) };
    };
    return facts.siblings === null ? [one(facts, 0)] : sideBySide(facts).map((item, at) => one(item, at + 1));
  });
}

function listKey(within: string | null, level: number, sibling: number): string {
  return `${level} ${sibling} ${within ?? ""}`;
}

/** As it is written. */
function inOrder(a: Change, b: Change): number {
  const [one, other] = [a.row.span, b.row.span];
  if (one.file !== other.file) return one.file.path < other.file.path ? -1 : 1;
  return one.start - other.start || (a.path < b.path ? -1 : 1);
}

function visit(walk: Walk, spot: Spot): void {
  const { value, placed, seat } = spot;
  if (typeof value !== "object" || value === null) return;
  switch (value.kind) {
    case "instance":
      noteList(walk, spot);
      noteMoves(walk, spot, value);
      noteAnnotations(walk, spot);
      noteParts(walk, spot);
      return;
    case "resource":
      if (placed === null) return;
      noteAnnotations(walk, spot);
      noteParts(walk, spot);
      return;
    case "container":
      if (placed !== null && seat === placed.slot) noteElements(walk, spot);
      else noteParts(walk, spot);
      return;
    case "list":
    case "deferred":
    case "absent":
    case "function":
    case "poison":
      return;
  }
}

// --- Definitions -----------------------------------------------------------------------------------------------------

function noteParts(walk: Walk, spot: Spot): void {
  const container = partsOf(spot.value);
  if (container === null) return;
  const systems = systemsInside(spot);
  const { tops, gone } = container.shape;
  for (const key of new Set<string>([...tops.map((top) => top.key), ...gone.keys()])) {
    if (!isChanged(walk, { container, key }, systems)) continue;
    const rows: readonly StackRow[] = stackRows(walk.explainer, { container, key }, systems);
    for (const [index, found] of rows.entries()) {
      const { item, row } = found;
      const { definition } = item;
      if (item.container !== container || row.state === "skipped") continue;
      if (!isWritten(definition)) continue;
      if (isCovered(walk, spot, row.span)) continue;
      const path = [...spot.path, key];
      note(walk, definition.layer, systems, changeOf(walk, found, path, isUsed(rows, index)));
    }
  }
}

/** Of the keys of an environment few are; to list all that stands on the others is most of the work. */
function isChanged({ explainer }: Walk, { container, key }: Seat, systems: readonly Around[]): boolean {
  for (const { definition } of stackAt(explainer.evaluator, container, key))
    if (isWritten(definition) && originOf(definition.layer, systems).level > 0) return true;
  return false;
}

function isWritten({ operation, source }: Definition): boolean {
  return operation !== "default" && source.kind !== "amend";
}

/** It is a part of a value, or of a slot, that was written as a whole. */
function isCovered({ explainer }: Walk, { seat, placed }: Spot, span: Span): boolean {
  const holds = (file: unknown, { start, end }: { readonly start: number; readonly end: number }) =>
    file === span.file && start <= span.start && span.start < end;
  if (placed !== null && holds(placed.member.module.file, placed.member.slot)) return true;
  if (seat === null) return false;
  for (const { definition } of stackAt(explainer.evaluator, seat.container, seat.key))
    if (definition.source.kind !== "amend" && holds(definition.span.file, definition.span)) return true;
  return false;
}

/** What is above it asks for what is below. */
function isUsed(rows: readonly StackRow[], index: number): boolean {
  return rows.slice(0, index).every(({ row }) => row.below !== null || row.state === "skipped");
}

function changeOf(walk: Walk, { item, row }: StackRow, path: readonly string[], used: boolean): Change {
  const { definition, container } = item;
  const under = underLayer(definition);
  const from = under === null ? null : givenBy(walk, item.container, under);
  const isNew = under === null && isOpen(container.shape);
  const isBeaten = row.state === "loses" && !used;
  const outcome = isBeaten
    ? "beaten"
    : row.state === "loses"
      ? "used"
      : isSame(from, row.value)
        ? "same"
        : "changes";
  return {
    deed: row.deed === "set" && isNew ? "add" : row.deed,
    path: pathText(path),
    row,
    from,
    to: row.value,
    outcome,
    follows: outcome === "changes" ? followsFrom(walk.followers, path) : [],
  };
}

/** Of two secrets nobody knows. */
function isSame(from: Shown | null, to: Shown | null): boolean {
  const text = JSON.stringify(from);
  return from !== null && text === JSON.stringify(to) && !text.includes('"kind":"secret"');
}

function givenBy({ explainer }: Walk, container: Container, definition: Definition): Shown | null {
  if (isNothing(definition) || definition.source.kind === "slot") return null;
  return valueOf(explainer, { container, definition, applies: true });
}

/** Under the overlay that did it; what a system's body says is no change. */
function note(walk: Walk, layer: Layer, systems: readonly Around[], change: Change): void {
  const { within, level } = originOf(layer, systems);
  if (level === 0) return;
  const key = listKey(within === null ? null : (walk.slots.get(within) ?? null), level, layer.sibling);
  const known = walk.changes.get(key);
  if (known === undefined) walk.changes.set(key, [change]);
  else known.push(change);
}

// --- What is no definition of a value --------------------------------------------------------------------------------

/** Of a slot with `for` all elements have one list. */
function noteList({ explainer, lists, slots }: Walk, { value, placed, path }: Spot): void {
  if (placed === null || typeof value !== "object" || value === null || value.kind !== "instance") return;
  const { slot, module } = placed.member;
  const text = pathText(slot.loop === null ? path : path.slice(0, -1));
  slots.set(value, text);
  if (slot.with.length === 0 || lists.has(text)) return;
  const { checked } = explainer.evaluator;
  lists.set(
    text,
    slot.with.map((use) => describeOverlay(checked, module, use, null)),
  );
}

/** Elements of a loop that are taken away. */
function noteElements(walk: Walk, { seat, systems, path }: Spot): void {
  const { explainer } = walk;
  if (seat === null) return;
  for (const item of stackAt(explainer.evaluator, seat.container, seat.key)) {
    const { source, layer } = item.definition;
    if (source.kind !== "amend") continue;
    for (const entry of source.block.entries) {
      if (entry.kind !== "remove") continue;
      const row = removalRow(explainer, item, entry, systems);
      const at = [...path, entry.key.text];
      const follows = followsFrom(walk.followers, at);
      const change: Change = {
        deed: "remove",
        path: pathText(at),
        row,
        from: null,
        to: null,
        outcome: "changes",
        follows,
      };
      note(walk, layer, systems, change);
    }
  }
}

function noteAnnotations(walk: Walk, spot: Spot): void {
  const { explainer } = walk;
  const systems = systemsInside(spot);
  for (const name of new Set(annotationsOn(spot).map(({ annotation }) => annotation.name.text))) {
    const value = annotationValue(explainer, spot, name);
    for (const { row, layer } of annotationRows(explainer, spot, name)) {
      if (row.state === "skipped") continue;
      const path = pathText([...spot.path, `@${name}`]);
      const to = row.state === "loses" ? null : value;
      const outcome = row.state === "loses" ? "beaten" : "changes";
      note(walk, layer, systems, { deed: "annotate", path, row, from: null, to, outcome, follows: [] });
    }
  }
}

/** `moved` and `removed` stand in the blocks on a system. */
function noteMoves(walk: Walk, spot: Spot, instance: Instance): void {
  const systems = systemsInside(spot);
  for (const { block, module, scope } of instance.layers) {
    for (const entry of block.entries) {
      if (entry.kind !== "moved" && entry.kind !== "removed") continue;
      const span = spanOf(module, entry.from);
      const row: Row = {
        state: "wins",
        deed: "set",
        strength: "normal",
        by: authorOf(walk.explainer, span, scope.layer, systems),
        span,
        entry: spanOf(module, entry),
        value: null,
        below: null,
        each: null,
      };
      const old: Shown = { kind: "reference", address: entry.from.text };
      const before = spot.path.length === 0 ? "" : `${pathText(spot.path)}.`;
      const isGivenUp = entry.kind === "removed";
      const change: Change = {
        deed: isGivenUp ? "give-up" : "move",
        path: isGivenUp
          ? `${before}${entry.from.text}`
          : pathText([...spot.path, ...entry.to.map(({ text }) => text)]),
        row,
        from: isGivenUp ? null : old,
        to: null,
        outcome: "changes",
        follows: [],
      };
      note(walk, scope.layer, systems, change);
    }
  }
}
