// What is asked of types once all of them are known: the conditions of `where`, against the type that they refine, and that
// the unions of generic types can be told apart with the types that they are given. Each once, whether anything has that
// type or not.

import { BOOL, showType, type Type } from "../types.ts";
import { overlap } from "../types/overlap.ts";
import { fileScope, report, spanOf, type Checker, type Scope } from "./context.ts";
import { refuseUnknown } from "./demand.ts";
import { computedWhere } from "./recursion.ts";

export function checkLimits(checker: Checker): void {
  const seen = new Set<object>();
  for (const type of [...checker.types.values(), ...checker.aliases.values()]) {
    if (type !== null) checkLimitsOf(checker, type, seen);
  }
  for (const [expression, { module, type }] of checker.given) {
    const found = type.kind === "record" ? overlapInFields(type) : overlapIn(type);
    if (found === null) continue;
    const span = spanOf(module, expression);
    report(checker, "SP2117", found, span, "not told apart with these types", { help: null });
  }
}

interface Overlap {
  readonly first: string;
  readonly second: string;
  readonly why: string;
}

function overlapInFields({ record }: Type & { kind: "record" }): Overlap | null {
  for (const field of record.fields.values()) {
    const found = overlapIn(field.type);
    if (found !== null) return found;
  }
  return null;
}

/** Within a type, and not within the records that it names: those are asked where they are given their types. */
function overlapIn(type: Type): Overlap | null {
  switch (type.kind) {
    case "optional":
    case "secret":
    case "deferred":
      return overlapIn(type.inner);
    case "list":
    case "keyed":
      return overlapIn(type.element);
    case "map":
      return overlapIn(type.value);
    case "union":
      return overlapOf(type.members);
    case "record":
    case "poison":
    case "data":
    case "null":
    case "scalar":
    case "literal":
    case "resource":
    case "instance":
    case "pattern":
    case "function":
    case "parameter":
      return null;
  }
}

function overlapOf(members: readonly Type[]): Overlap | null {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  for (const [index, second] of flat.entries()) {
    for (const first of flat.slice(0, index)) {
      const why = overlap(first, second);
      if (why !== null) return { first: showType(first), second: showType(second), why };
    }
  }
  return null;
}

function checkLimitsOf(checker: Checker, type: Type, seen: Set<object>): void {
  const limits = "limits" in type ? (type.limits ?? []) : [];
  for (const limit of limits) {
    if (limit.kind !== "where" || seen.has(limit.condition)) continue;
    seen.add(limit.condition);
    const by = computedWhere(checker, limit.condition, limit.module);
    const scope: Scope = { ...fileScope(limit.module), it: { ...type, limits: [] } as Type, by };
    const found = checker.check(checker, limit.condition, BOOL, scope);
    refuseUnknown(checker, limit.condition, found, "a refinement", scope);
  }
}
