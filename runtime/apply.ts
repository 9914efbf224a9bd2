// Carries out one item: the only caller of a driver's effects.
//
// In:  an item with everything that its effect needs, and the journal entry that was written before. Out: how it ended;
// always, and within the deadline. A late call counts as *undecided*: it may have happened.
// A replace is a remove and a create under one intent; once the remove is done, the create goes on even where the version
// changed meanwhile, so that nothing is left half replaced. In between it is looked at whether the old object has gone.

import { type Clock, type MonotonicTime, pause } from "./clock.ts";
import type { Deadline } from "./deadline.ts";
import type { ActContext, Claims, Outcome, Present, Session, Subject } from "./driver.ts";
import type { Item } from "./item.ts";
import type { EnginePorts } from "./reconcile.ts";
import { revealSecret } from "./secrets.ts";
import type { JournalEntry } from "./ledger.ts";
import type { Key } from "./schedule.ts";
import type { Made } from "./engine/record.ts";

/** Why an effect is to be tried again whose target said that it was done. */
export const LIED = "the target said that it was done, and it is not";

/** For so long a target may lag that does not say that it does. */
const A_MOMENT = 1_000;

export interface Old {
  readonly subject: Subject;
  readonly present: Present | null;
  /** As it was last seen: by the reading, or by the ledger where nothing was read of it. */
  readonly version: string | null;
  /** For a while after it has gone its target may still show it. */
  readonly mayLag: boolean;
}

export interface Effect {
  readonly key: Key;
  readonly item: Item;
  readonly entry: JournalEntry;
  readonly session: Session;
  /** The resource as wanted; null for a delete. */
  readonly subject: Subject | null;
  readonly made: Made | null;
  readonly present: Present | null;
  /** What is there under our name now, where it is to go: a delete, or the old half of a replace. */
  readonly old: Old | null;
  readonly timeout: number;
  /** The replace of which this deletes the old object and no more; null: the item is all that is to be done. */
  readonly clears: Item | null;
}

export interface Ended {
  readonly effect: Effect;
  readonly outcome: Outcome;
  readonly took: number;
  readonly progress: Progress;
  /** Where the call is still running: resolves when it has returned. */
  readonly settled: Promise<void> | null;
}

/** How far an effect has come. A late one may yet come further, so this is read when it has returned. */
export interface Progress {
  /** What it was to replace is deleted. */
  removed: boolean;
  /** It asked for a secret that is not to be had. */
  lacksSecret: boolean;
}

export function apply(
  effect: Effect,
  ports: EnginePorts,
  deadline: Deadline,
  claims: () => Promise<Claims>,
): Promise<Ended> {
  const start = ports.clock.monotonic();
  const progress: Progress = { removed: false, lacksSecret: false };
  const call = (own: AbortSignal): Promise<Outcome> =>
    act(
      effect,
      contextFor(effect, ports, own, start + effect.timeout, claims, progress),
      ports.clock,
      progress,
    );
  return deadline.call(call).then((timed) => {
    const took = ports.clock.monotonic() - start;
    switch (timed.kind) {
      case "value":
        return { effect, outcome: timed.value, took, progress, settled: null };
      case "threw":
        return { effect, outcome: { kind: "undecided", why: timed.why }, took, progress, settled: null };
      case "late": {
        const why = `no answer within ${effect.timeout} ms`;
        return { effect, outcome: { kind: "undecided", why }, took, progress, settled: timed.settled };
      }
    }
  });
}

function act(effect: Effect, ctx: ActContext, clock: Clock, progress: Progress): Promise<Outcome> {
  const { item, session, subject, present, old } = effect;
  switch (item.action) {
    case "create":
      return session.create(need(subject), ctx);
    case "update":
      return session.update(need(subject), need(present), item.patch, ctx);
    case "replace":
      return replace(effect, ctx, clock, progress);
    case "delete": {
      const { subject: gone, present: there } = need(old);
      return session.remove(gone, there, ctx);
    }
    case "adopt":
    case "release":
    case "none":
      throw new Error(`${item.action} has no effect to carry out`);
  }
}

async function replace(effect: Effect, ctx: ActContext, clock: Clock, progress: Progress): Promise<Outcome> {
  const { session, subject } = effect;
  const old = need(effect.old);
  const removed = await session.remove(old.subject, old.present, ctx);
  if (removed.kind !== "done") return removed;
  // What was only said to be gone would be left to nobody, once its row is that of the new object.
  if (await stillStands(session, old, ctx)) {
    await pause(clock, A_MOMENT, ctx.signal);
    if (ctx.signal.aborted || (await stillStands(session, old, ctx))) return { kind: "conflict", why: LIED };
  }
  progress.removed = true;
  return session.create(need(subject), ctx);
}

/**
 * The very object that was to go, as far as a look can tell. One that may show the past tells nothing, and neither does one that
 * sees nothing: to delete once more could then delete what somebody else has put there since.
 */
async function stillStands(session: Session, old: Old, ctx: ActContext): Promise<boolean> {
  if (old.version === null || old.mayLag) return false;
  try {
    const reading = (await session.read([old.subject], ctx)).get(old.subject.address);
    return reading?.kind === "present" && reading.instead === undefined && reading.version === old.version;
  } catch {
    return false;
  }
}

function need<T>(value: T | null): T {
  if (value === null) throw new Error("the effect lacks what its action needs");
  return value;
}

function contextFor(
  effect: Effect,
  ports: EnginePorts,
  signal: AbortSignal,
  deadline: MonotonicTime,
  claims: () => Promise<Claims>,
  progress: Progress,
): ActContext {
  const { clock, config, emit } = ports;
  const { item } = effect;
  return {
    signal,
    claims,
    deadline,
    intent: { id: effect.entry.id, digest: effect.item.digest },
    log: (line) =>
      emit({ at: clock.wall(), kind: "log", environment: item.environment, address: item.address, line }),
    secret: (reference) =>
      revealSecret(reference, item.environment, config.secrets).catch((error: unknown) => {
        progress.lacksSecret = true;
        throw error;
      }),
  };
}
