// From a flat row of operands and operators to a tree.
//
// The grammar reads `a + b * c` as a row (one rule for each operand instead of one for each level of precedence, which is
// most of the cost of such a grammar). Here the row becomes chains. From loose to tight: `??`, `or`, `and`, `not`,
// comparisons, `..`, `+ -`, `* /`, the sign.

import type { IToken } from "chevrotain";
import type { BinaryOperator, Expression, Link } from "../ast.ts";

export type RowItem =
  | { readonly kind: "operand"; readonly expression: Expression }
  | { readonly kind: "prefix"; readonly operator: "not" | "-"; readonly token: IToken }
  | { readonly kind: "binary"; readonly operator: BinaryOperator | ".."; readonly token: IToken };

const LEVEL: Readonly<Record<BinaryOperator | "..", number>> = {
  "??": 0,
  or: 1,
  and: 2,
  "==": 4,
  "!=": 4,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "..": 5,
  "+": 6,
  "-": 6,
  "*": 7,
  "/": 7,
};
const NOT_LEVEL = 3;
const OPERAND_LEVEL = 8;

interface Row {
  readonly items: readonly RowItem[];
  at: number;
  /** The second `..` of `1..2..3`, which says nothing. */
  twice: IToken | null;
}

export function climbRow(items: readonly RowItem[], refuse: (token: IToken) => void): Expression {
  const row: Row = { items, at: 0, twice: null };
  const expression = climb(row, 0);
  if (row.twice !== null) refuse(row.twice);
  return expression;
}

function climb(row: Row, level: number): Expression {
  if (level === OPERAND_LEVEL) return operand(row);
  const next = row.items[row.at];
  if (level === NOT_LEVEL && next?.kind === "prefix" && next.operator === "not") {
    row.at++;
    const inner = climb(row, level);
    return { kind: "unary", operator: "not", operand: inner, start: next.token.startOffset, end: inner.end };
  }
  let first = climb(row, level + 1);
  let rest: Link[] | null = null;
  let ranged = false;
  for (;;) {
    const item = row.items[row.at];
    if (item?.kind !== "binary" || LEVEL[item.operator] !== level) break;
    row.at++;
    const right = climb(row, level + 1);
    if (item.operator === "..") {
      const { start } = first;
      if (ranged) row.twice ??= item.token;
      first = ranged
        ? { kind: "missing", start, end: right.end }
        : { kind: "range", from: first, to: right, start, end: right.end };
      ranged = true;
      continue;
    }
    const start = item.token.startOffset;
    const link: Link = { operator: item.operator, operand: right, start, end: endOf(item.token) };
    if (rest === null) rest = [link];
    else rest.push(link);
  }
  const last = rest?.at(-1);
  if (rest === null || last === undefined) return first;
  return { kind: "chain", first, rest, start: first.start, end: last.operand.end };
}

function operand(row: Row): Expression {
  const item = row.items[row.at];
  if (item === undefined) return { kind: "missing", start: 0, end: 0 };
  row.at++;
  if (item.kind === "operand") return item.expression;
  const start = item.token.startOffset;
  if (item.kind === "binary") return { kind: "missing", start, end: endOf(item.token) };
  const inner = item.operator === "-" ? operand(row) : climb(row, NOT_LEVEL);
  return { kind: "unary", operator: item.operator, operand: inner, start, end: inner.end };
}

function endOf(token: IToken): number {
  return (token.endOffset ?? token.startOffset) + 1;
}
