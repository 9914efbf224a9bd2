// A computed value against its cell's type: refinements, lengths, exact integers, and the shape of containers.
//
// Errors blame the definition that won, and show the one that declares the limit and those below.

import { secondary, type Label } from "../diagnostics.ts";
import {
  showRange,
  showType,
  withoutOptional,
  type Limit,
  type ListTypeOf,
  type ScalarType,
  type Type,
} from "../types.ts";
import { fits, widen } from "../types/fits.ts";
import { isIn, judgeLimit } from "../types/limits.ts";
import { unmarked } from "../types/marks.ts";
import { fileEvalScope, newCell, POISONED, type Cell, type ListValue, type Value } from "../values.ts";
import { viewAs } from "./containers.ts";
import { reportAt, type Evaluator } from "./context.ts";
import { decide } from "./deferred.ts";

export function conform(evaluator: Evaluator, value: Value, cell: Cell): Value {
  if (typeof value === "number" && !Number.isFinite(value)) {
    reportAt(evaluator, "SP3005", { why: "it is not a finite number" }, cell.span, "computed here");
    return POISONED;
  }
  if (cell.type === null) return value;
  const type = withoutOptional(unmarked(cell.type));
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
    case "secret":
    case "deferred":
    case "function":
    case "parameter":
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
  if ("limits" in from && "limits" in to && from.limits !== to.limits) return false;
  if (from.kind === "record" && to.kind === "record") return from.record === to.record;
  if (from.kind === "map" && to.kind === "map") return from.value === to.value;
  return from.kind === "keyed" && to.kind === "keyed" && from.element === to.element && from.key === to.key;
}

function conformScalar(evaluator: Evaluator, value: Value, type: ScalarType, cell: Cell): Value {
  if (typeof value !== "string" && typeof value !== "number") return value;
  if (type.name === "Int" && !Number.isSafeInteger(value)) {
    const why = "integers are exact up to 9007199254740991";
    reportAt(evaluator, "SP3005", { why }, cell.span, "computed here");
    return POISONED;
  }
  const exact = typeof value === "number" && UNITS.includes(type.name) ? Math.round(value) : value;
  for (const limit of type.limits) {
    const wrong = judge(evaluator, limit, exact, cell);
    if (wrong === null) continue;
    reportLimit(evaluator, limit, JSON.stringify(exact), showType(type), wrong, cell);
    return POISONED;
  }
  return exact;
}

/** Kept in their smallest units, of which there are no parts. */
const UNITS: readonly string[] = ["Duration", "Size", "Cpu"];

/** What is wrong with a value by a limit, or null. */
export function judge(evaluator: Evaluator, limit: Limit, value: Value, cell: Cell): string | null {
  if (limit.kind !== "where") {
    return typeof value === "string" || typeof value === "number" ? judgeLimit(limit, value) : null;
  }
  const scope = { ...fileEvalScope(limit.module), it: value };
  const holds = decide(evaluator, limit.condition, scope, cell, "a refinement");
  if (holds !== false) return null;
  const { start, end } = limit.condition;
  return `must be so: ${limit.module.file.text.slice(start, end).replaceAll(/\s+/g, " ")}`;
}

export function reportLimit(
  evaluator: Evaluator,
  limit: Limit,
  shown: string,
  type: string,
  wrong: string,
  cell: Cell,
): void {
  const labels = [secondary(limit.span, "declared here"), ...below(cell)];
  const at = cell.span.end > cell.span.start ? "gives this value" : wrong;
  const parameters = { value: shown, type, why: wrong };
  reportAt(evaluator, "SP2110", parameters, cell.span, `${at}: ${shown}`, { labels });
}

function below(cell: Cell): Label[] {
  const labels: Label[] = [];
  for (let lower = cell.below; lower !== null; lower = lower.below) {
    if (lower.source.kind === "expression") labels.push(secondary(lower.span, "the definition below"));
  }
  return labels.slice(0, 3);
}

function conformList(evaluator: Evaluator, list: ListValue, type: ListTypeOf, cell: Cell): Value {
  if (type.size !== null && !isIn(type.size, list.items.length)) {
    const why = `must have ${showRange(type.size)} elements`;
    reportAt(evaluator, "SP2110", { value: "this list", type: showType(type), why }, cell.span, why);
    return POISONED;
  }
  const known = list.type;
  const same = known !== null && (known === type || known.kind !== "list" || known.element === type.element);
  const items = same
    ? list.items
    : list.items.map((item) => newCell({ ...item, type: type.element, source: { kind: "view", of: item } }));
  const held: ListValue = same ? list : { kind: "list", type, items };
  for (const limit of type.limits ?? []) {
    const wrong = judge(evaluator, limit, held, cell);
    if (wrong === null) continue;
    reportLimit(evaluator, limit, "this list", showType(type), wrong, cell);
    return POISONED;
  }
  return held;
}

/** A literal union was checked statically as far as types go; a computed string may still be none of its members. */
function conformChoice(evaluator: Evaluator, value: Value, type: Type, cell: Cell): Value {
  if (typeof value === "object" && value !== null) return conformMember(evaluator, value, type, cell);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return value;
  const literal: Type = { kind: "literal", value };
  if (type.kind === "union") {
    // The members are disjoint: of the scalars only one has this kind of value.
    for (const member of type.members) {
      if (member.kind === "literal" && member.value === value) return value;
      const scalar =
        member.kind === "secret" ? null : member.kind === "scalar" && fits(literal, member) ? member : null;
      if (scalar !== null) return conformScalar(evaluator, value, scalar, cell);
    }
  }
  if (fits(literal, type) || fits(widen(literal), type)) return value;
  const why = `must be ${showType(type)}`;
  reportAt(evaluator, "SP2110", { value: JSON.stringify(value), type: showType(type), why }, cell.span, why);
  return POISONED;
}

/** Of a union, the member that the container or list is one of: it has its defaults from there. */
function conformMember(evaluator: Evaluator, value: Value & object, type: Type, cell: Cell): Value {
  if (type.kind !== "union" || (value.kind !== "container" && value.kind !== "list")) return value;
  const own = value.type;
  if (own === null) return value;
  const member = type.members.find((item) => item === own || (item.kind === own.kind && fits(own, item)));
  return member === undefined ? value : conform(evaluator, value, { ...cell, type: member });
}
