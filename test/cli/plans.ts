// Plans made by hand, for the tests of how they are shown.

import type { Address } from "../../compiler/address.ts";
import type { Hash } from "../../compiler/graph.ts";
import { printIdentity } from "../../compiler/identity.ts";
import type { Json } from "../../compiler/json.ts";
import type { FieldChange, Item } from "../../runtime/item.ts";
import type { Plan } from "../../runtime/reconcile.ts";

export const HASH: Hash = `sha256:${"0".repeat(64)}`;

export function address(text: string): Address {
  return text as Address;
}

export function item(name: string, parts: Partial<Item>): Item {
  return {
    environment: "prod",
    address: address(name),
    kind: "std.file.File",
    target: "local",
    identity: printIdentity({ driver: "file", target: "m1", kind: "std.file.File", key: { "/path": name } }),
    targetIdentity: "m1",
    action: "update",
    cause: "intended",
    reason: "changed",
    changes: [],
    patch: [],
    desiredHash: HASH,
    block: null,
    place: { file: "hello.sp", line: 3, column: 3 },
    digest: HASH,
    ...parts,
  };
}

export function change(
  pointer: string,
  live: Json | undefined,
  desired: Json | undefined,
  parts: Partial<FieldChange> = {},
): FieldChange {
  return {
    pointer,
    class: "intended",
    live,
    applied: live,
    desired,
    secret: false,
    knownAfter: [],
    forces: false,
    place: { file: "hello.sp", line: 12, column: 5 },
    ...parts,
  };
}

export function plan(items: readonly Item[], unknown: Plan["unknown"] = []): Plan {
  return {
    environment: "prod",
    commit: null,
    graph: HASH,
    items,
    digest: HASH,
    unknown,
    held: [],
    destroyed: null,
  };
}
