// Calls: of functions of the language, of those that the compiler itself computes, and of functions that were handed over.
//
// Surprising: an argument is a cell, computed when somebody reads it, like every other value. So is an element of a list
// that `map` makes.

import type { Argument, Expression, Node } from "../ast.ts";
import { spanOf, type CallStep, type CallTarget, type FnInfo } from "../check/context.ts";
import { isResidualFunction, nativeOf, type NativeCall } from "../functions.ts";
import type { Span } from "../source.ts";
import {
  ABSENT,
  knownCell,
  newCell,
  POISONED,
  withFrame,
  type Cell,
  type EvalScope,
  type FunctionValue,
  type Value,
} from "../values.ts";
import { reportAt, spend, type Evaluator } from "./context.ts";
import { isDeferred, reportDeferred } from "./deferred.ts";

/** `self`: the value before the dot of a method. */
export function callFn(
  evaluator: Evaluator,
  target: CallTarget,
  call: CallStep,
  self: Value | null,
  /** The name of the function where it is called. */
  at: Node,
  scope: EvalScope,
  cell: Cell,
): Value {
  const { fn } = target;
  const span = spanOf(scope.module, at);
  if (!spend(evaluator, "steps", 1, span)) return POISONED;
  const args = bindArguments(fn, call.args, self, scope, cell, span);
  return run(evaluator, fn, args, span, cell);
}

function bindArguments(
  fn: FnInfo,
  given: readonly Argument[],
  self: Value | null,
  scope: EvalScope,
  cell: Cell,
  span: Span,
): ReadonlyMap<string, Cell> {
  const names = new Map<string, Cell>();
  const offset = self === null ? 0 : 1;
  const inside: EvalScope = { ...emptyScope(fn), frame: { names, outer: null } };
  for (const [index, param] of fn.params.entries()) {
    const name = `${fn.name}.${param.name}`;
    const type = fn.declaration.generics.length === 0 ? param.type : null;
    if (index === 0 && self !== null) {
      names.set(param.name, knownCell(name, span, self));
      continue;
    }
    const arg = given.find((item, at) =>
      item.name === null ? at + offset === index : item.name.text === param.name,
    );
    if (arg !== undefined) {
      const source = { kind: "expression", expression: arg.value, scope } as const;
      const at = spanOf(scope.module, arg);
      names.set(param.name, newCell({ name, span: at, type, source, below: cell.below }));
    } else if (param.value === null) names.set(param.name, knownCell(name, span, ABSENT));
    else {
      const source = { kind: "expression", expression: param.value, scope: inside } as const;
      names.set(param.name, newCell({ name, span: spanOf(fn.module, param.value), type, source }));
    }
  }
  return names;
}

function emptyScope(fn: FnInfo): EvalScope {
  return { module: fn.module, instance: null, frame: null, siblings: null, it: POISONED, overlay: null };
}

function run(
  evaluator: Evaluator,
  fn: FnInfo,
  names: ReadonlyMap<string, Cell>,
  span: Span,
  cell: Cell,
): Value {
  const { value } = fn.declaration;
  if (value !== null) {
    const scope: EvalScope = { ...emptyScope(fn), frame: { names, outer: null } };
    // The body has a cell of its own, so that its name and its place stand in a loop of values.
    const type = fn.declaration.generics.length === 0 ? fn.result : null;
    const body = newCell({
      name: `${fn.name}(...)`,
      span,
      type,
      source: { kind: "expression", expression: value, scope },
    });
    return evaluator.force(evaluator, body);
  }
  return runNative(evaluator, fn, names, span, cell);
}

function runNative(
  evaluator: Evaluator,
  fn: FnInfo,
  names: ReadonlyMap<string, Cell>,
  span: Span,
  cell: Cell,
): Value {
  const native = nativeOf(fn.module.standard, fn.name);
  if (native === null) return POISONED;
  const args: Value[] = [];
  const residual = isResidualFunction(fn.module.standard, fn.name);
  for (const param of names.values()) {
    const value = evaluator.force(evaluator, param);
    if (isPoison(value)) return POISONED;
    if (!residual && isDeferred(value)) {
      reportDeferred(evaluator, value, `a value in \`${fn.name}(...)\``, span);
      return POISONED;
    }
    args.push(value);
  }
  const call: NativeCall = {
    evaluator,
    span,
    name: cell.name,
    apply: (value, given) => apply(evaluator, value, given, span, cell.name),
    refuse: (why) => {
      reportAt(evaluator, "SP3005", { why }, span, "computed here");
      return POISONED;
    },
  };
  return native(call, args);
}

function isPoison(value: Value): boolean {
  return typeof value === "object" && value !== null && value.kind === "poison";
}

/** A function that was handed over, applied to values: the cell of what it gives. */
function apply(evaluator: Evaluator, fn: Value, given: readonly Value[], span: Span, name: string): Cell {
  if (typeof fn !== "object" || fn === null || fn.kind !== "function" || !spend(evaluator, "steps", 1, span))
    return knownCell(name, span, POISONED);
  return applied(
    evaluator,
    fn,
    given.map((value) => knownCell(name, span, value)),
    span,
    name,
  );
}

function applied(
  evaluator: Evaluator,
  value: FunctionValue,
  given: readonly Cell[],
  span: Span,
  name: string,
): Cell {
  const { of, scope } = value;
  const names = new Map<string, Cell>();
  if (of.kind === "lambda") {
    for (const [index, param] of of.params.entries()) {
      const cell = given[index];
      if (cell !== undefined) names.set(param, cell);
    }
    const source = { kind: "expression", expression: of.body, scope: withFrame(scope, names) } as const;
    return newCell({ name, span: spanOf(scope.module, of.body), source });
  }
  for (const [index, param] of of.fn.params.entries()) {
    const cell = given[index];
    if (cell !== undefined) names.set(param.name, cell);
  }
  const body = of.fn.declaration.value;
  if (body === null)
    return knownCell(name, span, runNative(evaluator, of.fn, names, span, knownCell(name, span, POISONED)));
  const inside: EvalScope = { ...emptyScope(of.fn), frame: { names, outer: null } };
  return newCell({ name, span, source: { kind: "expression", expression: body, scope: inside } });
}

/** A call of a parameter that is a function. */
export function callValue(
  evaluator: Evaluator,
  fn: Value,
  call: CallStep,
  scope: EvalScope,
  cell: Cell,
): Value {
  const span = spanOf(scope.module, call);
  if (typeof fn !== "object" || fn === null || fn.kind !== "function") return POISONED;
  if (!spend(evaluator, "steps", 1, span)) return POISONED;
  const given = call.args.map((arg, index) =>
    newCell({
      name: `${cell.name}(${index + 1})`,
      span: spanOf(scope.module, arg),
      source: { kind: "expression", expression: arg.value, scope },
    }),
  );
  return evaluator.force(evaluator, applied(evaluator, fn, given, span, cell.name));
}

export function lambdaValue(expression: Expression & { kind: "lambda" }, scope: EvalScope): FunctionValue {
  const params = expression.params.map((word) => word.text);
  return { kind: "function", of: { kind: "lambda", params, body: expression.body }, scope };
}
