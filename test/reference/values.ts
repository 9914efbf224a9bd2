// The values of the reference interpreter, and how they become JSON.
//
// A container answers each question anew: `keys` and `get` compute from scratch whenever they are called, so that reading
// `web.port` needs nothing but the definitions of `web.port`. Nothing is ever remembered.

import type { Json } from "../../compiler/json.ts";

/** Not there. Different from `null`, which only foreign formats have. */
export const ABSENT = Symbol("absent");

export type Value = typeof ABSENT | null | boolean | number | string | readonly Value[] | Container;

/** A record, a map, a keyed list, a resource or an instance of a system. */
export interface Container {
  readonly kind: "container";
  /** Printed as a list, each element with its key in this field. */
  readonly listedBy: string | null;
  /** The record that it is, or null. */
  readonly record: string | null;
  /** Nothing but the record's type says what stands there. */
  isDefault(key: string): boolean;
  /** In the order in which they were declared. */
  keys(): readonly string[];
  get(key: string): Value;
}

export function isContainer(value: Value): value is Container {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function container(
  keys: () => readonly string[],
  get: (key: string) => Value,
  more: Partial<Pick<Container, "listedBy" | "record" | "isDefault">> = {},
): Container {
  return { kind: "container", listedBy: null, record: null, isDefault: () => false, keys, get, ...more };
}

/** Absent fields are left out. */
export function toJson(value: Value): Json {
  if (value === ABSENT) throw new Error("what is absent is left out by its container");
  if (isList(value)) return value.map(toJson);
  if (!isContainer(value)) return value;
  const present = value
    .keys()
    .map((key) => [key, value.get(key)] as const)
    .filter(([, inner]) => inner !== ABSENT);
  if (value.listedBy === null) return Object.fromEntries(present.map(([key, inner]) => [key, toJson(inner)]));
  return present.map(([, inner]) => toJson(inner));
}

export function same(one: Value, other: Value): boolean {
  if (one === ABSENT || other === ABSENT) return one === other;
  return JSON.stringify(sorted(toJson(one))) === JSON.stringify(sorted(toJson(other)));
}

/** Fields by name, so that the same meaning has the same text. */
function sorted(json: Json): Json {
  if (Array.isArray(json)) return (json as readonly Json[]).map(sorted);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
