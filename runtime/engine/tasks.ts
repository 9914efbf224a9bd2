// What is to be done, as the schedule sees it.
//
// In:  a view of the engine's state, and an item. Out: its task. Surprising: what waits for an output of something that is
// itself to be done counts as ready, so that the schedule sees whom it holds up and who holds it up; the engine then starts
// nothing that has an obstacle.

import type { Address } from "../../compiler/address.ts";
import type { Session } from "../driver.ts";
import type { Item } from "../item.ts";
import type { AppliedRow } from "../ledger.ts";
import type { Key, Task } from "../schedule.ts";
import { driftOf, obstacle, type View } from "./judge.ts";
import type { Settling } from "./settle.ts";

export function taskOf(key: Key, item: Item, state: Task["state"]): Task {
  return { key, target: item.target, action: item.action as Task["action"], cause: item.cause, state };
}

export function stateOf(view: View, pending: ReadonlyMap<Key, Item>, key: Key, item: Item): Task["state"] {
  if (view.patience.isTaken(key, item)) return "running";
  // What is held is looked at as it was released, and goes on being held.
  if (view.isLookedAt(key)) return isHeld(view, key, item) ? "stuck" : "running";
  if (view.patience.waitsToSettle(key, item) || isDisplaced(view, key)) return "running";
  // Its old object is said to be gone: whoever waits for that waits until it is seen.
  if (item.action === "replace" && view.isVerifying(item.address, item.identity)) return "running";
  const judgement = obstacle(view, key, item);
  if (judgement === null) return "ready";
  const { status, cause } = judgement.report;
  const isDeferred = status.kind === "waiting" && status.for === "dependency";
  return isDeferred && item.action !== "delete" && cause !== null && pending.has(cause) ? "ready" : "stuck";
}

/** A delete or a replace that may not start, and whose object keeps what it stands on. */
function isHeld(view: View, key: Key, item: Item): boolean {
  return (item.action === "delete" || item.action === "replace") && isNotPermitted(view, key, item);
}

function isNotPermitted(view: View, key: Key, item: Item): boolean {
  return view.gate.permit(item, driftOf(view.world, key)).kind === "held";
}

/** It waits for no other and has no obstacle: it starts as soon as its target takes it. */
export function canStart(view: View, key: Key, item: Item): boolean {
  return view.waitsFor(key) === null && obstacle(view, key, item) === null;
}

/** Some of it can start, or will be tried again soon enough to wait for. */
export function goesOn(view: View, pending: ReadonlyMap<Key, Item>): boolean {
  for (const [key, item] of pending) {
    if (view.waitsFor(key) !== null) continue;
    if (obstacle(view, key, item) === null) return true;
    // However it failed before: what may not be done now is not tried again.
    if (view.patience.isWorthAnother(key) && !isNotPermitted(view, key, item)) return true;
  }
  return false;
}

/** Its row still has another address, and nothing that stands at its own is the reason: that one is busy. */
function isDisplaced({ world }: View, key: Key): boolean {
  const row = world.row(key as Address);
  return row !== null && row.address !== key && world.occupant(key) === null;
}

/** Whose effect is under way, or was interrupted, and may make something that needs the address. */
export function unsettledUser({ running }: View, settling: Settling, address: Address): Address | null {
  for (const { made, item } of running.values())
    if (made?.resource.needs.includes(address) === true) return item.address;
  return settling.user(address);
}

/** It is only to be written down, and something that was under way spoke against it: it is looked at once more. */
export function isOnlyNoted(item: Item | undefined): boolean {
  return item?.action === "adopt" || item?.action === "release";
}

/** It must keep its address, or leave that address alone: a result is written under the address that it was begun under. */
export function isBusy(view: View, { address, identity }: AppliedRow, to: Address): boolean {
  if (view.patience.isBusy(identity) || view.running.has(to)) return true;
  return view.isUnsettled(address, identity) || view.isUnsettled(to, null);
}

/**
 * What may have to change, and nobody knows: it is being looked at, or cannot be read while it is of another version. And what
 * has been changed, and is not well yet.
 */
export function unclear(view: View, key: Key): Task | null {
  const { world } = view;
  const route = world.route(key);
  const identity = world.identityOf(key);
  // What is read while an effect runs on it counts for nothing, so that it is as good as not looked at.
  const isLookedAt = view.isLookedAt(key) || (identity !== null && view.patience.isBusy(identity));
  if (route === null) return null;
  const own = { key, target: route.target, cause: "intended" } as const;
  if (!isLookedAt && !world.isOutdated(key))
    // It is as it is wanted and does not do its work yet: what the version changes waits for that, and nothing else does.
    return view.isUnready(key) ? { ...own, action: "update", state: "stuck" } : null;
  // Seen, in step, and not yet noted: its target may still show the past.
  const isSeen = world.reading(key).kind !== "unknown" && world.item(key) !== null;
  return {
    ...own,
    action: world.orphan(key) === null ? "update" : "delete",
    state: isLookedAt ? "running" : world.occupant(key) !== null ? "ready" : isSeen ? "running" : "stuck",
  };
}

/** How many effects its driver says that a target takes at once; null: it does not say, 0: none is connected. */
export function slotsOf(open: ReadonlyMap<string, Session>, target: string): number | null {
  for (const [name, session] of open)
    if (name.slice(0, name.lastIndexOf(" ")) === target) return session.slots ?? null;
  return 0;
}
