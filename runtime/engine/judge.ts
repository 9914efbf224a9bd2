// What is said of one resource, and what keeps its item from starting.
//
// In:  a view of the engine's state. Out: a judgement: the status, the reason in words, and the resource to blame if it is
// another. Nothing here changes anything; the same view gives the same words.

import type { Address } from "../../compiler/address.ts";
import type { Identity } from "../../compiler/identity.ts";
import type { Effect } from "../apply.ts";
import type { Clock, MonotonicTime, WallTime } from "../clock.ts";
import type { Health, Outcome } from "../driver.ts";
import type { Action, Item } from "../item.ts";
import { blockInWords } from "../permit.ts";
import type { Key } from "../schedule.ts";
import { failingStatus, type Status, type StatusReport } from "../status.ts";
import type { Aims } from "./aims.ts";
import type { Gate } from "./gate.ts";
import type { Quarrels } from "./quarrels.ts";
import type { Patience } from "./patience.ts";
import type { World } from "./world.ts";

export interface Judgement {
  readonly report: StatusReport;
  readonly nextAt: WallTime | null;
}

/** An attempt that did not end well. */
export interface Attempt {
  readonly count: number;
  readonly nextAt: MonotonicTime;
  readonly outcome: Exclude<Outcome, { kind: "done" }>;
  /** For want of a secret: it waits for that, and is not what fails. */
  readonly lacksSecret: boolean;
  /** Something that is done after this step gives it a chance (chances.ts). */
  readonly since: number;
  /** Of the attempts, those that it owes to a chance. */
  readonly extra: number;
  /** The next one is such. */
  readonly isHastened: boolean;
}

export interface View {
  readonly world: World;
  readonly gate: Gate;
  readonly aims: Aims;
  readonly quarrels: Quarrels;
  readonly clock: Clock;
  readonly running: ReadonlyMap<Key, Effect>;
  readonly patience: Patience;
  /** What an item that could start otherwise waits for. */
  waitsFor(key: Key): Key | null;
  /** It is not known yet how far an effect on it got: one of an earlier run, or one whose end nobody has seen. */
  isUnsettled(address: Address, identity: Identity | null): boolean;
  /** And whoever was asked about it could not tell. */
  isInDoubt(address: Address, identity: Identity | null): boolean;
  /** It was deleted, says its target, and that is all that is still to be seen. */
  isVerifying(address: Address, identity: Identity | null): boolean;
  /** Whose interrupted effect may have made something that needs the address. */
  unsettledUser(address: Address): Address | null;
  isLookedAt(key: Key): boolean;
  isReachable(key: Key): boolean;
  /** What was heard of its health; null: nothing. */
  health(key: Key): Health | null;
  /** This version has changed it, and it is not known to do its work. */
  isUnready(key: Key): boolean;
  /** Another machine stands behind its target's name. */
  isSwapped(key: Key): boolean;
}

/** What keeps an item from starting now; null: nothing. */
export function obstacle(view: View, key: Key, item: Item): Judgement | null {
  if (view.isVerifying(item.address, item.identity)) return VERIFYING;
  if (view.isUnsettled(item.address, item.identity)) return unsettled(view, item.address, item.identity);
  const left = view.world.leaves(item);
  if (left !== null) return say({ kind: "waiting", for: "turn" }, left);
  const decision = view.gate.permit(item, driftOf(view.world, key));
  if (decision.kind === "held") {
    const { status, why, until } = decision;
    const reason = status.kind === "suspended" ? `${why}; it would be ${DONE[item.action]}` : why;
    return { report: { status, reason, cause: null }, nextAt: until };
  }
  if (view.gate.isTooEarly(item))
    return say({ kind: "waiting", for: "turn" }, "nothing is deleted before everything was looked at");
  const user = item.action === "delete" ? view.unsettledUser(item.address) : null;
  if (user !== null) return say({ kind: "waiting", for: "dependency" }, `waits for ${user}`, user);
  const failed = view.patience.failed(key);
  if (failed !== null) return failing(view, item, failed.attempt, failed.nextAt);
  const slowed = item.cause === "corrective" ? view.quarrels.wait(key) : null;
  if (slowed !== null) return flapping(view, item, slowed);
  const unknown = item.changes.find((change) => change.knownAfter.length > 0)?.knownAfter[0];
  if (unknown === undefined) return null;
  return say({ kind: "waiting", for: "dependency" }, lackOfOutput(view.world, unknown), unknown);
}

