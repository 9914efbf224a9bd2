// What a condition that does not hold is made of: the values of its parts, and the definitions that gave them.
//
// In:  a condition that was evaluated already, and where it stands. Out: labels for a report. Surprising: the parts are computed
// once more, on an evaluator that says nothing: a part to which `and` never came may be wrong, and that is nobody's error.

import type { Access, Expression } from "../ast.ts";
import type { Module } from "../bind.ts";
import { formatOf } from "../check/kinds.ts";
import { spanOf } from "../check/context.ts";
import { secondary, type Label } from "../diagnostics.ts";
import { winnerOf } from "./stacks.ts";
import { showFormatted } from "../quantities.ts";
import type { Span } from "../source.ts";
import { withoutOptional, type Type } from "../types.ts";
import { unmarked } from "../types/marks.ts";
import { nameOf, type Container, type Definition, type Scope, type Value } from "../values.ts";
import { codeOf, newBudget, type Evaluator } from "./context.ts";
import { spanOfTop } from "./entries.ts";
import { toJson } from "./text.ts";

/** The definition that won where a part was read. */
export interface Given {
  readonly span: Span;
  readonly text: string;
  /** Nobody wrote it: it is what the type gives. */
  readonly isDefault: boolean;
  readonly container: Container;
}

export interface Parts {
  /** Under the condition: what each part is. */
  readonly values: readonly Label[];
  /** Elsewhere: where that was said. */
  readonly given: readonly Given[];
}

const MAX_VALUES = 8;
const MAX_GIVEN = 3;
const MAX_SHOWN = 60;

/** `lets`: names of the condition's own level, whose values count as parts of it. */
export function partsOf(
  evaluator: Evaluator,
  condition: Expression,
  module: Module,
  scope: Scope,
  lets: ReadonlyMap<string, Expression> = new Map(),
): Parts {
  const quiet: Evaluator = { ...evaluator, diagnostics: [], budget: newBudget(), needs: null, made: null };
  const values: Label[] = [];
  const given: Given[] = [];
  const seen = new Set<string>();
  const look = ({ expression, beside }: Leaf): void => {
    const found = lookAt(quiet, expression, module, scope, beside);
    if (found.text !== null && values.length < MAX_VALUES)
      values.push(secondary(spanOf(module, expression), found.text));
    const at = found.given === null ? "" : `${found.given.span.file.path} ${found.given.span.start}`;
    if (found.given === null || seen.has(at) || given.length >= MAX_GIVEN) return;
    seen.add(at);
    given.push(found.given);
  };
  for (const leaf of leavesOf(condition, [])) {
    look(leaf);
    const { expression } = leaf;
    const inner = expression.kind === "name" ? lets.get(expression.text) : undefined;
    if (inner === undefined) continue;
    // What a name stands for is shown at the name; where it comes from is what its value is made of.
    for (const part of leavesOf(inner, [])) {
      const found = lookAt(quiet, part.expression, module, scope, []).given;
      const at = found === null ? "" : `${found.span.file.path} ${found.span.start}`;
      if (found === null || seen.has(at) || given.length >= MAX_GIVEN) continue;
      seen.add(at);
      given.push(found);
    }
  }
  return { values, given };
}

interface Leaf {
  readonly expression: Expression;
  /** What it is compared with: a number is shown as that one is. */
  readonly beside: readonly Expression[];
}

/** The parts whose values say more than the source does. */
function leavesOf(expression: Expression, beside: readonly Expression[]): Leaf[] {
  switch (expression.kind) {
    case "literal":
    case "regex":
    case "lambda":
    case "missing":
    case "block":
    case "construct":
    case "with":
      return [];
    case "unary":
      return leavesOf(expression.operand, []);
    case "chain": {
      const operands = [expression.first, ...expression.rest.map((link) => link.operand)];
      return operands.flatMap((operand) => leavesOf(operand, operands));
    }
    case "if": {
      const { condition, yes, no } = expression;
      return [condition, yes, ...(no === null ? [] : [no])].flatMap((part) => leavesOf(part, []));
    }
    case "access":
      return leavesOfAccess(expression, beside);
    case "list":
    case "template":
    case "comprehension":
    case "name":
    case "it":
    case "super":
    case "range":
    case "match":
      return [{ expression, beside }];
  }
}

