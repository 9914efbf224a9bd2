// What types leave open: a value that fits, whose refinement has to be run: a `where`, or any of what is computed.
//
// In:  a checked value and the type that it is asked to be. Out: a note, for those that can be computed without an environment
// (compiler/evaluate/doubts.ts). So a wrong constant is found in code that nobody uses as well. Rules of whole records and maps are
// not noted: they are asked of what overlays have made of them.

import type { Expression } from "../ast.ts";
import { withoutOptional, type Limit, type Type } from "../types.ts";
import { implied } from "../types/limits.ts";
import { unmarked } from "../types/marks.ts";
import { spanOf, type Checker, type Scope } from "./context.ts";
import { computedWhere, noteNeed } from "./recursion.ts";

export function noteDoubt(checker: Checker, at: Expression, found: Type, expected: Type, scope: Scope): void {
  const open = inDoubt(at, withoutOptional(unmarked(found)), withoutOptional(unmarked(expected)));
  if (open.length === 0) return;
  const { module, by, system, frame, siblings } = scope;
  for (const limit of open) {
    if (limit.kind === "where")
      noteNeed(checker, by, computedWhere(checker, limit.condition, limit.module), spanOf(module, at));
  }
  // Tests are run on demand, and may expect an error; the library has tests of its own.
  if (scope.judge !== null || module.standard !== null) return;
  const inFile = system === null && frame === null && siblings === null && by?.kind !== "fn";
  const alone = inFile && scope.it === null && scope.super === null;
  checker.doubts.push({ expression: at, type: expected, module, alone });
}

/** The refinements that the value may break. */
function inDoubt(at: Expression, found: Type, expected: Type): readonly Limit[] {
  switch (expected.kind) {
    case "scalar":
      return expected.limits.filter((limit) => {
        if (found.kind === "scalar" && implied(found, limit)) return false;
        // What is known here was judged by all but conditions.
        return limit.kind === "where" || (at.kind !== "literal" && found.kind !== "literal");
      });
    case "union":
      return expected.members.flatMap((member) =>
        member.kind === "scalar" ? inDoubt(at, found, member) : [],
      );
    case "list": {
      const own = found === expected ? [] : (expected.limits ?? []);
      // The elements of one that is written in place were looked at one by one.
      const inside = found.kind === "list" && at.kind !== "list";
      return inside ? [...own, ...inDoubt(at, found.element, expected.element)] : own;
    }
    case "poison":
    case "data":
    case "null":
    case "literal":
    case "optional":
    case "record":
    case "map":
    case "keyed":
    case "resource":
    case "instance":
    case "secret":
    case "deferred":
    case "pattern":
    case "function":
    case "parameter":
      return [];
  }
}
