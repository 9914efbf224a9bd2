// What is in a resource, a system or a container, a line for each leaf; and what a resource needs, and is told besides.

import type { Address } from "../address.ts";
import type { Argument } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { isApplied, readAnnotations } from "../evaluate/annotations.ts";
import { scopeOf } from "../evaluate/blocks.ts";
import { codeOf, newBudget } from "../evaluate/context.ts";
import { toJson } from "../evaluate/text.ts";
import { stackAt } from "../evaluate/stacks.ts";
import type { Span } from "../source.ts";
import type { AppliedAnnotation, Instance, Layer, ResourceValue } from "../values.ts";
import type { Explainer } from "./context.ts";
import type { Need, Part, Row, Shown } from "./facts.ts";
import { partsOf, pathText, stepInto, systemsInside, type Spot } from "./find.ts";
import { annotationRow, lastIn, rowsAt, winnerIn } from "./rows.ts";
import { show, showAt } from "./show.ts";

/** The leaves, and what was taken away. Resources and systems inside a system are a line each. */
export function partsIn(explainer: Explainer, spot: Spot): readonly Part[] {
  const container = partsOf(spot.value);
  if (container === null) return [];
  const { tops, gone } = container.shape;
  const keys = new Set([...tops.map(({ key }) => key), ...gone.keys()]);
  return [...keys].flatMap((key): readonly Part[] => {
    const inner = stepInto(explainer, spot, key);
    if (inner === null) return [goneIn(explainer, spot, key)];
    const { value, placed } = inner;
    const isOpened =
      typeof value === "object" && value !== null && value.kind === "container" && placed === null;
    if (isOpened && value.shape.tops.length + value.shape.gone.size > 0) return partsIn(explainer, inner);
    const part = partOf(explainer, inner);
    // What is optional and was never given says nothing.
    return part.value.kind === "absent" && part.row === null ? [] : [part];
  });
}

function partOf(explainer: Explainer, { path, value, seat, type, systems, placed }: Spot): Part {
  const text = pathText(path);
  if (seat === null) {
    return { path: text, value: show(explainer, value, type), row: null, others: 0, gone: false };
  }
  const rows = rowsAt(explainer, seat, systems);
  const [top] = stackAt(explainer.evaluator, seat.container, seat.key);
  const row = winnerIn(rows);
  return {
    path: text,
    value: top === undefined ? show(explainer, value, type) : showAt(explainer, top, value),
    // Who declares a slot says more than who amends it.
    row: placed === null ? (rows.find(({ state }) => state === "merges") ?? row) : row,
    others: rows.filter(({ state }) => state === "loses").length,
    gone: false,
  };
}

function goneIn(explainer: Explainer, spot: Spot, key: string): Part {
  const container = partsOf(spot.value);
  const systems = systemsInside(spot);
  const rows = container === null ? [] : rowsAt(explainer, { container, key }, systems);
  const was = rows.find(({ state, value }) => state === "loses" && value !== null)?.value;
  return {
    path: pathText([...spot.path, key]),
    value: was ?? { kind: "absent" },
    row: lastIn(rows),
    others: rows.filter(({ state }) => state === "loses").length,
    gone: true,
  };
}

// --- Annotations -----------------------------------------------------------------------------------------------------

/** The annotations on a resource or a system, the lowest first. */
export function annotationsOn({ value }: Spot): readonly AppliedAnnotation[] {
  if (typeof value !== "object" || value === null) return [];
  if (value.kind === "resource") return value.annotations;
  return value.kind === "instance" ? onSystem(value) : [];
}

function onSystem(instance: Instance): readonly AppliedAnnotation[] {
  return instance.layers.flatMap(({ block, module, guard }, index) =>
    block.entries.flatMap((entry): AppliedAnnotation[] => {
      if (entry.kind !== "annotation") return [];
      const row = index + 1;
      return [{ annotation: entry, module, scope: scopeOf(instance.fields, row), guard, row }];
    }),
  );
}

export interface AnnotationRow {
  readonly row: Row;
  readonly layer: Layer;
}

