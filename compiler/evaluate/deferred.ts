// Values that are known only after apply, where something must be known before.

import type { Expression } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import type { Cell, Deferred, EvalScope, Value } from "../values.ts";
import { reportAt, type Evaluator } from "./context.ts";

/** A condition: true, false, or null where it cannot be decided (which is reported). */
export function decide(
  evaluator: Evaluator,
  expression: Expression,
  scope: EvalScope,
  cell: Cell,
  what: string,
): boolean | null {
  const value = evaluator.evaluate(evaluator, expression, null, scope, cell);
  if (typeof value === "boolean") return value;
  if (isDeferred(value)) reportDeferred(evaluator, value, what, spanOf(scope.module, expression));
  return null;
}

export function isDeferred(value: Value): value is Deferred {
  return typeof value === "object" && value !== null && value.kind === "deferred";
}

export function reportDeferred(
  evaluator: Evaluator,
  value: Deferred,
  what: string,
  span: ReturnType<typeof spanOf>,
): void {
  reportAt(evaluator, "SP3003", { path: value.path, what }, span, `needs \`${value.path}\``);
}
