// Expressions: a tree, the names in sight, `it` and `super` in, a value out.

import type { BinaryOperator, Expression, Loop, Step } from "../../compiler/ast.ts";
import { ABSENT, isContainer, isList, same, type Value } from "./values.ts";
import { Unknown, Wrong } from "./wrong.ts";
import { within, has } from "./definitions.ts";
import { constructed } from "./records.ts";
import { countStep, type Scope, type Context } from "./world.ts";

export function evaluate(expression: Expression, scope: Scope, context: Context): Value {
  const inner = (node: Expression) => evaluate(node, scope, context);
  countStep(scope.world);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return expression.parts.map((part) => (typeof part === "string" ? part : textOf(inner(part)))).join("");
    case "list":
      return expression.items.flatMap((item) =>
        item.kind === "spread" ? listOf(inner(item.value)) : [inner(item)],
      );
    case "comprehension":
      return runLoop(expression.loop, scope, context)
        .filter(
          ({ scope: names }) =>
            expression.condition === null || evaluate(expression.condition, names, context) === true,
        )
        .map(({ scope: names }) => evaluate(expression.element, names, context));
    case "block":
    case "construct":
      return constructed(expression, scope, context);
    case "name": {
      const found = scope.lookup(expression.text);
      if (found === null) throw new Unknown(`the name ${expression.text}`);
      return found();
    }
    case "it":
      if (context.it === null) throw new Unknown("`it` where there is none");
      return context.it();
    case "super":
      return context.below();
    case "access": {
      const start: Access = { value: inner(expression.base), method: null };
      const { value, method } = expression.steps.reduce<Access>(
        (access, step) => takeStep(access, step, scope, context),
        start,
      );
      // An output, known only after apply, or a method that nobody calls.
      if (method !== null) throw new Unknown(`the field ${method}`);
      return value;
    }
    case "chain":
      return runChain(expression.first, expression.rest, inner);
    case "unary": {
      const value = inner(expression.operand);
      if (expression.operator === "not" && typeof value === "boolean") return !value;
      if (expression.operator === "-" && typeof value === "number") return -value;
      throw new Unknown(`\`${expression.operator}\` of this`);
    }
    case "if":
      if (inner(expression.condition) === true) return inner(expression.yes);
      return expression.no === null ? ABSENT : inner(expression.no);
    case "range": {
      const from = numberOf(inner(expression.from));
      const to = numberOf(inner(expression.to));
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
    }
    case "match": {
      const subject = inner(expression.subject);
      for (const arm of expression.arms)
        for (const pattern of arm.patterns) {
          if (pattern.kind === "any") return inner(arm.value);
          if (pattern.kind !== "literal") throw new Unknown("a pattern that asks for a type");
          if (pattern.literal.value === subject) return inner(arm.value);
        }
      throw new Unknown("a `match` without an arm");
    }
    case "regex":
    case "lambda":
    case "with":
    case "missing":
      throw new Unknown(`an expression: ${expression.kind}`);
  }
}

function textOf(value: Value): string {
  if (value === ABSENT) throw new Wrong("nothing there", "in a text");
  if (value === null || typeof value === "object") throw new Unknown("text of what is no scalar");
  return String(value);
}

function listOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new Unknown("a list is wanted");
}

function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  throw new Unknown("a number is wanted");
}

// --- Loops -----------------------------------------------------------------------------------------------------------

export interface Turn {
  /** What the element is named by, where it has a name. */
  readonly key: string | null;
  readonly scope: Scope;
}

/** `for x in xs`, `for k, x in xs`, `by`: one turn for each element of the collection as it is in the end. */
export function runLoop(loop: Loop, outer: Scope, context: Context): readonly Turn[] {
  const collection = evaluate(loop.collection, outer, context);
  const elements: readonly (readonly [Value, Value])[] = isContainer(collection)
    ? collection.keys().map((key) => [key, collection.get(key)] as const)
    : listOf(collection).map((item, index) => [index, item] as const);
  return elements.map(([place, element]) => {
    const scope = within(outer, (name) => {
      if (name === loop.variable.text) return () => element;
      return loop.key !== null && name === loop.key.text ? () => place : null;
    });
    const named = typeof place === "string" ? place : typeof element === "string" ? element : null;
    const key = loop.by === null ? named : evaluate(loop.by, scope, context);
    return { key: typeof key === "string" ? key : null, scope };
  });
}

// --- Steps -----------------------------------------------------------------------------------------------------------

/** `a.b(c)`: a method is looked up when it is called. */
interface Access {
  readonly value: Value;
  readonly method: string | null;
}

function takeStep({ value, method }: Access, step: Step, scope: Scope, context: Context): Access {
  switch (step.kind) {
    case "field":
      if (method !== null) throw new Unknown(`the field ${method}`);
      if (value === ABSENT) {
        if (step.optional) return { value: ABSENT, method: null };
        throw new Wrong("nothing there", step.name.text);
      }
      if (isContainer(value) && has(value, step.name.text))
        return { value: value.get(step.name.text), method: null };
      return { value, method: step.name.text };
    case "index": {
      const index = evaluate(step.index, scope, context);
      if (isContainer(value) && typeof index === "string" && has(value, index))
        return { value: value.get(index), method: null };
      throw new Wrong("nothing there", "an index");
    }
    case "call": {
      const args = step.args.map((argument) => evaluate(argument.value, scope, context));
      return { value: callMethod(value, method, args), method: null };
    }
  }
}

function callMethod(value: Value, method: string | null, args: readonly Value[]): Value {
  if (method === "length" && isContainer(value)) return value.keys().length;
  if (method === "length" && isList(value)) return value.length;
  if (method === "keys" && isContainer(value)) return value.keys();
  const [first] = args;
  if (typeof value === "string" && typeof first === "string") {
    if (method === "startsWith") return value.startsWith(first);
    if (method === "contains") return value.includes(first);
  }
  throw new Unknown(`the method ${method ?? "of nothing"}`);
}

// --- Operators -------------------------------------------------------------------------------------------------------

function runChain(
  first: Expression,
  rest: readonly { readonly operator: BinaryOperator; readonly operand: Expression }[],
  inner: (node: Expression) => Value,
): Value {
  // `??` goes from right to left, which gives what from left to right gives.
  return rest.reduce<Value>((left, { operator, operand }) => {
    if (operator === "??") return left === ABSENT ? inner(operand) : left;
    if (operator === "and") return left === true && inner(operand) === true;
    if (operator === "or") return left === true || inner(operand) === true;
    return operate(left, operator, inner(operand));
  }, inner(first));
}

function operate(left: Value, operator: BinaryOperator, right: Value): Value {
  if (operator === "==") return same(left, right);
  if (operator === "!=") return !same(left, right);
  if (operator === "+" && isList(left) && isList(right)) return [...left, ...right];
  if (typeof left === "string" && typeof right === "string" && operator === "+") return left + right;
  if (typeof left !== "number" || typeof right !== "number") {
    if (left === ABSENT || right === ABSENT) throw new Wrong("nothing there", operator);
    throw new Unknown(`\`${operator}\` between these`);
  }
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "+":
      return exact(left + right);
    case "-":
      return exact(left - right);
    case "*":
      return exact(left * right);
    case "/":
    case "??":
    case "or":
    case "and":
      throw new Unknown(`\`${operator}\``);
  }
}

/** `Int` is exact to 2^53. */
function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new Wrong("no result", String(value));
  return value;
}
