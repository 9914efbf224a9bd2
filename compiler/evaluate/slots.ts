// Reading the slots of a system.

import { secondary } from "../diagnostics.ts";
import type { Span } from "../source.ts";
import { POISONED, type Instance, type Value } from "../values.ts";
import { reportAt, type Evaluator } from "./context.ts";

/** A slot of a system: one that an overlay removed is missed here. */
export function readSlot(evaluator: Evaluator, instance: Instance, name: string, span: Span): Value {
  const { fields } = instance;
  const index = fields.shape.keys.get(name);
  if (index === undefined) return POISONED;
  const top = fields.shape.tops[index];
  if (top?.source.kind !== "removed") return evaluator.read(evaluator, fields, index);
  const { overlay } = top.layer;
  const by = overlay === null ? "a block" : `the overlay \`${overlay}\``;
  const labels = [secondary(top.span, "removed here")];
  reportAt(evaluator, "SP3007", { name, overlay: by }, span, "needed here", { labels });
  return POISONED;
}
