// `xs += ys` and `xs -= ys`: the list below, with elements more or less.
//
// Surprising: `-=` takes away every element that is equal, so that what was taken away is not there any more. It must hit.

import type { Span } from "../source.ts";
import { ABSENT, isAbsent, nameOf, POISONED } from "../values.ts";
import type { Cell, Container, Definition, Value } from "../values.ts";
import { reportAt, type Evaluator } from "./context.ts";
import { cellsOf, heldTo, listType } from "./loops.ts";
import { equal } from "./operators.ts";
import { underLayer } from "./stack.ts";

/** `given`: what stands behind the operator, at `span`. */
export function changed(
  evaluator: Evaluator,
  container: Container,
  definition: Definition,
  operator: "+=" | "-=",
  given: Value,
  span: Span,
): Value {
  const under = underLayer(definition);
  const below = under === null ? ABSENT : evaluator.lower(evaluator, container, under);
  const change = cellsOf(evaluator, given, span);
  if (change === null) return POISONED;
  const old = isAbsent(below) ? [] : cellsOf(evaluator, below, definition.span);
  if (old === null) return POISONED;
  const type = listType(definition.type);
  const element = type?.kind === "list" ? type.element : null;
  const list = (items: readonly Cell[]): Value => ({
    kind: "list",
    type,
    items: element === null ? items : items.map((item) => heldTo(item, element)),
  });
  if (operator === "+=") return list([...old, ...change]);
  let kept = old;
  for (const item of change) {
    const wanted = evaluator.force(evaluator, item);
    const isIt = (other: Cell) => equal(evaluator, evaluator.force(evaluator, other), wanted, span) === true;
    kept = kept.filter((other) => !isIt(other));
    if (old.some(isIt)) continue;
    const owner = nameOf(container) === "" ? definition.key : `${nameOf(container)}.${definition.key}`;
    const parameters = { name: shown(wanted), owner, what: "element" };
    const help = "the list has no such element: what is taken away must be there";
    reportAt(evaluator, "SP2107", parameters, item.span, "no such element", { help });
  }
  return list(kept);
}

function shown(value: Value): string {
  return typeof value === "object" && value !== null ? `this ${value.kind}` : JSON.stringify(value);
}
