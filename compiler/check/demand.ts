// A found type where another one is asked for: the one place that says "expected, found".

import type { Expression } from "../ast.ts";
import { fits, POISON, showType, type Type } from "../types.ts";
import { report, spanOf, type Checker, type Scope } from "./context.ts";

/** Reports where `found` cannot stand for `expected`; gives the expected type back, so nothing more is said. */
export function demand(checker: Checker, at: Expression, found: Type, expected: Type, scope: Scope): Type {
  if (fits(found, expected)) return found;
  const span = spanOf(scope.module, at);
  const showFound = showType(found);
  const help =
    found.kind === "optional" && fits(found.inner, expected)
      ? "it may be absent: write `x ?? a default`"
      : null;
  report(
    checker,
    "SP2101",
    { expected: showType(expected), found: showFound },
    span,
    `this is ${article(showFound)}`,
    {
      help,
    },
  );
  return POISON;
}

export function article(type: string): string {
  if (/^["[{0-9?-]|^null$|^true$|^false$|^a /.test(type)) return type;
  return `${/^[AEIO]/.test(type) ? "an" : "a"} ${type}`;
}
