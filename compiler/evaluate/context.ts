// What the parts of the evaluator share: its state, and the reports that know a stack.

import type { Address } from "../address.ts";
import type { Expression, KeyedEntry, Let } from "../ast.ts";
import type { Module } from "../bind.ts";
import { spanOf, type Checked } from "../check/context.ts";
import {
  diagnose,
  primary,
  secondary,
  type Code,
  type Details,
  type Diagnostic,
  type Parameters,
} from "../diagnostics.ts";
import type { Span } from "../source.ts";
import type { Type } from "../types.ts";
import type { Cell, EvalScope, Value } from "../values.ts";

export interface Evaluator {
  /** The way back from the families of nodes to the evaluator, without a cycle of imports. */
  readonly force: (evaluator: Evaluator, cell: Cell) => Value;
  readonly evaluate: (
    evaluator: Evaluator,
    expression: Expression,
    expected: Type | null,
    scope: EvalScope,
    cell: Cell,
  ) => Value;
  /** The value of a `let` of a file. */
  readonly global: (evaluator: Evaluator, declaration: Let, module: Module) => Value;
  readonly checked: Checked;
  readonly diagnostics: Diagnostic[];
  readonly environment: string;
  /** The cells that are being computed, the newest last. */
  readonly stack: Cell[];
  /** What the cell that is being computed has read so far that makes an edge, and where. */
  needs: Map<Address, Span> | null;
  readonly globals: Map<object, Cell>;
  readonly sha256: (text: string) => string;
  /** Containers whose assertions were looked at. */
  readonly verified: Set<object>;
  readonly budget: Budget;
}

/** What evaluation may still use. Data that doubles at every step would otherwise fill the machine from a few lines. */
export interface Budget {
  depth: number;
  /** Calls of functions, and rounds of loops. */
  steps: number;
  elements: number;
  characters: number;
  spent: boolean;
}

export const MAX_STEPS = 1_000_000;
export const MAX_ELEMENTS = 5_000_000;
export const MAX_CHARACTERS = 256_000_000;

export function newBudget(): Budget {
  return { depth: 0, steps: MAX_STEPS, elements: MAX_ELEMENTS, characters: MAX_CHARACTERS, spent: false };
}

const LIMITS = { steps: MAX_STEPS, elements: MAX_ELEMENTS, characters: MAX_CHARACTERS } as const;

/** False once the budget is gone, which is said once. */
export function spend(evaluator: Evaluator, what: keyof typeof LIMITS, amount: number, span: Span): boolean {
  const { budget } = evaluator;
  if (budget.spent) return false;
  budget[what] -= amount;
  if (budget[what] >= 0) return true;
  budget.spent = true;
  const limit = LIMITS[what];
  reportAt(evaluator, "SP3009", { limit, what }, span, "the last of it was wanted here");
  return false;
}

export function reportAt<C extends Code>(
  evaluator: Evaluator,
  code: C,
  parameters: Parameters<C>,
  span: Span,
  text: string,
  more: Details = {},
): void {
  const labels = [primary(span, text), ...(more.labels ?? [])];
  evaluator.diagnostics.push(diagnose(code, parameters, { ...more, labels }));
}

/** An entry that amends, sets or removes what an overlay below has removed. */
export function reportNothing(
  evaluator: Evaluator,
  entry: KeyedEntry,
  scope: EvalScope,
  name: string,
  removed: Span,
): void {
  const span = spanOf(scope.module, entry.key);
  const labels = [secondary(removed, "removed here")];
  const details = { labels, help: "drop one of the two" };
  if (entry.kind === "remove")
    reportAt(
      evaluator,
      "SP2107",
      { name, owner: "the system", what: "slot" },
      span,
      "already removed",
      details,
    );
  else reportAt(evaluator, "SP2108", { name, owner: "the system" }, span, "already removed", details);
}

export function need(evaluator: Evaluator, address: Address, span: Span): void {
  evaluator.needs ??= new Map();
  if (!evaluator.needs.has(address)) evaluator.needs.set(address, span);
}

export function needAll(evaluator: Evaluator, needs: ReadonlyMap<Address, Span> | null): void {
  if (needs === null) return;
  for (const [address, span] of needs) need(evaluator, address, span);
}