/** Why what reads an output cannot have it now, and whether there is a point in waiting. */
export function lackOfOutput(world: Pick<World, "item">, of: Address): string {
  if (world.item(of)?.action !== "none") return `an output of ${of} is not known yet`;
  return `${of} is as it is wanted and has no such output; what would give a secret away is no output`;
}

function flapping(view: View, item: Item, wait: number): Judgement {
  const reason = `it changes so often that it is put right only now and then: ${driftInWords(item)}`;
  return { report: { status: { kind: "flapping" }, reason, cause: null }, nextAt: view.clock.wall() + wait };
}

/** Most questions are answered at once, and a doubt that nobody has yet is not one to trouble a person with. */
function unsettled(view: View, address: Address, identity: Identity | null): Judgement {
  if (!view.isInDoubt(address, identity))
    return say(
      { kind: "progressing", action: "verify" },
      "it is being looked at how far its last action got",
    );
  const why = "an effect was interrupted here, and nobody can tell yet how far it got";
  return say({ kind: "undecided" }, `${why}; \`setpoint resolve\` says it, if you can`);
}

function failing(
  view: View,
  item: Item,
  { outcome, count, lacksSecret }: Attempt,
  nextAt: MonotonicTime | null,
): Judgement {
  const help = outcome.kind === "denied" || outcome.kind === "invalid" ? outcome.help : undefined;
  const reason = help === undefined ? outcome.why : `${outcome.why}; ${help}`;
  const status: Status = lacksSecret
    ? { kind: "waiting", for: "secret" }
    : outcome.kind === "undecided"
      ? { kind: "undecided" }
      : failingStatus(count, item.action, outcome.kind);
  const wait = nextAt === null ? null : nextAt - view.clock.monotonic();
  return { report: { status, reason, cause: null }, nextAt: wait === null ? null : view.clock.wall() + wait };
}

/** The target is what is the matter, and the doubt about an effect on it only follows from that. */
function unreachable(view: View, key: Key): Judgement | null {
  const reading = view.world.reading(key);
  if (reading.kind !== "unknown" || view.isReachable(key) || view.isLookedAt(key)) return null;
  return say({ kind: "unreachable" }, reading.why);
}

