// The evaluator: computes cells, each at most once and only when it is read.
//
// In:  a cell. Out: its value, with the edges that it carries. It is total: there is no recursion among functions, a value
// that needs itself is found on the stack of running cells, and a long chain of values is refused before the machine's own
// stack ends. What was reported is poison, and poison is silent.

import type { Expression, Let, List, Template } from "./ast.ts";
import type { Module } from "./bind.ts";
import { spanOf } from "./check/context.ts";
import { typeOfGlobal } from "./check/systems.ts";
import { secondary } from "./diagnostics.ts";
import { accessValue } from "./evaluate/access.ts";
import { lambdaValue } from "./evaluate/calls.ts";
import { conform } from "./evaluate/conform.ts";
import { applyBlock, copyContainer, newContainer } from "./evaluate/containers.ts";
import { needAll, reportAt, spend, type Evaluator } from "./evaluate/context.ts";
import { decide, isDeferred } from "./evaluate/deferred.ts";
import {
  changeList,
  evaluateComprehension,
  evaluateList,
  evaluateMatch,
  evaluateRange,
} from "./evaluate/loops.ts";
import { evaluateChain, negate } from "./evaluate/operators.ts";
import type { Json } from "./json.ts";
import { withoutOptional, type KeyedTypeOf, type Type } from "./types.ts";
import { unmarked } from "./types/marks.ts";
import {
  ABSENT,
  cellOf,
  fileEvalScope,
  newCell,
  POISONED,
  type Cell,
  type Container,
  type Deferred,
  type EvalScope,
  type Given,
  type Value,
} from "./values.ts";

/** Values that wait for one another. The machine's stack must hold this many of the evaluator's frames. */
export const MAX_CHAIN = 400;
/** Expressions inside expressions, over all the cells of a chain. */
const MAX_DEPTH = 1000;

export function force(evaluator: Evaluator, cell: Cell): Value {
  if (cell.state === "done") {
    needAll(evaluator, cell.needs);
    return cell.value;
  }
  if (cell.state === "running") {
    reportLoop(evaluator, cell);
    return POISONED;
  }
  if (evaluator.budget.spent) return POISONED;
  if (evaluator.stack.length >= MAX_CHAIN || evaluator.budget.depth >= MAX_DEPTH) {
    const at = evaluator.stack[0] ?? cell;
    const said = evaluator.diagnostics.some((item) => item.code === "SP3004");
    if (!said)
      reportAt(evaluator, "SP3004", { name: at.name, limit: MAX_CHAIN }, at.span, "the chain begins here");
    return POISONED;
  }
  const outer = evaluator.needs;
  evaluator.needs = null;
  cell.state = "running";
  evaluator.stack.push(cell);
  cell.value = conform(evaluator, compute(evaluator, cell), cell);
  evaluator.stack.pop();
  cell.state = "done";
  cell.needs = evaluator.needs;
  evaluator.needs = outer;
  needAll(evaluator, cell.needs);
  return cell.value;
}

function compute(evaluator: Evaluator, cell: Cell): Value {
  const { source } = cell;
  switch (source.kind) {
    case "value":
      return source.value;
    case "absent":
      return ABSENT;
    case "view":
      return force(evaluator, source.of);
    case "expression":
      return evaluate(evaluator, source.expression, cell.type, source.scope, cell);
    case "amend":
      return amend(evaluator, cell, source.block, source.scope);
    case "change":
      return changeList(evaluator, source, cell);
    case "placed":
      return source.place();
    case "missing-field": {
      const labels = [secondary(source.required, "required here")];
      const field = cell.name.slice(cell.name.lastIndexOf(".") + 1);
      const parameters = { name: field, owner: cell.name.slice(0, -field.length - 1), type: source.owner };
      const help = `add \`${field} = ...\``;
      reportAt(evaluator, "SP2105", parameters, cell.span, `has no \`${field}\``, { labels, help });
      return POISONED;
    }
    case "missing-param": {
      const { environment } = evaluator;
      reportAt(
        evaluator,
        "SP4004",
        { name: cell.name, system: source.system, environment },
        cell.span,
        `needs \`${cell.name}\``,
      );
      return POISONED;
    }
  }
}