/** The stack of one annotation, winner first. */
export function annotationRows(explainer: Explainer, spot: Spot, name: string): readonly AnnotationRow[] {
  const systems = systemsInside(spot);
  let settled = false;
  return annotationsOn(spot)
    .filter(({ annotation }) => annotation.name.text === name)
    .toReversed()
    .map((applied) => {
      const applies = appliesTo(explainer, spot, applied);
      // Orders add up: to lose one without a word would be a trap.
      const state = !applies ? "skipped" : settled ? "loses" : name === "after" ? "merges" : "wins";
      if (state === "wins") settled = true;
      return { row: annotationRow(explainer, applied, state, systems), layer: applied.scope.layer };
    });
}

function appliesTo(explainer: Explainer, { value }: Spot, applied: AppliedAnnotation): boolean {
  if (typeof value !== "object" || value === null || value.kind !== "resource") return true;
  return isApplied(explainer.evaluator, value, applied);
}

export function annotationParts(explainer: Explainer, spot: Spot): readonly Part[] {
  const names = new Set(annotationsOn(spot).map(({ annotation }) => annotation.name.text));
  return [...names].toSorted().flatMap((name): Part[] => {
    const rows = annotationRows(explainer, spot, name).map(({ row }) => row);
    const row = rows.find(({ state }) => state === "wins" || state === "merges");
    if (row === undefined) return [];
    const others = rows.filter(({ state }) => state === "loses").length;
    const path = pathText([...spot.path, `@${name}`]);
    return [{ path, value: annotationValue(explainer, spot, name), row, others, gone: false }];
  });
}

/** Of `@after` all that it waits for, of others what the last one says; without a word, true. */
export function annotationValue(explainer: Explainer, spot: Spot, name: string): Shown {
  const all = annotationsOn(spot).filter(
    (applied) => applied.annotation.name.text === name && appliesTo(explainer, spot, applied),
  );
  const counting = name === "after" ? all : all.slice(-1);
  const values = counting.flatMap((applied) =>
    applied.annotation.args.map(
      (arg) => [arg.name?.text ?? null, argument(explainer, applied, arg)] as const,
    ),
  );
  const [first] = values;
  if (first === undefined) return { kind: "plain", value: true, format: null };
  if (first[0] !== null) return { kind: "map", entries: values.map(([key, value]) => [key ?? "", value]) };
  const isOne = values.length === 1 && name !== "after" && name !== "ignore";
  return isOne ? first[1] : { kind: "list", items: values.map(([, value]) => value) };
}

function argument(
  explainer: Explainer,
  { annotation, module, scope }: AppliedAnnotation,
  arg: Argument,
): Shown {
  const { evaluator } = explainer;
  // `@ignore` names fields; they are no values.
  if (annotation.name.text === "ignore" && arg.value.kind === "name")
    return { kind: "plain", value: arg.value.text, format: null };
  const shown = show(explainer, codeOf(evaluator, arg.value, module)(evaluator, scope), null);
  const isSpan = arg.value.kind === "literal" && arg.value.type === "Duration";
  return shown.kind === "plain" && isSpan ? { ...shown, format: "duration" } : shown;
}

// --- Edges -----------------------------------------------------------------------------------------------------------

export function needsOf(explainer: Explainer, resource: ResourceValue): readonly Need[] {
  const { evaluator } = explainer;
  const graph = explainer.graph();
  const { address, fields } = resource;
  const found = new Map<Address, Need>();
  const note = (by: string, read: () => void): void => {
    Object.assign(evaluator.budget, newBudget());
    evaluator.needs = null;
    read();
    const needs: ReadonlyMap<Address, Span> = evaluator.needs ?? new Map<Address, Span>();
    evaluator.needs = null;
    for (const [needed, span] of needs)
      if (needed !== address && !found.has(needed)) found.set(needed, { address: needed, span, by });
  };
  fields.shape.tops.forEach(({ key }, index) => {
    note(key, () => toJson(evaluator, evaluator.read(evaluator, fields, index), resource.span));
  });
  note("@after", () => readAnnotations(evaluator, resource));
  // What its target needs, it needs too.
  for (const needed of graph?.resources[address]?.needs ?? [])
    if (!found.has(needed)) found.set(needed, { address: needed, span: null, by: null });
  return [...found.values()].toSorted((a, b) => (a.address < b.address ? -1 : 1));
}

export function spanOfSlotCondition({ placed }: Spot): Span | null {
  const condition = placed?.member.slot.condition ?? null;
  return placed === null || condition === null ? null : spanOf(placed.member.module, condition);
}
