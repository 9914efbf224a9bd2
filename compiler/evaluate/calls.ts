// Calls: of functions of the language, of those that the compiler itself computes, and of functions that were handed over.
//
// Surprising: an argument is a cell, computed when somebody reads it, like every other value. So is an element of a list
// that `map` makes. What the compiler itself computes reads all its arguments, and gets them as values.

import type { Expression, Node } from "../ast.ts";
import { spanOf, type CallStep, type CallTarget, type FnInfo } from "../check/context.ts";
import { isResidualFunction, nativeOf, type Native, type NativeCall } from "../functions.ts";
import type { Span } from "../source.ts";
import type { Type } from "../types.ts";
import {
  ABSENT,
  Cell,
  FILE_SCOPE,
  isDeferred,
  isPoison,
  knownCell,
  POISONED,
  type Scope,
  withName,
  type Code,
  type Frame,
  type FunctionValue,
  type Named,
  type Value,
} from "../values.ts";
import { reportAt, spend, type CodeContext, type Evaluator } from "./context.ts";
import { reportDeferred } from "./deferred.ts";
import { demandOf, hold, meets, type Demand, type Holder } from "./hold.ts";

interface Parameter extends Holder {
  readonly name: string;
  readonly type: Type | null;
  readonly demand: Demand;
  /** What is given for it where the function is called; `default`: what stands in its declaration. */
  readonly given: { readonly code: Code; readonly span: Span; readonly from: "call" | "default" } | null;
}

export type Call = (evaluator: Evaluator, self: Value | null, scope: Scope) => Value;

/** `at`: the name of the function where it is called. `method`: the first argument is the value before the dot. */
export function compileCall(
  evaluator: Evaluator,
  target: CallTarget,
  call: CallStep,
  at: Node,
  context: CodeContext,
  method: boolean,
): Call {
  const { fn } = target;
  const span = spanOf(context.module, at);
  const own = fn.module;
  const isGeneric = fn.declaration.generics.length > 0;
  const offset = method ? 1 : 0;
  const parameters = fn.params.map((param, index): Parameter => {
    const type = isGeneric ? null : param.type;
    const label = `${fn.name}.${param.name}`;
    const made = (given: Parameter["given"], own = type): Parameter => ({
      name: param.name,
      type: own,
      demand: own === null ? "nothing" : demandOf(evaluator, own),
      given,
      seat: () => ({ span: given?.span ?? span, below: null, up: label, label: "" }),
    });
    if (index === 0 && method) return made(null, null);
    const arg = call.args.find((item, place) =>
      item.name === null ? place + offset === index : item.name.text === param.name,
    );
    if (arg !== undefined) {
      const code = evaluator.compile(evaluator, arg.value, type, context);
      return made({ code, span: spanOf(context.module, arg), from: "call" });
    }
    if (param.value === null) return made(null);
    const inside: CodeContext = { module: own, definition: null, given: null, strength: "normal" };
    const code = evaluator.compile(evaluator, param.value, type, inside);
    return made({ code, span: spanOf(own, param.value), from: "default" });
  });
  if (fn.declaration.value === null) {
    const native = prepareNative(fn);
    if (native === null) return () => POISONED;
    const { name } = fn;
    /** The argument at a place, or poison, which was reported. */
    const argument = (rt: Evaluator, at: number, self: Value | null, scope: Scope): Value => {
      const value = argumentOf(rt, parameters[at] as Parameter, at === 0 && method ? self : null, scope);
      return passable(rt, native, value, name, span);
    };
    const { length } = parameters;
    // Nearly all take one or two, and thousands of resources call them.
    if (length === 1 || length === 2) {
      const isPair = length === 2;
      // What makes one plain value of others names nothing and calls nobody, so one will do for all.
      const isPlain = [fn.result, ...fn.params.map(({ type }) => type)].every(isScalar);
      let plain: Calling | null = null;
      return (rt, self, scope) => {
        if (!spend(rt, "steps", 1, span)) return POISONED;
        const { up, label } = rt;
        const first = argument(rt, 0, self, scope);
        if (first === POISONED) return POISONED;
        const second = isPair ? argument(rt, 1, null, scope) : ABSENT;
        if (second === POISONED) return POISONED;
        let call = isPlain && plain?.evaluator === rt ? plain : null;
        if (call === null) {
          call = new Calling(rt, span, up, label);
          plain = call;
        }
        return isPair ? native.run(call, first, second) : native.run(call, first);
      };
    }
    return (rt, self, scope) => {
      if (!spend(rt, "steps", 1, span)) return POISONED;
      const { up, label } = rt;
      const args: Value[] = [];
      for (let index = 0; index < length; index++) {
        const value = argument(rt, index, self, scope);
        if (value === POISONED) return POISONED;
        args.push(value);
      }
      return native.run(new Calling(rt, span, up, label), ...args);
    };
  }
  return (rt, self, scope) => {
    if (!spend(rt, "steps", 1, span)) return POISONED;
    let frame: Frame | null = null;
    for (let index = 0; index < parameters.length; index++) {
      const { given, name, type } = parameters[index] as Parameter;
      const label = `${fn.name}.${name}`;
      const cell: Cell =
        index === 0 && method
          ? knownCell(label, "", span, self ?? POISONED)
          : given === null
            ? knownCell(label, "", span, ABSENT)
            : new Cell(
                label,
                "",
                given.span,
                type,
                given.code,
                given.from === "call" ? scope : functionScope(frame),
              );
      frame = { name, cell, outer: frame };
    }
    // The body has a cell of its own, so that its name and its place stand in a loop of values.
    const body = new Cell(
      `${fn.name}(...)`,
      "",
      span,
      isGeneric ? null : fn.result,
      bodyOf(rt, fn),
      functionScope(frame),
    );
    return rt.force(rt, body);
  };
}

