// Expressions that mean the same wherever they are run: nothing of a system, a loop or a resource is read in them.
//
// They are computed once for all containers of one shape, and reported once where they are wrong.

import type { Block, Expression } from "../ast.ts";
import type { Definition } from "../values.ts";
import type { Evaluator } from "./context.ts";

/** What a definition gives in one container it gives in all. */
export function isConstant(evaluator: Evaluator, definition: Definition): boolean {
  if (definition.isConstant !== null) return definition.isConstant;
  definition.isConstant = judge(evaluator, definition);
  return definition.isConstant;
}

function judge(evaluator: Evaluator, definition: Definition): boolean {
  if (definition.guard !== null || definition.round !== null || definition.locks.length > 0) return false;
  const { source } = definition;
  switch (source.kind) {
    case "expression":
      return isConstantExpression(evaluator, source.expression);
    case "amend":
      if (source.inner !== null || definition.below === null) return false;
      return constantBlock(evaluator, source.block) && isConstant(evaluator, definition.below);
    case "value":
      return true;
    case "absent":
      return true;
    case "change":
    case "view":
    case "cell":
    case "key":
    case "removed":
    case "agree":
    case "missing-field":
    case "missing-param":
    case "slot":
    case "element":
      return false;
  }
}

export function isConstantExpression(evaluator: Evaluator, expression: Expression): boolean {
  if (expression.kind === "literal") return true;
  const { constants } = evaluator.memory;
  const known = constants.get(expression);
  if (known !== undefined) return known;
  const found = look(evaluator, expression);
  constants.set(expression, found);
  return found;
}

function look(evaluator: Evaluator, expression: Expression): boolean {
  const all = (...parts: readonly Expression[]) =>
    parts.every((part) => isConstantExpression(evaluator, part));
  switch (expression.kind) {
    case "literal":
    case "regex":
    case "missing":
      return true;
    case "template":
      return all(...expression.parts.filter((part) => typeof part !== "string"));
    case "list":
      return all(...expression.items.map((item) => (item.kind === "spread" ? item.value : item)));
    case "block":
      return constantBlock(evaluator, expression);
    case "construct":
      return constantBlock(evaluator, expression.block);
    case "name": {
      // A default that reads its siblings is computed in a container, so it is not the same everywhere.
      const reference = evaluator.checked.references.get(expression);
      return reference?.kind === "global" || reference?.kind === "fn";
    }
    case "it":
      return false;
    case "super":
      return false;
    case "access":
      return (
        all(expression.base) &&
        expression.steps.every((step) => {
          switch (step.kind) {
            case "field":
              return true;
            case "index":
              return all(step.index);
            case "call":
              return all(...step.args.map((arg) => arg.value));
          }
        })
      );
    case "chain":
      return all(expression.first, ...expression.rest.map((link) => link.operand));
    case "unary":
      return all(expression.operand);
    case "range":
      return all(expression.from, expression.to);
    case "if":
      return all(expression.condition, expression.yes, ...(expression.no === null ? [] : [expression.no]));
    // They bind names of their own, and are rare where nothing varies.
    case "comprehension":
    case "match":
    case "lambda":
    case "with":
      return false;
  }
}

function constantBlock(evaluator: Evaluator, block: Block): boolean {
  return block.entries.every((item) => {
    switch (item.kind) {
      case "set":
        return item.operator === "=" && isConstantExpression(evaluator, item.value);
      case "amend":
        return constantBlock(evaluator, item.block);
      case "remove":
        return true;
      case "spread":
        return isConstantExpression(evaluator, item.value);
      case "computed":
      case "each":
      case "declare":
      case "let":
      case "moved":
      case "removed":
      case "annotation":
        return false;
    }
  });
}
