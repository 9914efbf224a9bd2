// Looks at keys: connects their targets, reads them in batches, and says what was seen of each.
//
// In:  keys that may have changed. Out: a `Seen` for each route (target and driver), always, with a reading for each key that
// was read. A key that a probe vouched for is in it no more: there is nothing new about it.

import type { Address } from "../../compiler/address.ts";
import type { Reading, Session, Subject } from "../driver.ts";
import type { Sessions } from "../observe.ts";
import type { Key } from "../schedule.ts";
import type { Aims } from "./aims.ts";
import type { World } from "./world.ts";

export interface Route {
  readonly target: string;
  readonly driver: string;
}

/**
 * How much of a look is enough. *known*: what was read for the plan that a person was shown, unless that is too long ago.
 * *probe*: a version that is still the same. *full*: nothing but a read.
 */
export type Depth = "known" | "probe" | "full";

/** So long after it was read for a plan it counts as seen. What is acted on is read once more by the engine's own rule. */
const KNOWN_FOR = 60_000;

export interface Seen {
  readonly route: Route;
  /** Null: the target could not be reached, and every reading says why. */
  readonly session: Session | null;
  readonly readings: ReadonlyMap<Key, Reading>;
  /** Of what was released, for keys whose own item is held. */
  readonly released: ReadonlyMap<Key, Reading>;
  /** Of the old objects of replaces, where something else is wanted at their place. */
  readonly old: ReadonlyMap<Key, Reading>;
  /** Of these nothing new was read: what the world has of them still holds. */
  readonly known: readonly Key[];
  /** Asked for without the fields that nobody could know yet. */
  readonly partial: ReadonlySet<Key>;
}

/** One look, at keys of one route. */
export async function look(
  world: World,
  sessions: Sessions,
  route: Route,
  wished: readonly Key[],
  depthOf: (key: Key) => Depth,
  signal: AbortSignal,
  aims: Pick<Aims, "subject" | "reading"> = NO_AIMS,
): Promise<Seen> {
  const connection = await sessions.connect(route.target, route.driver, signal);
  if (connection.kind === "unreachable") {
    const unknown: Reading = { kind: "unknown", why: connection.why };
    const readings = new Map(wished.map((key) => [key, unknown]));
    return {
      route,
      session: null,
      readings,
      released: new Map(),
      old: new Map(),
      known: [],
      partial: new Set(),
    };
  }
  const { session } = connection;
  // Of another machine behind the same name nothing is known.
  const isSame = world.targetIdentity(route.target) === session.identity;
  world.setTarget(route.target, session.identity);
  const readings = new Map<Key, Reading>();
  const known: Key[] = [];
  const keys: Key[] = [];
  const age = world.readingAges();
  for (const key of wished) {
    const isKnown = isSame && depthOf(key) === "known" && world.reading(key).kind !== "unknown";
    (isKnown && age(key) <= KNOWN_FOR ? known : keys).push(key);
  }
  const partial = new Set(keys.filter((key) => world.isPartial(key)));
  // Something that nothing wants any more may still stand at another's address, so the two have batches of their own.
  for (const batch of [
    keys.filter((key) => world.orphan(key) === null),
    keys.filter((key) => world.orphan(key)),
  ]) {
    const byAddress = new Map<Address, Key>();
    const toProbe: Subject[] = [];
    const toRead: Subject[] = [];
    for (const key of batch) {
      const subject = world.subject(key);
      if (subject === null) continue;
      byAddress.set(subject.address, key);
      const isEnough = depthOf(key) === "probe" && world.oldSubject(key) === null;
      (isEnough ? toProbe : toRead).push(subject);
    }
    const versionOf = (address: Address): string | null => {
      const reading = world.reading(byAddress.get(address) as Key);
      return reading.kind === "present" ? reading.version : null;
    };
    toRead.push(...(await sessions.changed(session, toProbe, versionOf, signal)));
    if (toRead.length === 0) continue;
    const found = await sessions.read(session, toRead, signal);
    found.forEach((reading, address) => readings.set(byAddress.get(address) as Key, reading));
  }
  const old = await lookAtOld(world, sessions, session, keys, signal);
  // Where nobody knows what stands there as ours, nobody knows what stands there.
  for (const [key, reading] of old) if (reading.kind === "unknown") readings.set(key, reading);
  const released = await lookAtReleased(world, sessions, session, keys, readings, aims, signal);
  // A key is planned anew by either reading.
  for (const key of released.keys()) if (!readings.has(key)) readings.set(key, world.reading(key));
  return { route, session, readings, released, old, known, partial };
}

const NO_AIMS: Pick<Aims, "subject" | "reading"> = { subject: () => null, reading: () => null };

/** By the addresses of their rows, as what nothing wants any more is. */
async function lookAtOld(
  world: World,
  sessions: Sessions,
  session: Session,
  keys: readonly Key[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Key, Reading>> {
  const byAddress = new Map<Address, Key>();
  const subjects: Subject[] = [];
  for (const key of keys) {
    const subject = world.orphan(key) === null ? world.oldSubject(key) : null;
    if (subject === null) continue;
    byAddress.set(subject.address, key);
    subjects.push(subject);
  }
  const old = new Map<Key, Reading>();
  if (subjects.length === 0) return old;
  const found = await sessions.read(session, subjects, signal);
  found.forEach((reading, address) => old.set(byAddress.get(address) as Key, reading));
  return old;
}

/** What the probe vouched for as wanted is vouched for as released, where that is the same object. */
async function lookAtReleased(
  world: World,
  sessions: Sessions,
  session: Session,
  keys: readonly Key[],
  readings: ReadonlyMap<Key, Reading>,
  aims: Pick<Aims, "subject" | "reading">,
  signal: AbortSignal,
): Promise<ReadonlyMap<Key, Reading>> {
  const byAddress = new Map<Address, Key>();
  const subjects: Subject[] = [];
  for (const key of keys) {
    const subject = aims.subject(key);
    if (subject === null) continue;
    const isSame = world.orphan(key) !== null || world.identity(key as Address) === subject.identity;
    if (isSame && !readings.has(key) && aims.reading(key) !== null) continue;
    byAddress.set(subject.address, key);
    subjects.push(subject);
  }
  const released = new Map<Key, Reading>();
  if (subjects.length === 0) return released;
  for (const [address, reading] of await sessions.read(session, subjects, signal)) {
    const key = byAddress.get(address);
    if (key !== undefined) released.set(key, reading);
  }
  return released;
}

/** The keys by route. */
export function routes(world: World, keys: Iterable<Key>): readonly { route: Route; keys: readonly Key[] }[] {
  const groups: { readonly route: Route; readonly keys: Key[] }[] = [];
  // Few are the routes, and mostly the next key has that of the one before: a name for each would be the most of the work.
  let group: (typeof groups)[number] | undefined;
  for (const key of keys) {
    const route = world.route(key);
    if (route === null) continue;
    if (group === undefined || !isSameRoute(group.route, route)) {
      group = groups.find((each) => isSameRoute(each.route, route));
      if (group === undefined) groups.push((group = { route, keys: [] }));
    }
    group.keys.push(key);
  }
  return groups;
}

function isSameRoute(a: Route, b: Route): boolean {
  return a.target === b.target && a.driver === b.driver;
}

export function routeName(route: Route): string {
  return `${route.target} ${route.driver}`;
}
