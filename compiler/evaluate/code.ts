// Expressions, made ready to run: each node becomes a closure that knows its place, what its names stand for and what is
// below it, so that nothing of the tree is looked at again when thousands of containers are computed by it.

import type { Block, Expression, List, Template } from "../ast.ts";
import { spanOf } from "../check/context.ts";
import { secondary } from "../diagnostics.ts";
import type { Json } from "../json.ts";
import { compileWith } from "../overlay.ts";
import type { Span } from "../source.ts";
import { withoutOptional, type KeyedTypeOf, type Type } from "../types.ts";
import { unmarked } from "../types/marks.ts";
import {
  ABSENT,
  Definition,
  FILE_SCOPE,
  isDeferred,
  POISONED,
  Shape,
  type Code,
  type Deferred,
  type Scope,
  type Value,
} from "../values.ts";
import { compileAccess } from "./access.ts";
import { inside, newContainer, placeBlock } from "./blocks.ts";
import { compileLambda } from "./calls.ts";
import { MAX_CHARACTERS, reportAt, spend, type CodeContext, type Evaluator } from "./context.ts";
import { reportDeferred } from "./deferred.ts";
import { compileComprehension, compileList, compileMatch, compileRange } from "./loops.ts";
import { compileReference } from "./names.ts";
import { compileChain, compileUnary } from "./operators.ts";
import { baseShape, isShaped } from "./shapes.ts";
import { mentionsSuper, valueBelow } from "./super.ts";

/** Makes an expression ready to run. */
export function compile(
  evaluator: Evaluator,
  expression: Expression,
  expected: Type | null,
  context: CodeContext,
): Code {
  switch (expression.kind) {
    case "missing":
      return () => POISONED;
    case "regex": {
      // To a function, a pattern is its text.
      const { source } = expression;
      return () => source;
    }
    case "with":
      return compileWith(evaluator, expression, context);
    case "comprehension":
      return compileComprehension(evaluator, expression, expected, context);
    case "range":
      return compileRange(evaluator, expression, context);
    case "match":
      return compileMatch(evaluator, expression, expected, context);
    case "lambda":
      return compileLambda(evaluator, expression, context);
    case "literal": {
      const { value } = expression;
      return () => value;
    }
    case "template":
      return compileTemplate(evaluator, expression, context);
    case "list":
      if (expected?.kind === "keyed") return compileKeyedList(expression, expected, context);
      return compileList(evaluator, expression, expected, context);
    case "block":
      return compileBlock(evaluator, expression, expected, context);
    case "construct":
      return compileBlock(evaluator, expression.block, expected, context);
    case "name": {
      const reference = evaluator.checked.references.get(expression);
      if (reference === undefined) return () => POISONED;
      return compileReference(reference, spanOf(context.module, expression));
    }
    case "it":
      return (_, scope) => scope.it;
    case "super": {
      const { definition } = context;
      const span = spanOf(context.module, expression);
      return (rt, scope) => {
        const { self } = scope;
        const below = self === null || definition === null ? null : valueBelow(rt, self, definition);
        if (below !== null) return below;
        const why = "this is the lowest definition";
        reportAt(rt, "SP3006", { name: "super", why }, span, "nothing is below");
        return POISONED;
      };
    }
    case "access":
      return compileAccess(evaluator, expression, context);
    case "chain":
      return compileChain(evaluator, expression, context);
    case "unary":
      return compileUnary(evaluator, expression, context);
    case "if": {
      const condition = compile(evaluator, expression.condition, null, { ...context, given: null });
      const yes = compile(evaluator, expression.yes, expected, context);
      const no = expression.no === null ? null : compile(evaluator, expression.no, expected, context);
      const span = spanOf(context.module, expression.condition);
      return (rt, scope) => {
        const value = condition(rt, scope);
        if (value === true) return yes(rt, scope);
        if (value === false) return no === null ? ABSENT : no(rt, scope);
        if (isDeferred(value)) reportDeferred(rt, value, "a condition", span);
        return POISONED;
      };
    }
  }
}

function compileBlock(evaluator: Evaluator, block: Block, expected: Type | null, context: CodeContext): Code {
  const { module, definition, given, strength } = context;
  const readsBelow = definition !== null && mentionsSuper(block);
  const known = evaluator.checked.shapes.get(block) ?? expected;
  const inner = known === null ? null : withoutOptional(unmarked(known));
  const span = { ...spanOf(module, block), end: Math.min(block.start + 1, block.end) };
  const base = baseShape(evaluator, isShaped(inner) ? inner : null, given, span);
  return (rt, scope) => {
    const container = newContainer(base, rt.up, rt.label, span);
    if (given !== null) container.it = container;
    const { self } = scope;
    const owner = readsBelow && self !== null ? { container: self, definition } : null;
    placeBlock(rt, container, block, module, scope, strength, null, owner);
    return container;
  };
}

