// References to secrets. The compiler never reads one: what it hands on is where the agent finds it.
//
// Surprising: a sealed text stands in the graph as one line, however it is written in the source: the same text, the same bytes.

import { reportAt } from "../evaluate/context.ts";
import type { Natives } from "../functions.ts";
import { readSealed } from "../sealed.ts";
import { POISONED, type Value } from "../values.ts";
import { text } from "./arguments.ts";

export const SECRET_FUNCTIONS: Natives = {
  env: (_, key) => reference("env", text(key)),
  file: (_, key) => reference("file", text(key)),
  vault: (_, key) => reference("vault", text(key)),
  sealed: (call, value) => {
    const read = readSealed(text(value));
    if (read.kind === "sealed") return reference("sealed", read.text, "…");
    reportAt(call.evaluator, "SP2302", { why: read.why }, call.span, read.why);
    return POISONED;
  },
};

/** `shown`: what people are told instead of a key that says nothing to them. */
function reference(provider: string, key: string, shown: string = key): Value {
  return {
    kind: "deferred",
    residual: { $secret: { provider, key } },
    size: 1,
    from: [],
    path: `secret.${provider}(${JSON.stringify(shown)})`,
  };
}
