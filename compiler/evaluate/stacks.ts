// Looking at stacks: the definitions of one key from the top down, for those who explain or blame them.

import type { Container, Definition } from "../values.ts";
import type { Evaluator } from "./context.ts";

/** One definition in a stack. What is viewed belongs to another container. */
export interface Stacked {
  readonly container: Container;
  readonly definition: Definition;
  /** False: it stands in an `each` whose condition does not hold here, so that it gives way to what is below it. */
  readonly applies: boolean;
}

/** The whole stack of a key, from the top down: what is viewed, and what was taken out of a map, included. */
export function* stackAt(
  evaluator: Evaluator,
  container: Container,
  key: string,
): Generator<Stacked, void, undefined> {
  const { shape } = container;
  const index = shape.keys.get(key);
  if (index !== undefined) yield* stackFrom(evaluator, container, shape.tops[index] ?? null);
  // Where the key was written again, what was taken out before is below that.
  yield* stackFrom(evaluator, container, shape.gone.get(key) ?? null);
}

export function* stackFrom(
  evaluator: Evaluator,
  container: Container,
  top: Definition | null,
): Generator<Stacked, void, undefined> {
  for (let definition = top; definition !== null; definition = definition.below) {
    const { source, guard, row, layer } = definition;
    if (source.kind === "view") yield* stackAt(evaluator, source.of, source.key);
    else {
      const holds =
        guard === null ? true : evaluator.guardHolds(evaluator, container, guard, row, layer.level);
      yield { container, definition, applies: holds !== false };
    }
  }
}

/** What a definition shows is what it views; what does not apply gives way to what is below it. */
export function winnerOf(evaluator: Evaluator, container: Container, top: Definition): Stacked {
  if (top.guard === null && top.source.kind !== "view") return { container, definition: top, applies: true };
  for (const item of stackFrom(evaluator, container, top)) if (item.applies) return item;
  return { container, definition: top, applies: true };
}
