// What the engine gives to a call, for tests: nothing expires, and a secret is made of its reference.

import type { ActContext, LookContext } from "../../runtime/driver.ts";

export function lookContext(signal: AbortSignal = new AbortController().signal): LookContext {
  return { signal, deadline: Number.POSITIVE_INFINITY, log: () => {} };
}

export function actContext(id = 1, signal?: AbortSignal): ActContext {
  return {
    ...lookContext(signal),
    intent: { id, digest: "sha256:0" },
    secret: async (reference) => `secret of ${JSON.stringify(reference)}`,
  };
}
