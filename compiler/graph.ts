// The desired-state graph: THE type that the runtime consumes, and the only thing of the source that it reads.
//
// A graph is a plain JSON document for one environment (see docs/architecture.md). It is *normalized*: canonical JSON,
// defaults filled in, keyed lists in declared order, durations in milliseconds, sizes in bytes, no null for an absent spec
// field. It is a *Merkle* tree: a resource's hash changes exactly when the resource does, and the document's hash is over
// the resources' hashes, so comparing two graphs costs the changes and not the size.
// The JSON Schema of the format is compiler/graph-schema.ts; a test keeps the two in step.

import type { Address } from "./address.ts";
import { canonicalJson, type Json, type JsonObject } from "./json.ts";
import type { DisplayFormat } from "./quantities.ts";

/** The format that this compiler writes. An agent reads this one and the one before. */
export const GRAPH_FORMAT = 1;

/** `sha256:` and 64 hex digits. */
export type Hash = `sha256:${string}`;

/** An RFC 6901 pointer into a spec: `/path`, `/ports/0`. */
export type Pointer = string;

/** A key as a step of a pointer. */
export function stepOf(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The key that a step of a pointer stands for. */
export function keyOfStep(step: string): string {
  return step.includes("~") ? step.replaceAll("~1", "/").replaceAll("~0", "~") : step;
}

export interface Graph {
  readonly setpoint: typeof GRAPH_FORMAT;
  readonly environment: string;
  readonly system: string;
  readonly compiler: string;
  /** Every file read, by path, with its Git blob id. */
  readonly sources: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly resources: Readonly<Record<Address, Resource>>;
  readonly targets: Readonly<Record<string, Target>>;
  readonly objectives: JsonObject;
  readonly outputs: JsonObject;
  readonly delivery: JsonObject;
  /** From old addresses to new ones. */
  readonly moved: Readonly<Record<Address, Address>>;
  readonly removed: Readonly<Record<Address, { readonly destroy: boolean }>>;
  readonly hash: Hash;
}

/** What the runtime must know of a kind. It travels in the graph, so that an agent can judge a kind it has never met. */
export interface Kind {
  readonly version: number;
  readonly driver: string;
  /** The fields that identify the object on its target, as pointers; never deferred, never secret. */
  readonly key: readonly Pointer[];
  /** Keyed lists: from the list's pointer to the name of its key field. */
  readonly lists: Readonly<Record<Pointer, string>>;
  /** Maps that are owned whole; every other map is owned by key. */
  readonly own: Readonly<Record<Pointer, "whole">>;
  readonly secret: readonly Pointer[];
  /** A change of one of these fields cannot be made in place. */
  readonly forces: readonly Pointer[];
  readonly replace: "delete-first" | "create-first";
  readonly holdsData: boolean;
  readonly irreversible: boolean;
  /** How long the target may lag behind its own answers, in milliseconds. */
  readonly settles: number;
  readonly outputs: Readonly<Record<string, Output>>;
  /** How people read the numbers of some fields: `0o644`, `20s`. The spec holds the numbers. */
  readonly formats?: Readonly<Record<Pointer, DisplayFormat>>;
}

export interface Output {
  readonly type: string;
  readonly secret: boolean;
  /** An update leaves it as it is, so that dependants need not wait for it. */
  readonly stable: boolean;
}

export interface Resource {
  /** The full name of the kind, a key of `kinds`. */
  readonly kind: string;
  /** A key of `targets`. */
  readonly target: string;
  /** `read` is `existing`: looked at and never written. */
  readonly mode: "manage" | "read";
  readonly spec: JsonObject;
  /** Edges, sorted: the addresses that this resource depends on. */
  readonly needs: readonly Address[];
  readonly health: JsonObject | null;
  readonly meta: Meta;
  readonly hash: Hash;
}

export interface Meta {
  readonly protect: boolean;
  readonly keep: boolean;
  readonly adopt: "must-match" | "if-unowned" | "always";
  readonly ignore: readonly Pointer[];
  readonly drift: "correct" | "report";
  readonly wave: number;
  /** Milliseconds between observations, or null for the agent's own pace. */
  readonly every: number | null;
  /** Milliseconds that one action may take. */
  readonly timeout: number;
  readonly retry: JsonObject | null;
  readonly batch: JsonObject | null;
}

export const DEFAULT_META: Meta = {
  protect: false,
  keep: false,
  adopt: "must-match",
  ignore: [],
  drift: "correct",
  wave: 0,
  every: null,
  timeout: 120_000,
  retry: null,
  batch: null,
};

/** Names and what is asked of them. The connection itself is granted by the agent, never by a commit. */
export interface Target {
  readonly driver: string;
  /** Of a target that a slot declares: what is asked of it. */
  readonly spec?: JsonObject;
}

// --- Residuals: the only computation left to the runtime -------------------------------------------------------------
//
// A residual is an object with exactly one key that begins with a single `$`. A literal key that begins with `$` is
// written with one `$` more, so no data of a user can be mistaken for a residual.

export type Residual =
  | { readonly $from: Address; readonly output: string }
  | { readonly $secret: { readonly provider: string; readonly key: string } }
  | { readonly $join: readonly Json[] }
  /** `order`: by the pointers of its objects the keys as they were declared, where that is not the canonical order. */
  | { readonly $render: string; readonly value: Json; readonly order?: JsonObject }
  | { readonly $get: Json; readonly path: readonly (string | number)[] }
  | { readonly $regulated: { readonly min: number; readonly max: number; readonly start: number } };

export const RESIDUAL_KEYS = ["$from", "$secret", "$join", "$render", "$get", "$regulated"] as const;

export function escapeKey(key: string): string {
  return key.startsWith("$") ? `$${key}` : key;
}

export function unescapeKey(key: string): string {
  return key.startsWith("$$") ? key.slice(1) : key;
}

/** The name of the residual that an object is, or null for plain data. */
export function residualName(value: JsonObject): (typeof RESIDUAL_KEYS)[number] | null {
  for (const name of RESIDUAL_KEYS) if (Object.hasOwn(value, name)) return name;
  return null;
}

// --- Hashes ----------------------------------------------------------------------------------------------------------

export type Sha256 = (text: string) => string;

export function hashResource(resource: Omit<Resource, "hash">, sha256: Sha256): Hash {
  const { kind, target, mode, spec, needs, health, meta } = resource;
  return `sha256:${sha256(canonicalJson({ kind, target, mode, spec, needs, health, meta: { ...meta } }))}`;
}

/** The hash of the document with each resource replaced by its own hash. */
export function hashGraph(graph: Omit<Graph, "hash">, sha256: Sha256): Hash {
  const resources = Object.fromEntries(
    Object.entries(graph.resources).map(([address, { hash }]) => [address, hash]),
  );
  const document = { ...graph, resources } as unknown as JsonObject & { hash?: Json };
  const { hash: _, ...rest } = document;
  return `sha256:${sha256(canonicalJson(rest))}`;
}

/** What does not have the hash that it gives: a resource, or (null) the graph around them. */
export interface WrongHash {
  readonly resource: Address | null;
}

export function findWrongHash(graph: Graph, sha256: Sha256): WrongHash | null {
  for (const [address, resource] of Object.entries(graph.resources) as [Address, Resource][])
    if (hashResource(resource, sha256) !== resource.hash) return { resource: address };
  return hashGraph(graph, sha256) === graph.hash ? null : { resource: null };
}

/** The canonical text of a whole graph, as `setpoint compile` writes it (without the final newline). */
export function printGraph(graph: Graph): string {
  return canonicalJson(graph as unknown as JsonObject);
}