function isScalar(type: Type | null): boolean {
  return type?.kind === "scalar";
}

/** What the compiler itself computes reads all its arguments, so they need no cells. */
function argumentOf(evaluator: Evaluator, parameter: Parameter, self: Value | null, scope: Scope): Value {
  if (self !== null) return self;
  const { given, type, demand } = parameter;
  if (given === null) return ABSENT;
  if (given.from === "default") return given.code(evaluator, FILE_SCOPE);
  const value = given.code(evaluator, scope);
  return type === null || meets(value, demand) ? value : hold(evaluator, value, type, parameter);
}

function functionScope(frame: Frame | null): Scope {
  return FILE_SCOPE.withFrame(frame);
}

function bodyOf(evaluator: Evaluator, fn: FnInfo): Code {
  const { functions } = evaluator.memory;
  const known = functions.get(fn.declaration);
  if (known !== undefined) return known;
  const { value } = fn.declaration;
  const context: CodeContext = { module: fn.module, definition: null, given: null, strength: "normal" };
  const expected = fn.declaration.generics.length > 0 ? null : fn.result;
  const code: Code = value === null ? () => POISONED : evaluator.compile(evaluator, value, expected, context);
  functions.set(fn.declaration, code);
  return code;
}

// --- Functions of the compiler ---------------------------------------------------------------------------------------

interface Prepared {
  readonly run: Native;
  /** What is known only after apply may be in its arguments. */
  readonly residual: boolean;
}

function prepareNative(fn: FnInfo): Prepared | null {
  const run = nativeOf(fn.module.standard, fn.name);
  return run === null ? null : { run, residual: isResidualFunction(fn.module.standard, fn.name) };
}

/** The value, or poison where the function cannot be given it, which was said. */
function passable(evaluator: Evaluator, native: Prepared, value: Value, name: string, span: Span): Value {
  if (isPoison(value)) return POISONED;
  if (native.residual || !isDeferred(value)) return value;
  reportDeferred(evaluator, value, `a value in \`${name}(...)\``, span);
  return POISONED;
}

