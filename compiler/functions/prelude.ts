// The functions that need no import: renderers and encodings.

import { partsOf } from "../evaluate/deferred.ts";
import { toJson, hasResidual } from "../evaluate/text.ts";
import type { NativeCall, Natives } from "../functions.ts";
import { declaredOrder, renderText, RENDERERS, type Renderer } from "../render.ts";
import { POISONED, type Value } from "../values.ts";
import { reportAt } from "../evaluate/context.ts";
import { TEXT_FUNCTIONS } from "./text.ts";

const renderers = Object.fromEntries(
  RENDERERS.map((renderer) => [renderer, (call: NativeCall, value: Value) => render(call, renderer, value)]),
);

export const PRELUDE_FUNCTIONS: Natives = {
  ...renderers,
  base64: (call, ...args) => TEXT_FUNCTIONS["base64"]?.(call, ...args) ?? POISONED,
  sha256: (call, ...args) => TEXT_FUNCTIONS["sha256"]?.(call, ...args) ?? POISONED,
  urlEncode: (call, ...args) => TEXT_FUNCTIONS["urlEncode"]?.(call, ...args) ?? POISONED,
  trim: (call, ...args) => TEXT_FUNCTIONS["trim"]?.(call, ...args) ?? POISONED,
};

function render(call: NativeCall, renderer: Renderer, value: Value): Value {
  const found = toJson(call.evaluator, value, call.span);
  if (found === null) return POISONED;
  if (found.from.length > 0 || hasResidual(found.json)) {
    const order = declaredOrder(found.json);
    const plain = { $render: renderer, value: found.json };
    const residual = order === null ? plain : { ...plain, order };
    const size = partsOf(residual);
    return { kind: "deferred", residual, size, from: found.from, path: found.path ?? renderer };
  }
  const rendered = renderText(renderer, found.json);
  if (typeof rendered === "string") return rendered;
  const parameters = { format: renderer.toUpperCase(), why: rendered.why };
  reportAt(call.evaluator, "SP3008", parameters, call.span, rendered.why);
  return POISONED;
}
