// Rows of a ledger for tests: whole and plausible, told apart by a word or a number.

import { hash } from "node:crypto";
import type { Address } from "../../compiler/address.ts";
import { DEFAULT_META, type Hash, type Resource } from "../../compiler/graph.ts";
import { printIdentity, type Identity } from "../../compiler/identity.ts";
import type { AppliedRow, EnvironmentRow, Intent, ReleasedRow } from "../../runtime/ledger.ts";

export function hashOf(word: string): Hash {
  return `sha256:${hash("sha256", word)}`;
}

export function identityAt(path: string): Identity {
  return printIdentity({
    driver: "file",
    target: "machine-1",
    kind: "std.file.File",
    key: { "/path": path },
  });
}

export function resource(address: string, content: string, needs: readonly string[] = []): Resource {
  return {
    kind: "std.file.File",
    target: "local",
    mode: "manage",
    spec: { path: `/srv/${address}`, content },
    needs: needs as readonly Address[],
    health: null,
    meta: DEFAULT_META,
    hash: hashOf(address + content),
  };
}

export function intent(address: string, content: string, changes: Partial<Intent> = {}): Intent {
  return {
    environment: "prod",
    address: address as Address,
    identity: identityAt(`/srv/${address}`),
    target: "local",
    targetIdentity: "machine-1",
    action: "create",
    cause: "intended",
    digest: hashOf(`item ${address} ${content}`),
    attempt: 1,
    desired: resource(address, content),
    overwrites: [],
    ...changes,
  };
}

export function released(address: string, content: string, changes: Partial<ReleasedRow> = {}): ReleasedRow {
  return {
    environment: "prod",
    address: address as Address,
    hash: hashOf(address + content),
    resource: resource(address, content),
    commit: "c1",
    at: 1_000,
    ...changes,
  };
}

export function applied(address: string, content: string, changes: Partial<AppliedRow> = {}): AppliedRow {
  const { kind, target, spec, hash } = resource(address, content);
  return {
    environment: "prod",
    address: address as Address,
    identity: identityAt(`/srv/${address}`),
    targetIdentity: "machine-1",
    kind,
    kindVersion: 1,
    driver: "file",
    target,
    spec,
    hash,
    needs: [],
    outputs: { sha256: content },
    protect: false,
    version: "1:2:3",
    inputs: null,
    digests: null,
    at: 2_000,
    took: 1.5,
    ...changes,
  };
}

/** One version is applied, and another one is accepted. */
export const UNDER_WAY: EnvironmentRow = {
  name: "prod",
  commit: "c2",
  graphHash: hashOf("g2"),
  graph: '{"setpoint":2}',
  acceptedAt: 5,
  appliedCommit: "c1",
  appliedHash: hashOf("g1"),
  appliedAt: 3,
};
