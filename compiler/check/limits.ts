// The conditions of `where`: each once, against the type that it refines, whether anything has that type or not.

import type { Type } from "../types.ts";
import { BOOL } from "../types.ts";
import { fileScope, type Checker, type Scope } from "./context.ts";
import { refuseUnknown } from "./demand.ts";

export function checkLimits(checker: Checker): void {
  const seen = new Set<object>();
  for (const type of [...checker.types.values(), ...checker.aliases.values()]) {
    if (type !== null) checkLimitsOf(checker, type, seen);
  }
}

function checkLimitsOf(checker: Checker, type: Type, seen: Set<object>): void {
  const limits = "limits" in type ? (type.limits ?? []) : [];
  for (const limit of limits) {
    if (limit.kind !== "where" || seen.has(limit.condition)) continue;
    seen.add(limit.condition);
    const scope: Scope = { ...fileScope(limit.module), it: { ...type, limits: [] } as Type };
    const found = checker.check(checker, limit.condition, BOOL, scope);
    refuseUnknown(checker, limit.condition, found, "a refinement", scope);
  }
}
