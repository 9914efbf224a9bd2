// What can be judged only of the finished value: the assertions of records, and refinements of records and maps.
//
// Overlays amend containers piece by piece, so a rule over several fields is asked of the merged result and not of the
// definitions below it.

import type { Assert, Expression } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { secondary, type Label } from "../diagnostics.ts";
import { showType } from "../types.ts";
import {
  fileEvalScope,
  knownCell,
  POISONED,
  type Cell,
  type Container,
  type EvalScope,
  type Value,
} from "../values.ts";
import { judge, reportLimit } from "./conform.ts";
import { reportAt, type Evaluator } from "./context.ts";
import { decide } from "./deferred.ts";

export function verify(evaluator: Evaluator, value: Value, cell: Cell): void {
  if (typeof value !== "object" || value === null) return;
  if (value.kind === "list") {
    for (const item of value.items) verify(evaluator, evaluator.force(evaluator, item), item);
    return;
  }
  if (value.kind !== "container" || evaluator.verified.has(value)) return;
  evaluator.verified.add(value);
  for (const inner of value.entries.values()) verify(evaluator, evaluator.force(evaluator, inner), inner);
  verifyContainer(evaluator, value, cell);
}

function verifyContainer(evaluator: Evaluator, container: Container, cell: Cell): void {
  const { type } = container;
  if (type === null || !("limits" in type || type.kind === "record")) return;
  if (type.kind === "record") {
    for (const { assert, module } of type.record.asserts) {
      const scope = { ...fileEvalScope(module), siblings: container, it: container };
      judgeAssert(evaluator, assert, scope, cell.name, cell);
    }
  }
  for (const limit of ("limits" in type ? type.limits : null) ?? []) {
    const wrong = judge(evaluator, limit, container, cell);
    if (wrong !== null) reportLimit(evaluator, limit, "this value", showType(type), wrong, cell);
  }
}

/** `owner` is whom the assertion is about; `at` where it was written, when that is somewhere else. */
export function judgeAssert(
  evaluator: Evaluator,
  assert: Assert,
  scope: EvalScope,
  owner: string,
  at: Cell | null = null,
): void {
  const span = spanOf(scope.module, assert.condition);
  const cell = knownCell(owner, span, POISONED);
  if (decide(evaluator, assert.condition, scope, cell, "an assertion") !== false) return;
  const text = scope.module.file.text.slice(assert.condition.start, assert.condition.end);
  const condition = text.replaceAll(/\s+/g, " ");
  const said =
    assert.message === null ? null : evaluator.evaluate(evaluator, assert.message, null, scope, cell);
  const why = typeof said === "string" ? said : `\`${condition}\` does not hold`;
  const labels = partsOf(evaluator, assert.condition, scope, cell);
  if (at === null) {
    reportAt(evaluator, "SP3010", { owner, why }, span, "does not hold", { labels });
    return;
  }
  const where = secondary(span, "this does not hold");
  reportAt(evaluator, "SP3010", { owner, why }, at.span, "breaks a rule of its type", {
    labels: [where, ...labels],
  });
}

/** The values of the parts of a condition, where they say more than the source does. */
function partsOf(evaluator: Evaluator, condition: Expression, scope: EvalScope, cell: Cell): Label[] {
  if (condition.kind === "unary") return partsOf(evaluator, condition.operand, scope, cell);
  if (condition.kind !== "chain") return partOf(evaluator, condition, scope, cell);
  return [condition.first, ...condition.rest.map((link) => link.operand)]
    .flatMap((part) =>
      part.kind === "chain" ? partsOf(evaluator, part, scope, cell) : partOf(evaluator, part, scope, cell),
    )
    .slice(0, 4);
}

function partOf(evaluator: Evaluator, part: Expression, scope: EvalScope, cell: Cell): Label[] {
  if (part.kind !== "name" && part.kind !== "access") return [];
  const value = evaluator.evaluate(evaluator, part, null, scope, cell);
  if (typeof value === "object") return [];
  return [secondary(spanOf(scope.module, part), `is ${JSON.stringify(value)}`)];
}
