// What an effect is given: the item with all that its call needs, as the world is known at the moment at which it starts.
//
// In:  a key, its item and its journal entry. Out: an `Effect`. The item is the key's own, or the repair that stands in its
// place while the key's own is held (aims.ts); the two differ in what they lead to and in what was read for them.

import { keyOfStep, type Pointer, type Sha256 } from "../../compiler/graph.ts";
import { isJsonObject, type JsonObject } from "../../compiler/json.ts";
import type { Effect } from "../apply.ts";
import type { Session, Subject } from "../driver.ts";
import type { Item } from "../item.ts";
import type { Change, Intent, JournalEntry, ReleasedRow } from "../ledger.ts";
import type { WallTime } from "../clock.ts";
import type { Key, Task } from "../schedule.ts";
import { sameJson } from "../plan/diff.ts";
import type { Aims } from "./aims.ts";
import type { Gate } from "./gate.ts";
import { driftOf } from "./judge.ts";
import { overwritten } from "./quarrels.ts";
import { changesFor, intentOf, type Made, releasedRow } from "./record.ts";
import { subjectOfRow, type World } from "./world.ts";

const DEFAULT_TIMEOUT = 120_000;

export function effectOf(
  world: World,
  aims: Aims,
  key: Key,
  item: Item,
  entry: JournalEntry,
  session: Session,
): Effect {
  const isRepair = aims.repair(key) === item;
  const reading = isRepair ? aims.reading(key) : world.reading(key);
  const present = reading?.kind === "present" ? reading : null;
  const row = world.orphan(key) ?? world.row(item.address);
  const made = isRepair ? aims.made(key) : madeOf(world, key);
  const wanted = isRepair ? aims.subject(key) : world.subject(key);
  const ignore = item.action === "update" && present !== null ? (made?.resource.meta.ignore ?? []) : [];
  const subject = wanted === null || ignore.length === 0 ? wanted : asItStands(wanted, ignore, present?.live);
  // The reading is of the wanted object; where that is another than the old one, mostly nothing was read of the old.
  const oldReading = row?.identity === item.identity ? present : world.oldReading(key);
  const oldPresent = oldReading?.kind === "present" ? oldReading : null;
  // The entry says what was decided when it was written.
  const isCleared = item.action === "replace" && entry.action === "delete";
  return {
    key,
    item: isCleared ? clearingOf(world, item) : item,
    entry,
    session,
    subject: made === null || isCleared ? null : subject,
    made: isCleared ? null : made,
    present,
    old:
      row === null
        ? null
        : {
            subject: subjectOfRow(row),
            present: oldPresent,
            version: oldPresent?.version ?? row.version,
            mayLag: world.settlesOf(row.kind) > 0,
          },
    timeout: (made?.resource ?? world.released.get(item.address)?.resource)?.meta.timeout ?? DEFAULT_TIMEOUT,
    clears: isCleared ? item : null,
  };
}

/**
 * What is written at create only is wanted as it is there: a driver writes all of a spec, whatever it is about, and would write
 * over what others have set since.
 */
function asItStands(subject: Subject, ignore: readonly Pointer[], live: JsonObject = {}): Subject {
  const spec = ignore.reduce(
    (left, pointer) => withLive(left, pointer.split("/").slice(1), live),
    subject.spec,
  );
  return { ...subject, spec };
}

function withLive(spec: JsonObject, [step = "", ...below]: readonly string[], live: JsonObject): JsonObject {
  const key = keyOfStep(step);
  const { [key]: wanted, ...others } = spec;
  const there = Object.hasOwn(live, key) ? live[key] : undefined;
  if (below.length === 0) return there === undefined ? others : { ...others, [key]: there };
  if (!isJsonObject(wanted) || !isJsonObject(there)) return spec;
  return { ...others, [key]: withLive(wanted, below, there) };
}

/** The first half of a replace as an action of its own: the old object is deleted, and what is wanted is then to be made. */
export function clearingOf(world: World, item: Item): Item {
  const row = world.row(item.address);
  if (row === null) throw new Error("a replace has something to replace");
  const { identity, targetIdentity, kind } = row;
  return { ...item, action: "delete", identity, targetIdentity, kind, changes: [], patch: [] };
}

/** A repair leads to what was released, everything else to what is wanted. */
export function intentFor(
  world: World,
  aims: Aims,
  key: Key,
  item: Item,
  attempt: number,
  sha256: Sha256,
): Intent {
  const isRepair = aims.repair(key) === item;
  const made = item.action === "delete" ? null : isRepair ? aims.made(key) : madeOf(world, key);
  return intentOf(item, made?.resource ?? null, attempt, overwritten(item, made?.kind ?? null, sha256));
}

export function madeOf(world: World, key: Key): Made | null {
  const resource = world.resource(key);
  if (resource === null) return null;
  return { resource, kind: world.kind(resource), inputs: world.inputs(key as Item["address"]) };
}

/** Nothing is to be done in the world, and something in the ledger: adopted, given up, or wanted as it already is. */
export function isBookkeeping(world: World, gate: Gate, key: Key, item: Item): boolean {
  if (item.block !== null || world.leaves(item) !== null) return false;
  if (gate.permit(item, driftOf(world, key)).kind === "held") return false;
  if (item.action === "release") return true;
  if (item.action === "adopt") return world.occupant(key) === null;
  if (item.action !== "none") return false;
  const row = world.row(item.address);
  const resource = world.resource(key);
  if (row === null || resource === null || row.address !== key) return false;
  // The row says something else than what is wanted, although the world is in step with that.
  // A rename may have changed its edges, and a resource at the old address may now be what it needs.
  if (!sameJson(row.needs, resource.needs)) return true;
  return row.hash !== resource.hash || row.inputs !== world.inputs(row.address) || world.hasFailed(key);
}

/** What a finding means for the rows, where nothing is to be done in the world. */
export function noteFor(world: World, key: Key, item: Item, at: WallTime): readonly Change[] {
  const reading = world.reading(key);
  const present = reading.kind === "present" ? reading : null;
  const facts = {
    outputs: present?.outputs ?? {},
    version: present?.version ?? null,
    digests: world.row(item.address)?.digests ?? null,
    at,
    took: 0,
  };
  return changesFor(item, madeOf(world, key), facts);
}

/** What is permitted with an item. A repair permits nothing, but for what the version changes without touching the world. */
export function releasedFor(
  world: World,
  aims: Aims,
  key: Key,
  item: Item,
  at: WallTime,
): ReleasedRow | null {
  if (item.cause === "corrective" && (aims.repair(key) === item || !world.isOutdated(key))) return null;
  return releasedRow(item, world.resource(key), world.version?.commit ?? null, at);
}

/** What the accepted version says of the protection of what is ours: it counts from now on, whatever else is held. */
export function protections(world: World): readonly Change[] {
  return world.resources().flatMap(([address, resource]): Change | [] => {
    const row = world.row(address);
    const { protect } = resource.meta;
    if (row === null || row.protect === protect) return [];
    return { kind: "protection", environment: row.environment, address: row.address, protect };
  });
}

export function taskOf(key: Key, item: Item, state: Task["state"]): Task {
  return { key, target: item.target, action: item.action as Task["action"], cause: item.cause, state };
}
