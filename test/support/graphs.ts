// Graphs for tests of the runtime, written as the resources that they hold.
//
// In:  files and directories by address. Out: a whole, hashed graph and the version that desires it.

import { hash } from "node:crypto";
import { type Address, parseAddress } from "../../compiler/address.ts";
import {
  DEFAULT_META,
  type Graph,
  hashGraph,
  hashResource,
  type Kind,
  type Meta,
} from "../../compiler/graph.ts";
import type { JsonObject } from "../../compiler/json.ts";
import type { DesiredVersion } from "../../runtime/reconcile.ts";
import { fitting } from "./sound.ts";

export const sha256 = (text: string): string => hash("sha256", text, "hex");

const FILE: Kind = {
  version: 1,
  driver: "file",
  key: ["/path"],
  lists: {},
  own: {},
  secret: [],
  forces: ["/path"],
  replace: "delete-first",
  holdsData: false,
  irreversible: false,
  settles: 0,
  outputs: { sha256: { type: "String", secret: false, stable: false } },
};
const DIRECTORY: Kind = { ...FILE, outputs: {} };
export const KINDS: Readonly<Record<string, Kind>> = {
  "std.file.File": FILE,
  "std.file.Directory": DIRECTORY,
  "std.file.Symlink": DIRECTORY,
  "std.file.Entries": { ...DIRECTORY, key: ["/path", "/table"] },
};

export interface Declared {
  readonly kind?: string;
  readonly target?: string;
  readonly spec: JsonObject;
  readonly needs?: readonly string[];
  readonly meta?: Partial<Meta>;
  readonly mode?: "manage" | "read";
  readonly health?: JsonObject;
}

export function file(path: string, content: JsonObject[string], more: Omit<Declared, "spec"> = {}): Declared {
  return { kind: "std.file.File", spec: { path, content, mode: 0o644 }, ...more };
}

export function directory(path: string, more: Omit<Declared, "spec"> = {}): Declared {
  return { kind: "std.file.Directory", spec: { path, mode: 0o755, purge: false }, ...more };
}

export function symlink(path: string, to: string, more: Omit<Declared, "spec"> = {}): Declared {
  return { kind: "std.file.Symlink", spec: { path, to }, ...more };
}

export function entries(
  path: string,
  table: string,
  values: JsonObject,
  more: Omit<Declared, "spec"> = {},
): Declared {
  return { kind: "std.file.Entries", spec: { path, table, format: "toml", values }, ...more };
}

export function graphOf(
  declared: Readonly<Record<string, Declared>>,
  more: Partial<Pick<Graph, "environment" | "moved" | "removed" | "kinds">> = {},
): Graph {
  const resources: Record<Address, Graph["resources"][Address]> = {};
  for (const [
    name,
    { kind = "std.file.File", target = "local", spec, needs = [], meta, mode = "manage", health = null },
  ] of Object.entries(declared)) {
    const body = {
      kind,
      target,
      mode,
      spec,
      needs: needs.map(address).toSorted(),
      health,
      meta: { ...DEFAULT_META, ...meta },
    };
    resources[address(name)] = { ...body, hash: hashResource(body, sha256) };
  }
  const graph = {
    setpoint: 1 as const,
    environment: "test",
    system: "Test",
    compiler: "0.0.0",
    sources: {},
    kinds: KINDS,
    resources,
    targets: { local: { driver: "local" } },
    objectives: {},
    outputs: {},
    delivery: {},
    moved: {},
    removed: {},
    ...more,
  };
  return fitting({ ...graph, hash: hashGraph(graph, sha256) });
}

export function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(`${text} is not an address`);
  return parsed;
}

export function versionOf(graph: Graph, commit: string | null = null): DesiredVersion {
  const lines = new Map(Object.keys(graph.resources).map((name, index) => [name, index + 1]));
  return {
    environment: graph.environment,
    commit,
    subject: "a test",
    author: "a tester",
    committedAt: 0,
    graph,
    place: (at) => ({ file: "test.sp", line: lines.get(at) ?? 1, column: 3 }),
  };
}
