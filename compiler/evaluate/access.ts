// `a.b`, `a[k]`, calls of methods and renderers: the reads, and with them the edges.
//
// An edge comes from reading an output, a key field, or a resource as a whole; another known field is arithmetic.

import type { Access, Step, Word } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import type { Span } from "../source.ts";
import {
  ABSENT,
  isAbsent,
  isDeferred,
  POISONED,
  type Code,
  type Container,
  type ResourceValue,
  type Scope,
  type Shape,
  type Value,
} from "../values.ts";
import { askOfResource, compileAsked } from "./asked.ts";
import { compileCall, compileCallOfValue } from "./calls.ts";
import { need, reportAt, type CodeContext, type Evaluator } from "./context.ts";
import { reportDeferred } from "./deferred.ts";
import { compileReference } from "./names.ts";
import { readSlot } from "./slots.ts";

/** One step on the way: from the value before it to the one after it. */
type Stride = (evaluator: Evaluator, value: Value, scope: Scope) => Value;

export function compileAccess(evaluator: Evaluator, access: Access, context: CodeContext): Code {
  const inside: CodeContext = { ...context, given: null };
  const { base, steps } = access;
  const { calls, checker } = evaluator.checked;
  const [first, second] = steps;
  const target = first?.kind === "call" ? calls.get(first) : undefined;
  const inner = second?.kind === "call" ? calls.get(second) : undefined;
  let at = 0;
  let start: Code;
  const asked = first?.kind === "call" ? compileAsked(evaluator, base, first, inside) : null;
  if (asked !== null) {
    start = asked;
    at = 1;
  } else if (first?.kind === "call" && target !== undefined) {
    const call = compileCall(evaluator, target, first, base, inside, false);
    start = (rt, scope) => call(rt, null, scope);
    at = 1;
  } else if (first?.kind === "call") {
    start = compileCallOfValue(evaluator, evaluator.compile(evaluator, base, null, inside), first, inside);
    at = 1;
  } else if (second?.kind === "call" && inner !== undefined && !inner.method) {
    // A function of a module that was imported whole.
    const named = first?.kind === "field" ? first.name : base;
    const call = compileCall(evaluator, inner, second, named, inside, false);
    start = (rt, scope) => call(rt, null, scope);
    at = 2;
  } else {
    const member = first === undefined ? undefined : checker.members.get(first);
    const placed = first === undefined ? undefined : checker.placed.get(first);
    if (member !== undefined) {
      start = (rt) => rt.global(rt, member.declaration, member.module);
      at = 1;
    } else if (first !== undefined && placed !== undefined) {
      start = compileReference(placed, spanOf(context.module, access));
      at = 1;
    } else start = evaluator.compile(evaluator, base, null, inside);
  }
  const strides: Stride[] = [];
  /** Where `?.` stands: what is absent before it ends the way. */
  const optional: boolean[] = [];
  for (; at < steps.length; at++) {
    const step = steps[at] as Step;
    const next = steps[at + 1];
    optional.push(step.kind === "field" && step.optional);
    if (step.kind === "field" && next?.kind === "call") {
      const method = calls.get(next);
      strides.push(
        method === undefined ? () => POISONED : compileCall(evaluator, method, next, step.name, inside, true),
      );
      at++;
    } else if (step.kind === "field") {
      strides.push(compileField(step.name, context, base.kind === "it" && strides.length === 0));
    } else if (step.kind === "index") strides.push(compileIndex(evaluator, step, inside));
    else strides.push(() => POISONED);
  }
  const [only, ...more] = strides;
  if (only !== undefined && more.length === 0 && optional[0] === false)
    return (rt, scope) => only(rt, start(rt, scope), scope);
  return (rt, scope) => {
    let value = start(rt, scope);
    for (let index = 0; index < strides.length; index++) {
      if (optional[index] === true && isAbsent(value)) return ABSENT;
      value = (strides[index] as Stride)(rt, value, scope);
    }
    return value;
  };
}

