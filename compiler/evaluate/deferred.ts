// Values that are known only after apply, where something must be known before.

import type { Expression } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf } from "../check/context.ts";
import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import type { Span } from "../source.ts";
import { isDeferred, type Code, type Deferred, type Scope } from "../values.ts";
import { codeOf, reportAt, type Evaluator } from "./context.ts";

/** A condition: true, false, or null where it cannot be decided (which is reported). */
export function decide(
  evaluator: Evaluator,
  code: Code,
  scope: Scope,
  what: string,
  span: Span,
): boolean | null {
  const value = code(evaluator, scope);
  if (typeof value === "boolean") return value;
  if (isDeferred(value)) reportDeferred(evaluator, value, what, span);
  return null;
}

export function decideExpression(
  evaluator: Evaluator,
  expression: Expression,
  module: Module,
  scope: Scope,
  what: string,
): boolean | null {
  return decide(evaluator, codeOf(evaluator, expression, module), scope, what, spanOf(module, expression));
}

export function reportDeferred(evaluator: Evaluator, value: Deferred, what: string, span: Span): void {
  if (holdsSecret(value.residual)) {
    const why = `nobody may look into it, and ${what} would`;
    reportAt(evaluator, "SP2301", { path: value.path, why }, span, "a secret");
    return;
  }
  reportAt(evaluator, "SP3003", { path: value.path, what }, span, `needs \`${value.path}\``);
}

/** The size of a residual whose parts are not shared. */
export function partsOf(json: Json): number {
  if (typeof json !== "object" || json === null) return 1;
  let size = 1;
  for (const item of isJsonArray(json) ? json : Object.values(json)) size += partsOf(item);
  return size;
}

function holdsSecret(residual: Json): boolean {
  if (isJsonArray(residual)) return residual.some(holdsSecret);
  if (!isJsonObject(residual)) return false;
  return "$secret" in residual || Object.values(residual).some(holdsSecret);
}