function amend(
  evaluator: Evaluator,
  cell: Cell,
  block: Expression & { kind: "block" },
  scope: EvalScope,
): Value {
  const below = cell.below === null ? ABSENT : force(evaluator, cell.below);
  if (typeof below !== "object" || below === null || below.kind === "poison") return POISONED;
  if (below.kind === "deferred") {
    const what = "what an overlay amends";
    reportAt(evaluator, "SP3003", { path: below.path, what }, cell.span, "amends a deferred value");
    return POISONED;
  }
  const type = cell.type === null ? null : withoutOptional(unmarked(cell.type));
  const container =
    below.kind === "container"
      ? copyContainer(below)
      : newContainer(evaluator, shapeOf(evaluator, type, block), cell.name, cell.span, cell.given);
  const inside = cell.given === null ? scope : { ...scope, it: container };
  applyBlock(evaluator, container, block, inside, cell.name);
  return container;
}

/** Of a union, the member that the checker took the block for. */
function shapeOf(
  evaluator: Evaluator,
  type: Type | null,
  block: Expression & { kind: "block" },
): Type | null {
  return type?.kind === "union" ? (evaluator.checked.shapes.get(block) ?? null) : type;
}

/** `cell` is the definition that the expression belongs to: what is below it is `super`. */
export function evaluate(
  evaluator: Evaluator,
  expression: Expression,
  expected: Type | null,
  scope: EvalScope,
  cell: Cell,
): Value {
  evaluator.budget.depth++;
  const value = evaluateNode(evaluator, expression, expected, scope, cell);
  evaluator.budget.depth--;
  return value;
}

function evaluateNode(
  evaluator: Evaluator,
  expression: Expression,
  expected: Type | null,
  scope: EvalScope,
  cell: Cell,
): Value {
  switch (expression.kind) {
    case "missing":
    // Refused as unbuilt.
    case "regex":
    case "with":
      return POISONED;
    case "comprehension":
      return evaluateComprehension(evaluator, expression, expected, scope, cell);
    case "range":
      return evaluateRange(evaluator, expression, scope, cell);
    case "match":
      return evaluateMatch(evaluator, expression, expected, scope, cell);
    case "lambda":
      return lambdaValue(expression, scope);
    case "literal":
      return expression.value;
    case "template":
      return evaluateTemplate(evaluator, expression, scope, cell);
    case "list":
      if (isKeyedType(expected)) return evaluateKeyedList(evaluator, expression, expected, scope, cell);
      return evaluateList(evaluator, expression, expected, scope, cell);
    case "block":
      return evaluateBlock(evaluator, expression, expected, scope, cell, cell.given);
    case "construct":
      return evaluateBlock(evaluator, expression.block, expected, scope, cell, cell.given);
    case "name": {
      const reference = evaluator.checked.references.get(expression);
      if (reference === undefined) return POISONED;
      switch (reference.kind) {
        case "slot":
          return readSlot(evaluator, scope, reference.name, expression);
        case "frame":
          return forceOr(evaluator, cellOf(scope.frame, reference.name));
        case "fn":
          return { kind: "function", of: { kind: "fn", fn: reference.fn }, scope };
        case "sibling":
          return forceOr(evaluator, scope.siblings?.entries.get(reference.name));
        case "global":
          return globalValue(evaluator, reference.declaration, reference.module);
      }
    }
    case "it":
      return scope.it;
    case "super": {
      if (cell.below !== null) return force(evaluator, cell.below);
      const why = "this is the lowest definition";
      reportAt(
        evaluator,
        "SP3006",
        { name: "super", why },
        spanOf(scope.module, expression),
        "nothing is below",
      );
      return POISONED;
    }
    case "access":
      return accessValue(evaluator, expression, scope, cell);
    case "chain":
      return evaluateChain(evaluator, expression, scope, cell);
    case "unary":
      return negate(evaluator, expression, scope, cell);
    case "if": {
      const condition = decide(evaluator, expression.condition, scope, cell, "a condition");
      if (condition === null) return POISONED;
      if (condition) return evaluate(evaluator, expression.yes, expected, scope, cell);
      return expression.no === null ? ABSENT : evaluate(evaluator, expression.no, expected, scope, cell);
    }
  }
}

function forceOr(evaluator: Evaluator, cell: Cell | undefined): Value {
  return cell === undefined ? POISONED : force(evaluator, cell);
}

function evaluateBlock(
  evaluator: Evaluator,
  block: Expression & { kind: "block" },
  expected: Type | null,
  scope: EvalScope,
  cell: Cell,
  given: Given | null,
): Value {
  const known = evaluator.checked.shapes.get(block) ?? expected;
  const inner = known === null ? null : withoutOptional(unmarked(known));
  const shaped = inner?.kind === "record" || inner?.kind === "map" || inner?.kind === "keyed" ? inner : null;
  const span = { ...spanOf(scope.module, block), end: Math.min(block.start + 1, block.end) };
  const container = newContainer(evaluator, shaped, cell.name, span, given);
  applyBlock(evaluator, container, block, given === null ? scope : { ...scope, it: container }, cell.name);
  return container;
}

