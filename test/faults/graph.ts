// The graphs of a scenario's versions.

import type { Address } from "../../compiler/address.ts";
import { DEFAULT_META, type Graph, type Kind } from "../../compiler/graph.ts";
import { printIdentity } from "../../compiler/identity.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { AppliedRow } from "../../runtime/ledger.ts";
import { graphOf, type Declared } from "../support/graphs.ts";
import { type Foreign, objectName, SETTLES, type SimResource, type SimVersion } from "./scenario.ts";

export const ENVIRONMENT = "sim";
/** How long an effect may take. */
export const TIMEOUT = 10_000;

const THING: Kind = {
  version: 1,
  driver: "memory",
  key: ["/name"],
  lists: {},
  own: {},
  secret: [],
  forces: [],
  replace: "delete-first",
  holdsData: false,
  irreversible: false,
  settles: 0,
  outputs: {
    id: { type: "String", secret: false, stable: false },
    url: { type: "String", secret: false, stable: true },
  },
};

const KINDS: Readonly<Record<string, Kind>> = {
  Thing: THING,
  Fixed: { ...THING, forces: ["/size"] },
  Vault: { ...THING, holdsData: true, forces: ["/size"] },
  Slow: { ...THING, settles: SETTLES },
};

export function specOf(resource: SimResource): JsonObject {
  const { value, size, from } = resource;
  const link = from === null ? {} : { link: { $from: from, output: "id" } };
  return { name: objectName(resource), value, size, ...link };
}

export function simGraph(version: SimVersion): Graph {
  const declared: Record<string, Declared> = {};
  for (const [address, resource] of Object.entries(version.resources)) {
    const { kind, target, needs, protect, keep, adopt, mode, wave } = resource;
    const batch = resource.batch ? { group: "some", size: 1 } : null;
    const meta = { ...DEFAULT_META, protect, keep, adopt, wave, batch, timeout: TIMEOUT };
    declared[address] = { kind, target, spec: specOf(resource), needs, meta, mode };
  }
  const removed = Object.entries(version.removed).map(([address, destroy]) => [address, { destroy }]);
  return graphOf(declared, {
    environment: ENVIRONMENT,
    kinds: KINDS,
    moved: version.moved as Graph["moved"],
    removed: Object.fromEntries(removed) as Graph["removed"],
  });
}

/** A row of another environment. */
export function claimedRow(one: Foreign, index: number, at: number): AppliedRow {
  const { target, kind, value, size } = one;
  const spec = { name: objectName(one), value, size };
  const targetIdentity = `${target}:home`;
  return {
    environment: "other",
    address: `r${index}` as Address,
    identity: printIdentity({ driver: "memory", target: targetIdentity, kind, key: { "/name": spec.name } }),
    targetIdentity,
    kind,
    kindVersion: 1,
    driver: "memory",
    target,
    spec,
    hash: `sha256:${"0".repeat(64)}`,
    needs: [],
    outputs: {},
    protect: false,
    version: null,
    inputs: null,
    digests: null,
    at,
    took: 0,
  };
}

type Placed = Pick<AppliedRow, "kind" | "target" | "spec">;

/** Of a row, or of a resource. Objects of two kinds are two, also in one place. */
export function keyOf(placed: Placed): string {
  return `${placed.kind} ${placeOf(placed)}`;
}

export function placeOf({ target, spec }: Pick<Placed, "target" | "spec">): string {
  return `${target}/${spec["name"] as string}`;
}
