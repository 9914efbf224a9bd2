// From a flat row of operands and operators to a tree.
//
// The grammar reads `a + b * c` as a row (one rule for each operand instead of one for each level of precedence, which is
// most of the cost of such a grammar). Here the row becomes chains. From loose to tight: `??`, `or`, `and`, `not`,
// comparisons, `+ -`, `* /`, the sign.

import type { BinaryOperator, Expression, Link } from "../ast.ts";
import type { Node } from "../ast.ts";

export type RowItem =
  | { readonly kind: "operand"; readonly expression: Expression }
  | ({ readonly kind: "prefix"; readonly operator: "not" | "-" } & Node)
  | ({ readonly kind: "binary"; readonly operator: BinaryOperator } & Node);

const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["??"],
  ["or"],
  ["and"],
  [],
  ["==", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/"],
];
const NOT_LEVEL = 3;

interface Row {
  readonly items: readonly RowItem[];
  at: number;
}

export function climbRow(items: readonly RowItem[]): Expression {
  return climb({ items, at: 0 }, 0);
}

function climb(row: Row, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return operand(row);
  const next = row.items[row.at];
  if (level === NOT_LEVEL) {
    if (next?.kind !== "prefix" || next.operator !== "not") return climb(row, level + 1);
    row.at++;
    const inner = climb(row, level);
    return { kind: "unary", operator: "not", operand: inner, start: next.start, end: inner.end };
  }
  const first = climb(row, level + 1);
  const rest: Link[] = [];
  for (;;) {
    const item = row.items[row.at];
    if (item?.kind !== "binary" || !operators.includes(item.operator)) break;
    row.at++;
    rest.push({ operator: item.operator, operand: climb(row, level + 1), start: item.start, end: item.end });
  }
  const last = rest.at(-1);
  return last === undefined
    ? first
    : { kind: "chain", first, rest, start: first.start, end: last.operand.end };
}

function operand(row: Row): Expression {
  const item = row.items[row.at];
  if (item === undefined) return { kind: "missing", start: 0, end: 0 };
  row.at++;
  if (item.kind === "operand") return item.expression;
  if (item.kind === "binary") return { kind: "missing", start: item.start, end: item.end };
  const inner = item.operator === "-" ? operand(row) : climb(row, NOT_LEVEL);
  return { kind: "unary", operator: item.operator, operand: inner, start: item.start, end: inner.end };
}