/** Made for every call, so it holds only what it needs. */
class Calling implements NativeCall {
  readonly evaluator: Evaluator;
  readonly span: Span;
  readonly up: Named;
  readonly label: string;

  constructor(evaluator: Evaluator, span: Span, up: Named, label: string) {
    this.evaluator = evaluator;
    this.span = span;
    this.up = up;
    this.label = label;
  }

  apply(fn: Value, given: readonly Value[]): Cell {
    return apply(this.evaluator, fn, given, this.span, this.up, this.label);
  }

  refuse(why: string): Value {
    reportAt(this.evaluator, "SP3005", { why }, this.span, "computed here");
    return POISONED;
  }
}

// --- Functions that are handed over ----------------------------------------------------------------------------------

/** A function that was handed over, applied to values: the cell of what it gives. */
function apply(
  evaluator: Evaluator,
  fn: Value,
  given: readonly Value[],
  span: Span,
  up: Named,
  label: string,
): Cell {
  if (typeof fn !== "object" || fn === null || fn.kind !== "function" || !spend(evaluator, "steps", 1, span))
    return knownCell(up, label, span, POISONED);
  const cells = given.map((value) => knownCell(up, label, span, value));
  return applied(evaluator, fn, cells, span, up, label);
}

function applied(
  evaluator: Evaluator,
  value: FunctionValue,
  given: readonly Cell[],
  span: Span,
  up: Named,
  label: string,
): Cell {
  const { of, scope } = value;
  if (of.kind === "lambda") {
    let inside = scope;
    for (const [index, param] of of.params.entries()) {
      const cell = given[index];
      if (cell !== undefined) inside = withName(inside, param, cell);
    }
    return new Cell(up, label, of.span, null, of.body, inside);
  }
  if (of.fn.declaration.value === null)
    return knownCell(up, label, span, runNative(evaluator, of.fn, given, span));
  let frame: Frame | null = null;
  for (const [index, param] of of.fn.params.entries()) {
    const cell = given[index];
    if (cell !== undefined) frame = { name: param.name, cell, outer: frame };
  }
  return new Cell(up, label, span, null, bodyOf(evaluator, of.fn), functionScope(frame));
}

function runNative(evaluator: Evaluator, fn: FnInfo, given: readonly Cell[], span: Span): Value {
  const native = prepareNative(fn);
  if (native === null) return POISONED;
  const args: Value[] = [];
  for (const cell of given) {
    const value = passable(evaluator, native, evaluator.force(evaluator, cell), fn.name, span);
    if (value === POISONED) return POISONED;
    args.push(value);
  }
  return native.run(new Calling(evaluator, span, evaluator.up, evaluator.label), ...args);
}

/** A call of a parameter that is a function. */
export function compileCallOfValue(
  evaluator: Evaluator,
  base: Code,
  call: CallStep,
  context: CodeContext,
): Code {
  const span = spanOf(context.module, call);
  const args = call.args.map((arg) => ({
    code: evaluator.compile(evaluator, arg.value, null, context),
    span: spanOf(context.module, arg),
  }));
  return (rt, scope) => {
    const fn = base(rt, scope);
    if (typeof fn !== "object" || fn === null || fn.kind !== "function") return POISONED;
    if (!spend(rt, "steps", 1, span)) return POISONED;
    const { up, label } = rt;
    const given = args.map((arg) => new Cell(up, label, arg.span, null, arg.code, scope));
    return rt.force(rt, applied(rt, fn, given, span, up, label));
  };
}

export function compileLambda(
  evaluator: Evaluator,
  expression: Expression & { kind: "lambda" },
  context: CodeContext,
): Code {
  const params = expression.params.map((word) => word.text);
  const body = evaluator.compile(evaluator, expression.body, null, {
    ...context,
    given: null,
    strength: "normal",
  });
  const span = spanOf(context.module, expression.body);
  return (_, scope) => ({ kind: "function", of: { kind: "lambda", params, body, span }, scope });
}
