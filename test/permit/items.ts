// Items for tests of permit: whole and plausible, told apart by their address.

import type { Identity } from "../../compiler/identity.ts";
import { type Item, itemDigest } from "../../runtime/item.ts";
import { address, sha256 } from "../support/graphs.ts";

export function item(
  name: string,
  change: Partial<Omit<Item, "digest" | "address" | "identity">> = {},
): Item {
  const body: Omit<Item, "digest"> = {
    environment: "prod",
    address: address(name),
    kind: "std.file.File",
    target: "local",
    identity: `["file","m1","std.file.File",{"/path":"/srv/${name}"}]` as Identity,
    targetIdentity: "m1",
    action: "update",
    cause: "intended",
    reason: "changed",
    changes: [],
    patch: [],
    desiredHash: "sha256:aa",
    block: null,
    place: null,
    ...change,
  };
  return { ...body, digest: itemDigest(body, sha256) };
}

export function deletion(name: string, change: Parameters<typeof item>[1] = {}): Item {
  return item(name, { action: "delete", reason: "undeclared", desiredHash: null, ...change });
}

export function drift(name: string, change: Parameters<typeof item>[1] = {}): Item {
  return item(name, { action: "create", cause: "corrective", reason: "gone", ...change });
}