function isKeyedType(expected: Type | null): expected is KeyedTypeOf {
  return expected?.kind === "keyed";
}

/** A data file holds a keyed list in the form in which it is emitted: the keys stand in the records. */
function evaluateKeyedList(
  evaluator: Evaluator,
  list: List,
  type: KeyedTypeOf,
  scope: EvalScope,
  cell: Cell,
): Value {
  const container: Container = { kind: "container", type, entries: new Map() };
  for (const item of list.items) {
    if (item.kind === "spread") continue;
    const entry =
      item.kind === "block"
        ? item.entries.find((one) => one.kind === "set" && one.key.text === type.key)
        : undefined;
    const key = entry?.kind === "set" && entry.value.kind === "literal" ? entry.value.value : null;
    if (entry === undefined || typeof key !== "string") return POISONED;
    const name = `${cell.name}.${key}`;
    const before = container.entries.get(key);
    const span = spanOf(scope.module, entry);
    if (before !== undefined) {
      const labels = [secondary(before.span, "first written here")];
      reportAt(evaluator, "SP2112", { name: key }, span, "written again", { labels });
      continue;
    }
    const source = { kind: "expression", expression: item, scope } as const;
    const given = { key: type.key, value: key };
    container.entries.set(key, newCell({ name, span, type: type.element, given, source }));
  }
  return container;
}

export function globalValue(evaluator: Evaluator, declaration: Let, module: Module): Value {
  return force(evaluator, globalCell(evaluator, declaration, module));
}

function globalCell(evaluator: Evaluator, declaration: Let, module: Module): Cell {
  const known = evaluator.globals.get(declaration);
  if (known !== undefined) return known;
  const from = evaluator.checked.program.data.get(declaration) ?? module;
  const scope = fileEvalScope(from);
  const cell = newCell({
    name: declaration.name.text,
    span: spanOf(from, declaration.value),
    type: declaration.type === null ? null : typeOfGlobal(evaluator.checked.checker, module, declaration),
    source: { kind: "expression", expression: declaration.value, scope },
  });
  evaluator.globals.set(declaration, cell);
  return cell;
}

function readSlot(evaluator: Evaluator, scope: EvalScope, name: string, at: Expression): Value {
  const slot = scope.instance?.slots.get(name);
  if (slot === undefined) return POISONED;
  switch (slot.kind) {
    case "cell":
      return force(evaluator, slot);
    case "resource":
    case "instance":
      return slot;
    case "removed": {
      const overlay = slot.overlay === null ? "a block" : `the overlay \`${slot.overlay}\``;
      const labels = [secondary(slot.span, "removed here")];
      reportAt(evaluator, "SP3007", { name, overlay }, spanOf(scope.module, at), "needed here", { labels });
      return POISONED;
    }
  }
}

function evaluateTemplate(evaluator: Evaluator, template: Template, scope: EvalScope, cell: Cell): Value {
  const parts: Json[] = [];
  const from = new Set<Deferred["from"][number]>();
  let path: string | null = null;
  let text = "";
  for (const part of template.parts) {
    const value = typeof part === "string" ? part : evaluate(evaluator, part, null, scope, cell);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      text += String(value);
    } else if (isDeferred(value)) {
      if (text !== "") parts.push(text);
      text = "";
      parts.push(value.residual);
      path ??= value.path;
      for (const address of value.from) from.add(address);
    } else return POISONED;
  }
  if (!spend(evaluator, "characters", text.length, spanOf(scope.module, template))) return POISONED;
  if (path === null) return text;
  if (text !== "") parts.push(text);
  return { kind: "deferred", residual: { $join: parts }, from: [...from], path };
}

function reportLoop(evaluator: Evaluator, cell: Cell): void {
  const { stack } = evaluator;
  const loop = stack.slice(stack.indexOf(cell));
  const names = [...loop.map((item) => item.name), cell.name];
  const [first, ...rest] = loop;
  if (first === undefined) return;
  const labels = rest.map((item, index) => secondary(item.span, `${index + 2}. \`${item.name}\``));
  const label = rest.length === 0 ? "needs itself" : `1. \`${first.name}\``;
  reportAt(evaluator, "SP3001", { loop: names }, first.span, label, { labels });
}
