// A computed value against its cell's type: refinements, lengths, exact integers, and the shape of containers.
//
// Errors blame the definition that won, and show the one that declares the limit and those below.

import { secondary, type Label } from "../diagnostics.ts";
import { fits, isIn, judgeLimit, showRange, showType, widen, withoutOptional, type Type } from "../types.ts";
import { newCell, POISONED, type Cell, type ListValue, type Value } from "../values.ts";
import { viewAs } from "./containers.ts";
import { reportAt, type Evaluator } from "./context.ts";

export function conform(evaluator: Evaluator, value: Value, cell: Cell): Value {
  if (typeof value === "number" && !Number.isFinite(value)) {
    reportAt(evaluator, "SP3005", { why: "it is not a finite number" }, cell.span, "computed here");
    return POISONED;
  }
  if (cell.type === null) return value;
  const type = withoutOptional(cell.type);
  switch (type.kind) {
    case "scalar":
      return conformScalar(evaluator, value, type, cell);
    case "list":
      return isList(value) ? conformList(evaluator, value, type, cell) : value;
    case "record":
    case "map":
    case "keyed": {
      if (typeof value !== "object" || value === null || value.kind !== "container") return value;
      if (value.type === type || sameShape(value.type, type)) return value;
      return viewAs(evaluator, value, type, cell.name, cell.span);
    }
    case "union":
    case "literal":
      return conformChoice(evaluator, value, type, cell);
    case "poison":
    case "data":
    case "null":
    case "optional":
    case "resource":
    case "instance":
      return value;
  }
}

function isList(value: Value): value is ListValue {
  return typeof value === "object" && value !== null && value.kind === "list";
}

function sameShape(from: Type | null, to: Type): boolean {
  if (from === null || from.kind !== to.kind) return false;
  if (from.kind === "record" && to.kind === "record") return from.record === to.record;
  if (from.kind === "map" && to.kind === "map") return from.value === to.value;
  return from.kind === "keyed" && to.kind === "keyed" && from.element === to.element && from.key === to.key;
}

function conformScalar(
  evaluator: Evaluator,
  value: Value,
  type: Type & { kind: "scalar" },
  cell: Cell,
): Value {
  if (typeof value !== "string" && typeof value !== "number") return value;
  if (type.name === "Int" && !Number.isSafeInteger(value)) {
    reportAt(
      evaluator,
      "SP3005",
      { why: "integers are exact up to 9007199254740991" },
      cell.span,
      "computed here",
    );
    return POISONED;
  }
  for (const limit of type.limits) {
    const wrong = judgeLimit(limit, value);
    if (wrong === null) continue;
    const labels = [secondary(limit.span, "declared here"), ...below(cell)];
    const shown = JSON.stringify(value);
    const at = cell.span.end > cell.span.start ? "gives this value" : wrong;
    reportAt(
      evaluator,
      "SP2110",
      { value: shown, type: showType(type), why: wrong },
      cell.span,
      `${at}: ${shown}`,
      { labels },
    );
    return POISONED;
  }
  return value;
}

function below(cell: Cell): Label[] {
  const labels: Label[] = [];
  for (let lower = cell.below; lower !== null; lower = lower.below) {
    if (lower.source.kind === "expression") labels.push(secondary(lower.span, "the definition below"));
  }
  return labels.slice(0, 3);
}

function conformList(
  evaluator: Evaluator,
  list: ListValue,
  type: Type & { kind: "list" },
  cell: Cell,
): Value {
  if (type.size !== null && !isIn(type.size, list.items.length)) {
    const why = `must have ${showRange(type.size)} elements`;
    reportAt(evaluator, "SP2110", { value: "this list", type: showType(type), why }, cell.span, why);
    return POISONED;
  }
  if (
    list.type !== null &&
    (list.type === type || list.type.kind !== "list" || list.type.element === type.element)
  )
    return list;
  const items = list.items.map((item) =>
    newCell({ ...item, type: type.element, source: { kind: "view", of: item } }),
  );
  return { kind: "list", type, items };
}

/** A literal union was checked statically as far as types go; a computed string may still be none of its members. */
function conformChoice(evaluator: Evaluator, value: Value, type: Type, cell: Cell): Value {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return value;
  const literal: Type = { kind: "literal", value };
  if (fits(literal, type) || fits(widen(literal), type)) return value;
  const why = `must be ${showType(type)}`;
  reportAt(evaluator, "SP2110", { value: JSON.stringify(value), type: showType(type), why }, cell.span, why);
  return POISONED;
}
