// A computed value against the type that its place asks for: refinements, lengths, exact integers, and the shape of
// containers.
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
import { POISONED, scopeAlone, type ListValue, type Seat, type Value } from "../values.ts";
import { viewAs } from "./blocks.ts";
import { reportAt, type Evaluator } from "./context.ts";
import { decideExpression } from "./deferred.ts";
import { heldTo } from "./loops.ts";

/** What a type asks of a value that is there: nothing, to be a whole number that is exact, or more than a glance tells. */
export function demandOf(evaluator: Evaluator, type: Type): Demand {
  const { demands } = evaluator.memory;
  const known = demands.get(type);
  if (known !== undefined) return known;
  const found = findDemand(withoutOptional(unmarked(type)));
  demands.set(type, found);
  return found;
}

export type Demand = "nothing" | "whole" | "more";

/** At a glance. */
export function meets(value: Value, demand: Demand): boolean {
  if (typeof value === "number") return demand === "whole" && Number.isSafeInteger(value);
  return demand === "nothing";
}

function findDemand(type: Type): Demand {
  switch (type.kind) {
    case "scalar": {
      if (type.limits.length > 0) return "more";
      if (type.name === "Int") return "whole";
      const { name } = type;
      return name === "String" || name === "Bool" || name === "Bytes" || name === "Date" ? "nothing" : "more";
    }
    case "poison":
    case "data":
    case "resource":
    case "instance":
      return "nothing";
    case "list":
    case "record":
    case "map":
    case "keyed":
    case "union":
    case "literal":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
    case "null":
    case "optional":
      return "more";
  }
}

/** What holds a value; its seat is made only where something is wrong, or a container must be looked at as another. */
export interface Holder {
  seat(): Seat;
}

export function hold(evaluator: Evaluator, value: Value, type: Type | null, holder: Holder): Value {
  if (typeof value === "number" && !Number.isFinite(value)) {
    reportAt(evaluator, "SP3005", { why: "it is not a finite number" }, holder.seat().span, "computed here");
    return POISONED;
  }
  if (type === null) return value;
  const demand = demandOf(evaluator, type);
  if (demand === "nothing" || (demand === "whole" && Number.isSafeInteger(value))) return value;
  const inner = withoutOptional(unmarked(type));
  switch (inner.kind) {
    case "scalar":
      return holdScalar(evaluator, value, inner, holder);
    case "list":
      return isList(value) ? holdList(evaluator, value, inner, holder) : value;
    case "record":
    case "map":
    case "keyed": {
      if (typeof value !== "object" || value === null || value.kind !== "container") return value;
      const own = value.shape.type;
      if (own === inner || sameShape(own, inner)) return value;
      const { up, label } = holder.seat();
      return viewAs(evaluator, value, inner, up, label);
    }
    case "union":
    case "literal":
      return holdChoice(evaluator, value, inner, holder);
    case "secret":
    case "deferred":
    case "pattern":
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

function holdScalar(evaluator: Evaluator, value: Value, type: ScalarType, holder: Holder): Value {
  if (typeof value !== "string" && typeof value !== "number") return value;
  if (type.name === "Int" && !Number.isSafeInteger(value)) {
    const why = "integers are exact up to 9007199254740991";
    reportAt(evaluator, "SP3005", { why }, holder.seat().span, "computed here");
    return POISONED;
  }
  const exact = typeof value === "number" && UNITS.includes(type.name) ? Math.round(value) : value;
  for (const limit of type.limits) {
    const wrong = judge(evaluator, limit, exact);
    if (wrong === null) continue;
    reportLimit(evaluator, limit, JSON.stringify(exact), showType(type), wrong, holder.seat());
    return POISONED;
  }
  return exact;
}

/** Kept in their smallest units, of which there are no parts. */
const UNITS: readonly string[] = ["Duration", "Size", "Cpu"];

/** What is wrong with a value by a limit, or null. */
export function judge(evaluator: Evaluator, limit: Limit, value: Value): string | null {
  if (limit.kind !== "where") {
    return typeof value === "string" || typeof value === "number" ? judgeLimit(limit, value) : null;
  }
  const { condition, module } = limit;
  const scope = scopeAlone(value);
  if (decideExpression(evaluator, condition, module, scope, "a refinement") !== false) return null;
  return `must be so: ${module.file.text.slice(condition.start, condition.end).replaceAll(/\s+/g, " ")}`;
}

export function reportLimit(
  evaluator: Evaluator,
  limit: Limit,
  shown: string,
  type: string,
  wrong: string,
  seat: Seat,
): void {
  const labels = [secondary(limit.span, "declared here"), ...below(seat)];
  const at = seat.span.end > seat.span.start ? "gives this value" : wrong;
  const parameters = { value: shown, type, why: wrong };
  reportAt(evaluator, "SP2110", parameters, seat.span, `${at}: ${shown}`, { labels });
}

function below(seat: Seat): Label[] {
  const labels: Label[] = [];
  for (let lower = seat.below; lower !== null; lower = lower.below) {
    if (lower.source.kind === "expression") labels.push(secondary(lower.span, "the definition below"));
  }
  return labels.slice(0, 3);
}

function holdList(evaluator: Evaluator, list: ListValue, type: ListTypeOf, holder: Holder): Value {
  if (type.size !== null && !isIn(type.size, list.items.length)) {
    const why = `must have ${showRange(type.size)} elements`;
    reportAt(evaluator, "SP2110", { value: "this list", type: showType(type), why }, holder.seat().span, why);
    return POISONED;
  }
  const known = list.type;
  const same = known !== null && (known === type || known.kind !== "list" || known.element === type.element);
  const held: ListValue = same
    ? list
    : { kind: "list", type, items: list.items.map((item) => heldTo(item, type.element)) };
  for (const limit of type.limits ?? []) {
    const wrong = judge(evaluator, limit, held);
    if (wrong === null) continue;
    reportLimit(evaluator, limit, "this list", showType(type), wrong, holder.seat());
    return POISONED;
  }
  return held;
}

/** A literal union was checked statically as far as types go; a computed string may still be none of its members. */
function holdChoice(evaluator: Evaluator, value: Value, type: Type, holder: Holder): Value {
  if (typeof value === "object" && value !== null) return holdMember(evaluator, value, type, holder);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return value;
  const literal: Type = { kind: "literal", value };
  if (type.kind === "union") {
    // The members are disjoint: of the scalars only one has this kind of value.
    for (const member of type.members) {
      if (member.kind === "literal" && member.value === value) return value;
      if (member.kind === "scalar" && fits(literal, member))
        return holdScalar(evaluator, value, member, holder);
    }
  }
  if (fits(literal, type) || fits(widen(literal), type)) return value;
  const why = `must be ${showType(type)}`;
  const parameters = { value: JSON.stringify(value), type: showType(type), why };
  reportAt(evaluator, "SP2110", parameters, holder.seat().span, why);
  return POISONED;
}

/** Of a union, the member that the container or list is one of: it has its defaults from there. */
function holdMember(evaluator: Evaluator, value: Value & object, type: Type, holder: Holder): Value {
  if (type.kind !== "union" || (value.kind !== "container" && value.kind !== "list")) return value;
  const own = value.kind === "list" ? value.type : value.shape.type;
  if (own === null) return value;
  const member = type.members.find((item) => item === own || (item.kind === own.kind && fits(own, item)));
  return member === undefined ? value : hold(evaluator, value, member, holder);
}
