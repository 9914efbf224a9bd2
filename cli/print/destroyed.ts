// That an environment is to be destroyed: who asked for it, why, and how versions of it are taken again.

import type { Destroyed } from "../../runtime/reconcile.ts";

/** Text of people is in it as they wrote it: whoever prints it makes it printable. */
export function destroyedInWords(environment: string, { who, why, at }: Destroyed): string {
  const when = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  return `${environment} is to be destroyed, as ${who} asked on ${when}Z: ${why}`;
}

/** The command that ends it. */
export function takeBack(environment: string): string {
  return `setpoint accept ${environment} --reason "…"`;
}
