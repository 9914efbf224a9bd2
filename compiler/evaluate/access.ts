// `a.b`, `a[k]`, calls of methods and renderers: the reads, and with them the edges.
//
// An edge comes from reading an output, a key field, or a resource as a whole; another known field is arithmetic.

import type { Access, Step, Word } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { secondary } from "../diagnostics.ts";
import { nearest } from "../near.ts";
import {
  ABSENT,
  POISONED,
  type Cell,
  type Container,
  type EvalScope,
  type ResourceValue,
  type Value,
} from "../values.ts";
import { callFn, callValue } from "./calls.ts";
import { need, reportAt, type Evaluator } from "./context.ts";
import { isDeferred, reportDeferred } from "./deferred.ts";

export function accessValue(evaluator: Evaluator, access: Access, scope: EvalScope, cell: Cell): Value {
  const { base, steps } = access;
  let at = 0;
  let value: Value;
  const [first, second] = steps;
  const target = first?.kind === "call" ? evaluator.checked.calls.get(first) : undefined;
  const inside = second?.kind === "call" ? evaluator.checked.calls.get(second) : undefined;
  if (first?.kind === "call" && target !== undefined) {
    value = callFn(evaluator, target, first, null, base, scope, cell);
    at = 1;
  } else if (first?.kind === "call") {
    value = callValue(evaluator, evaluator.evaluate(evaluator, base, null, scope, cell), first, scope, cell);
    at = 1;
  } else if (second?.kind === "call" && inside !== undefined && !inside.method) {
    // A function of a module that was imported whole.
    value = callFn(evaluator, inside, second, null, first?.kind === "field" ? first.name : base, scope, cell);
    at = 2;
  } else {
    const member = first === undefined ? undefined : evaluator.checked.checker.members.get(first);
    if (member !== undefined) {
      value = evaluator.global(evaluator, member.declaration, member.module);
      at = 1;
    } else value = evaluator.evaluate(evaluator, base, null, scope, cell);
  }
  for (; at < steps.length; at++) {
    const step = steps[at] as Step;
    const next = steps[at + 1];
    if (step.kind === "field" && step.optional && isAbsent(value)) return ABSENT;
    if (step.kind === "field" && next?.kind === "call") {
      const method = evaluator.checked.calls.get(next);
      value =
        method === undefined ? POISONED : callFn(evaluator, method, next, value, step.name, scope, cell);
      at++;
    } else if (step.kind === "field") {
      const own = base.kind === "it" && at === 0;
      value = readField(evaluator, value, step.name, scope, own);
    } else if (step.kind === "index") value = readIndex(evaluator, value, step, scope, cell);
    else return POISONED;
  }
  return value;
}

function isAbsent(value: Value): boolean {
  return typeof value === "object" && value !== null && value.kind === "absent";
}

function readField(evaluator: Evaluator, base: Value, name: Word, scope: EvalScope, own: boolean): Value {
  if (typeof base !== "object" || base === null) return POISONED;
  switch (base.kind) {
    case "resource":
      return readResource(evaluator, base, name, scope, own);
    case "container":
      return readEntry(evaluator, base, name.text, spanOf(scope.module, name));
    case "instance": {
      const slot = base.slots.get(name.text);
      if (slot === undefined) return POISONED;
      if (slot.kind === "cell") return evaluator.force(evaluator, slot);
      if (slot.kind !== "removed") return slot;
      const overlay = slot.overlay === null ? "a block" : `the overlay \`${slot.overlay}\``;
      const labels = [secondary(slot.span, "removed here")];
      reportAt(evaluator, "SP3007", { name: name.text, overlay }, spanOf(scope.module, name), "needed here", {
        labels,
      });
      return POISONED;
    }
    case "deferred":
      return {
        ...base,
        residual: { $get: base.residual, path: [name.text] },
        path: `${base.path}.${name.text}`,
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
  name: Word,
  scope: EvalScope,
  own: boolean,
): Value {
  const field = resource.record.fields.get(name.text);
  if (field === undefined) return POISONED;
  const span = spanOf(scope.module, name);
  if (field.output) {
    need(evaluator, resource.address, span);
    const residual = { $from: resource.address, output: name.text };
    return { kind: "deferred", residual, from: [resource.address], path: `${resource.address}.${name.text}` };
  }
  if (field.key && !own) need(evaluator, resource.address, span);
  const cell = resource.fields.entries.get(name.text);
  if (cell === undefined) return POISONED;
  if (resource.existing && cell.operation === "default") {
    // Of what is only read, what was not given is what the target says.
    need(evaluator, resource.address, span);
    const residual = { $from: resource.address, output: name.text };
    return { kind: "deferred", residual, from: [resource.address], path: `${resource.address}.${name.text}` };
  }
  return evaluator.force(evaluator, cell);
}

function readEntry(
  evaluator: Evaluator,
  container: Container,
  key: string,
  span: ReturnType<typeof spanOf>,
): Value {
  const cell = container.entries.get(key);
  if (cell !== undefined) return evaluator.force(evaluator, cell);
  const keys = [...container.entries.keys()];
  const near = nearest(key, keys);
  const help =
    near !== null ? `write \`${near}\`` : keys.length > 0 ? `there are ${keys.toSorted().join(", ")}` : null;
  reportAt(evaluator, "SP3006", { name: key, why: "there is no such key" }, span, "no such key", {
    help,
    near,
  });
  return POISONED;
}

function readIndex(
  evaluator: Evaluator,
  base: Value,
  step: Extract<Step, { kind: "index" }>,
  scope: EvalScope,
  cell: Cell,
): Value {
  const index = evaluator.evaluate(evaluator, step.index, null, scope, cell);
  const span = spanOf(scope.module, step);
  if (isDeferred(index)) {
    reportDeferred(evaluator, index, "a key", spanOf(scope.module, step.index));
    return POISONED;
  }
  if (typeof base !== "object" || base === null) return POISONED;
  if (base.kind === "deferred" && (typeof index === "string" || typeof index === "number")) {
    const path = `${base.path}[${JSON.stringify(index)}]`;
    return { ...base, residual: { $get: base.residual, path: [index] }, path };
  }
  if (base.kind === "container" && typeof index === "string") return readEntry(evaluator, base, index, span);
  if (base.kind === "list" && typeof index === "number") {
    const item = base.items[index];
    if (item !== undefined) return evaluator.force(evaluator, item);
    const why = `the list has ${base.items.length} elements, counted from 0`;
    reportAt(evaluator, "SP3006", { name: `[${index}]`, why }, span, "no such element");
  }
  return POISONED;
}
