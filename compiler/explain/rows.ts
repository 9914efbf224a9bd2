// The stack of a key as rows, winner first: who wrote it, where, what it gives, and what became of it.
//
// Surprising: blocks merge and do not win. A container is what the highest definition that is no block gives, with every
// block above that put on it; so all of these count, and only what is below is beaten.

import { isKeyed, type RemoveEntry } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { spanOfTop } from "../evaluate/entries.ts";
import { isNothing } from "../evaluate/stack.ts";
import { isPushedDown } from "../evaluate/strength.ts";
import { mentionsSuper, valueBelow } from "../evaluate/super.ts";
import { stackAt, type Stacked } from "../evaluate/stacks.ts";
import type { AppliedAnnotation, Cell, Container, Definition, Layer } from "../values.ts";
import { authorOf, eachAround, entryAround, type Around, type Explainer } from "./context.ts";
import type { Deed, Row, Shown } from "./facts.ts";
import type { Seat } from "./find.ts";
import { hasSecret, showAt } from "./show.ts";

export function rowsAt(explainer: Explainer, seat: Seat, systems: readonly Around[]): readonly Row[] {
  return stackRows(explainer, seat, systems).map(({ row }) => row);
}

export interface StackRow {
  readonly item: Stacked;
  readonly row: Row;
}

/** With the definitions that they are about. */
export function stackRows(
  explainer: Explainer,
  { container, key }: Seat,
  systems: readonly Around[],
): readonly StackRow[] {
  const rows: StackRow[] = [];
  let settled: Layer | null = null;
  for (const item of stackAt(explainer.evaluator, container, key)) {
    const { definition } = item;
    if (isNothing(definition) && definition.operation !== "remove") continue;
    let state: Row["state"];
    if (!item.applies) state = "skipped";
    else if (settled !== null) state = isBeside(settled, definition) ? "agrees" : "loses";
    else if (definition.source.kind === "amend") state = "merges";
    else {
      state = "wins";
      settled = definition.layer;
    }
    rows.push({ item, row: rowOf(explainer, item, state, systems) });
  }
  return rows;
}

/**
 * Of what a slot holds: without the blocks that are about other elements of its loop, and with what the conditions of `each`
 * said of this one.
 */
export function slotRows(
  explainer: Explainer,
  seat: Seat,
  systems: readonly Around[],
  fields: Container,
  element: string | null,
): readonly Row[] {
  return stackRows(explainer, seat, systems).flatMap(({ item, row }): readonly Row[] => {
    const { source, span } = item.definition;
    if (source.kind !== "amend") return [row];
    const { inner } = source;
    if (source.each || element === null) {
      const holds = inner === null ? null : (fields.guards?.get(inner.each) ?? null);
      const each = row.each === null || holds === null ? row.each : { ...row.each, holds };
      return [{ ...row, each, state: holds === false ? "skipped" : row.state }];
    }
    const { file } = span;
    return source.block.entries.flatMap((entry) =>
      isKeyed(entry) && entry.key.text === element
        ? [
            {
              ...row,
              span: { file, start: entry.key.start, end: entry.key.end },
              entry: { file, start: entry.start, end: entry.end },
            },
          ]
        : [],
    );
  });
}

/** What stands side by side with the winner would have been an error if it gave something else. */
function isBeside(winner: Layer, { layer, operation }: Definition): boolean {
  return (
    operation !== "default" &&
    winner.sibling > 0 &&
    layer.level === winner.level &&
    layer.sibling !== winner.sibling
  );
}

/** The first that counts. */
export function winnerIn(rows: readonly Row[]): Row | null {
  return rows.find(({ state }) => state === "wins") ?? rows.find(({ state }) => state === "merges") ?? null;
}

/** The topmost that counts, block or not: who wrote there last. */
export function lastIn(rows: readonly Row[]): Row | null {
  return rows.find(({ state }) => state !== "skipped") ?? null;
}

export function rowOf(
  explainer: Explainer,
  item: Stacked,
  state: Row["state"],
  systems: readonly Around[],
): Row {
  const { definition, container } = item;
  const { source, layer, strength } = definition;
  const span = spanOfTop(container, definition);
  // The condition of the `each` itself is asked of what its block is put on.
  const isAsked = source.kind !== "amend" || !source.each;
  const isSlot = source.kind === "slot";
  const value = givesValue(item) ? valueOf(explainer, item) : null;
  const entry = entryAround(explainer, span);
  return {
    state,
    deed: isSlot && definition.operation !== "replace" ? "declare" : definition.operation,
    strength,
    by: authorOf(explainer, span, layer, systems),
    span,
    // What is secret may stand there as it is.
    entry: value !== null && hasSecret(value) ? { ...entry, end: span.start } : entry,
    value,
    below: belowOf(explainer, item),
    each: eachAround(explainer, span, isAsked ? item.applies : null),
  };
}

/** What only merges, takes away or is a slot has no value of its own, and neither has what does not apply. */
function givesValue({ definition, applies }: Stacked): boolean {
  const { source, operation } = definition;
  if (!applies || source.kind === "amend" || source.kind === "removed" || source.kind === "slot")
    return false;
  return operation !== "remove" || !isNothing(definition);
}

/** What a definition gives, whether it wins or not. */
export function valueOf(explainer: Explainer, item: Stacked): Shown {
  const { evaluator } = explainer;
  return showAt(explainer, item, evaluator.lower(evaluator, item.container, item.definition));
}

function belowOf(explainer: Explainer, { container, definition }: Stacked): Shown | null {
  const { evaluator } = explainer;
  const { source } = definition;
  const asks =
    source.kind === "change" ||
    (source.kind === "expression" && !isPushedDown(definition) && mentionsSuper(source.expression));
  if (!asks) return null;
  const below = valueBelow(evaluator, container, definition);
  return below === null ? null : showAt(explainer, { container, definition, applies: true }, below);
}

/** An element of a list has one definition: where it stands in the list that won. */
export function elementRow(
  explainer: Explainer,
  { span, scope }: Cell,
  value: Shown,
  systems: readonly Around[],
): Row {
  return {
    state: "wins",
    deed: "set",
    strength: "normal",
    by: authorOf(explainer, span, scope.layer, systems),
    span,
    entry: entryAround(explainer, span),
    value,
    below: null,
    each: eachAround(explainer, span, true),
  };
}

/** What took an element of a loop away. */
export function removalRow(
  explainer: Explainer,
  item: Stacked,
  { start, end, key }: RemoveEntry,
  systems: readonly Around[],
): Row {
  const { file } = item.definition.span;
  const span = { file, start: key.start, end: key.end };
  return { ...rowOf(explainer, item, "wins", systems), deed: "remove", span, entry: { file, start, end } };
}

/** An annotation as a row: later ones win, except that those of `@after` add up. */
export function annotationRow(
  explainer: Explainer,
  applied: AppliedAnnotation,
  state: Row["state"],
  systems: readonly Around[],
): Row {
  const { annotation, module, scope } = applied;
  const span = spanOf(module, annotation);
  const deed: Deed = "annotate";
  return {
    state,
    deed,
    strength: "normal",
    by: authorOf(explainer, span, scope.layer, systems),
    span,
    entry: span,
    value: null,
    below: null,
    each: eachAround(explainer, span, state !== "skipped"),
  };
}