/** A data file holds a keyed list in the form in which it is emitted: the keys stand in the records. */
function compileKeyedList(list: List, type: KeyedTypeOf, context: CodeContext): Code {
  const { module } = context;
  const tops: Definition[] = [];
  const seen = new Map<string, Span>();
  const twice: { readonly key: string; readonly span: Span; readonly first: Span }[] = [];
  let isBroken = false;
  for (const item of list.items) {
    if (item.kind === "spread") continue;
    const entry =
      item.kind === "block"
        ? item.entries.find((one) => one.kind === "set" && one.key.text === type.key)
        : undefined;
    const key = entry?.kind === "set" && entry.value.kind === "literal" ? entry.value.value : null;
    if (entry === undefined || typeof key !== "string") {
      isBroken = true;
      continue;
    }
    const span = spanOf(module, entry);
    const first = seen.get(key);
    if (first !== undefined) {
      twice.push({ key, span, first });
      continue;
    }
    seen.set(key, span);
    tops.push(
      new Definition({
        key,
        row: 1,
        layer: FILE_SCOPE.layer,
        operation: "set",
        type: type.element,
        module,
        span,
        source: { kind: "expression", expression: item },
        given: type.key,
      }),
    );
  }
  const shape = new Shape(type, null, tops, 2, new Map());
  const span = spanOf(module, list);
  return (rt, scope) => {
    for (const item of twice) {
      const labels = [secondary(item.first, "first written here")];
      reportAt(rt, "SP2112", { name: item.key }, item.span, "written again", { labels });
    }
    if (isBroken) return POISONED;
    const container = newContainer(shape, rt.up, rt.label, span);
    container.rows = [null, inside(container, scope)];
    return container;
  };
}

function compileTemplate(evaluator: Evaluator, template: Template, context: CodeContext): Code {
  const inside: CodeContext = { ...context, given: null };
  const parts = template.parts.map((part) =>
    typeof part === "string" ? part : compile(evaluator, part, null, inside),
  );
  const span = spanOf(context.module, template);
  return (rt, scope) => {
    let text = "";
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index] as string | Code;
      const value = typeof part === "string" ? part : part(rt, scope);
      if (typeof value === "string") {
        // Two texts that are within the budget make one that the machine can hold, and more may not.
        if (!hasRoom(text, value)) return spendTogether(rt, text, value, span);
        text += value;
      } else if (typeof value === "number" || typeof value === "boolean") text += String(value);
      else if (isDeferred(value)) return joined(rt, scope, parts, index, text, value, span);
      // Only in the text of a policy, where a resource is called by its address.
      else if (value?.kind === "resource") text += value.address;
      else return POISONED;
    }
    return spend(rt, "characters", text.length, span) ? text : POISONED;
  };
}

/** From the first part on that is known only after apply, the text is a residual. */
function joined(
  evaluator: Evaluator,
  scope: Scope,
  parts: readonly (string | Code)[],
  at: number,
  before: string,
  first: Deferred,
  span: Span,
): Value {
  const join: Json[] = [];
  if (before !== "") join.push(before);
  join.push(first.residual);
  const from = new Set(first.from);
  let { size } = first;
  let text = "";
  for (const part of parts.slice(at + 1)) {
    const value = typeof part === "string" ? part : part(evaluator, scope);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      const more = String(value);
      if (!hasRoom(text, more)) return spendTogether(evaluator, text, more, span);
      text += more;
    } else if (isDeferred(value)) {
      if (text !== "") join.push(text);
      text = "";
      join.push(value.residual);
      size += value.size;
      for (const address of value.from) from.add(address);
    } else return POISONED;
  }
  if (!spend(evaluator, "characters", before.length + text.length, span)) return POISONED;
  if (text !== "") join.push(text);
  size += join.length;
  if (!spend(evaluator, "elements", size, span)) return POISONED;
  return { kind: "deferred", residual: { $join: join }, size, from: [...from], path: first.path };
}

function hasRoom(text: string, more: string): boolean {
  return text.length + more.length <= MAX_CHARACTERS;
}

/** More than there ever is. */
function spendTogether(evaluator: Evaluator, text: string, more: string, span: Span): Value {
  spend(evaluator, "characters", text.length + more.length, span);
  return POISONED;
}
