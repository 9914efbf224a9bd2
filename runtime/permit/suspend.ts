// Suspends: a person says that nothing is to be done, here, for this reason, until then. Looking goes on.
//
// In:  a suspend as the ledger keeps it, and two clocks. Out: whether it covers an item, and how much of it has passed.
// A suspend lasts for a time and not until a moment: the greater elapsed of both clocks counts, so that neither a wall clock
// that is set back nor a monotonic one that begins anew with the process makes it longer. While the process runs, a jump of
// the wall clock alone is not time that has passed: it opens nothing. (Sleep looks the same, and makes a suspend longer by
// itself: the safe side, and `setpoint resume` is there for people.)

import type { Address } from "../../compiler/address.ts";
import type { MonotonicTime, WallTime } from "../clock.ts";

export type Scope =
  | { readonly kind: "environment"; readonly environment: string }
  | { readonly kind: "address"; readonly environment: string; readonly address: Address }
  | { readonly kind: "target"; readonly target: string };

export interface Suspend {
  readonly scope: Scope;
  readonly reason: string;
  readonly who: string;
  readonly at: WallTime;
  /** Milliseconds; null: until it is resumed. */
  readonly lasts: number | null;
  /** Milliseconds of it that had passed at `seen`. */
  readonly elapsed: number;
  readonly seen: WallTime;
}

/** Both clocks, read together. */
export interface Moment {
  readonly wall: WallTime;
  readonly monotonic: MonotonicTime;
}

/** By how much the two clocks may come apart between two looks before that is a jump of the wall clock. */
const JUMP = 5_000;

export function jumped(before: Moment, now: Moment): boolean {
  return Math.abs(now.wall - before.wall - (now.monotonic - before.monotonic)) > JUMP;
}

/** How much time has passed between two looks of one process. */
export function passed(before: Moment, now: Moment): number {
  const monotonic = now.monotonic - before.monotonic;
  return jumped(before, now) ? monotonic : Math.max(monotonic, now.wall - before.wall);
}

/** As it stands now, in the process that saw it `before`. */
export function advance(suspend: Suspend, before: Moment, now: Moment): Suspend {
  return { ...suspend, elapsed: suspend.elapsed + passed(before, now), seen: now.wall };
}

/** As it stands in a process that has just started: only the wall clock tells how long there was none. */
export function takeUp(suspend: Suspend, wall: WallTime): Suspend {
  return { ...suspend, elapsed: suspend.elapsed + Math.max(0, wall - suspend.seen), seen: wall };
}

export function isOver(suspend: Suspend): boolean {
  return suspend.lasts !== null && suspend.elapsed >= suspend.lasts;
}

/** Milliseconds; null: until it is resumed. */
export function remaining(suspend: Suspend): number | null {
  return suspend.lasts === null ? null : Math.max(0, suspend.lasts - suspend.elapsed);
}

export function covers(
  scope: Scope,
  item: { readonly environment: string; readonly address: Address; readonly target: string },
): boolean {
  switch (scope.kind) {
    case "environment":
      return scope.environment === item.environment;
    case "address":
      return scope.environment === item.environment && isAtOrBelow(item.address, scope.address);
    case "target":
      return scope.target === item.target;
  }
}

/** Of several, the one that lasts longest is the one to name. */
export function coveringSuspend(
  suspends: readonly Suspend[],
  item: Parameters<typeof covers>[1],
): Suspend | null {
  let longest: Suspend | null = null;
  for (const suspend of suspends) {
    if (isOver(suspend) || !covers(suspend.scope, item)) continue;
    if (longest === null || left(suspend) > left(longest)) longest = suspend;
  }
  return longest;
}

function left(suspend: Suspend): number {
  return remaining(suspend) ?? Number.POSITIVE_INFINITY;
}

/** `prod`, `prod/web` or `target local`: how people read it, and the key under which the ledger has it. */
export function printScope(scope: Scope): string {
  switch (scope.kind) {
    case "environment":
      return scope.environment;
    case "address":
      return `${scope.environment}/${scope.address}`;
    case "target":
      return `target ${scope.target}`;
  }
}

/** `prod`, `prod/web` or `--target local`: what a command is given. */
export function asArguments(scope: Scope): string {
  return scope.kind === "target" ? `--target ${scope.target}` : printScope(scope);
}

/** What stands inside a suspended address is suspended with it. */
function isAtOrBelow(address: Address, scope: Address): boolean {
  return address === scope || address.startsWith(`${scope}.`);
}
