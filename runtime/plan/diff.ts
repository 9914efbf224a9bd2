// Fields that are not as they should be: three-way, and only those that are ours.
//
// In:  what is wanted (with residuals, and resolved), what was last applied, and what is there. Out: one `FieldChange` for
// each field that must be written, and the RFC 6902 patch from what is there to what is wanted.
// Only fields that the graph sets are ours. One that was applied and is no longer wanted is unset. A map is owned by key or
// whole, as the kind says; a keyed list is compared and addressed by key (`/ports/http/port`); any other list is one value.

import type { Operation } from "fast-json-patch";
import type { Address } from "../../compiler/address.ts";
import { type Kind, type Pointer, residualName, stepOf, unescapeKey } from "../../compiler/graph.ts";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../compiler/json.ts";
import type { Digests } from "../driver.ts";
import { holdsSecret, type Resolved } from "../resolve.ts";

export interface DiffInput {
  readonly kind: Kind;
  /** As in the graph, with residuals. */
  readonly wanted: JsonObject;
  readonly resolved: Resolved;
  /** As last applied, with residuals; null: never. */
  readonly applied: JsonObject | null;
  /** What the fields with secrets read as when they were applied. */
  readonly digests: Digests | null;
  /** Null: nothing is there. */
  readonly live: JsonObject | null;
  /** What an update would delete besides (runtime/driver.ts, `Present`). */
  readonly removes: readonly string[];
  /** What the residuals come to is not what it was when they were applied. */
  readonly inputsChanged: boolean;
  /** Written at create only. */
  readonly ignore: readonly Pointer[];
}

export interface FieldDifference {
  readonly pointer: Pointer;
  readonly class: "intended" | "corrective" | "both";
  readonly live: Json | undefined;
  readonly applied: Json | undefined;
  readonly desired: Json | undefined;
  readonly knownAfter: readonly Address[];
}

const NOTHING: ReadonlySet<Pointer> = new Set();
const NOBODY: readonly Address[] = [];

/** What all of a comparison has in common. */
interface Walk {
  readonly input: DiffInput;
  readonly ignored: ReadonlySet<Pointer>;
  readonly found: FieldDifference[];
}

export function diffFields(input: DiffInput): readonly FieldDifference[] {
  const { wanted, resolved, applied, live } = input;
  const ignored = live === null || input.ignore.length === 0 ? NOTHING : new Set(input.ignore);
  const walk: Walk = { input, ignored, found: [] };
  walkMap(walk, "", wanted, resolved.spec, applied ?? {}, live ?? {});
  return walk.found;
}

/** The patch that the differences make. A field whose value is not known yet is not in it. */
export function patchOf(differences: readonly FieldDifference[]): readonly Operation[] {
  const patch: Operation[] = [];
  for (const { pointer, live, desired, knownAfter } of differences) {
    if (knownAfter.length > 0) continue;
    if (desired === undefined) patch.push({ op: "remove", path: pointer });
    else patch.push({ op: live === undefined ? "add" : "replace", path: pointer, value: desired });
  }
  return patch;
}

function walkMap(
  walk: Walk,
  pointer: Pointer,
  wanted: JsonObject,
  resolved: JsonObject,
  applied: JsonObject,
  live: JsonObject,
): void {
  const visit = (escaped: string): void => {
    const key = unescapeKey(escaped);
    const at = `${pointer}/${stepOf(key)}`;
    if (walk.ignored.has(at)) return;
    walkField(walk, at, own(wanted, escaped), own(resolved, key), own(applied, escaped), own(live, key));
  };
  for (const key in wanted) visit(key);
  for (const key in applied) if (!Object.hasOwn(wanted, key)) visit(key);
}

function walkField(
  walk: Walk,
  pointer: Pointer,
  wanted: Json | undefined,
  resolved: Json | undefined,
  applied: Json | undefined,
  live: Json | undefined,
): void {
  const { input, found } = walk;
  const keyField = input.kind.lists[pointer];
  if (keyField !== undefined && wanted !== undefined && isJsonArray(wanted)) {
    const entries = (list: Json | undefined): JsonObject => byKey(list, keyField);
    walkMap(walk, pointer, entries(wanted), entries(resolved), entries(applied), entries(live));
    return;
  }
  const mapLike = wanted === undefined ? applied : wanted;
  const isEntry = input.kind.lists[parentOf(pointer)] !== undefined;
  const byField =
    !(isEntry && wanted === undefined) &&
    isJsonObject(mapLike) &&
    residualName(mapLike) === null &&
    input.kind.own[pointer] !== "whole";
  // An entry of a keyed list goes as a whole; of a map that is given up, only the fields that were ours.
  // A map that is not there at all is added as a whole: a patch cannot reach into what does not exist.
  if (byField && isJsonObject(live)) {
    walkMap(walk, pointer, asMap(wanted), asMap(resolved), asMap(applied), live);
    return;
  }
  const knownAfter = waitingUnder(input.resolved.waiting, pointer);
  if (knownAfter.length === 0 && sameJson(resolved, live)) return;
  // A field that was ours and is absent on both sides needs nothing; the ledger forgets it with the next applied row.
  // A value that follows from another resource was changed by whoever changed that one.
  const moved = !sameJson(wanted, applied) || (input.inputsChanged && holdsResidual(wanted ?? null));
  // What a secret comes to is not known here. It is as it was written where it reads as it did then.
  const digest = input.digests === null ? undefined : own(input.digests, pointer);
  if (!moved && digest !== undefined && holdsSecret(wanted) && sameJson(digest, live)) return;
  // What was applied with a residual cannot be compared with what is there: it never was on the disk in that form.
  // Nor can what is listed only since it is to go.
  const drifted =
    applied !== undefined &&
    !holdsResidual(applied) &&
    !sameJson(applied, live) &&
    !(moved && input.removes.length > 0 && sameJson(input.removes, live));
  found.push({
    pointer,
    class: moved && drifted ? "both" : moved ? "intended" : knownAfter.length > 0 ? "intended" : "corrective",
    live,
    applied,
    desired: resolved,
    knownAfter,
  });
}

function parentOf(pointer: Pointer): Pointer {
  return pointer.slice(0, pointer.lastIndexOf("/"));
}

function waitingUnder(waiting: Resolved["waiting"], pointer: Pointer): readonly Address[] {
  if (waiting.size === 0) return NOBODY;
  const on = new Set<Address>();
  for (const [at, addresses] of waiting) {
    if (at === pointer || at.startsWith(`${pointer}/`)) for (const address of addresses) on.add(address);
  }
  return [...on].toSorted();
}

function own(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function asMap(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function byKey(list: Json | undefined, keyField: string): JsonObject {
  if (list === undefined || !isJsonArray(list)) return {};
  return Object.fromEntries(
    list.flatMap((entry) => {
      const key = isJsonObject(entry) ? entry[keyField] : null;
      if (key === undefined || key === null) return [];
      return [[typeof key === "string" ? key : JSON.stringify(key), entry] as const];
    }),
  );
}

function holdsResidual(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isJsonArray(value)) return value.some(holdsResidual);
  return residualName(value) !== null || Object.values(value).some(holdsResidual);
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isJsonArray(a) || isJsonArray(b)) {
    return isJsonArray(a) && isJsonArray(b) && sameList(a, b);
  }
  return sameMap(a, b);
}

function sameList(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((element, index) => sameJson(element, b[index]));
}

function sameMap(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}
