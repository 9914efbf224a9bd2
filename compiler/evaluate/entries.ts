// The entries of a container, as cells: what loops and functions go over.

import type { Span } from "../source.ts";
import { BODY, Cell, Container, Definition, FILE_SCOPE, NOTHING_GONE, Shape, type Named } from "../values.ts";
import type { Evaluator } from "./context.ts";

/** The place at which an entry was written; of what nobody wrote (a default, a key), where its container was. */
export function spanOfTop(container: Container, top: Definition): Span {
  const { source, operation } = top;
  if (source.kind === "key" || (operation === "default" && source.kind !== "expression"))
    return container.span ?? top.span;
  return top.span;
}

export function entryCells(evaluator: Evaluator, container: Container): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  const { tops } = container.shape;
  for (let index = 0; index < tops.length; index++) {
    const top = tops[index] as Definition;
    if (top.source.kind === "removed") continue;
    if (top.source.kind === "cell") {
      cells.set(top.key, top.source.cell);
      continue;
    }
    const code = (rt: Evaluator) => evaluator.read(rt, container, index);
    cells.set(top.key, new Cell(container, top.key, spanOfTop(container, top), null, code, FILE_SCOPE));
  }
  return cells;
}

/** A container without a type, of entries that are cells. */
export function containerOf(
  entries: ReadonlyMap<string, Cell>,
  up: Named,
  label: string,
  span: Span,
): Container {
  const tops: Definition[] = [];
  for (const [key, cell] of entries) {
    tops.push(
      new Definition({
        key,
        row: 0,
        layer: BODY,
        operation: "set",
        module: null,
        span: cell.span,
        source: { kind: "cell", cell },
      }),
    );
  }
  return new Container(new Shape(null, null, tops, 1, NOTHING_GONE), up, label, span);
}