function compileField(name: Word, { module }: CodeContext, own: boolean): Stride {
  const span = spanOf(module, name);
  const { text } = name;
  // Thousands of resources have one shape: where the field stands in it is found once.
  let shape: Shape | null = null;
  let place = 0;
  return (rt, base) => {
    if (typeof base !== "object" || base === null || base.kind !== "resource" || base.existing)
      return readField(rt, base, text, span, own);
    const { fields, record } = base;
    if (fields.shape === shape) return rt.read(rt, fields, place);
    const field = record.fields.get(text);
    const index = fields.shape.keys.get(text);
    if (field !== undefined && index !== undefined && !field.output && (own || !field.key)) {
      shape = fields.shape;
      place = index;
    }
    return readField(rt, base, text, span, own);
  };
}

/** `own`: of the resource that is being written, whose key makes no edge to itself. */
export function readField(evaluator: Evaluator, base: Value, name: string, span: Span, own: boolean): Value {
  if (typeof base !== "object" || base === null) return POISONED;
  switch (base.kind) {
    case "resource":
      return readResource(evaluator, base, name, span, own);
    case "container":
      return readEntry(evaluator, base, name, span);
    case "instance":
      return readSlot(evaluator, base, name, span);
    case "deferred":
      return {
        ...base,
        residual: { $get: base.residual, path: [name] },
        size: base.size + 1,
        path: `${base.path}.${name}`,
      };
    case "absent":
      return ABSENT;
    case "function":
    case "list":
    case "poison":
      return POISONED;
  }
}

function readResource(
  evaluator: Evaluator,
  resource: ResourceValue,
  name: string,
  span: Span,
  own: boolean,
): Value {
  const field = resource.record.fields.get(name);
  if (field === undefined) return askOfResource(evaluator, resource, name);
  if (field.output) return outputOf(evaluator, resource, name, span);
  if (field.key && !own) need(evaluator, resource.address, span);
  const { fields } = resource;
  const index = fields.shape.keys.get(name);
  if (index === undefined) return POISONED;
  // Of what is only read, what was not given is what the target says.
  if (resource.existing && fields.shape.tops[index]?.operation === "default")
    return outputOf(evaluator, resource, name, span);
  return evaluator.read(evaluator, fields, index);
}

function outputOf(evaluator: Evaluator, { address }: ResourceValue, name: string, span: Span): Value {
  need(evaluator, address, span);
  const residual = { $from: address, output: name };
  return { kind: "deferred", residual, size: 1, from: [address], path: `${address}.${name}` };
}

function readEntry(evaluator: Evaluator, container: Container, key: string, span: Span): Value {
  const { shape } = container;
  const index = shape.keys.get(key);
  if (index !== undefined && shape.tops[index]?.source.kind !== "removed")
    return evaluator.read(evaluator, container, index);
  const keys = [...shape.keys.keys()];
  const near = nearest(key, keys);
  const gone = shape.gone.get(key);
  const labels = gone === undefined ? [] : [secondary(gone.span, "removed here")];
  const help =
    near !== null ? `write \`${near}\`` : keys.length > 0 ? `there are ${keys.toSorted().join(", ")}` : null;
  const parameters = { name: key, why: "there is no such key" };
  reportAt(evaluator, "SP3006", parameters, span, "no such key", { help, near, labels });
  return POISONED;
}

function compileIndex(
  evaluator: Evaluator,
  step: Extract<Step, { kind: "index" }>,
  context: CodeContext,
): Stride {
  const code = evaluator.compile(evaluator, step.index, null, context);
  const span = spanOf(context.module, step);
  const indexSpan = spanOf(context.module, step.index);
  return (rt, base, scope) => {
    const index = code(rt, scope);
    if (isDeferred(index)) {
      reportDeferred(rt, index, "a key", indexSpan);
      return POISONED;
    }
    if (typeof base !== "object" || base === null) return POISONED;
    if (base.kind === "deferred" && (typeof index === "string" || typeof index === "number")) {
      const path = `${base.path}[${JSON.stringify(index)}]`;
      return { ...base, residual: { $get: base.residual, path: [index] }, size: base.size + 1, path };
    }
    if (base.kind === "container" && typeof index === "string") return readEntry(rt, base, index, span);
    if (base.kind === "list" && typeof index === "number") {
      const item = base.items[index];
      if (item !== undefined) return rt.force(rt, item);
      const why = `the list has ${base.items.length} elements, counted from 0`;
      reportAt(rt, "SP3006", { name: `[${index}]`, why }, span, "no such element");
    }
    return POISONED;
  };
}
