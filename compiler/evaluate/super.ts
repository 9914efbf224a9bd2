// `super`: what the slot that is being set is worth below this overlay.
//
// Surprising: in a value that is written whole, `replace env = { ...super, A = super + "!" }`, the entries have something below
// too: what stands at their place in the value below. `replace` drops it, and may still look at it.

import type { Node } from "../ast.ts";
import { walk } from "../ast/walk.ts";
import { isAbsent, type Container, type Definition, type Value } from "../values.ts";
import type { Evaluator } from "./context.ts";
import { underLayer } from "./stack.ts";

/** null: nothing is below. */
export function valueBelow(evaluator: Evaluator, container: Container, definition: Definition): Value | null {
  const owner = container.owners?.[definition.row];
  if (owner !== undefined && owner.definition.source.kind !== "amend") {
    const around = valueBelow(evaluator, owner.container, owner.definition);
    const inside = around === null ? null : entryIn(evaluator, around, definition.key);
    if (inside !== null) return inside;
  }
  const under = underLayer(definition);
  return under === null ? null : evaluator.lower(evaluator, container, under);
}

function entryIn(evaluator: Evaluator, value: Value, key: string): Value | null {
  if (typeof value !== "object" || value === null) return null;
  if (value.kind === "poison") return value;
  if (value.kind !== "container") return null;
  const index = value.shape.keys.get(key);
  if (index === undefined) return null;
  const inside = evaluator.read(evaluator, value, index);
  return isAbsent(inside) ? null : inside;
}

export function mentionsSuper(node: Node): boolean {
  let found = false;
  walk(node, (item) => {
    found ||= item.kind === "super";
    return !found;
  });
  return found;
}
