// `a.b`, `a[k]`, calls of methods and renderers: the reads, and with them the edges.
//
// An edge comes from reading an output, a key field, or a resource as a whole; another known field is arithmetic.

import type { Access, Argument, Step, Word } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { secondary } from "../diagnostics.ts";
import { asRenderer, methodsOf, type Plain } from "../functions.ts";
import { nearest } from "../near.ts";
import { type Renderer, renderText } from "../render.ts";
import {
  ABSENT,
  POISONED,
  type Cell,
  type Container,
  type EvalScope,
  type ResourceValue,
  type Value,
} from "../values.ts";
import { need, reportAt, spend, type Evaluator } from "./context.ts";
import { isDeferred, reportDeferred } from "./deferred.ts";
import { hasResidual, toJson } from "./normalize.ts";

export function accessValue(evaluator: Evaluator, access: Access, scope: EvalScope, cell: Cell): Value {
  const { base, steps } = access;
  const [first] = steps;
  let at = 0;
  let value: Value;
  const renderer = base.kind === "name" && first?.kind === "call" ? asRenderer(base.text) : null;
  if (renderer !== null && first?.kind === "call") {
    value = render(evaluator, renderer, access, first.args[0], scope, cell);
    at = 1;
  } else value = evaluator.evaluate(evaluator, base, null, scope, cell);
  for (; at < steps.length; at++) {
    const step = steps[at] as Step;
    const next = steps[at + 1];
    if (step.kind === "field" && next?.kind === "call") {
      value = callMethod(evaluator, value, step.name, next, scope, cell);
      at++;
    } else if (step.kind === "field") {
      const own = base.kind === "it" && at === 0;
      value = readField(evaluator, value, step.name, scope, own);
      if (isAbsent(value) && step.optional) return ABSENT;
    } else if (step.kind === "index") value = readIndex(evaluator, value, step, scope, cell);
    else return POISONED;
    if (isAbsent(value) && steps[at + 1]?.kind === "field") {
      const following = steps[at + 1];
      if (following?.kind === "field" && following.optional) return ABSENT;
    }
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
  return cell === undefined ? POISONED : evaluator.force(evaluator, cell);
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
  if (base.kind === "container" && typeof index === "string") return readEntry(evaluator, base, index, span);
  if (base.kind === "list" && typeof index === "number") {
    const item = base.items[index];
    if (item !== undefined) return evaluator.force(evaluator, item);
    const why = `the list has ${base.items.length} elements, counted from 0`;
    reportAt(evaluator, "SP3006", { name: `[${index}]`, why }, span, "no such element");
  }
  return POISONED;
}

// --- Calls -----------------------------------------------------------------------------------------------------------

function callMethod(
  evaluator: Evaluator,
  self: Value,
  name: Word,
  call: Extract<Step, { kind: "call" }>,
  scope: EvalScope,
  cell: Cell,
): Value {
  const type = evaluator.checked.receivers.get(call);
  const method = type === undefined ? undefined : methodsOf(type)[name.text];
  if (method === undefined) return POISONED;
  const plain: Plain[] = [];
  for (const value of [
    self,
    ...call.args.map((arg) => evaluator.evaluate(evaluator, arg.value, null, scope, cell)),
  ]) {
    if (isDeferred(value)) {
      reportDeferred(evaluator, value, `a value in \`.${name.text}(...)\``, spanOf(scope.module, name));
      return POISONED;
    }
    const known = plainOf(evaluator, value);
    if (known === null) return POISONED;
    plain.push(known);
  }
  const [receiver, ...args] = plain;
  if (receiver === undefined) return POISONED;
  if (!mayCall(evaluator, name, receiver, args, scope)) return POISONED;
  const result = method.run(receiver, args);
  if (typeof result === "number" && Number.isNaN(result)) {
    reportAt(evaluator, "SP3005", { why: "it divides by zero" }, spanOf(scope.module, name), "computed here");
    return POISONED;
  }
  if (typeof result !== "object") return result;
  const span = spanOf(scope.module, call);
  return {
    kind: "list",
    type: null,
    items: result.map((item, index) => valueCell(`${cell.name}[${index}]`, span, item)),
  };
}

/** Of the methods, only `replace` and `join` can give more than they get, and only by multiplying. */
function mayCall(
  evaluator: Evaluator,
  name: Word,
  receiver: Plain,
  args: readonly Plain[],
  scope: EvalScope,
): boolean {
  const size = (value: Plain | undefined) => (typeof value === "string" ? value.length + 1 : 1);
  const own =
    typeof receiver === "object" ? receiver.reduce((sum, item) => sum + size(item), 0) : size(receiver);
  const factor = name.text === "replace" ? size(args[1]) : name.text === "join" ? size(args[0]) : 1;
  const span = spanOf(scope.module, name);
  if (name.text === "split" && !spend(evaluator, "elements", own, span)) return false;
  return spend(evaluator, "characters", own * factor, span);
}

function valueCell(name: string, span: ReturnType<typeof spanOf>, value: string): Cell {
  return {
    kind: "cell",
    name,
    span,
    operation: "set",
    overlay: null,
    type: null,
    below: null,
    source: { kind: "value", value },
    given: null,
    state: "done",
    value,
    needs: null,
  };
}

function plainOf(evaluator: Evaluator, value: Value): Plain | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value === null || value.kind !== "list") return null;
  const items: string[] = [];
  for (const item of value.items) {
    const known = evaluator.force(evaluator, item);
    // `length` counts whatever there is; `join` and `contains` were checked to see strings.
    items.push(typeof known === "string" ? known : "");
    if (typeof known === "object" && known !== null && known.kind === "poison") return null;
  }
  return items;
}

function render(
  evaluator: Evaluator,
  renderer: Renderer,
  access: Access,
  argument: Argument | undefined,
  scope: EvalScope,
  cell: Cell,
): Value {
  if (argument === undefined) return POISONED;
  const value = evaluator.evaluate(evaluator, argument.value, null, scope, cell);
  const span = spanOf(scope.module, argument);
  const found = toJson(evaluator, value, span);
  if (found === null) return POISONED;
  if (found.from.length > 0 || hasResidual(found.json)) {
    const residual = { $render: renderer, value: found.json };
    return { kind: "deferred", residual, from: found.from, path: found.path ?? renderer };
  }
  const text = renderText(renderer, found.json);
  if (typeof text === "string") return text;
  reportAt(
    evaluator,
    "SP3008",
    { format: renderer.toUpperCase(), why: text.why },
    spanOf(scope.module, access),
    text.why,
  );
  return POISONED;
}
