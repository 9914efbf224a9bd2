// `{ a = 1 }` and `Name { a = 1 }` where an expression stands: a place of its own with nothing below.

import type { Block, Construct } from "../../compiler/ast.ts";
import { typeOf } from "./program.ts";
import { container, isContainer, type Value } from "./values.ts";
import { Unknown } from "./wrong.ts";
import { PLAIN, TYPE_DEFAULT, isKeyedEntry } from "./definitions.ts";
import type { Place, Scope, Context } from "./world.ts";

export function constructed(expression: Block | Construct, scope: Scope, context: Context): Value {
  if (expression.kind === "block") return plainRecord(expression, scope, context);
  const { world } = scope;
  const { start, end, name } = expression;
  const type = typeOf(world.program, { kind: "named", start, end, name, args: [] });
  const place: Place = {
    world,
    // One literal is computed for many slots, and those do not need one another.
    path: `${name.text} ${world.steps++}`,
    type,
    stack: [
      {
        ...PLAIN,
        layer: TYPE_DEFAULT,
        does: { kind: "define", source: { kind: "expression", expression, scope } },
      },
    ],
    whole: () => place,
    cut: "",
    it: context.it,
    entry: null,
    isEntry: false,
  };
  return world.valueAt(place);
}

/** No type is known here; where the value goes to, its type fills in what is missing. */
function plainRecord(block: Block, scope: Scope, context: Context): Value {
  const fields = (): ReadonlyMap<string, () => Value> => {
    const found = new Map<string, () => Value>();
    for (const entry of block.entries) {
      if (entry.kind !== "spread") continue;
      const spread = scope.world.evaluate(entry.value, scope, context);
      if (!isContainer(spread)) throw new Unknown("a spread of no record");
      for (const key of spread.keys()) found.set(key, () => spread.get(key));
    }
    for (const entry of block.entries) {
      if (entry.kind === "spread") continue;
      if (!isKeyedEntry(entry) || entry.kind !== "set") throw new Unknown(`an entry: ${entry.kind}`);
      found.set(entry.key.text, () => scope.world.evaluate(entry.value, scope, context));
    }
    return found;
  };
  return container(
    () => [...fields().keys()],
    (key) => {
      const field = fields().get(key);
      if (field === undefined) throw new Unknown(`no field ${key}`);
      return field();
    },
  );
}
