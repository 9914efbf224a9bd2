// That an environment is to be destroyed: who asked for it, why, and how versions of it are taken again.

import type { Destroyed } from "../../runtime/reconcile.ts";
import { showMoment } from "./values.ts";

/** Text of people is in it as they wrote it: whoever prints it makes it printable. */
export function destroyedInWords(environment: string, { who, why, at }: Destroyed): string {
  return `${environment} is to be destroyed, as ${who} asked on ${showMoment(at)}: ${why}`;
}

/** The command that ends it. */
export function takeBack(environment: string): string {
  return `setpoint accept ${environment} --reason "…"`;
}

/** What follows from it, below what is said of it. */
export function untilTakenBack(environment: string): string {
  return `→ no version of it is taken; to take versions again: ${takeBack(environment)}`;
}