/** Of `a.b.startsWith(c)`: the whole, `a.b` and `c`. */
function leavesOfAccess(access: Access, beside: readonly Expression[]): Leaf[] {
  const whole: Leaf = { expression: access, beside };
  const at = access.steps.findIndex((step) => step.kind === "call");
  const call = access.steps[at];
  if (call?.kind !== "call") return [whole];
  const args = call.args.flatMap((arg) => leavesOf(arg.value, []));
  // `f(x)`: the name of a function has no value to show.
  if (at === 0) return [whole, ...args];
  const before = access.steps.slice(0, at - 1);
  const last = before.at(-1);
  const inner: Expression = last === undefined ? access.base : { ...access, steps: before, end: last.end };
  return [whole, ...leavesOf(inner, []), ...args];
}

interface Seen {
  /** null: nothing that a person could read. */
  readonly text: string | null;
  readonly given: Given | null;
}

function lookAt(
  quiet: Evaluator,
  expression: Expression,
  module: Module,
  scope: Scope,
  beside: readonly Expression[],
): Seen {
  const value = codeOf(quiet, expression, module)(quiet, scope);
  const read = readBy(quiet, expression, module, scope);
  const others = expression.kind === "name" ? beside.filter((item) => item !== expression) : [];
  const types = [read, ...others.map((item) => readBy(quiet, item, module, scope))].map(
    (item) => item?.top.type,
  );
  const type = types.find((item) => item !== null && item !== undefined) ?? null;
  const text = shown(quiet, value, type, module, expression);
  if (read === null || text === null) return { text, given: null };
  const { container, top } = read;
  const { key } = top;
  const winner = winnerOf(quiet, container, top);
  const { overlay } = winner.definition.layer;
  const owner = nameOf(container);
  const name = owner === "" ? key : `${owner}.${key}`;
  const isDefault = winner.definition.operation === "default";
  const by = isDefault
    ? " by default"
    : overlay === null || overlay === "{ }"
      ? ""
      : `: the overlay \`${overlay}\` says so`;
  const span = spanOfTop(winner.container, winner.definition);
  return { text, given: { span, text: `\`${name}\` ${text}${by}`, isDefault, container: winner.container } };
}

/** The definition that a path ends at. */
function readBy(
  quiet: Evaluator,
  expression: Expression,
  module: Module,
  scope: Scope,
): { readonly container: Container; readonly top: Definition } | null {
  if (expression.kind !== "access" || expression.steps.at(-1)?.kind !== "field") return null;
  const code = codeOf(quiet, expression, module);
  code(quiet, scope);
  // What was computed on the way is known now, so that only what the path itself reads is traced.
  const traced: Evaluator = { ...quiet, trace: [] };
  code(traced, scope);
  const read = traced.trace?.findLast((item) => item.kind === "read");
  if (read?.kind !== "read") return null;
  const { container, key } = read;
  const top = container.shape.tops[container.shape.keys.get(key) ?? -1];
  return top === undefined ? null : { container, top };
}

function shown(
  quiet: Evaluator,
  value: Value,
  type: Type | null,
  module: Module,
  expression: Expression,
): string | null {
  const format = type === null ? null : formatOf(withoutOptional(unmarked(type)));
  if (typeof value === "number" && format !== null) return `is ${showFormatted(format, value)}`;
  if (typeof value !== "object" || value === null) return `is ${short(JSON.stringify(value))}`;
  switch (value.kind) {
    case "absent":
      return "is absent";
    case "deferred":
      return "is known only after apply";
    case "list":
    case "container": {
      const data = toJson(quiet, value, spanOf(module, expression));
      return data === null ? null : `is ${short(JSON.stringify(data.json))}`;
    }
    case "resource":
    case "instance":
    case "function":
    case "poison":
      return null;
  }
}

function short(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 3)}...`;
}