export function judge(view: View, key: Key): Judgement {
  const { world } = view;
  const running = view.running.get(key);
  if (running !== undefined) {
    const { action } = running.item;
    const { attempt } = running.entry;
    if (attempt <= 1) return BEING_DONE[action];
    return say({ kind: "progressing", action }, `being ${DONE[action]}, attempt ${attempt}`);
  }
  const address = world.address(key);
  const identity = world.identityOf(key);
  if (view.isVerifying(address, identity)) return unreachable(view, key) ?? VERIFYING;
  if (view.isUnsettled(address, identity))
    return unreachable(view, key) ?? unsettled(view, address, identity);
  if (view.gate.vanished) return say({ kind: "blocked", by: "vanished" }, blockInWords({ kind: "vanished" }));
  const reading = world.reading(key);
  if (view.patience.unverified.has(key) && (reading.kind !== "unknown" || view.isLookedAt(key)))
    return VERIFYING;
  if (reading.kind === "unknown" && !view.isLookedAt(key)) {
    if (view.isSwapped(key)) {
      const target = world.route(key)?.target ?? "";
      return say({ kind: "blocked", by: "swapped", target }, reading.why);
    }
    return say({ kind: view.isReachable(key) ? "unknown" : "unreachable" }, reading.why);
  }
  const item = world.item(key);
  if (item === null) {
    const problem = world.problem(key);
    if (problem !== null) return say({ kind: "failing", attempts: 0 }, problem);
    if (reading.kind === "present" && world.resource(key)?.mode === "read")
      return say({ kind: "in-sync" }, "read, not managed");
    return say({ kind: "unknown" }, "not looked at yet");
  }
  if (item.action === "none") {
    if (view.patience.settlesIn(key, item) > 0)
      return say({ kind: "progressing", action: "verify" }, MAY_LAG);
    const { desiredHash } = item;
    const contested = desiredHash === null ? null : view.quarrels.contested(key, desiredHash);
    if (contested !== null) return say({ kind: "contested" }, contested);
    if (view.quarrels.isSlowed(key))
      return say({ kind: "flapping" }, "it changes so often that it is looked at only now and then");
    return inSync(view, key);
  }
  const held = obstacle(view, key, item);
  const repair = view.aims.repair(key);
  if (held !== null && repair !== null && obstacle(view, key, repair) === null)
    return say(
      { kind: "drifted" },
      `${driftInWords(repair)}; what is wanted now waits: ${held.report.reason}`,
    );
  if (held !== null) return held;
  if (view.patience.settlesIn(key, item) > 0) return say({ kind: "progressing", action: "verify" }, MAY_LAG);
  const waitsFor = view.waitsFor(key);
  if (waitsFor !== null) {
    const on = world.address(waitsFor);
    return say({ kind: "waiting", for: "dependency" }, `waits for ${on}`, on);
  }
  if (item.cause === "corrective") return say({ kind: "drifted" }, driftInWords(item));
  return TO_BE_DONE[item.action];
}

/** As it is wanted, and perhaps not well. */
function inSync(view: View, key: Key): Judgement {
  const health = view.health(key);
  switch (health?.kind) {
    case undefined:
      return view.isUnready(key)
        ? say({ kind: "in-sync" }, "as wanted; whether it is well is not known yet")
        : AS_WANTED;
    case "healthy":
      return say({ kind: "in-sync" }, "as wanted, and well");
    case "unhealthy":
    case "unknown": {
      const words = health.kind === "unknown" ? "whether it is well is not known" : "it is not well";
      const report = {
        status: { kind: "in-sync" },
        reason: `as wanted; ${words}: ${health.why}`,
        cause: null,
      } as const;
      return { report: { ...report, health: health.kind }, nextAt: null };
    }
  }
}

/** What the resource says of its own drift. */
export function driftOf(world: World, key: Key): "correct" | "report" {
  return world.resource(key)?.meta.drift ?? "correct";
}

function say(status: Status, reason: string, cause: Address | null = null): Judgement {
  return { report: { status, reason, cause }, nextAt: null };
}

const MAY_LAG = "its target may still show what was there before";

const DONE: Record<Action, string> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  adopt: "adopted",
  release: "given up",
  none: "left as it is",
};

function driftInWords(item: Item): string {
  if (item.reason === "gone") return "it is gone from its target";
  return `${item.changes.map((change) => change.pointer.slice(1)).join(", ")} changed on the target`;
}

// What is said of nearly every resource is one judgement for all of them.
const BEING_DONE = forEachAction((action) => say({ kind: "progressing", action }, `being ${DONE[action]}`));
const TO_BE_DONE = forEachAction((action) => say({ kind: "waiting", for: "turn" }, `to be ${DONE[action]}`));
const AS_WANTED = say({ kind: "in-sync" }, "as wanted");
const VERIFYING = say({ kind: "progressing", action: "verify" }, "done, and looked at once more");

function forEachAction(judgementOf: (action: Action) => Judgement): Readonly<Record<Action, Judgement>> {
  return {
    create: judgementOf("create"),
    update: judgementOf("update"),
    replace: judgementOf("replace"),
    delete: judgementOf("delete"),
    adopt: judgementOf("adopt"),
    release: judgementOf("release"),
    none: judgementOf("none"),
  };
}
